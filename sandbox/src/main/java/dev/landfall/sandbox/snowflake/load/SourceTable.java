package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.catalog.Storage;
import dev.landfall.sandbox.snowflake.load.FileLoader.Input;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Relation;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// Records of files as queries over a stage see them: `$1`, `$2` … and `METADATA$FILENAME` and its
/// like, in a table of [Scratch]. For one thread.
final class SourceTable implements AutoCloseable {
  /// The variables of the connection that bound which records are seen.
  private static final String FROM = "load_from";

  private static final String TO = "load_to";

  private final Scratch scratch;
  private final DuckDBConnection connection;
  private final String name;
  private final CopyQuery.Reads reads;
  private final List<Metadata> metadata;
  private final boolean documents;
  private Optional<DuckDBAppender> appender = Optional.empty();
  private long number;

  private SourceTable(
      Scratch scratch,
      DuckDBConnection connection,
      String name,
      CopyQuery.Reads reads,
      List<Metadata> metadata,
      boolean documents) {
    this.scratch = scratch;
    this.connection = connection;
    this.name = name;
    this.reads = reads;
    this.metadata = metadata;
    this.documents = documents;
  }

  /// @param connection is the only one whose queries see the records
  /// @param documents whether `$1` is a VARIANT and the only field
  static SourceTable create(
      Scratch scratch, DuckDBConnection connection, CopyQuery.Reads reads, boolean documents)
      throws SQLException, SnowflakeException {
    var metadata = new ArrayList<Metadata>();
    for (var each : new TreeSet<>(reads.metadata())) {
      try {
        metadata.add(Metadata.valueOf(each));
      } catch (IllegalArgumentException e) {
        throw Errors.notSupported("METADATA$" + each);
      }
    }
    var name = scratch.newName("source");
    var table = new SourceTable(scratch, connection, name, reads, List.copyOf(metadata), documents);
    table.make();
    return table;
  }

  private void make() throws SQLException {
    var columns = new StringJoiner(", ", "CREATE TABLE " + Scratch.qualified(name) + " (", ")");
    columns.add("\"n\" BIGINT");
    for (int i = 1; i <= stored(); i++) {
      columns.add("\"s" + i + "\" VARCHAR");
    }
    metadata.forEach(each -> columns.add("\"" + each.name() + "\" " + each.physical()));
    try (var statement = connection.createStatement()) {
      statement.execute(columns.toString());
    }
  }

  private int stored() {
    return documents ? 1 : reads.fields();
  }

  /// How many fields of a record are kept.
  int fields() {
    return stored();
  }

  /// A record with these fields.
  ///
  /// @param row its number within its file, counted from 1
  void append(Input input, long row, @Nullable String[] fields) throws SQLException {
    if (appender.isEmpty()) {
      appender = Optional.of(connection.createAppender(Scratch.CATALOG, Scratch.SCHEMA, name));
    }
    var out = appender.get();
    out.beginRow();
    out.append(number++);
    for (int i = 0; i < stored(); i++) {
      out.append(fields[i]);
    }
    for (var each : metadata) {
      each.append(out, input, row);
    }
    out.endRow();
  }

  /// How many records were appended since [#clear].
  long size() {
    return number;
  }

  /// What was appended can be seen.
  void flush() throws SQLException {
    if (appender.isPresent()) {
      appender.get().close();
      appender = Optional.empty();
    }
  }

  void clear() throws SQLException {
    flush();
    number = 0;
    try (var statement = connection.createStatement()) {
      statement.execute("TRUNCATE " + Scratch.qualified(name));
    }
  }

  /// Queries see these records only, counted from 0.
  void window(long from, long to) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SET VARIABLE " + FROM + " = " + from + "::BIGINT");
      statement.execute("SET VARIABLE " + TO + " = " + to + "::BIGINT");
    }
  }

  /// The records in the window.
  Relation.Computed windowed() {
    return relation(
        Scratch.qualified(name),
        " WHERE \"n\" BETWEEN getvariable('" + FROM + "') AND getvariable('" + TO + "')");
  }

  /// All records, for any connection.
  ///
  /// @param file where they are put, if they do not stay here
  Relation.Computed all(Optional<Path> file) throws SQLException {
    flush();
    if (file.isEmpty()) {
      return relation(Scratch.qualified(name), "");
    }
    var path = Storage.literal(file.get().toString());
    try (var statement = connection.createStatement()) {
      statement.execute("COPY " + Scratch.qualified(name) + " TO " + path + " (FORMAT parquet)");
    }
    return relation("read_parquet(" + path + ")", "");
  }

  private Relation.Computed relation(String from, String where) {
    var columns = new ArrayList<Relation.Column>();
    var list = new StringJoiner(", ");
    var type = documents ? new DataType.Variant() : DataType.Text.MAX;
    for (int i = 1; i <= reads.fields(); i++) {
      list.add(i <= stored() ? "\"s" + i + "\"" : "CAST(NULL AS VARCHAR) AS \"s" + i + "\"");
      columns.add(Relation.Column.of(new Name("$" + i), type, true, "\"s" + i + "\""));
    }
    for (var each : metadata) {
      list.add("\"" + each.name() + "\"");
      columns.add(
          Relation.Column.of(
              new Name("METADATA$" + each.name()), each.type(), true, "\"" + each.name() + "\""));
    }
    return new Relation.Computed("SELECT " + list + " FROM " + from + where, columns);
  }

  @Override
  public void close() throws SQLException {
    flush();
    scratch.drop(name);
  }
}
