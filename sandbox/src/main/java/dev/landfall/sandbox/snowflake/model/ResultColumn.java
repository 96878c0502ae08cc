package dev.landfall.sandbox.snowflake.model;

/// A column of a result.
///
/// @param name as the client sees it, without quotes
public record ResultColumn(String name, DataType type, boolean nullable) {}
