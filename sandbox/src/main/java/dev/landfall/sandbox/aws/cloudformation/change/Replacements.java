package dev.landfall.sandbox.aws.cloudformation.change;

import dev.landfall.cloudformation.specification.Replacement;
import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.cloudformation.specification.Specification;
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
