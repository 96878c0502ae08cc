package dev.landfall.sandbox.aws.cloudformation.change;

import dev.landfall.sandbox.aws.resource.Replacement;
import dev.landfall.sandbox.aws.resource.ResourceType;
import dev.landfall.sandbox.aws.resource.Specification;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Whether new values need a new resource.
public final class Replacements {
  private Replacements() {}

  /// The strongest of all differences.
  public static Replacement of(
      Specification specification, ResourceType type, JsonNode before, JsonNode after) {
    var result = Replacement.NEVER;
    for (var difference : ValueDifference.between(before, after, MissingNode.getInstance())) {
      if (difference.differs()) {
        result = result.or(specification.replacement(type, difference.path()));
      }
    }
    return result;
  }
}
