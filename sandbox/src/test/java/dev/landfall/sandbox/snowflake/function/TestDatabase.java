package dev.landfall.sandbox.snowflake.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A DuckDB in memory with our functions, shared by all tests.
final class TestDatabase {
  private static final Connection CONNECTION = open();

  private TestDatabase() {}

  private static Connection open() {
    try {
      var connection = DriverManager.getConnection("jdbc:duckdb:");
      JavaFunctions.register(connection);
      try (var statement = connection.createStatement()) {
        statement.execute("SET TimeZone = 'UTC'");
      }
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static Connection connection() {
    return CONNECTION;
  }

  /// The first column of all rows.
  static List<@Nullable String> column(String sql) throws SQLException {
    try (var statement = CONNECTION.createStatement();
        var rows = statement.executeQuery(sql)) {
      var result = new ArrayList<@Nullable String>();
      while (rows.next()) {
        result.add(rows.getString(1));
      }
      return result;
    }
  }

  /// A value as DuckDB's text, after a look at its physical type.
  static @Nullable String value(Typed typed) throws SQLException, SnowflakeException {
    try {
      var type = column("SELECT typeof(" + typed.sql() + ")").getFirst();
      if (!typed.isNull()) {
        assertThat(String.valueOf(type).replace("\"zone\"", "zone"))
            .as("physical type of " + typed)
            .isEqualTo(
                Physical.type(typed.type()).replace("TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE"));
      }
      var value = column("SELECT CAST(" + typed.sql() + " AS VARCHAR)").getFirst();
      if (value == null && !typed.nullable()) {
        fail("is NULL although it is told not to be: " + typed);
      }
      return value;
    } catch (SQLException e) {
      var meant = JavaFunctions.unwrap(e);
      if (meant.isPresent()) {
        throw meant.get();
      }
      throw new SQLException(typed.sql() + "\n" + e.getMessage(), e);
    }
  }

  /// Checks lines of the form `expression ==> value : type` or `expression ==> !code text`. What
  /// comes after `--` is a remark, and so is a line that begins with it.
  static void check(TestAmbient ambient, String table) {
    var failures = new ArrayList<String>();
    int checked = 0;
    for (var line : table.lines().toList()) {
      var row = line.strip();
      if (row.isEmpty() || row.startsWith("--")) {
        continue;
      }
      int arrow = row.lastIndexOf(" ==> ");
      if (arrow < 0) {
        throw new IllegalArgumentException(row);
      }
      checked++;
      var expected = row.substring(arrow + 5).strip();
      var actual = outcome(row.substring(0, arrow), ambient);
      if (!matches(expected, actual)) {
        failures.add(row + "\n    was " + actual);
      }
    }
    assertThat(checked).isPositive();
    assertThat(failures).isEmpty();
  }

  private static boolean matches(String expected, String actual) {
    if (expected.startsWith("!") && expected.endsWith("…")) {
      return actual.startsWith(expected.substring(0, expected.length() - 1));
    }
    return expected.equals(actual.strip());
  }

  static String outcome(String expression, TestAmbient ambient) {
    try {
      var typed = TestExpressions.parse(expression, ambient);
      var value = value(typed);
      var shown = value == null ? "NULL" : value.replace("\n", "\\n").strip();
      return shown + " : " + typed.type().sql();
    } catch (SnowflakeException e) {
      return "!" + e.code() + " " + e.text().replace("\n", "\\n");
    } catch (SQLException | RuntimeException e) {
      return e.toString();
    }
  }
}
