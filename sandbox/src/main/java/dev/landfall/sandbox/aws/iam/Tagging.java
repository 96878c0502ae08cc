package dev.landfall.sandbox.aws.iam;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Parameters;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.resource.Resource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The tags of IAM's resources.
final class Tagging {
  private Tagging() {}

  /// Those that something new is to have.
  static void add(Given given, ObjectNode properties) {
    write(properties, tags -> put(given.parameters(), tags));
  }

  private static void put(Parameters parameters, Map<String, String> tags) {
    for (var tag : parameters.structures("Tags")) {
      tags.put(tag.text("Key").orElse(""), tag.text("Value").orElse(""));
    }
  }

  private static void write(ObjectNode properties, Consumer<Map<String, String>> change) {
    var tags = new TreeMap<String, String>();
    for (var tag : properties.path("Tags")) {
      tags.put(tag.path("Key").asString(""), tag.path("Value").asString(""));
    }
    change.accept(tags);
    if (tags.isEmpty()) {
      properties.remove("Tags");
      return;
    }
    var list = properties.putArray("Tags");
    tags.forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
  }

  static Reply tag(Directory directory, Given given, ResourceType type, Resource resource)
      throws AwsError {
    directory.change(
        given.scope(),
        type,
        resource.identifier(type),
        properties -> write(properties, tags -> put(given.parameters(), tags)));
    return given.done();
  }

  static Reply untag(Directory directory, Given given, ResourceType type, Resource resource)
      throws AwsError {
    var keys = given.parameters().texts("TagKeys");
    directory.change(
        given.scope(),
        type,
        resource.identifier(type),
        properties -> write(properties, tags -> keys.forEach(tags::remove)));
    return given.done();
  }

  static Reply list(Given given, Resource resource) throws AwsError {
    List<JsonNode> tags = resource.properties().path("Tags").valueStream().toList();
    return given.page(
        "Tags",
        tags,
        (xml, tag) ->
            xml.text("Key", tag.path("Key").asString(""))
                .text("Value", tag.path("Value").asString("")));
  }
}
