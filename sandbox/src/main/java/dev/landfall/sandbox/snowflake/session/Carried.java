package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.query.Dml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// Carries what a transaction has done to its tables over to another transaction of DuckDB's, which
/// sees more of what others have committed: rows that others have inserted since are left alone.
///
/// It relies on how DuckDB numbers rows: committed rows keep their numbers while a transaction is
/// open, new ones get higher numbers, and uncommitted rows have numbers of their own, which are
/// higher than all others. Nobody else deletes or changes rows of a table meanwhile that the
/// transaction has locked.
final class Carried implements AutoCloseable {
  private static final String NUMBER = "\"~number\"";

  private final List<Path> files = new ArrayList<>();

  /// By table that the transaction may have changed rows of: the highest number it has seen of a
  /// committed row.
  private final Map<String, Long> highest = new HashMap<>();

  /// Prepares for changes to the rows of a table.
  void changing(Connection connection, String table) throws SQLException {
    if (!highest.containsKey(table)) {
      highest.put(table, highest(connection, table));
    }
  }

  private static long highest(Connection connection, String table) throws SQLException {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT coalesce(max(rowid), -1) FROM "
                    + table
                    + " WHERE rowid < "
                    + Inserted.FIRST)) {
      return rows.next() ? rows.getLong(1) : -1;
    }
  }

  /// Writes down what a transaction has done.
  ///
  /// @param from the transaction's connection
  /// @param to a connection whose transaction sees what is committed by now
  /// @return what does the same in the other transaction
  List<Dml.Step> carry(Connection from, Connection to, Iterable<String> tables)
      throws SQLException {
    var steps = new ArrayList<Dml.Step>();
    for (var table : tables) {
      var changed = highest.get(table);
      var file = file();
      run(
          from,
          "COPY (SELECT rowid AS "
              + NUMBER
              + ", * FROM "
              + table
              + (changed == null ? " WHERE rowid >= " + Inserted.FIRST : "")
              + ") TO "
              + WireValues.quoted(file.toString())
              + " (FORMAT parquet)");
      steps.addAll(steps(from, table, file, changed));
      if (changed != null) {
        highest.put(table, highest(to, table));
      }
    }
    return steps;
  }

  private static List<Dml.Step> steps(
      Connection from, String table, Path file, @org.jspecify.annotations.Nullable Long changed)
      throws SQLException {
    var columns = columns(from, table);
    var rows = "read_parquet(" + WireValues.quoted(file.toString()) + ")";
    var steps = new ArrayList<Dml.Step>();
    if (changed != null) {
      steps.add(
          new Dml.Step.Run(
              "DELETE FROM "
                  + table
                  + " WHERE rowid <= "
                  + changed
                  + " AND rowid NOT IN (SELECT "
                  + NUMBER
                  + " FROM "
                  + rows
                  + ")"));
      var set = new StringJoiner(", ");
      var differs = new StringJoiner(" OR ", "(", ")");
      for (var column : columns) {
        set.add(column + " = k." + column);
        differs.add("t." + column + " IS DISTINCT FROM k." + column);
      }
      steps.add(
          new Dml.Step.Run(
              "UPDATE "
                  + table
                  + " AS t SET "
                  + set
                  + " FROM "
                  + rows
                  + " AS k WHERE t.rowid = k."
                  + NUMBER
                  + " AND t.rowid <= "
                  + changed
                  + " AND "
                  + differs));
    }
    var list = String.join(", ", columns);
    steps.add(
        new Dml.Step.Run(
            "INSERT INTO "
                + table
                + " ("
                + list
                + ") SELECT "
                + list
                + " FROM "
                + rows
                + " WHERE "
                + NUMBER
                + " >= "
                + Inserted.FIRST));
    return steps;
  }

  private static List<String> columns(Connection connection, String table) throws SQLException {
    var columns = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("DESCRIBE " + table)) {
      while (rows.next()) {
        columns.add("\"" + rows.getString(1).replace("\"", "\"\"") + "\"");
      }
    }
    return columns;
  }

  /// A file that is deleted when the transaction ends.
  Path file() {
    try {
      var file = Files.createTempFile("landfall-transaction", ".parquet");
      files.add(file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// Deletes its files.
  @Override
  public void close() {
    for (var file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    files.clear();
  }
}
