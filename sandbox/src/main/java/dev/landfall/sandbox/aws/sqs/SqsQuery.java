package dev.landfall.sandbox.aws.sqs;

import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.protocol.Parameters;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.protocol.Xml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The older protocol, as JSON on its way in and out.
///
/// Source: the SQS model of 2012-11-05, whose lists and maps are flattened.
final class SqsQuery {
  private static final List<String> TEXTS =
      List.of(
          "QueueName",
          "QueueUrl",
          "QueueOwnerAWSAccountId",
          "QueueNamePrefix",
          "NextToken",
          "MaxResults",
          "MessageBody",
          "DelaySeconds",
          "MessageGroupId",
          "MessageDeduplicationId",
          "ReceiptHandle",
          "VisibilityTimeout",
          "MaxNumberOfMessages",
          "WaitTimeSeconds",
          "ReceiveRequestAttemptId",
          "Id");
  private static final Map<String, String> LISTS =
      Map.of(
          "AttributeName", "AttributeNames",
          "MessageAttributeName", "MessageAttributeNames",
          "MessageSystemAttributeName", "MessageSystemAttributeNames",
          "TagKey", "TagKeys");
  private static final List<String> BATCHES =
      List.of(
          "SendMessageBatchRequestEntry",
          "DeleteMessageBatchRequestEntry",
          "ChangeMessageVisibilityBatchRequestEntry");

  private SqsQuery() {}

  /// What a form asks for.
  static ObjectNode read(Call call) {
    return read(call.parameters());
  }

  private static ObjectNode read(Parameters given) {
    var json = JsonTexts.object();
    TEXTS.forEach(name -> given.text(name).ifPresent(value -> json.put(name, value)));
    LISTS.forEach((name, member) -> {
      if (given.has(name)) {
        var list = json.putArray(member);
        given.texts(name).forEach(list::add);
      }
    });
    map(given, "Attribute", "Name", json, "Attributes");
    map(given, "Tag", "Key", json, "Tags");
    messageAttributes(given, "MessageAttribute", json);
    messageAttributes(given, "MessageSystemAttribute", json);
    for (var batch : BATCHES) {
      if (given.has(batch)) {
        var entries = json.putArray("Entries");
        given.structures(batch).forEach(entry -> entries.add(read(entry)));
      }
    }
    return json;
  }

  private static void map(
      Parameters given, String list, String key, ObjectNode json, String member) {
    if (given.has(list)) {
      var map = json.putObject(member);
      given
          .structures(list)
          .forEach(entry -> map.put(entry.text(key).orElse(""), entry.text("Value").orElse("")));
    }
  }

  private static void messageAttributes(Parameters given, String list, ObjectNode json) {
    if (given.has(list)) {
      var map = json.putObject(list + "s");
      for (var entry : given.structures(list)) {
        var value = map.putObject(entry.text("Name").orElse(""));
        for (var part : List.of("DataType", "StringValue", "BinaryValue")) {
          entry.text("Value." + part).ifPresent(text -> value.put(part, text));
        }
      }
    }
  }

  /// An answer as XML.
  static Reply write(Call call, ObjectNode answer) {
    return answer.isEmpty()
            && !call.action().startsWith("ListQueue")
            && !call.action().equals("ReceiveMessage")
        ? Reply.done(call)
        : Reply.result(call, xml -> members(call.action(), answer, xml));
  }

  private static void members(String action, JsonNode answer, Xml xml) {
    for (var entry : answer.properties()) {
      member(action, entry.getKey(), entry.getValue(), xml);
    }
  }

  private static void member(String action, String name, JsonNode value, Xml xml) {
    if (value.isArray()) {
      for (var item : value) {
        element(action, name, item, xml);
      }
    } else if (value.isObject()) {
      map(name, value, xml);
    } else {
      xml.text(name, value.asString(""));
    }
  }

  private static void element(String action, String name, JsonNode item, Xml xml) {
    var element =
        switch (name) {
          case "QueueUrls", "queueUrls" -> "QueueUrl";
          case "Messages" -> "Message";
          case "Failed" -> "BatchResultErrorEntry";
          default -> action + "ResultEntry";
        };
    if (item.isObject()) {
      xml.element(element, inner -> members(action, item, inner));
    } else {
      xml.text(element, item.asString(""));
    }
  }

  private static void map(String name, JsonNode map, Xml xml) {
    var key = name.equals("Tags") ? "Key" : "Name";
    for (var entry : map.properties()) {
      xml.element(
          name.substring(0, name.length() - 1),
          one -> {
            one.text(key, entry.getKey());
            if (entry.getValue().isObject()) {
              one.element(
                  "Value",
                  value ->
                      entry
                          .getValue()
                          .properties()
                          .forEach(
                              part -> value.text(part.getKey(), part.getValue().asString(""))));
            } else {
              one.text("Value", Optional.of(entry.getValue()).map(JsonNode::asString).orElse(""));
            }
          });
    }
  }
}
