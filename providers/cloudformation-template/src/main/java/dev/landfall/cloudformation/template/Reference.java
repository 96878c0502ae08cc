package dev.landfall.cloudformation.template;

/// What a value in a template points at.
public sealed interface Reference {
  /// `Ref`: a parameter, a pseudo-parameter or a resource.
  record Whole(String name) implements Reference {}

  /// `Fn::GetAtt`; the attribute is empty when a function gives it.
  record Attribute(String resource, String attribute) implements Reference {}

  /// A condition, by `Fn::If` or `Condition`.
  record OfCondition(String name) implements Reference {}

  /// A mapping.
  record OfMapping(String name) implements Reference {}

  /// A function by its name, as it stands.
  record Function(String name) implements Reference {}
}
