package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.load.FileLoader.Input;
import dev.landfall.sandbox.snowflake.load.FileLoader.Pace;
import dev.landfall.sandbox.snowflake.load.format.BadRecord;
import dev.landfall.sandbox.snowflake.load.format.CsvFormat;
import dev.landfall.sandbox.snowflake.load.format.CsvReader;
import dev.landfall.sandbox.snowflake.load.format.FileFormat;
import dev.landfall.sandbox.snowflake.load.format.JsonFormat;
import dev.landfall.sandbox.snowflake.load.format.ParquetFormat;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Relation;
import dev.landfall.sandbox.snowflake.query.Relations.StageFiles;
import dev.landfall.sandbox.snowflake.sql.Locations;
import dev.landfall.sandbox.snowflake.sql.Names;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// The records of a stage's files for `SELECT … FROM @stage` (Snowflake, "Querying data in staged
/// files"). A record that cannot be read ends the statement. For one thread.
public final class StageRows implements AutoCloseable {
  private final DuckDBConnection connection;
  private final SourceTable table;
  private final Relation.Computed relation;

  private StageRows(DuckDBConnection connection, SourceTable table, Relation.Computed relation) {
    this.connection = connection;
    this.table = table;
    this.relation = relation;
  }

  /// Reads the files.
  ///
  /// @param text of the query, which says how many fields it wants
  /// @param access as the query sees the account: a view sees it as its owner does
  public static StageRows read(StageFiles files, String text, Access access, LoadContext context)
      throws SnowflakeException, SQLException {
    var locator = new Locator(access, context.files().stores());
    var location =
        locator.find(Locations.stage(files.location()), Locator.Use.READ, Optional.empty());
    var format = format(files, location, access);
    var connection = context.files().scratch().connect();
    Optional<SourceTable> opened = Optional.empty();
    boolean done = false;
    try {
      var table =
          SourceTable.create(
              context.files().scratch(),
              connection,
              CopyQuery.reads(text),
              !(format instanceof CsvFormat));
      opened = Optional.of(table);
      new Reading(format, connection, table, context)
          .all(location, CopyOptions.pattern(files.pattern()));
      var rows = new StageRows(connection, table, table.all(context.replayed()));
      done = true;
      return rows;
    } finally {
      if (!done) {
        if (opened.isPresent()) {
          opened.get().close();
        }
        connection.close();
      }
    }
  }

  private static FileFormat format(StageFiles files, Located location, Access access)
      throws SnowflakeException {
    var formats = new Formats(access);
    var named = files.fileFormat();
    var format =
        named.isPresent()
            ? formats.named(Names.parse(named.get()), Map.of())
            : formats.of(dev.landfall.sandbox.snowflake.sql.Options.NONE, location.stage());
    if (format instanceof CsvFormat csv && csv.parseHeader()) {
      throw Errors.notSupported("FROM @stage with PARSE_HEADER = TRUE");
    }
    return format;
  }

  private record Reading(
      FileFormat format, DuckDBConnection connection, SourceTable table, LoadContext context) {
    void all(Located location, Optional<java.util.regex.Pattern> pattern)
        throws SnowflakeException, SQLException {
      int number = 0;
      for (var file : location.list(pattern)) {
        context.check();
        var input =
            new Input(
                number++,
                location.loaded(file.path()),
                file,
                location.store(),
                location.bucket(),
                context.ambient().now());
        try {
          switch (format) {
            case CsvFormat csv -> csv(csv, input);
            case JsonFormat json -> documents(new DocumentFile.Json(json), input);
            case ParquetFormat parquet -> documents(new DocumentFile.Parquet(parquet), input);
          }
        } catch (IOException e) {
          throw location.failed(e);
        }
      }
      table.flush();
    }

    private void csv(CsvFormat csv, Input input)
        throws SnowflakeException, SQLException, IOException {
      var pace = new Pace(context);
      long row = 0;
      try (var reader = CsvReader.open(input.open(), csv, 0)) {
        while (reader.next()) {
          pace.step();
          row = reader.row();
          if (!reader.skipped()) {
            var fields = new @Nullable String[table.fields()];
            for (int i = 0; i < Math.min(fields.length, reader.fields()); i++) {
              fields[i] = reader.value(i);
            }
            table.append(input, row, fields);
          }
        }
      } catch (BadRecord e) {
        throw new LoadError(
                new SnowflakeException(e.code(), e.sqlState(), e.text()),
                e.category(),
                input.name(),
                Optional.of(e.place()).filter(place -> place.line() > 0),
                Optional.of("\"TRANSIENT_STAGE_TABLE\"[" + (e.field() + 1) + "]"),
                row + 1,
                e.place().line(),
                Optional.empty())
            .fatal();
      }
    }

    private void documents(DocumentFile file, Input input)
        throws SnowflakeException, SQLException, IOException {
      var pace = new Pace(context);
      file.read(
          input,
          context.files().scratch(),
          each -> {
            while (each.next()) {
              pace.step();
              table.append(input, each.row() + 1, new String[] {each.variant()});
            }
          },
          new Tally(new OnError.Abort(), false, false));
    }
  }

  /// Until it is closed.
  public Relation relation() {
    return relation;
  }

  @Override
  public void close() throws SQLException {
    try {
      table.close();
    } finally {
      connection.close();
    }
  }
}
