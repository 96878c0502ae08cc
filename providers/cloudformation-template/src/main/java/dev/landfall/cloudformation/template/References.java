package dev.landfall.cloudformation.template;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Finds what a value points at. When conditions are known, only the branches that count.
public final class References {
  private final Map<String, Boolean> conditions;
  private final Set<Reference> found = new LinkedHashSet<>();

  private References(Map<String, Boolean> conditions) {
    this.conditions = conditions;
  }

  /// Everything a value points at, in any case.
  public static Set<Reference> in(JsonNode value) {
    return in(value, Map.of());
  }

  /// What a value points at.
  ///
  /// @param conditions those that have been decided
  public static Set<Reference> in(JsonNode value, Map<String, Boolean> conditions) {
    var references = new References(conditions);
    references.visit(value);
    return references.found;
  }

  private void visit(JsonNode node) {
    if (node.isArray()) {
      node.forEach(this::visit);
      return;
    }
    for (var entry : node.properties()) {
      var name = entry.getKey();
      if (name.startsWith("Fn::")) {
        found.add(new Reference.Function(name));
      }
      var argument = entry.getValue();
      if (node.size() > 1) {
        visit(argument);
      } else {
        function(name, argument);
      }
    }
  }

  private void function(String name, JsonNode argument) {
    switch (name) {
      case "Ref" -> {
        if (argument.isString()) {
          found.add(new Reference.Whole(argument.asString()));
        }
      }
      case "Condition" -> {
        if (argument.isString()) {
          found.add(new Reference.OfCondition(argument.asString()));
        } else {
          visit(argument);
        }
      }
      case "Fn::GetAtt" -> attribute(argument);
      case "Fn::Sub" -> sub(argument);
      case "Fn::If" -> branch(argument);
      case "Fn::FindInMap" -> {
        if (argument.path(0).isString()) {
          found.add(new Reference.OfMapping(argument.get(0).asString()));
        }
        visit(argument);
      }
      default -> visit(argument);
    }
  }

  private void attribute(JsonNode argument) {
    var parts = attributeParts(argument);
    if (parts.size() == 2) {
      found.add(new Reference.Attribute(parts.get(0), parts.get(1)));
    } else {
      if (argument.path(0).isString()) {
        found.add(new Reference.Attribute(argument.get(0).asString(), ""));
      }
      visit(argument);
    }
  }

  /// The resource and the attribute of `Fn::GetAtt`, when both are written out.
  public static List<String> attributeParts(JsonNode argument) {
    if (argument.isString()) {
      var text = argument.asString();
      int dot = text.indexOf('.');
      return dot < 0 ? List.of() : List.of(text.substring(0, dot), text.substring(dot + 1));
    }
    var parts = new ArrayList<String>();
    for (var part : argument) {
      if (!part.isString()) {
        return List.of();
      }
      parts.add(part.asString());
    }
    return parts.size() < 2
        ? List.of()
        : List.of(parts.getFirst(), String.join(".", parts.subList(1, parts.size())));
  }

  private void sub(JsonNode argument) {
    var text = argument.isArray() ? argument.path(0) : argument;
    var own = argument.path(1);
    for (var part : SubText.parts(text.asString(""))) {
      if (part instanceof SubText.Variable(var name) && !own.has(name)) {
        int dot = name.indexOf('.');
        found.add(
            dot < 0
                ? new Reference.Whole(name)
                : new Reference.Attribute(name.substring(0, dot), name.substring(dot + 1)));
      }
    }
    visit(own);
  }

  private void branch(JsonNode argument) {
    var name = argument.path(0).asString("");
    found.add(new Reference.OfCondition(name));
    var decided = conditions.get(name);
    if (decided == null || decided) {
      visit(argument.path(1));
    }
    if (decided == null || !decided) {
      visit(argument.path(2));
    }
  }
}
