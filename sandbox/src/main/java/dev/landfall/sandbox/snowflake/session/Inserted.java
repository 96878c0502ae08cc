package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.query.Dml;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// The rows that an INSERT has put into a table in the connection's transaction, as statements that
/// put the very same rows there again: what was drawn from a sequence, at random or from other
/// tables is not drawn anew.
final class Inserted {
  /// Where DuckDB begins to number rows that are not committed.
  static final long FIRST = 36_028_797_018_960_000L;

  private static final int ROWS_AT_ONCE = 500;

  private final Connection connection;

  Inserted(Connection connection) {
    this.connection = connection;
  }

  /// The number of the row that will be inserted next.
  long end(String table) throws SQLException {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT max(rowid) FROM " + table + " WHERE rowid >= " + FIRST)) {
      var last = rows.next() ? rows.getLong(1) : 0;
      return Math.max(last + 1, FIRST);
    }
  }

  /// @param from the number of the first row
  List<Dml.Step> since(String table, long from) throws SQLException {
    var steps = new ArrayList<Dml.Step>();
    try (var statement = connection.createStatement();
        var columns = statement.executeQuery("DESCRIBE " + table)) {
      var names = new StringJoiner(", ", " (", ")");
      var texts = new StringJoiner(", ");
      var types = new ArrayList<String>();
      while (columns.next()) {
        var name = "\"" + columns.getString(1).replace("\"", "\"\"") + "\"";
        names.add(name);
        texts.add("CAST(" + name + " AS VARCHAR)");
        types.add(columns.getString(2));
      }
      try (var rows =
          statement.executeQuery(
              "SELECT " + texts + " FROM " + table + " WHERE rowid >= " + from)) {
        var more = rows.next();
        while (more) {
          var values = new StringJoiner(", ");
          for (var i = 0; i < ROWS_AT_ONCE && more; i++) {
            var row = new StringJoiner(", ", "(", ")");
            for (var c = 0; c < types.size(); c++) {
              row.add(literal(rows.getString(c + 1), types.get(c)));
            }
            values.add(row.toString());
            more = rows.next();
          }
          steps.add(new Dml.Step.Run("INSERT INTO " + table + names + " VALUES " + values));
        }
      }
    }
    return steps;
  }

  private static String literal(@org.jspecify.annotations.Nullable String text, String type) {
    return text == null ? "NULL" : "CAST('" + text.replace("'", "''") + "' AS " + type + ")";
  }
}
