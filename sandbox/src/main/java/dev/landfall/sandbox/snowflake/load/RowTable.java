package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.function.Physical;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.query.Relation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.StringJoiner;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Rows of a table that are read and converted, and not yet in it: in a table of [Scratch] with the
/// number of the file each came from. For one thread.
final class RowTable implements AutoCloseable {
  private final Scratch scratch;
  private final DuckDBConnection connection;
  private final Target target;
  private final String name;
  private Optional<DuckDBAppender> appender = Optional.empty();
  private boolean kept;

  private RowTable(Scratch scratch, DuckDBConnection connection, Target target, String name) {
    this.scratch = scratch;
    this.connection = connection;
    this.target = target;
    this.name = name;
  }

  static RowTable create(Scratch scratch, Target target) throws SQLException {
    var name = scratch.newName("rows");
    var columns = new StringJoiner(", ", "CREATE TABLE " + Scratch.qualified(name) + " (", ")");
    columns.add("\"file\" INTEGER");
    for (int i = 0; i < target.columns().size(); i++) {
      var column = target.columns().get(i).column();
      columns.add(
          physical(i)
              + " "
              + Physical.type(column.type())
              + (column.nullable() ? "" : " NOT NULL"));
    }
    var connection = scratch.connect();
    boolean done = false;
    try {
      try (var statement = connection.createStatement()) {
        statement.execute(columns.toString());
      }
      done = true;
    } finally {
      if (!done) {
        connection.close();
      }
    }
    return new RowTable(scratch, connection, target, name);
  }

  static String physical(int column) {
    return "\"c" + (column + 1) + "\"";
  }

  /// Does the reading and the computing; nothing else may use it meanwhile.
  DuckDBConnection connection() {
    return connection;
  }

  /// As SQL writes it.
  String qualified() {
    return Scratch.qualified(name);
  }

  /// For one row after another.
  DuckDBAppender appender() throws SQLException {
    if (appender.isEmpty()) {
      appender = Optional.of(connection.createAppender(Scratch.CATALOG, Scratch.SCHEMA, name));
    }
    return appender.get();
  }

  /// What was appended can be seen.
  void flush() throws SQLException {
    if (appender.isPresent()) {
      appender.get().close();
      appender = Optional.empty();
    }
  }

  /// Removes the rows of a file.
  void forget(int file) throws SQLException {
    flush();
    try (var statement = connection.createStatement()) {
      statement.execute("DELETE FROM " + qualified() + " WHERE \"file\" = " + file);
    }
  }

  /// The rows, under the names of the target's columns.
  Relation.Computed relation() {
    var columns = new ArrayList<Relation.Column>();
    for (int i = 0; i < target.columns().size(); i++) {
      var column = target.columns().get(i).column();
      columns.add(Relation.Column.of(column.name(), column.type(), column.nullable(), physical(i)));
    }
    return new Relation.Computed("SELECT * FROM " + qualified(), columns);
  }

  /// The INSERT that brings them into the table, in Snowflake's SQL; the rows are named `source`.
  String insert(Name source) {
    var names = new StringJoiner(", ");
    target.columns().forEach(chosen -> names.add(chosen.column().name().sql()));
    var table = target.table();
    return "INSERT INTO "
        + table.database().sql()
        + "."
        + table.schema().sql()
        + "."
        + table.name().sql()
        + " ("
        + names
        + ") SELECT "
        + names
        + " FROM "
        + source.sql();
  }

  /// The rows are needed on: the connection is given back, and [#drop] is left to others.
  void keep() throws SQLException {
    flush();
    kept = true;
  }

  void drop() throws SQLException {
    scratch.drop(name);
  }

  @Override
  public void close() throws SQLException {
    try {
      flush();
    } finally {
      connection.close();
      if (!kept) {
        drop();
      }
    }
  }
}
