package dev.landfall.cloudformation.specification;

import java.util.List;

/// A property of a resource type or of a structure in it.
///
/// @param allowed the texts it may have; empty when any
public record Property(
    ValueType type, boolean required, Replacement replacement, List<String> allowed) {
  public Property {
    allowed = List.copyOf(allowed);
  }
}
