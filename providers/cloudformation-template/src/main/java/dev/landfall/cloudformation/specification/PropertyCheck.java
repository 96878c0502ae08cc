package dev.landfall.cloudformation.specification;

import dev.landfall.cloudformation.specification.Violation.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/// Checks properties against their description, as CloudFormation does before a resource's handler
/// sees them: names, required ones, types and the values allowed. Numbers and booleans may be given
/// as text, and the other way round.
public final class PropertyCheck {
  private final Specification specification;
  private final boolean hasFunctions;
  private final List<Violation> violations = new ArrayList<>();

  private PropertyCheck(Specification specification, boolean hasFunctions) {
    this.specification = specification;
    this.hasFunctions = hasFunctions;
  }

  /// What is wrong with a resource's properties, in the order of their names.
  public static List<Violation> check(
      Specification specification, ResourceType type, JsonNode properties) {
    return check(new PropertyCheck(specification, false), type, properties);
  }

  /// What is wrong with a resource's properties as a template has them: what a function gives may
  /// be anything.
  public static List<Violation> checkTemplate(
      Specification specification, ResourceType type, JsonNode properties) {
    return check(new PropertyCheck(specification, true), type, properties);
  }

  private static List<Violation> check(
      PropertyCheck check, ResourceType type, JsonNode properties) {
    check.members("#", type.properties(), type.open(), properties);
    return List.copyOf(check.violations);
  }

  private void members(
      String path, Map<String, Property> properties, boolean open, JsonNode value) {
    if (hasFunctions && value.has("Fn::Transform")) {
      return;
    }
    new TreeMap<>(properties)
        .forEach((name, property) -> {
          if (property.required() && !value.has(name)) {
            missing(path, name);
          }
        });
    for (var entry : value.properties()) {
      var property = properties.get(entry.getKey());
      if (property != null) {
        property(path + "/" + entry.getKey(), property, entry.getValue());
      } else if (!open) {
        violations.add(
            new Violation(
                Kind.UNKNOWN,
                path,
                entry.getKey(),
                "extraneous key [" + entry.getKey() + "] is not permitted",
                Suggestions.closest(entry.getKey(), properties.keySet())));
      }
    }
  }

  private void property(String path, Property property, JsonNode value) {
    if (hasFunctions && isGiven(value)) {
      branches(path, value, (branch, part) -> property(branch, property, part));
      return;
    }
    int before = violations.size();
    value(path, property.type(), value);
    if (violations.size() == before
        && !property.allowed().isEmpty()
        && !property.allowed().contains(value.asString())) {
      violations.add(
          new Violation(
              Kind.VALUE,
              path,
              value.asString(),
              value.asString() + " is not a valid enum value",
              Suggestions.closest(value.asString(), property.allowed())));
    }
  }

  /// Whether a function, or something outside of the template, gives the value.
  private static boolean isGiven(JsonNode value) {
    if (value.isString()) {
      return value.asString().contains("{{resolve:");
    }
    if (!value.isObject() || value.size() != 1) {
      return false;
    }
    var name = value.propertyNames().iterator().next();
    return name.equals("Ref") || name.startsWith("Fn::");
  }

  /// What `Fn::If` chooses from; what any other function gives is not known.
  private static void branches(String path, JsonNode value, BiConsumer<String, JsonNode> consumer) {
    var argument = value.path("Fn::If");
    for (int i = 1; argument.isArray() && argument.size() == 3 && i < 3; i++) {
      consumer.accept(path + "/Fn::If/" + i, argument.get(i));
    }
  }

  private void value(String path, ValueType type, JsonNode value) {
    if (hasFunctions && isGiven(value)) {
      branches(path, value, (branch, part) -> value(branch, type, part));
      return;
    }
    switch (type) {
      case ValueType.Plain plain -> plain(path, plain, value);
      case ValueType.ListOf(var element) -> {
        if (!value.isArray()) {
          wrong(path, "JSONArray", value);
          return;
        }
        for (int i = 0; i < value.size(); i++) {
          value(path + "/" + i, element, value.get(i));
        }
      }
      case ValueType.MapOf(var element) -> {
        if (!value.isObject()) {
          wrong(path, "JSONObject", value);
          return;
        }
        value
            .properties()
            .forEach(entry -> value(path + "/" + entry.getKey(), element, entry.getValue()));
      }
      case ValueType.Structure structure -> {
        if (!value.isObject()) {
          wrong(path, "JSONObject", value);
          return;
        }
        members(path, specification.shape(structure).properties(), false, value);
      }
      case ValueType.OneOf(var types) -> oneOf(path, types, value);
    }
  }

  private void oneOf(String path, List<ValueType> types, JsonNode value) {
    List<Violation> first = List.of();
    for (var type : types) {
      var attempt = new PropertyCheck(specification, hasFunctions);
      attempt.value(path, type, value);
      if (attempt.violations.isEmpty()) {
        return;
      }
      first = first.isEmpty() ? attempt.violations : first;
    }
    violations.addAll(first);
  }

  private void plain(String path, ValueType.Plain type, JsonNode value) {
    boolean right =
        switch (type) {
          case STRING, DATE_TIME -> value.isValueNode();
          case INTEGER -> number(value).map(PropertyCheck::whole).orElse(false);
          case NUMBER -> number(value).isPresent();
          case BOOLEAN ->
              value.isBoolean() || List.of("true", "false").contains(value.asString(""));
          case JSON -> value.isContainer() || isJson(value);
          case TAG -> value.isObject();
        };
    if (!right) {
      wrong(path, type.text(), value);
    } else if (type == ValueType.Plain.TAG) {
      tag(path, value);
    }
  }

  private void tag(String path, JsonNode value) {
    for (var name : List.of("Key", "Value")) {
      if (!value.has(name)) {
        missing(path, name);
      } else if (!value.get(name).isValueNode() && !(hasFunctions && isGiven(value.get(name)))) {
        wrong(path + "/" + name, "String", value.get(name));
      }
    }
  }

  /// Documents such as policies may also come as text.
  private static boolean isJson(JsonNode value) {
    return value.isString() && value.asString().strip().startsWith("{");
  }

  private static boolean whole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }

  private static Optional<BigDecimal> number(JsonNode value) {
    if (!value.isNumber() && !value.isString()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(value.asString()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private void wrong(String path, String expected, JsonNode value) {
    violations.add(
        new Violation(
            Kind.TYPE,
            path,
            "",
            "expected type: " + expected + ", found: " + found(value),
            Optional.empty()));
  }

  private void missing(String path, String name) {
    violations.add(
        new Violation(
            Kind.MISSING, path, name, "required key [" + name + "] not found", Optional.empty()));
  }

  private static String found(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "JSONArray";
      case OBJECT -> "JSONObject";
      case BOOLEAN -> "Boolean";
      case NUMBER -> value.isIntegralNumber() ? "Integer" : "Double";
      case STRING -> "String";
      default -> "Null";
    };
  }
}
