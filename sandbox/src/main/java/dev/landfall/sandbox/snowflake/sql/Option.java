package dev.landfall.sandbox.snowflake.sql;

/// One property: `NAME = value`, or `NAME` alone, which is the value TRUE.
///
/// @param name in upper case, such as `AUTO_SUSPEND`
/// @param line where the name stands, counted from 1
/// @param position where the name stands within the line, counted from 0
public record Option(String name, Value value, int line, int position) {}
