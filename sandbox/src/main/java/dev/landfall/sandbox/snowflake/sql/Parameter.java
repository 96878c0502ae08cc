package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import java.util.Optional;

/// A parameter of a function, procedure or policy, or a column of a table function's rows.
///
/// @param fallback the default, an expression
public record Parameter(Name name, DataType type, Optional<Span> fallback) {}
