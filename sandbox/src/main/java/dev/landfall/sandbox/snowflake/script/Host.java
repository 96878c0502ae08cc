package dev.landfall.sandbox.snowflake.script;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Binds;
import org.jspecify.annotations.Nullable;

/// The session a script runs in.
public interface Host {
  /// Computes an expression; that is no query of its own.
  ///
  /// @param query a SELECT of it
  Result evaluate(String query, Binds binds) throws SnowflakeException;

  /// Runs one statement of SQL as a query of its own.
  ///
  /// @param binds the script's variables by name, and what is bound to `?`
  Result run(String sql, Binds binds) throws SnowflakeException;

  /// The id of the query that [#run] ran last.
  String lastQuery();

  /// A cell of a result as a literal.
  Typed value(@Nullable String cell, DataType type) throws SnowflakeException;

  /// @throws SnowflakeException when the script was cancelled
  void check() throws SnowflakeException;
}
