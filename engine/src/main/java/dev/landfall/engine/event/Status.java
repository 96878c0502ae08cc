package dev.landfall.engine.event;

import java.util.Locale;

/// How a rollout or one of its components stands.
public enum Status {
  /// Not its turn yet.
  PENDING,
  /// Under way.
  RUNNING,
  /// Everything was applied.
  SUCCEEDED,
  /// Something was refused or went wrong; what was done before stays.
  FAILED,
  /// Nobody can tell whether the last call took effect.
  IN_DOUBT,
  /// Somebody stopped it, or a newer rollout took its place.
  CANCELLED;

  /// The word used in JSON and on pages.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The status a word stands for.
  ///
  /// @throws IllegalArgumentException when there is none
  public static Status ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /// Whether nothing more will happen.
  public boolean isFinal() {
    return this != PENDING && this != RUNNING;
  }
}
