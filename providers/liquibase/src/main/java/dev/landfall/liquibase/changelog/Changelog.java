package dev.landfall.liquibase.changelog;

import java.util.List;

/// Every changeset of a changelog in the order in which Liquibase would run them, whatever its
/// contexts, labels and databases say. Immutable; shared by threads.
///
/// @param fingerprint equal for equal files and parameters
/// @param preconditions of the changelog files themselves; all must hold before anything runs
/// @param changesets in order
public record Changelog(
    String fingerprint, List<Preconditions> preconditions, List<Changeset> changesets) {
  /// Copies the lists.
  public Changelog {
    preconditions = List.copyOf(preconditions);
    changesets = List.copyOf(changesets);
  }
}
