package dev.landfall.sandbox.snowflake.sql;

/// How long an object lives and how well it is kept.
public enum Lifetime {
  PERMANENT,
  /// Without Fail-safe.
  TRANSIENT,
  /// To the end of the session; `TEMP`, `LOCAL TEMPORARY`, `GLOBAL TEMPORARY` and `VOLATILE` too.
  TEMPORARY
}
