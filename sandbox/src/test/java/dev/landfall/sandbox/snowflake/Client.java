package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// A session, with what tests do over and over.
record Client(Connection connection) implements AutoCloseable {
  static Client of(SnowflakeServer server, String... settings) throws SQLException {
    return new Client(Driver.connect(server, settings));
  }

  /// Runs statements, one after the other.
  void run(String... statements) throws SQLException {
    for (var sql : statements) {
      try (var statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }

  List<List<String>> rows(String sql) throws SQLException {
    return Driver.rows(connection, sql);
  }

  /// The first value of the first row.
  String one(String sql) throws SQLException {
    return rows(sql).getFirst().getFirst();
  }

  void refuses(String sql, int code, String message) {
    assertThatThrownBy(() -> run(sql))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((SQLException) e).getErrorCode())
        .isEqualTo(code);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
