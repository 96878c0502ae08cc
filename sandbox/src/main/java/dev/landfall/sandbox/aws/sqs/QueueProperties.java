package dev.landfall.sandbox.aws.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.JsonTexts;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The properties of an `AWS::SQS::Queue` as attributes of a queue, and back.
///
/// Source: "AWS::SQS::Queue" in the CloudFormation Template Reference.
final class QueueProperties {
  static final String NAME = "QueueName";

  private static final String TAGS = "Tags";
  private static final Set<String> POLICIES = Set.of("RedrivePolicy", "RedriveAllowPolicy");

  private QueueProperties() {}

  static Map<String, String> attributes(ObjectNode properties) {
    var attributes = new TreeMap<String, String>();
    for (var property : properties.properties()) {
      var name = property.getKey();
      if (!name.equals(NAME) && !name.equals(TAGS)) {
        var value = property.getValue();
        attributes.put(name, POLICIES.contains(name) ? value.toString() : value.asString(""));
      }
    }
    // What every other queue has anyway.
    attributes.remove("FifoQueue", "false");
    return attributes;
  }

  /// @param stack the stack's
  static Map<String, String> tags(ObjectNode properties, Map<String, String> stack) {
    var tags = new TreeMap<>(stack);
    properties
        .path(TAGS)
        .forEach(tag -> tags.put(tag.path("Key").asString(""), tag.path("Value").asString("")));
    return tags;
  }

  /// The properties that a queue has now; AWS's own tags are none.
  static ObjectNode of(Queue queue) {
    var properties = JsonNodeFactory.instance.objectNode();
    properties.put(NAME, queue.name());
    queue
        .attributes()
        .forEach((name, value) -> {
          if (!name.equals("Policy")) {
            properties.set(name, value(name, value));
          }
        });
    var tags = JsonNodeFactory.instance.arrayNode();
    queue
        .tags()
        .forEach((key, value) -> {
          if (!key.startsWith("aws:")) {
            tags.addObject().put("Key", key).put("Value", value);
          }
        });
    if (!tags.isEmpty()) {
      properties.set(TAGS, tags);
    }
    return properties;
  }

  private static JsonNode value(String name, String text) {
    var json = JsonNodeFactory.instance;
    if (POLICIES.contains(name)) {
      return JsonTexts.object(text.getBytes(UTF_8)).<JsonNode>map(o -> o).orElse(json.nullNode());
    }
    if (text.equals("true") || text.equals("false")) {
      return json.booleanNode(Boolean.parseBoolean(text));
    }
    return text.matches("[0-9]{1,9}")
        ? json.numberNode(Integer.parseInt(text))
        : json.stringNode(text);
  }
}
