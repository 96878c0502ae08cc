package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Runs DuckDB's statements so that they can be cancelled.
final class Duck {
  private Duck() {}

  /// What is made of a query's rows.
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  /// Runs a query and reads its rows.
  static <T> T query(Connection connection, String sql, Cancellation cancellation, Reader<T> reader)
      throws SQLException, SnowflakeException {
    cancellation.check();
    try (var statement = connection.createStatement();
        var _ = cancellation.onCancel(() -> interrupt(statement));
        var rows = statement.executeQuery(sql)) {
      var result = reader.read(rows);
      cancellation.check();
      return result;
    }
  }

  /// Runs a statement.
  ///
  /// @return how many rows it changed
  static long run(Connection connection, String sql, Cancellation cancellation)
      throws SQLException, SnowflakeException {
    cancellation.check();
    try (var statement = connection.createStatement();
        var _ = cancellation.onCancel(() -> interrupt(statement))) {
      if (statement.execute(sql)) {
        return 0;
      }
      return Math.max(0, statement.getLargeUpdateCount());
    }
  }

  private static void interrupt(Statement statement) {
    try {
      statement.cancel();
    } catch (SQLException e) {
      // It is closed: there is nothing left to interrupt.
    }
  }
}
