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
    if (source.query().isPresent()) {
      return transforming(source.query().get(), source, documents, target, rows, ambient, context);
    }
    if (documents.isPresent() && !match) {
      return new Loader(
          new DocumentLoader(documents.get(), target, rows, context, wanted), Optional.empty());
    }
    var reading =
        new CellWriter.Reading(ambient.resolved(), context.ambient().zone(), options.truncate());
    var row = new RowWriter(target, rows, reading);
    return new Loader(
        documents.isPresent()
            ? new MemberLoader(documents.get(), target, row, options.match(), context, wanted)
            : new CsvLoader((CsvFormat) source.format(), target, row, options, context, wanted),
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
