package dev.landfall.cloudformation.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Evaluates the values of a template (CloudFormation Template Reference, "Intrinsic functions").
/// For one thread.
public final class Evaluator {
  /// A value that is known after the deployment; whatever a function makes of it is unknown as
  /// well.
  public static final JsonNode UNKNOWN =
      JsonNodeFactory.instance.stringNode("{{changeSet:KNOWN_AFTER_APPLY}}");

  /// `AWS::NoValue`: what holds it does without.
  static final JsonNode NO_VALUE = JsonNodeFactory.instance.missingNode();

  private final Template template;
  private final Map<String, Boolean> conditions;
  private final Lookup lookup;

  /// @param conditions as [Conditions] decided them
  public Evaluator(Template template, Map<String, Boolean> conditions, Lookup lookup) {
    this.template = template;
    this.conditions = conditions;
    this.lookup = lookup;
  }

  /// A resource's properties.
  public ObjectNode properties(ObjectNode properties) throws CloudFormationException {
    return members(properties);
  }

  /// A value; nothing when it is `AWS::NoValue`.
  public Optional<JsonNode> value(JsonNode node) throws CloudFormationException {
    var value = evaluate(node);
    return value.isMissingNode() ? Optional.empty() : Optional.of(value);
  }

  JsonNode evaluate(JsonNode node) throws CloudFormationException {
    if (node.isArray()) {
      var list = Json.list();
      for (var item : node) {
        var value = evaluate(item);
        if (!value.isMissingNode()) {
          list.add(value);
        }
      }
      return list;
    }
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    if (object.size() == 1) {
      var name = object.propertyNames().iterator().next();
      var argument = object.get(name);
      if (name.equals("Ref")) {
        return ref(argument.asString(""));
      }
      if (name.startsWith("Fn::")) {
        return function(name, argument);
      }
    }
    return members(object);
  }

  private ObjectNode members(ObjectNode object) throws CloudFormationException {
    var result = Json.object();
    for (var entry : object.properties()) {
      var value = evaluate(entry.getValue());
      if (!value.isMissingNode()) {
        result.set(entry.getKey(), value);
      }
    }
    return result;
  }

  private JsonNode ref(String name) throws CloudFormationException {
    if (name.equals("AWS::NoValue")) {
      return NO_VALUE;
    }
    return lookup.ref(name).orElseThrow(() -> TemplateCheck.unresolved(List.of(name), "Resources"));
  }

  private JsonNode function(String name, JsonNode argument) throws CloudFormationException {
    return switch (name) {
      case "Fn::GetAtt" -> attribute(argument);
      case "Fn::If" -> {
        var condition = argument.path(0).asString("");
        var decided = conditions.get(condition);
        if (argument.size() != 3 || decided == null) {
          throw TemplateCheck.unresolvedCondition(condition);
        }
        yield evaluate(argument.get(decided ? 1 : 2));
      }
      case "Fn::Sub" -> sub(argument);
      case "Fn::ImportValue" -> {
        var export = evaluate(argument);
        yield isUnknown(export) ? UNKNOWN : lookup.export(export.asString());
      }
      default -> {
        var value = evaluate(argument);
        yield isUnknown(value) ? UNKNOWN : plain(name, value);
      }
    };
  }

  private JsonNode plain(String name, JsonNode argument) throws CloudFormationException {
    return switch (name) {
      case "Fn::Join" -> Functions.join(argument);
      case "Fn::Select" -> Functions.select(argument);
      case "Fn::Split" -> Functions.split(argument);
      case "Fn::Base64" -> Functions.base64(argument);
      case "Fn::Cidr" -> Cidr.of(argument);
      case "Fn::GetAZs" -> Functions.zones(argument, lookup.region());
      case "Fn::FindInMap" -> Functions.find(template.mappings(), argument);
      default -> throw TemplateCheck.unsupported(name);
    };
  }

  private JsonNode attribute(JsonNode argument) throws CloudFormationException {
    var parts = References.attributeParts(argument);
    if (!parts.isEmpty()) {
      return lookup.attribute(parts.get(0), parts.get(1));
    }
    var attribute = evaluate(argument.path(1));
    if (!argument.path(0).isString() || !attribute.isString()) {
      throw CloudFormationException.validation(
          "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource"
              + " name and the resource attribute");
    }
    return isUnknown(attribute)
        ? UNKNOWN
        : lookup.attribute(argument.get(0).asString(), attribute.asString());
  }

  private JsonNode sub(JsonNode argument) throws CloudFormationException {
    boolean pair = argument.isArray() && argument.size() == 2 && argument.get(1).isObject();
    var text = pair ? argument.get(0) : argument;
    if (!text.isString()) {
      throw CloudFormationException.validation(
          "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments."
              + " Specify a string as first argument, and an optional second argument to specify a"
              + " mapping of values to replace in the string");
    }
    var own = pair ? argument.get(1) : Json.object();
    var result = new StringBuilder();
    for (var part : SubText.parts(text.asString())) {
      switch (part) {
        case SubText.Literal(var literal) -> result.append(literal);
        case SubText.Variable(var name) -> {
          var value = variable(name, own);
          if (isUnknown(value)) {
            return UNKNOWN;
          }
          if (!value.isValueNode()) {
            throw CloudFormationException.validation(
                "Template error: Fn::Sub variable " + name + " does not resolve to a string");
          }
          result.append(value.asString());
        }
      }
    }
    return Json.text(result.toString());
  }

  private JsonNode variable(String name, JsonNode own) throws CloudFormationException {
    if (!name.matches("[A-Za-z0-9_.:]+")) {
      throw CloudFormationException.validation(
          "Template error: variable names in Fn::Sub syntax must contain only alphanumeric"
              + " characters, underscores, periods, and colons");
    }
    var given = own.get(name);
    if (given != null) {
      return evaluate(given);
    }
    int dot = name.indexOf('.');
    return dot < 0 ? ref(name) : lookup.attribute(name.substring(0, dot), name.substring(dot + 1));
  }

  /// Whether a value, or a part of it, is only known after the deployment.
  public static boolean isUnknown(JsonNode value) {
    if (value.isContainer()) {
      for (var part : value) {
        if (isUnknown(part)) {
          return true;
        }
      }
      return false;
    }
    return value.isString() && value.equals(UNKNOWN);
  }
}
