package dev.landfall.liquibase.execute;

/// What preconditions decide.
sealed interface Verdict {
  /// They hold.
  record Run() implements Verdict {}

  /// They do not hold, and the changeset runs all the same.
  record RunWithWarning(String why) implements Verdict {}

  /// The changeset is left for another time.
  record Skip(String why) implements Verdict {}

  /// The changeset is noted as ran without running.
  record MarkRan(String why) implements Verdict {}

  /// Nothing more runs.
  record Halt(String why) implements Verdict {}
}
