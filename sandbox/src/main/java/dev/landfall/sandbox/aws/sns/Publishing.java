package dev.landfall.sandbox.aws.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Digests;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.protocol.Parameters;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// What publishers send.
///
/// Source: "Publish" in the Amazon SNS API Reference.
final class Publishing {
  private static final int LARGEST = 262_144;
  private static final int LONGEST_SUBJECT = 100;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Clock clock;

  Publishing(Clock clock) {
    this.clock = clock;
  }

  /// A message, and what is said instead of it over single protocols.
  ///
  /// @param byProtocol empty unless its structure is `json`
  record Read(Notice notice, Map<String, String> byProtocol) {}

  Notice plain(String message, String subject) {
    return new Notice(id(), message, subject, Map.of(), "", "", TIME.format(clock.instant()));
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  Read read(Topic topic, Parameters given) throws AwsError {
    var message = given.text("Message").orElse("");
    if (message.isEmpty()) {
      throw SnsErrors.invalid("Empty message");
    }
    var subject = given.text("Subject").orElse("");
    if (given.has("Subject")
        && (!subject.matches("[^\\p{Cntrl}]{1,100}") || subject.length() > LONGEST_SUBJECT)) {
      throw SnsErrors.invalid("Subject");
    }
    var attributes = attributes(given);
    int size =
        message.getBytes(UTF_8).length
            + attributes.entrySet().stream()
                .mapToInt(one ->
                    one.getKey().length()
                        + one.getValue().type().length()
                        + one.getValue().value().length())
                .sum();
    if (size > LARGEST) {
      throw SnsErrors.invalid("Message too long");
    }
    var byProtocol = new TreeMap<String, String>();
    if (given.text("MessageStructure").isPresent()) {
      byProtocol.putAll(structured(given.text("MessageStructure").get(), message));
    }
    var group = given.text("MessageGroupId").orElse("");
    var notice =
        new Notice(
            id(),
            byProtocol.getOrDefault("default", message),
            subject,
            attributes,
            group,
            deduplication(topic, given, message, group),
            TIME.format(clock.instant()));
    return new Read(notice, byProtocol);
  }

  private static Map<String, String> structured(String structure, String message) throws AwsError {
    if (!structure.equals("json")) {
      throw SnsErrors.invalid("Message Structure - Unsupported structure");
    }
    Optional<ObjectNode> json = JsonTexts.object(message.getBytes(UTF_8));
    if (json.isEmpty()) {
      throw SnsErrors.invalid("Message Structure - JSON message body failed to parse");
    }
    if (!json.get().path("default").isString()) {
      throw SnsErrors.invalid("Message Structure - No default entry in JSON message body");
    }
    var all = new TreeMap<String, String>();
    for (var entry : json.get().properties()) {
      if (entry.getValue().isString()) {
        all.put(entry.getKey(), entry.getValue().asString());
      }
    }
    return all;
  }

  private static String deduplication(Topic topic, Parameters given, String message, String group)
      throws AwsError {
    var id = given.text("MessageDeduplicationId").orElse("");
    if (!topic.fifo()) {
      if (!group.isEmpty()) {
        throw SnsErrors.invalid(
            "MessageGroupId Reason: The request includes MessageGroupId parameter that is not valid"
                + " for this topic type");
      }
      if (!id.isEmpty()) {
        throw SnsErrors.invalid(
            "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter"
                + " that is not valid for this topic type");
      }
      return "";
    }
    if (group.isEmpty()) {
      throw SnsErrors.invalid("The MessageGroupId parameter is required for FIFO topics");
    }
    if (id.isEmpty() && !topic.attribute("ContentBasedDeduplication").equals("true")) {
      throw SnsErrors.invalid(
          "The topic should either have ContentBasedDeduplication enabled or"
              + " MessageDeduplicationId provided explicitly");
    }
    return id.isEmpty() ? Digests.hex("SHA-256", message.getBytes(UTF_8)) : id;
  }

  private static Map<String, Notice.Attribute> attributes(Parameters given) throws AwsError {
    var all = new TreeMap<String, Notice.Attribute>();
    for (var entry : given.structures("MessageAttributes.entry")) {
      var name = entry.text("Name").orElse("");
      var type = entry.text("Value.DataType").orElse("");
      if (name.isEmpty() || !type.matches("(String|Number|Binary)(\\.[\\w.-]{1,249})?")) {
        throw attribute(
            "The message attribute '"
                + name
                + "' has an invalid message attribute type, the set of"
                + " supported type prefixes is Binary, Number, and String.");
      }
      var value =
          entry
              .text(type.startsWith("Binary") ? "Value.BinaryValue" : "Value.StringValue")
              .orElse("");
      if (value.isEmpty()) {
        throw attribute(
            "The message attribute '"
                + name
                + "' must contain non-empty message attribute value for message attribute type '"
                + type
                + "'.");
      }
      if (type.startsWith("Number") && !value.matches("[+-]?[0-9.]{1,38}([eE][+-]?[0-9]+)?")) {
        throw attribute("Could not cast message attribute '" + name + "' value to number.");
      }
      all.put(name, new Notice.Attribute(type, value));
    }
    return all;
  }

  private static AwsError attribute(String message) {
    return SnsErrors.of("ParameterValueInvalid", message);
  }
}
