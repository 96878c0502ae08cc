package dev.landfall.cloudformation.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads a template's JSON or YAML. The short forms of functions become the long ones.
public final class TemplateReader {
  private static final int MAX_DEPTH = 100;

  private TemplateReader() {}

  /// The document that a text holds.
  public static ObjectNode read(String text) throws CloudFormationException {
    var document = isJson(text) ? json(text) : yaml(text);
    if (!(document instanceof ObjectNode object)) {
      throw CloudFormationException.validation("Template format error: unsupported structure.");
    }
    noNull("", object);
    return object;
  }

  static boolean isJson(String text) {
    return text.stripLeading().startsWith("{");
  }

  static JsonNode json(String text) throws CloudFormationException {
    try {
      return JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      var place = e.getLocation();
      throw malformed(
          "JSON",
          place == null
              ? Optional.empty()
              : Optional.of(new Place(place.getLineNr(), place.getColumnNr())),
          e);
    }
  }

  private static JsonNode yaml(String text) throws CloudFormationException {
    var root = compose(text);
    return root.isEmpty() ? Json.text("") : value(root.get());
  }

  /// The tree of a YAML text; nothing for an empty one.
  static Optional<Node> compose(String text) throws CloudFormationException {
    var settings =
        LoadSettings.builder()
            .setUseMarks(true)
            .setSchema(new CoreSchema())
            .setCodePointLimit(Limits.MAX_URL_BYTES + 1)
            .build();
    try {
      bounded(settings, text);
      return new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException e) {
      throw malformed(
          "YAML", e.getProblemMark().or(e::getContextMark).map(TemplateReader::place), e);
    } catch (YamlEngineException e) {
      throw malformed("YAML", Optional.empty(), e);
    }
  }

  /// Looks at the events first: the parser keeps its own stack, whatever builds a tree recurses.
  private static void bounded(LoadSettings settings, String text) throws CloudFormationException {
    int depth = 0;
    for (var event : new Parse(settings).parseString(text)) {
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        case Alias ->
            throw CloudFormationException.unreadable(
                "Template error: YAML aliases are not allowed in CloudFormation templates",
                event.getStartMark().map(TemplateReader::place),
                null);
        default -> {}
      }
      if (depth > MAX_DEPTH) {
        throw malformed("YAML", event.getStartMark().map(TemplateReader::place), null);
      }
    }
  }

  private static CloudFormationException malformed(
      String language, Optional<Place> place, @Nullable Exception cause) {
    return CloudFormationException.unreadable(
        "Template format error: "
            + language
            + " not well-formed."
            + place.map(at -> " " + at).orElse(""),
        place,
        cause);
  }

  private static Place place(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }

  static Place place(Node node) {
    return node.getStartMark().map(TemplateReader::place).orElse(Place.START);
  }

  static JsonNode value(Node node) throws CloudFormationException {
    var plain =
        switch (node) {
          case ScalarNode scalar -> scalar(scalar);
          case SequenceNode sequence -> {
            var list = Json.list();
            for (var item : sequence.getValue()) {
              list.add(value(item));
            }
            yield list;
          }
          case MappingNode mapping -> mapping(mapping);
          default -> throw malformed("YAML", Optional.of(place(node)), null);
        };
    return function(node).map(name -> function(name, plain)).orElse(plain);
  }

  /// The function whose short form a node is.
  static Optional<String> function(Node node) {
    var tag = node.getTag().getValue();
    return tag.startsWith("!") && tag.length() > 1
        ? Optional.of(tag.substring(1))
        : Optional.empty();
  }

  static String longForm(String function) {
    return function.equals("Ref") || function.equals("Condition") ? function : "Fn::" + function;
  }

  private static JsonNode mapping(MappingNode mapping) throws CloudFormationException {
    var object = Json.object();
    for (var tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)
          || object.has(key.getValue())
          || key.getValue().equals("<<")) {
        throw malformed("YAML", Optional.of(place(tuple.getKeyNode())), null);
      }
      object.set(key.getValue(), value(tuple.getValueNode()));
    }
    return object;
  }

  private static JsonNode function(String name, JsonNode argument) {
    var object = Json.object();
    object.set(longForm(name), name.equals("GetAtt") ? attribute(argument) : argument);
    return object;
  }

  private static JsonNode attribute(JsonNode argument) {
    if (!argument.isString()) {
      return argument;
    }
    var text = argument.asString();
    int dot = text.indexOf('.');
    return dot < 0 ? argument : Json.list(List.of(text.substring(0, dot), text.substring(dot + 1)));
  }

  private static JsonNode scalar(ScalarNode scalar) {
    var text = scalar.getValue();
    var tag = scalar.getTag();
    var json = JsonMapper.shared().getNodeFactory();
    if (tag.equals(Tag.NULL)) {
      return json.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return json.booleanNode(text.equalsIgnoreCase("true"));
    }
    if (tag.equals(Tag.INT) && text.matches("[-+]?[0-9]+")) {
      var number = new BigInteger(text.startsWith("+") ? text.substring(1) : text);
      // As JSON has them: the smallest form that holds the number.
      return number.bitLength() < Integer.SIZE
          ? json.numberNode(number.intValue())
          : number.bitLength() < Long.SIZE
              ? json.numberNode(number.longValue())
              : json.numberNode(number);
    }
    if (tag.equals(Tag.FLOAT) && text.matches("[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]{1,3})?")) {
      return json.numberNode(new BigDecimal(text));
    }
    return json.stringNode(text);
  }

  private static void noNull(String path, JsonNode node) throws CloudFormationException {
    if (node.isNull()) {
      throw CloudFormationException.validation(
          "[" + path + "] 'null' values are not allowed in templates");
    }
    if (node.isObject()) {
      for (var entry : node.properties()) {
        noNull(path + "/" + entry.getKey(), entry.getValue());
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        noNull(path + "/" + i, node.get(i));
      }
    }
  }
}
