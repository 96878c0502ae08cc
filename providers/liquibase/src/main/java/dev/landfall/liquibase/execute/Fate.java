package dev.landfall.liquibase.execute;

/// What came of a statement whose answer was lost.
enum Fate {
  HAPPENED,
  DID_NOT_HAPPEN,
  /// Nobody knows.
  UNKNOWN
}
