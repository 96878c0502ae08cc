package dev.landfall.sandbox.snowflake.sql;

/// `AT (OFFSET => -60)` or `BEFORE (STATEMENT => '…')`.
///
/// @param before BEFORE instead of AT
/// @param expression what stands after the arrow
public record TimeTravel(boolean before, Point point, Span expression) {
  /// What the expression is.
  public enum Point {
    TIMESTAMP,
    OFFSET,
    STATEMENT,
    STREAM
  }
}
