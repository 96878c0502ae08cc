package dev.landfall.cloudformation.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A template by its sections. Its nodes are not to be changed.
///
/// @param mappings map, key, second key, value
/// @param conditions the expression of each
public record Template(
    Optional<String> description,
    Optional<JsonNode> metadata,
    Map<String, ParameterDeclaration> parameters,
    Map<String, JsonNode> mappings,
    Map<String, JsonNode> conditions,
    Map<String, Rule> rules,
    Map<String, ResourceDeclaration> resources,
    Map<String, OutputDeclaration> outputs) {
  public Template {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    mappings = Collections.unmodifiableMap(new LinkedHashMap<>(mappings));
    conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
    rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
    resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /// What is asserted of the parameters.
  ///
  /// @param condition the rule counts only when it is true
  public record Rule(String name, Optional<JsonNode> condition, List<Assertion> assertions) {
    public Rule {
      assertions = List.copyOf(assertions);
    }
  }

  /// One assertion of a rule.
  ///
  /// @param description what is told when it does not hold
  public record Assertion(JsonNode holds, Optional<String> description) {}

  /// What becomes of a resource when its stack no longer wants it.
  public enum Policy {
    DELETE("Delete"),
    RETAIN("Retain"),
    RETAIN_EXCEPT_ON_CREATE("RetainExceptOnCreate"),
    SNAPSHOT("Snapshot");

    private final String text;

    Policy(String text) {
      this.text = text;
    }

    /// Whether the resource stays when its stack lets it go.
    public boolean keeps() {
      return this == RETAIN || this == RETAIN_EXCEPT_ON_CREATE;
    }

    /// As a template has it.
    public String text() {
      return text;
    }
  }

  /// A resource.
  ///
  /// @param others metadata and the policies for creation and updates, by the name of the attribute
  public record ResourceDeclaration(
      String logicalId,
      String type,
      ObjectNode properties,
      List<String> dependsOn,
      Optional<String> condition,
      Policy deletionPolicy,
      Policy updateReplacePolicy,
      Map<String, JsonNode> others) {
    public ResourceDeclaration {
      dependsOn = List.copyOf(dependsOn);
      others = Map.copyOf(others);
    }
  }

  /// An output.
  public record OutputDeclaration(
      String name,
      JsonNode value,
      Optional<String> description,
      Optional<JsonNode> export,
      Optional<String> condition) {}
}
