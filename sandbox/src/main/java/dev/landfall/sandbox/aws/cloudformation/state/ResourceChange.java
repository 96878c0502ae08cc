package dev.landfall.sandbox.aws.cloudformation.state;

import java.util.List;
import java.util.Optional;

/// What a change set would do to a resource (CloudFormation API Reference, "ResourceChange").
///
/// @param replacement `True`, `False` or `Conditional`; only of a modification
/// @param before the properties before, as JSON; only when values are asked for
/// @param after the properties after, as JSON; only when values are asked for
public record ResourceChange(
    Action action,
    String logicalId,
    Optional<String> physicalId,
    String type,
    Optional<String> policyAction,
    Optional<String> replacement,
    List<String> scope,
    List<Detail> details,
    Optional<String> before,
    Optional<String> after) {
  public ResourceChange {
    scope = List.copyOf(scope);
    details = List.copyOf(details);
  }

  /// What is done.
  public enum Action {
    ADD("Add"),
    MODIFY("Modify"),
    REMOVE("Remove");

    private final String text;

    Action(String text) {
      this.text = text;
    }

    /// As the API has it.
    public String text() {
      return text;
    }
  }

  /// One reason for a change.
  ///
  /// @param source `DirectModification`, `ParameterReference`, `ResourceReference`,
  ///   `ResourceAttribute` or `Automatic`
  /// @param cause the parameter or resource
  public record Detail(String source, boolean dynamic, Optional<String> cause, Target target) {
    /// `Static` or `Dynamic`.
    public String evaluation() {
      return dynamic ? "Dynamic" : "Static";
    }
  }

  /// What a change concerns.
  ///
  /// @param attribute `Properties`, `Metadata`, `Tags` or a policy
  /// @param values nothing unless values are asked for
  public record Target(
      String attribute,
      Optional<String> name,
      String requiresRecreation,
      Optional<Values> values) {}

  /// A value before and after.
  ///
  /// @param changeType `Add`, `Modify` or `Remove`
  public record Values(
      String path, String changeType, Optional<String> before, Optional<String> after) {}
}
