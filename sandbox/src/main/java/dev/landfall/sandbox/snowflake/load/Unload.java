package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.load.format.CsvFormat;
import dev.landfall.sandbox.snowflake.load.format.FileFormat;
import dev.landfall.sandbox.snowflake.load.format.JsonFormat;
import dev.landfall.sandbox.snowflake.load.format.ParquetFormat;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.query.Compiled;
import dev.landfall.sandbox.snowflake.query.QueryCompiler;
import dev.landfall.sandbox.snowflake.sql.FileStatement;
import dev.landfall.sandbox.snowflake.sql.FileStatement.Unloaded;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// COPY INTO a location: writes the rows of a query into files (Snowflake, "COPY INTO location").
/// For one statement.
public final class Unload {
  private final FileStatement.CopyIntoLocation statement;
  private final LoadContext context;
  private final Located location;
  private final FileFormat format;
  private final UnloadOptions options;
  private final UnloadNames names;
  private final List<Written> written = new ArrayList<>();

  /// A file that was written.
  ///
  /// @param raw its size before it was compressed, in bytes
  record Written(String name, long raw, long size, long rows) {}

  private Unload(FileStatement.CopyIntoLocation statement, LoadContext context)
      throws SnowflakeException {
    this.statement = statement;
    this.context = context;
    var locator = new Locator(context.access(), context.files().stores());
    this.location =
        locator.find(
            statement.location(),
            Locator.Use.WRITE,
            locator.integration(statement.options(), "COPY INTO location"));
    this.format = new Formats(context.access()).of(statement.options(), location.stage());
    this.options = UnloadOptions.of(statement.options(), statement.partitionBy().isPresent());
    this.names = new UnloadNames(location.path(), format, options, context.ambient().queryId());
  }

  /// Writes the files. They stay when a later one cannot be written.
  public static Result run(
      FileStatement.CopyIntoLocation statement, LoadContext context, boolean describeOnly)
      throws SnowflakeException, SQLException {
    return new Unload(statement, context).run(describeOnly);
  }

  private Result run(boolean describeOnly) throws SnowflakeException, SQLException {
    var query = compiled(text());
    context.requireReadOnly();
    check(query);
    if (describeOnly) {
      return answer();
    }
    if (options.validation()) {
      return new Result(
          StatementKind.UNLOAD, query.columns(), context.cells(query.sql(), query.columns()));
    }
    try {
      if (!options.overwrite() && !options.queryId() && !names.taken(location).isEmpty()) {
        throw Errors.compilation(
            "001080",
            "22023",
            "Files already existing at the unload destination: "
                + location.written()
                + ". Use overwrite option to force unloading.");
      }
      if (statement.partitionBy().isPresent()) {
        partitions(query);
      } else {
        write(query, "");
      }
    } catch (IOException e) {
      throw location.failed(e);
    }
    return answer();
  }

  private String text() {
    return switch (statement.source()) {
      case Unloaded.Table(var table) -> "SELECT * FROM " + table.sql();
      case Unloaded.Query(var query) -> query.text();
    };
  }

  private LoadAmbient ambient() {
    return new LoadAmbient(context.ambient(), format.texts());
  }

  private Compiled compiled(String text) throws SnowflakeException {
    return QueryCompiler.select(text, context.relations(), ambient(), context.binds());
  }

  private void check(Compiled query) throws SnowflakeException {
    switch (format) {
      case CsvFormat csv -> {
        if (!csv.encoding().equals(java.nio.charset.StandardCharsets.UTF_8)) {
          throw Errors.notSupported("COPY INTO location … ENCODING = " + csv.encoding());
        }
        if (csv.recordDelimiter().isEmpty() || csv.fieldDelimiter().isEmpty()) {
          throw Errors.notSupported("COPY INTO location without a delimiter");
        }
      }
      case JsonFormat _ -> {
        var columns = query.columns();
        if (columns.size() != 1 || !document(columns.getFirst().type())) {
          throw Errors.compilation(
              "002102",
              "0A000",
              "JSON file format can only unload one column of type variant, object, or array. Use"
                  + " OBJECT_CONSTRUCT(*) to make one of a row.");
        }
        if (options.header()) {
          throw Errors.compilation(
              "001420", "22023", "HEADER is not supported for the file format JSON.");
        }
      }
      case ParquetFormat _ -> {
        for (var column : query.columns()) {
          if (column.type() instanceof DataType.Timestamp(var zone, var _)
              && zone != DataType.Timestamp.Zone.NTZ) {
            throw new SnowflakeException(
                "100304",
                "22023",
                "Error encountered when unloading to PARQUET: TIMESTAMP_TZ and LTZ types are not"
                    + " supported for unloading to Parquet. value get: TIMESTAMP_"
                    + zone);
          }
        }
      }
    }
  }

