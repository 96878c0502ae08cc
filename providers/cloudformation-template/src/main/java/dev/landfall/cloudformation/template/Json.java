package dev.landfall.cloudformation.template;

import java.util.HashSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Values of templates.
public final class Json {
  private static final JsonNodeFactory FACTORY = JsonNodeFactory.instance;

  private Json() {}

  /// A text.
  public static JsonNode text(String value) {
    return FACTORY.stringNode(value);
  }

  /// An empty object.
  public static ObjectNode object() {
    return FACTORY.objectNode();
  }

  /// An empty list.
  public static ArrayNode list() {
    return FACTORY.arrayNode();
  }

  /// A list of texts.
  public static ArrayNode list(Iterable<String> values) {
    var list = list();
    values.forEach(list::add);
    return list;
  }

  /// The value written as JSON.
  public static String write(JsonNode value) {
    return JsonMapper.shared().writeValueAsString(value);
  }

  /// Whether CloudFormation takes two values for the same: numbers and booleans are what they say.
  public static boolean same(JsonNode a, JsonNode b) {
    if (a.isObject() && b.isObject()) {
      var names = new HashSet<>(a.propertyNames());
      return names.equals(new HashSet<>(b.propertyNames()))
          && names.stream().allMatch(name -> same(a.get(name), b.get(name)));
    }
    if (a.isArray() && b.isArray()) {
      if (a.size() != b.size()) {
        return false;
      }
      for (int i = 0; i < a.size(); i++) {
        if (!same(a.get(i), b.get(i))) {
          return false;
        }
      }
      return true;
    }
    return a.isValueNode() && b.isValueNode() && a.asString().equals(b.asString());
  }
}
