package dev.landfall.sandbox.aws.cloudformation.operation;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.sandbox.aws.cloudformation.state.StackResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Which updates a stack's owner allows (CloudFormation User Guide, "Prevent updates to stack
/// resources"). Without a policy all are allowed; with one, those it allows and does not deny.
public final class StackPolicy {
  private final Optional<JsonNode> document;

  private StackPolicy(Optional<JsonNode> document) {
    this.document = document;
  }

  /// Reads a policy.
  public static StackPolicy of(Optional<String> text) throws CloudFormationException {
    if (text.isEmpty()) {
      return new StackPolicy(Optional.empty());
    }
    JsonNode document;
    try {
      document = JsonMapper.shared().readTree(text.get());
    } catch (JacksonException e) {
      throw CloudFormationException.validation(
          "Error validating stack policy: Invalid stack policy");
    }
    if (!document.path("Statement").isContainer()) {
      throw CloudFormationException.validation(
          "Error validating stack policy: Invalid stack policy");
    }
    for (var statement : statements(document)) {
      if (!List.of("Allow", "Deny").contains(statement.path("Effect").asString(""))) {
        throw CloudFormationException.validation(
            "Error validating stack policy: Invalid stack policy");
      }
      if (statement.has("NotResource") || statement.has("NotAction")) {
        throw CloudFormationException.notHonoured("NotResource and NotAction of a stack policy");
      }
    }
    return new StackPolicy(Optional.of(document));
  }

  /// Why an action is not allowed.
  ///
  /// @param action `Update:Modify`, `Update:Replace` or `Update:Delete`
  Optional<String> denies(StackResource resource, String action) {
    if (document.isEmpty()) {
      return Optional.empty();
    }
    boolean allowed = false;
    for (var statement : statements(document.get())) {
      if (matches(statement.path("Action"), action)
          && matches(statement.path("Resource"), "LogicalResourceId/" + resource.logicalId())
          && concerns(statement.path("Condition"), resource.type())) {
        if (statement.path("Effect").asString("").equals("Deny")) {
          return Optional.of(text(resource, action));
        }
        allowed = true;
      }
    }
    return allowed ? Optional.empty() : Optional.of(text(resource, action));
  }

  private static String text(StackResource resource, String action) {
    return "Action denied by stack policy: Statement does not allow ["
        + action
        + "] for resource [LogicalResourceId/"
        + resource.logicalId()
        + "]";
  }

  private static List<JsonNode> statements(JsonNode document) {
    return list(document.path("Statement"));
  }

  private static List<JsonNode> list(JsonNode node) {
    var result = new ArrayList<JsonNode>();
    if (node.isArray()) {
      node.forEach(result::add);
    } else if (!node.isMissingNode()) {
      result.add(node);
    }
    return result;
  }

  private static boolean matches(JsonNode patterns, String value) {
    return list(patterns).stream()
        .map(pattern -> Pattern.quote(pattern.asString("")).replace("*", "\\E.*\\Q"))
        .anyMatch(pattern -> Pattern.matches(pattern, value));
  }

  private static boolean concerns(JsonNode condition, String type) {
    if (condition.isMissingNode()) {
      return true;
    }
    for (var operator : List.of("StringEquals", "StringLike")) {
      var types = condition.path(operator).path("ResourceType");
      if (!types.isMissingNode()) {
        return matches(types, type);
      }
    }
    return false;
  }
}
