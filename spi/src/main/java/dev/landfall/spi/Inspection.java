package dev.landfall.spi;

import java.util.List;

/// A closer look at a component than an [Observation]: what differs from what the component
/// declares is found without any record. Immutable.
///
/// @param observation the live state
/// @param deviations what the other system itself says to differ, in no particular order
public record Inspection(Observation observation, List<Deviation> deviations) {
  /// Copies the list.
  public Inspection {
    deviations = List.copyOf(deviations);
  }

  /// Something that is not as declared.
  ///
  /// @param address of the thing, as in [Observation#items]
  /// @param declared its description by the component; empty when it declares none
  /// @param live its description as it is; empty when it is not there
  public record Deviation(String address, String declared, String live) {}
}
