package dev.landfall.cloudformation.specification;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Checks properties against their description, as CloudFormation does before a resource's handler
/// sees them: names, required ones, types and the values allowed. Numbers and booleans may be given
/// as text, and the other way round.
public final class PropertyCheck {
  private final Specification specification;
  private final List<Violation> violations = new ArrayList<>();

  private PropertyCheck(Specification specification) {
    this.specification = specification;
  }

  /// What is wrong with a resource's properties, in the order of their names.
  public static List<Violation> check(
      Specification specification, ResourceType type, JsonNode properties) {
    var check = new PropertyCheck(specification);
    check.members("#", type.properties(), type.open(), properties);
    return List.copyOf(check.violations);
  }

  private void members(
      String path, Map<String, Property> properties, boolean open, JsonNode value) {
    new TreeMap<>(properties)
        .forEach((name, property) -> {
          if (property.required() && !value.has(name)) {
            add(path, "required key [" + name + "] not found");
          }
        });
    for (var entry : value.properties()) {
      var property = properties.get(entry.getKey());
      if (property != null) {
        property(path + "/" + entry.getKey(), property, entry.getValue());
      } else if (!open) {
        violations.add(
            new Violation(
                path,
                "extraneous key [" + entry.getKey() + "] is not permitted",
                Suggestions.closest(entry.getKey(), properties.keySet())));
      }
    }
  }

  private void property(String path, Property property, JsonNode value) {
    int before = violations.size();
    value(path, property.type(), value);
    if (violations.size() == before
        && !property.allowed().isEmpty()
        && !property.allowed().contains(value.asString())) {
      violations.add(
          new Violation(
              path,
              value.asString() + " is not a valid enum value",
              Suggestions.closest(value.asString(), property.allowed())));
    }
  }

  private void value(String path, ValueType type, JsonNode value) {
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
      var attempt = new PropertyCheck(specification);
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
        add(path, "required key [" + name + "] not found");
      } else if (!value.get(name).isValueNode()) {
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
    add(path, "expected type: " + expected + ", found: " + found(value));
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

  private void add(String path, String message) {
    violations.add(new Violation(path, message, Optional.empty()));
  }
}
