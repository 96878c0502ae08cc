package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Dml;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Runs the steps of a DML statement in a connection's transaction.
final class Steps {
  /// More numbers than any answer has.
  private static final int MOST_CELLS = 64;

  private Steps() {}

  /// @param cells the numbers of the answer, to which the steps add
  /// @throws SnowflakeException when a step refuses the statement
  static void run(
      Connection connection, List<Dml.Step> steps, long[] cells, Cancellation cancellation)
      throws SnowflakeException, SQLException {
    for (var step : steps) {
      switch (step) {
        case Dml.Step.Run(var sql) -> Duck.run(connection, sql, cancellation);
        case Dml.Step.Change(var sql, var cell) ->
            cells[cell] += Duck.run(connection, sql, cancellation);
        case Dml.Step.Count(var sql, var cell) ->
            cells[cell] += number(connection, sql, cancellation);
        case Dml.Step.Refuse(var sql, var failure) -> {
          if (number(connection, sql, cancellation) != 0) {
            throw failure;
          }
        }
      }
    }
  }

  /// Runs steps whose answer is known already.
  static void again(Connection connection, List<Dml.Step> steps)
      throws SnowflakeException, SQLException {
    run(connection, steps, new long[MOST_CELLS], new Cancellation());
  }

  private static long number(Connection connection, String sql, Cancellation cancellation)
      throws SnowflakeException, SQLException {
    return Duck.query(connection, sql, cancellation, rows -> rows.next() ? rows.getLong(1) : 0L);
  }
}
