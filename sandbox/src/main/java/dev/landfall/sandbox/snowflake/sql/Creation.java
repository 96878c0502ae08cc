package dev.landfall.sandbox.snowflake.sql;

/// What a CREATE does when an object of the name exists already.
public enum Creation {
  /// It fails.
  NEW,
  OR_REPLACE,
  IF_NOT_EXISTS
}
