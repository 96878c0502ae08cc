package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.load.format.CsvFormat;
import dev.landfall.sandbox.snowflake.load.format.JsonFormat;
import dev.landfall.sandbox.snowflake.load.format.ParquetFormat;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.QueryCompiler;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.StringJoiner;

/// The way of loading that a COPY asks for.
///
/// @param transform is closed with it
record Loader(FileLoader way, Optional<TransformLoader> transform)
    implements FileLoader, AutoCloseable {
  /// What no object is named.
  private static final Name RECORDS = new Name("~records");

  /// @param wanted how many rows are enough
  static Loader of(
      CopySource source, Target target, RowTable rows, long wanted, LoadContext context)
      throws SnowflakeException, SQLException {
    var options = source.options();
    var ambient = new LoadAmbient(context.ambient(), source.format().texts());
    Optional<DocumentFile> documents =
        switch (source.format()) {
          case CsvFormat _ -> Optional.empty();
          case JsonFormat json -> Optional.of(new DocumentFile.Json(json));
          case ParquetFormat parquet -> Optional.of(new DocumentFile.Parquet(parquet));
        };
    boolean match = options.match() != CopyOptions.Match.NONE;
    if (source.query().isPresent() || (match && documents.isPresent())) {
      var query = source.query().orElseGet(() -> byName(target, options.match()));
      return transforming(query, source, documents, target, rows, ambient, context);
    }
    if (documents.isPresent()) {
      return new Loader(
          new DocumentLoader(documents.get(), target, rows, context, wanted), Optional.empty());
    }
    var reading =
        new CellWriter.Reading(ambient.resolved(), context.ambient().zone(), options.truncate());
    return new Loader(
        new CsvLoader((CsvFormat) source.format(), target, rows, options, reading, context, wanted),
        Optional.empty());
  }

  private static Loader transforming(
      String query,
      CopySource source,
      Optional<DocumentFile> documents,
      Target target,
      RowTable rows,
      LoadAmbient ambient,
      LoadContext context)
      throws SnowflakeException, SQLException {
    var table =
        SourceTable.create(
            context.files().scratch(),
            rows.connection(),
            CopyQuery.reads(query),
            documents.isPresent());
    boolean done = false;
    try {
      var compiled =
          QueryCompiler.select(
              query,
              new SourceRelations(context.relations(), RECORDS, table.windowed()),
              ambient,
              context.binds());
      var csv =
          source.format() instanceof CsvFormat format
              ? Optional.of(format)
              : Optional.<CsvFormat>empty();
      var loader =
          new TransformLoader(
              csv,
              documents,
              target,
              rows,
              table,
              compiled,
              source.options().truncate(),
              ambient,
              context);
      done = true;
      return new Loader(loader, Optional.of(loader));
    } finally {
      if (!done) {
        table.close();
      }
    }
  }

  /// Each column from the member of its name.
  private static String byName(Target target, CopyOptions.Match match) {
    var list = new StringJoiner(", ", "SELECT ", " FROM " + RECORDS.sql());
    var get = match == CopyOptions.Match.CASE_SENSITIVE ? "GET" : "GET_IGNORE_CASE";
    for (var chosen : target.columns()) {
      var name = chosen.column().name().value();
      list.add(get + "($1, '" + name.replace("\\", "\\\\").replace("'", "''") + "')");
    }
    return list.toString();
  }

  @Override
  public void load(Input input, Tally tally) throws SnowflakeException, SQLException, IOException {
    way.load(input, tally);
  }

  @Override
  public void close() throws SQLException {
    if (transform.isPresent()) {
      transform.get().close();
    }
  }
}
