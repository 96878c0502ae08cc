package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.catalog.Storage;
import dev.landfall.sandbox.snowflake.load.Located.Found;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.duckdb.DuckDBConnection;

/// What the directory tables of stages have been told of their files, as rows of the account's
/// database. Threads may share it.
final class DirectoryStore {
  private static final String TABLE = "\"data\".\"directories\"";
  private static final int ROWS_AT_ONCE = 500;

  private final DuckDBConnection root;

  private DirectoryStore(DuckDBConnection root) {
    this.root = root;
  }

  /// @param root the account's database, without a transaction; not closed
  static DirectoryStore open(Connection root) throws SQLException {
    try (var statement = root.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS "
              + TABLE
              + " (\"stage\" BIGINT, \"path\" VARCHAR, \"size\" BIGINT, \"modified\" TIMESTAMP,"
              + " \"tag\" VARCHAR)");
    }
    return new DirectoryStore(root.unwrap(DuckDBConnection.class));
  }

  /// What has become of a file.
  ///
  /// @param status as ALTER STAGE … REFRESH calls it
  record Change(String path, String status) {}

  /// The DuckDB query for the files of a stage: `path`, `size`, `modified` and `tag`.
  static String stored(long stage) {
    return "SELECT \"path\", \"size\", \"modified\", \"tag\" FROM "
        + TABLE
        + " WHERE \"stage\" = "
        + stage;
  }

  /// The same for files that are there now.
  static String live(List<Found> files) {
    var rows =
        new StringBuilder(
            "SELECT * FROM (VALUES (NULL::VARCHAR, NULL::BIGINT, NULL::TIMESTAMP, NULL::VARCHAR)");
    files.forEach(file -> rows.append(", (").append(row(file)).append(')'));
    rows.append(") t (\"path\", \"size\", \"modified\", \"tag\") WHERE \"path\" IS NOT NULL");
    return rows.toString();
  }

  private static String row(Found file) {
    var object = file.object();
    return String.join(
        ", ",
        Storage.literal(file.path()),
        Long.toString(object.size()),
        LoadHistory.timestamp(object.modified()),
        Storage.literal(object.tag()));
  }

  /// Tells a directory table what is there now.
  ///
  /// @param prefix how the paths begin that it is about
  synchronized List<Change> refresh(long stage, String prefix, List<Found> files)
      throws SQLException {
    try (var connection = root.duplicate();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      var before = before(statement, stage, prefix);
      var changes = new ArrayList<Change>();
      var gone = new TreeMap<>(before);
      var changed = new ArrayList<Found>();
      for (var file : files) {
        var known = gone.remove(file.path());
        if (!file.object().tag().equals(known)) {
          changes.add(
              new Change(file.path(), known == null ? "REGISTERED_NEW" : "REGISTERED_UPDATE"));
          changed.add(file);
        }
      }
      gone.keySet().forEach(path -> changes.add(new Change(path, "UNREGISTERED")));
      delete(statement, stage, changes);
      insert(statement, stage, changed);
      connection.commit();
      return changes;
    }
  }

  /// The tags of files by their paths.
  private static Map<String, String> before(Statement statement, long stage, String prefix)
      throws SQLException {
    var before = new TreeMap<String, String>();
    try (var rows =
        statement.executeQuery(
            stored(stage) + " AND starts_with(\"path\", " + Storage.literal(prefix) + ")")) {
      while (rows.next()) {
        before.put(rows.getString(1), rows.getString(4));
      }
    }
    return before;
  }

  private static void delete(Statement statement, long stage, List<Change> changes)
      throws SQLException {
    for (int from = 0; from < changes.size(); from += ROWS_AT_ONCE) {
      var paths = new StringJoiner(", ");
      for (var change : changes.subList(from, Math.min(changes.size(), from + ROWS_AT_ONCE))) {
        paths.add(Storage.literal(change.path()));
      }
      statement.execute(
          "DELETE FROM "
              + TABLE
              + " WHERE \"stage\" = "
              + stage
              + " AND \"path\" IN ("
              + paths
              + ")");
    }
  }

  private static void insert(Statement statement, long stage, List<Found> files)
      throws SQLException {
    for (int from = 0; from < files.size(); from += ROWS_AT_ONCE) {
      var rows = new StringJoiner(", ", "INSERT INTO " + TABLE + " VALUES ", "");
      for (var file : files.subList(from, Math.min(files.size(), from + ROWS_AT_ONCE))) {
        rows.add("(" + stage + ", " + row(file) + ")");
      }
      statement.execute(rows.toString());
    }
  }
}
