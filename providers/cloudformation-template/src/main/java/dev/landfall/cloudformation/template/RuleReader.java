package dev.landfall.cloudformation.template;

import dev.landfall.cloudformation.template.Template.Assertion;
import dev.landfall.cloudformation.template.Template.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Reads the section `Rules` (CloudFormation Template Reference, "Rule-specific intrinsic
/// functions").
public final class RuleReader {
  /// The functions of rules, with how many arguments they take; -1 for any number from two on, 0
  /// for a name.
  public static final Map<String, Integer> FUNCTIONS =
      Map.of(
          "Fn::And", -1,
          "Fn::Or", -1,
          "Fn::Not", 1,
          "Fn::Equals", 2,
          "Fn::Contains", 2,
          "Fn::EachMemberEquals", 2,
          "Fn::EachMemberIn", 2,
          "Fn::RefAll", 0,
          "Fn::ValueOf", 2,
          "Fn::ValueOfAll", 2);

  /// The members of a rule.
  public static final List<String> RULE = List.of("RuleCondition", "Assertions");

  /// The members of an assertion.
  public static final List<String> ASSERTION = List.of("Assert", "AssertDescription");

  private RuleReader() {}

  static Rule rule(String name, JsonNode node) throws CloudFormationException {
    members(name, node, RULE);
    var assertions = new ArrayList<Assertion>();
    if (!node.path("Assertions").isArray() || node.path("Assertions").isEmpty()) {
      throw malformed(name, "must contain a list of Assertions");
    }
    for (var assertion : node.get("Assertions")) {
      members(name, assertion, ASSERTION);
      var description = assertion.get("AssertDescription");
      if (!assertion.has("Assert") || (description != null && !description.isValueNode())) {
        throw malformed(name, "must contain an Assert in every assertion");
      }
      assertions.add(
          new Assertion(
              assertion.get("Assert"), Optional.ofNullable(description).map(JsonNode::asString)));
    }
    var rule = new Rule(name, Optional.ofNullable(node.get("RuleCondition")), assertions);
    functions(rule);
    return rule;
  }

  private static void members(String name, JsonNode node, List<String> known)
      throws CloudFormationException {
    if (!node.isObject() || !known.containsAll(node.propertyNames())) {
      throw malformed(name, "may contain only " + String.join(", ", known));
    }
  }

  private static CloudFormationException malformed(String name, String what) {
    return CloudFormationException.validation(
        "Template format error: Rule " + name + " " + what + ".");
  }

  private static void functions(Rule rule) throws CloudFormationException {
    var unsupported = new TreeSet<String>();
    rule.condition().ifPresent(condition -> unsupported(condition, unsupported));
    rule.assertions().forEach(assertion -> unsupported(assertion.holds(), unsupported));
    if (!unsupported.isEmpty()) {
      throw CloudFormationException.validation(
          "Template format error: Following functions are not supported in the Rules block of the"
              + " template: ["
              + String.join(", ", unsupported)
              + "]");
    }
    if (rule.condition().isPresent()) {
      arguments(rule.name(), rule.condition().get());
    }
    for (var assertion : rule.assertions()) {
      arguments(rule.name(), assertion.holds());
    }
  }

  private static void unsupported(JsonNode node, Set<String> found) {
    for (var member : node.properties()) {
      if ((member.getKey().startsWith("Fn::") && !FUNCTIONS.containsKey(member.getKey()))
          || member.getKey().equals("Condition")) {
        found.add(member.getKey());
      }
    }
    node.forEach(part -> unsupported(part, found));
  }

  private static void arguments(String rule, JsonNode node) throws CloudFormationException {
    for (var member : node.properties()) {
      var wanted = FUNCTIONS.get(member.getKey());
      if (wanted != null && !fits(wanted, member.getValue())) {
        throw malformed(rule, "has wrong arguments of " + member.getKey());
      }
    }
    for (var part : node) {
      arguments(rule, part);
    }
  }

  /// Whether a function's argument is of its form.
  ///
  /// @param wanted as in [#FUNCTIONS]
  public static boolean fits(int wanted, JsonNode argument) {
    return switch (wanted) {
      case 0 -> argument.isString();
      case -1 -> argument.isArray() && argument.size() >= 2;
      default -> argument.isArray() && argument.size() == wanted;
    };
  }
}
