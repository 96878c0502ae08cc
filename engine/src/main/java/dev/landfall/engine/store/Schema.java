package dev.landfall.engine.store;

import dev.landfall.engine.event.EventLogException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/// The tables, made by numbered scripts that are never changed once released. Every statement of a
/// script can be run twice, because H2 cannot undo one.
final class Schema {
  /// The version this program reads and writes: the number of its scripts.
  static final int VERSION = 1;

  /// Asks for the store's version.
  static final Sql QUESTION = Sql.of("select version from landfall_event_log");

  private Schema() {}

  /// The store's version; 0 when it holds nothing yet.
  static int version(Connection connection) throws SQLException {
    try {
      return QUESTION.query(connection, Schema::version);
    } catch (SQLException e) {
      if (isMissingTable(e)) {
        return 0;
      }
      throw e;
    }
  }

  static int version(ResultSet rows) throws SQLException {
    return rows.next() ? rows.getInt(1) : 0;
  }

  /// PostgreSQL: undefined_table; H2: TABLE_OR_VIEW_NOT_FOUND and its variants.
  static boolean isMissingTable(SQLException failure) {
    var state = Objects.requireNonNullElse(failure.getSQLState(), "");
    return state.equals("42P01") || state.startsWith("42S0");
  }

  /// Refuses a store that a newer program has written.
  static void refuseNewer(int version, String database) {
    if (version > VERSION) {
      throw new EventLogException(
          EventLogException.Code.NEWER_STORE,
          "The event log in %s has version %d; this program knows versions up to %d."
              .formatted(database, version, VERSION),
          "Use the Landfall that wrote it, or a newer one.");
    }
  }

  /// Runs the scripts after `version`. Nobody else may do so meanwhile.
  static void update(Connection connection, int version) throws SQLException {
    for (var next = version + 1; next <= VERSION; next++) {
      for (var statement : script(next)) {
        Sql.of(statement).execute(connection);
      }
      Sql.of("update landfall_event_log set version = ?", next).execute(connection);
    }
  }

  private static List<String> script(int number) {
    var name = "event-log-%03d.sql".formatted(number);
    try (InputStream script = Schema.class.getResourceAsStream(name)) {
      var text =
          new String(Objects.requireNonNull(script, name).readAllBytes(), StandardCharsets.UTF_8);
      return List.of(text.strip().split(";\\s*"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
