package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import java.util.List;
import java.util.Optional;

/// A user-defined function.
///
/// @param returns its type; for a table function the type of nothing is asked
/// @param table the columns of a table function's rows; empty for a scalar one
/// @param strict whether it is NULL, or has no rows, as soon as one of its arguments is NULL
/// @param language `SQL`; a function in another language can be described, but a query that
///   computes it fails
/// @param body an expression or a query in parentheses, or for a table function a SELECT, in
///   Snowflake's SQL
public record SqlFunction(
    Name name,
    List<Relation.Parameter> parameters,
    DataType returns,
    Optional<List<Relation.Parameter>> table,
    boolean strict,
    String language,
    String body,
    Relation.Scope scope) {
  public SqlFunction {
    parameters = List.copyOf(parameters);
  }
}
