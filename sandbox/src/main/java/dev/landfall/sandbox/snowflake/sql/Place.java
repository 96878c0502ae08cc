package dev.landfall.sandbox.snowflake.sql;

/// Where something begins in the text that was parsed, as messages say it.
///
/// @param line counted from 1
/// @param position within the line, counted from 0
public record Place(int line, int position) {}
