package dev.landfall.cloudformation.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Decides a template's conditions, which see parameters and mappings only.
public final class Conditions {
  private final Template template;
  private final Evaluator evaluator;
  private final Map<String, Boolean> decided = new LinkedHashMap<>();
  private final Set<String> open = new LinkedHashSet<>();

  private Conditions(Template template, Lookup lookup) {
    this.template = template;
    this.evaluator = new Evaluator(template, decided, lookup);
  }

  /// Every condition with what it comes to.
  public static Map<String, Boolean> decide(Template template, Lookup lookup)
      throws CloudFormationException {
    var conditions = new Conditions(template, lookup);
    for (var name : template.conditions().keySet()) {
      conditions.named(name);
    }
    return Map.copyOf(conditions.decided);
  }

  private boolean named(String name) throws CloudFormationException {
    var known = decided.get(name);
    if (known != null) {
      return known;
    }
    var expression = template.conditions().get(name);
    if (expression == null) {
      throw CloudFormationException.validation(
          "Template format error: Unresolved condition dependency "
              + name
              + " in the Conditions block of the template");
    }
    if (!open.add(name)) {
      throw CloudFormationException.validation(
          "Template error: Circular dependency between conditions: ["
              + String.join(", ", open)
              + "]");
    }
    boolean result = decide(expression);
    open.remove(name);
    decided.put(name, result);
    return result;
  }

  private boolean decide(JsonNode node) throws CloudFormationException {
    if (node.isObject() && node.size() == 1) {
      var name = node.propertyNames().iterator().next();
      var argument = node.get(name);
      switch (name) {
        case "Condition" -> {
          return named(argument.asString(""));
        }
        case "Fn::Equals" -> {
          if (argument.size() != 2) {
            throw CloudFormationException.validation(
                "Template error: every Fn::Equals object requires a list of 2 string parameters.");
          }
          return Json.same(operand(argument.get(0)), operand(argument.get(1)));
        }
        case "Fn::Not" -> {
          if (argument.size() != 1) {
            throw CloudFormationException.validation(
                "Template error: every Fn::Not object requires a list of 1 boolean parameter.");
          }
          return !decide(argument.get(0));
        }
        case "Fn::And", "Fn::Or" -> {
          var parts = all(name, argument);
          return name.equals("Fn::And") ? !parts.contains(false) : parts.contains(true);
        }
        default -> {}
      }
    }
    throw CloudFormationException.validation(
        "Template format error: Conditions can only be boolean operations on parameters and other"
            + " conditions");
  }

  private List<Boolean> all(String name, JsonNode argument) throws CloudFormationException {
    if (!argument.isArray() || argument.size() < 2 || argument.size() > 10) {
      throw CloudFormationException.validation(
          "Template error: every "
              + name
              + " object requires a list of at least 2 and at most 10 boolean parameters.");
    }
    var result = new ArrayList<Boolean>();
    for (var part : argument) {
      result.add(decide(part));
    }
    return result;
  }

  /// An operand may hold `Fn::If` over a condition that has not been decided yet.
  private JsonNode operand(JsonNode node) throws CloudFormationException {
    for (var reference : References.in(node)) {
      if (reference instanceof Reference.OfCondition(var name)) {
        named(name);
      }
    }
    return evaluator.evaluate(node);
  }
}
