package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.DataType;
import java.util.Optional;

/// An expression in DuckDB's SQL whose Snowflake type is known.
///
/// @param sql safe to put anywhere an operand may stand: in parentheses unless it is one token or a
///   call
/// @param constant the value of a literal as text, or a bare word such as the `day` of
///   `DATEADD(day, …)`; empty for everything that is computed
public record Typed(String sql, DataType type, boolean nullable, Optional<String> constant) {
  /// A computed expression.
  public static Typed of(String sql, DataType type, boolean nullable) {
    return new Typed(sql, type, nullable, Optional.empty());
  }

  /// Whether it is a bare NULL.
  public boolean isNull() {
    return type instanceof DataType.Null;
  }
}
