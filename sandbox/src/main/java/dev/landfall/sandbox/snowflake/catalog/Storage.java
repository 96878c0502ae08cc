package dev.landfall.sandbox.snowflake.catalog;

import java.sql.Connection;
import java.sql.SQLException;

/// Names in DuckDB. They are made of ids, so that renaming, swapping and restoring change the
/// catalogue alone.
public final class Storage {
  /// The catalogue's own tables.
  static final String CATALOGUE = "landfall";

  static final String DATA = "data";

  /// Emptied when the database is opened.
  static final String TEMPORARY = "temporary";

  /// The column that numbers rows for streams; not every table has it.
  public static final String ROW = "\"~row\"";

  /// The sequence that numbers them.
  public static final String ROWS = "\"" + CATALOGUE + "\".\"rows\"";

  private Storage() {}

  /// A table, quoted and qualified.
  ///
  /// @param id of the object, or a new one when its rows are written anew
  public static String table(long id, boolean temporary) {
    return "\"" + (temporary ? TEMPORARY : DATA) + "\".\"t" + id + "\"";
  }

  /// A sequence, quoted and qualified.
  public static String sequence(long id, boolean temporary) {
    return "\"" + (temporary ? TEMPORARY : DATA) + "\".\"s" + id + "\"";
  }

  /// As a literal.
  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /// The value that a sequence gives next.
  ///
  /// @param physical quoted and qualified
  public static long next(Connection connection, String physical) throws SQLException {
    var parts = physical.replace("\"", "").split("\\.");
    try (var query =
        connection.prepareStatement(
            "SELECT coalesce(last_value + increment_by, start_value) FROM duckdb_sequences()"
                + " WHERE database_name = current_database() AND schema_name = ?"
                + " AND sequence_name = ?")) {
      query.setString(1, parts[0]);
      query.setString(2, parts[1]);
      try (var rows = query.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("no sequence " + physical);
        }
        return rows.getLong(1);
      }
    }
  }
}
