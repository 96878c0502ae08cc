package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import java.util.Optional;

/// What the DECLARE of a block, or a LET in it, brings into being (Snowflake Scripting, "DECLARE",
/// "LET").
public sealed interface Declaration {
  Name name();

  Place at();

  /// @param type empty when it follows from the value
  /// @param value an expression; there is one when there is no type
  record Variable(Name name, Optional<DataType> type, Optional<Span> value, Place at)
      implements Declaration {}

  /// A cursor for a query, in which `?` are bound by OPEN.
  record QueryCursor(Name name, Span query, Place at) implements Declaration {}

  /// A cursor for the rows of a result set.
  record ResultSetCursor(Name name, Name resultSet, Place at) implements Declaration {}

  /// @param query a statement that gives rows, without its parentheses; empty when it is assigned
  ///   later
  record ResultSet(Name name, Optional<Span> query, Place at) implements Declaration {}

  /// @param number `-20000` unless written
  /// @param message empty unless written
  record UserException(Name name, int number, String message, Place at) implements Declaration {}
}
