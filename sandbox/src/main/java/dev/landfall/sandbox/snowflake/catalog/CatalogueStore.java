package dev.landfall.sandbox.snowflake.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/// The catalogue's rows in DuckDB: a journal to which every change adds the new state of the
/// objects it touched, in the transaction that changes the data. Whoever is killed leaves both or
/// neither.
///
/// Not thread-safe: [Account] writes one change at a time.
final class CatalogueStore {
  /// What this program writes. A database of a newer format is refused.
  static final int FORMAT = 1;

  private static final String JOURNAL = "\"" + Storage.CATALOGUE + "\".\"catalogue\"";
  private static final String FORMATS = "\"" + Storage.CATALOGUE + "\".\"format\"";

  private final boolean kept;
  private long version;
  private long rows;

  /// @param kept whether the database can be opened again; a journal that nobody can read is not
  ///   written
  CatalogueStore(boolean kept) {
    this.kept = kept;
  }

  /// The catalogue that was written last; empty in a new database, which is prepared.
  ///
  /// @throws IllegalStateException for a database of another format
  Optional<Catalogue> open(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("BEGIN TRANSACTION");
      statement.execute("DROP SCHEMA IF EXISTS \"" + Storage.TEMPORARY + "\" CASCADE");
      statement.execute("CREATE SCHEMA \"" + Storage.TEMPORARY + "\"");
      boolean there;
      try (var found =
          statement.executeQuery(
              "SELECT 1 FROM duckdb_schemas() WHERE database_name = current_database()"
                  + " AND schema_name = '"
                  + Storage.CATALOGUE
                  + "'")) {
        there = found.next();
      }
      if (!there) {
        statement.execute("CREATE SCHEMA \"" + Storage.CATALOGUE + "\"");
        statement.execute("CREATE SCHEMA \"" + Storage.DATA + "\"");
        statement.execute("CREATE SEQUENCE " + Storage.ROWS);
        statement.execute("CREATE TABLE " + FORMATS + " (\"version\" INTEGER)");
        statement.execute("INSERT INTO " + FORMATS + " VALUES (" + FORMAT + ")");
        statement.execute(
            "CREATE TABLE "
                + JOURNAL
                + " (\"version\" BIGINT, \"id\" BIGINT, \"content\" VARCHAR)");
        statement.execute("COMMIT");
        return Optional.empty();
      }
      statement.execute("COMMIT");
      try (var found = statement.executeQuery("SELECT \"version\" FROM " + FORMATS)) {
        int format = found.next() ? found.getInt(1) : 0;
        if (format != FORMAT) {
          throw new IllegalStateException(
              "the database is of format "
                  + format
                  + "; this program reads format "
                  + FORMAT
                  + (format > FORMAT ? ": use a newer one" : ""));
        }
      }
    }
    return Optional.of(load(connection));
  }

  private Catalogue load(Connection connection) throws SQLException {
    Map<Long, String> contents = new HashMap<>();
    long lastId = 0;
    try (var statement = connection.createStatement();
        var found =
            statement.executeQuery(
                "SELECT \"version\", \"id\", \"content\" FROM " + JOURNAL + " ORDER BY 1")) {
      while (found.next()) {
        rows++;
        version = Math.max(version, found.getLong(1));
        long id = found.getLong(2);
        lastId = Math.max(lastId, id);
        var content = found.getString(3);
        if (content == null) {
          contents.remove(id);
        } else {
          contents.put(id, content);
        }
      }
    }
    return Catalogue.of(contents.values().stream().map(EntityJson::read).toList(), lastId);
  }

  /// Writes what a draft changes, in the connection's transaction. Temporary objects are left out.
  void write(Connection connection, Draft draft) throws SQLException {
    if (!kept) {
      return;
    }
    var changes = draft.changed().stream().sorted().toList();
    var written =
        new StringJoiner(", ", "INSERT INTO " + JOURNAL + " VALUES ", "").setEmptyValue("");
    for (long id : changes) {
      var entity = draft.entity(id);
      if (entity.isPresent() && entity.get().temporary()) {
        continue;
      }
      var content = entity.map(EntityJson::write).map(Storage::literal).orElse("NULL");
      written.add("(" + ++version + ", " + id + ", " + content + ")");
      rows++;
    }
    if (written.length() > 0) {
      try (var statement = connection.createStatement()) {
        statement.execute(written.toString());
      }
    }
  }

  /// Whether most of the journal is history.
  boolean overgrown(Directory objects) {
    return rows > 200 && rows > 4L * objects.entities.size();
  }

  /// Writes the journal anew, without history, in the connection's transaction. The row of the last
  /// id stays even when its object is gone, so that no id is used twice.
  void rewrite(Connection connection, Draft draft) throws SQLException {
    try (var statement = connection.createStatement();
        var insert = connection.prepareStatement("INSERT INTO " + JOURNAL + " VALUES (?, ?, ?)")) {
      statement.execute("DELETE FROM " + JOURNAL);
      rows = 0;
      for (var entity : draft.entities.values()) {
        if (!entity.temporary()) {
          insert.setLong(1, ++version);
          insert.setLong(2, entity.id());
          insert.setString(3, EntityJson.write(entity));
          insert.execute();
          rows++;
        }
      }
      if (!draft.entities.containsKey(draft.lastId())) {
        insert.setLong(1, ++version);
        insert.setLong(2, draft.lastId());
        insert.setNull(3, java.sql.Types.VARCHAR);
        insert.execute();
        rows++;
      }
    }
  }
}
