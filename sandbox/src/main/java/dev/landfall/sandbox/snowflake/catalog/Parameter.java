package dev.landfall.sandbox.snowflake.catalog;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import java.util.Optional;

/// An argument of a function, procedure or policy, or a column of what a table function returns.
///
/// @param fallback an optional argument's default, in Snowflake's SQL
public record Parameter(Name name, DataType type, Optional<String> fallback) {}
