package dev.landfall.spi;

import java.util.List;

/// The exact changes that lead one component of one target from its live state to the desired one.
/// Immutable.
///
/// @param basis a fingerprint of the live state the plan was made from; a provider refuses to apply
///   a plan whose basis has moved
/// @param changes in the order in which they will be applied
/// @param unknown the values that were unknown, such as `parameters.bucket (known after
///   landing-zone)`
/// @param notes what people should know besides: a lock left behind, a thing that cannot be checked
public record Plan(String basis, List<Change> changes, List<String> unknown, List<String> notes) {
  /// Copies the lists.
  public Plan {
    changes = List.copyOf(changes);
    unknown = List.copyOf(unknown);
    notes = List.copyOf(notes);
  }

  /// Whether there is nothing to do.
  public boolean isEmpty() {
    return changes.isEmpty() && unknown.isEmpty();
  }
}