  private static boolean document(DataType type) {
    return type instanceof DataType.Variant
        || type instanceof DataType.Obj
        || type instanceof DataType.Array;
  }

  /// Writes the rows of each value of the expression into a folder of its own.
  private void partitions(Compiled query) throws SnowflakeException, SQLException, IOException {
    var expression = statement.partitionBy().orElseThrow().text();
    var all = compiled("SELECT *, (" + expression + ") FROM (" + text() + ")");
    int last = all.columns().size();
    var type = all.columns().getLast().type();
    if (!(type instanceof DataType.Text)) {
      throw Errors.compilation(
          "001420", "22023", "The PARTITION BY expression must evaluate to a string.");
    }
    var values =
        context.rows(
            new Compiled(
                "SELECT DISTINCT c" + last + " AS c1 FROM (" + all.sql() + ") ORDER BY 1",
                List.of(all.columns().getLast()),
                0,
                List.of()),
            rows -> {
              Set<Optional<String>> found = new LinkedHashSet<>();
              while (rows.next()) {
                found.add(Optional.ofNullable(rows.getString(1)));
              }
              return found;
            });
    var list = new java.util.StringJoiner(", ");
    for (int i = 1; i < last; i++) {
      list.add("c" + i);
    }
    for (var value : values) {
      var where =
          value
              .map(v -> " = " + dev.landfall.sandbox.snowflake.catalog.Storage.literal(v))
              .orElse(" IS NULL");
      var part = "SELECT " + list + " FROM (" + all.sql() + ") WHERE c" + last + where;
      write(new Compiled(part, query.columns(), 0, List.of()), value.orElse("__NULL__") + "/");
    }
  }

  private void write(Compiled query, String partition)
      throws SnowflakeException, SQLException, IOException {
    if (format instanceof ParquetFormat parquet) {
      new ParquetUnload(parquet, options, names, location, context)
          .write(query, partition, written);
      return;
    }
    var texts = new Compiled(texts(query), query.columns(), 0, List.of());
    try (var out = new TextUnload(format, options, names, location, partition, query.columns())) {
      context.rows(
          texts,
          rows -> {
            var row = new @Nullable String[query.columns().size()];
            try {
              while (rows.next()) {
                for (int i = 0; i < row.length; i++) {
                  row[i] = rows.getString(i + 1);
                }
                out.row(row);
              }
            } catch (IOException e) {
              throw new SQLException(e);
            }
            return row.length;
          });
      written.addAll(out.finish());
    } catch (SQLException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /// The query with all columns as the format writes them.
  private String texts(Compiled query) throws SnowflakeException {
    var list = new java.util.StringJoiner(", ");
    for (int i = 1; i <= query.columns().size(); i++) {
      var column = query.columns().get(i - 1);
      var value = Typed.of("c" + i, column.type(), column.nullable());
      list.add(UnloadTexts.text(value, ambient()).sql() + " AS c" + i);
    }
    return "SELECT " + list + " FROM (" + query.sql() + ")";
  }

  private Result answer() {
    if (options.detailed()) {
      return new Result(
          StatementKind.UNLOAD,
          List.of(
              new ResultColumn("FILE_NAME", DataType.Text.MAX, true),
              number("FILE_SIZE"),
              number("ROW_COUNT")),
          written.stream()
              .map(file ->
                  List.<@Nullable String>of(
                      file.name(), Long.toString(file.size()), Long.toString(file.rows())))
              .toList());
    }
    return new Result(
        StatementKind.UNLOAD,
        List.of(number("rows_unloaded"), number("input_bytes"), number("output_bytes")),
        List.of(List.of(sum(Written::rows), sum(Written::raw), sum(Written::size))));
  }

  private String sum(java.util.function.ToLongFunction<Written> of) {
    return Long.toString(written.stream().mapToLong(of).sum());
  }

  private static ResultColumn number(String name) {
    return new ResultColumn(name, DataType.Fixed.INTEGER, true);
  }
}
