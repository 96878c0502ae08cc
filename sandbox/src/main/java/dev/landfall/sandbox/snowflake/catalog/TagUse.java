package dev.landfall.sandbox.snowflake.catalog;

/// A tag that is set on an object or a column.
///
/// @param tag the tag's id
public record TagUse(long tag, String value) {}
