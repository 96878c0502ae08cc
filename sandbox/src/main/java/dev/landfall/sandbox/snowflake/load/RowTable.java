package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.catalog.Storage;
import dev.landfall.sandbox.snowflake.function.Physical;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Relation;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// Rows of a table that are read and converted, and not yet in it: in a table of [Scratch] with the
/// number of the file each came from. For one thread.
final class RowTable implements AutoCloseable {
  private final Scratch scratch;
  private final DuckDBConnection connection;
  private final Target target;
  private final String name;
  private Optional<DuckDBAppender> appender = Optional.empty();

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
  ///
  /// @param file where they are put, if they do not stay here
  Relation.Computed relation(Optional<Path> file) throws SQLException {
    flush();
    var columns = new ArrayList<Relation.Column>();
    for (int i = 0; i < target.columns().size(); i++) {
      var column = target.columns().get(i).column();
      columns.add(Relation.Column.of(column.name(), column.type(), column.nullable(), physical(i)));
    }
    return new Relation.Computed("SELECT * FROM " + from(file), columns);
  }

  private String from(Optional<Path> file) throws SQLException {
    if (file.isEmpty()) {
      return qualified();
    }
    var path = Storage.literal(file.get().toString());
    try (var statement = connection.createStatement()) {
      statement.execute("COPY " + qualified() + " TO " + path + " (FORMAT parquet)");
    }
    return "read_parquet(" + path + ")";
  }

  /// The first of them, as the protocol writes them.
  List<List<@Nullable String>> first(long count, LoadContext context)
      throws SnowflakeException, SQLException {
    flush();
    var columns = new ArrayList<ResultColumn>();
    var list = new StringJoiner(", ");
    for (int i = 0; i < target.columns().size(); i++) {
      var column = target.columns().get(i).column();
      columns.add(new ResultColumn(column.name().value(), column.type(), column.nullable()));
      list.add(physical(i) + " AS c" + (i + 1));
    }
    return context.cells(
        "SELECT " + list + " FROM " + qualified() + " ORDER BY rowid LIMIT " + count, columns);
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

  @Override
  public void close() throws SQLException {
    try {
      flush();
    } finally {
      connection.close();
      scratch.drop(name);
    }
  }
}
