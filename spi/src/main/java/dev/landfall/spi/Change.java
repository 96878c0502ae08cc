package dev.landfall.spi;

import java.util.List;

/// One thing a plan will do. Immutable.
///
/// @param action what happens to it
/// @param address what it happens to; unique in the plan, the same in every region
/// @param summary one line for people
/// @param diff the exact difference or the exact statements; may have many lines, never a secret
/// @param losses what data would be lost; empty when none
public record Change(
    Action action, String address, String summary, String diff, List<Loss> losses) {
  /// Copies the list.
  public Change {
    losses = List.copyOf(losses);
  }

  /// A change that loses no data.
  public Change(Action action, String address, String summary, String diff) {
    this(action, address, summary, diff, List.of());
  }

  /// A part of a change that destroys data.
  ///
  /// @param what the statement or property, in one line
  /// @param extent how much is lost, such as `1,204 rows`, or why nobody can tell
  public record Loss(String what, String extent) {}
}
