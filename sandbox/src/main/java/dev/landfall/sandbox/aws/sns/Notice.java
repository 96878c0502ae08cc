package dev.landfall.sandbox.aws.sns;

import dev.landfall.sandbox.aws.protocol.JsonTexts;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A message that was published. Immutable.
///
/// @param subject empty for none
/// @param attributes by their names
/// @param group and `deduplication` of a FIFO topic; empty for others
/// @param time when it was published, as SNS writes it
record Notice(
    String id,
    String message,
    String subject,
    Map<String, Attribute> attributes,
    String group,
    String deduplication,
    String time) {
  /// @param type such as `String` or `Number`
  /// @param value a text, or base64
  record Attribute(String type, String value) {
    boolean binary() {
      return type.startsWith("Binary");
    }

    private JsonNode json() {
      try {
        return type.equals("String.Array") || type.startsWith("Number")
            ? JsonMapper.shared().readTree(value)
            : JsonTexts.object().put("v", value).path("v");
      } catch (JacksonException e) {
        return JsonTexts.object().put("v", value).path("v");
      }
    }
  }

  Notice {
    attributes = Map.copyOf(attributes);
  }

  /// What policies on attributes see; binary ones are not seen.
  ObjectNode attributesAsEvent() {
    var event = JsonTexts.object();
    attributes.forEach((name, attribute) -> {
      if (!attribute.binary()) {
        event.set(name, attribute.json());
      }
    });
    return event;
  }

  /// As a queue gets it that wants no envelope.
  ObjectNode attributesOfQueue() {
    var all = JsonTexts.object();
    new TreeMap<>(attributes)
        .forEach((name, attribute) ->
            all.putObject(name)
                .put("DataType", attribute.type())
                .put(attribute.binary() ? "BinaryValue" : "StringValue", attribute.value()));
    return all;
  }

  /// The envelope.
  ///
  /// Source: "Amazon SNS message and JSON formats" in the Amazon SNS Developer Guide.
  ObjectNode envelope(String topicArn, String subscriptionArn, String endpoint, boolean lambda) {
    var json =
        JsonTexts.object()
            .put("Type", "Notification")
            .put("MessageId", id)
            .put("TopicArn", topicArn);
    if (!subject.isEmpty()) {
      json.put("Subject", subject);
    } else if (lambda) {
      json.putNull("Subject");
    }
    json.put("Message", message).put("Timestamp", time).put("SignatureVersion", "1");
    json.put("Signature", "c2FuZGJveA==")
        .put(
            lambda ? "SigningCertUrl" : "SigningCertURL",
            endpoint + "/SimpleNotificationService.pem")
        .put(
            lambda ? "UnsubscribeUrl" : "UnsubscribeURL",
            endpoint + "/?Action=Unsubscribe&SubscriptionArn=" + subscriptionArn);
    if (!attributes.isEmpty() || lambda) {
      var all = json.putObject("MessageAttributes");
      new TreeMap<>(attributes)
          .forEach((name, attribute) ->
              all.putObject(name).put("Type", attribute.type()).put("Value", attribute.value()));
    }
    return json;
  }
}
