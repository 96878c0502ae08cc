package dev.landfall.sandbox.snowflake.load;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/// Where rows lie that are on their way between files and tables: a DuckDB database in memory
/// beside the account's, so that a row that fails disturbs no transaction. What does not fit into
/// memory goes into a folder. Threads may share it.
public final class Scratch {
  static final String CATALOG = "scratch";
  static final String SCHEMA = "main";

  private final DuckDBConnection root;
  private final AtomicLong last = new AtomicLong();

  private Scratch(DuckDBConnection root) {
    this.root = root;
  }

  /// @param root the account's database; not closed
  /// @param spill a folder for what does not fit into memory
  public static Scratch open(Connection root, Path spill) throws SQLException {
    try (var statement = root.createStatement()) {
      statement.execute(
          "SET temp_directory = '" + spill.toAbsolutePath().toString().replace("'", "''") + "'");
      statement.execute("ATTACH ':memory:' AS " + CATALOG);
    }
    return new Scratch(root.unwrap(DuckDBConnection.class));
  }

  /// A connection of its own; its user closes it.
  DuckDBConnection connect() throws SQLException {
    return root.duplicate();
  }

  /// A connection of its own whose queries hand out their rows while they run, and of which only
  /// one may run at a time; its user closes it.
  DuckDBConnection stream() throws SQLException {
    var connection = connect();
    boolean done = false;
    try (var statement = connection.createStatement()) {
      statement.execute("SET SESSION " + DuckDBDriver.JDBC_STREAM_RESULTS + " = true");
      done = true;
    } finally {
      if (!done) {
        connection.close();
      }
    }
    return connection;
  }

  /// A name that no table has had.
  String newName(String prefix) {
    return prefix + last.incrementAndGet();
  }

  /// As SQL writes it.
  static String qualified(String table) {
    return CATALOG + "." + SCHEMA + ".\"" + table + "\"";
  }

  /// Drops a table, if it is there.
  void drop(String table) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS " + qualified(table));
    }
  }
}
