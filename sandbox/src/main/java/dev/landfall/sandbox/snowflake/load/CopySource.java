package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.load.format.FileFormat;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.FileLocation;
import dev.landfall.sandbox.snowflake.sql.FileStatement;
import dev.landfall.sandbox.snowflake.sql.FileStatement.Source;
import java.util.Optional;

/// What a COPY INTO a table reads: where its files lie, what they look like and how it goes about
/// them.
///
/// @param query transforms the records
record CopySource(
    Located location, FileFormat format, CopyOptions options, Optional<String> query) {

  /// @param onError what holds when neither the statement nor the stage says it
  static CopySource of(FileStatement.CopyIntoTable statement, LoadContext context, String onError)
      throws SnowflakeException {
    var locator = new Locator(context.access(), context.files().stores());
    var location =
        locator.find(
            place(statement.source()),
            Locator.Use.READ,
            locator.integration(statement.options(), "COPY INTO"));
    var stage = location.stage();
    var copy = stage.map(s -> s.copy()).orElseGet(java.util.LinkedHashMap::new);
    var options = CopyOptions.of(statement.options(), copy, onError);
    var format = new Formats(context.access()).of(statement.options(), stage);
    Optional<String> query =
        statement.source() instanceof Source.Transformation(var text, var _)
            ? Optional.of(text.text())
            : Optional.empty();
    var source = new CopySource(location, format, options, query);
    source.check(statement);
    return source;
  }

  private static FileLocation place(Source source) throws SnowflakeException {
    return switch (source) {
      case Source.Files(var files) -> files;
      case Source.Transformation(var query, var locations) -> {
        CopyQuery.check(query.text());
        if (locations.size() != 1) {
          throw CopyQuery.notSimple();
        }
        yield locations.getFirst();
      }
    };
  }

  private void check(FileStatement.CopyIntoTable statement) throws SnowflakeException {
    boolean match = options.match() != CopyOptions.Match.NONE;
    if (query.isPresent() && options.validation().isPresent()) {
      throw Errors.compilation(
          "002099", "0A000", "VALIDATION_MODE is not supported with COPY transformation.");
    }
    if (query.isPresent() && match) {
      throw Errors.compilation(
          "001420", "22023", "MATCH_BY_COLUMN_NAME is not supported with COPY transformation.");
    }
    if (match && !statement.columns().isEmpty()) {
      throw Errors.compilation(
          "001420", "22023", "MATCH_BY_COLUMN_NAME is not supported with a column list.");
    }
    if (format instanceof dev.landfall.sandbox.snowflake.load.format.CsvFormat csv) {
      if (match && !csv.parseHeader()) {
        throw Errors.compilation(
            "001420",
            "22023",
            "MATCH_BY_COLUMN_NAME for CSV files needs the file format option PARSE_HEADER ="
                + " TRUE.");
      }
      if (!match && csv.parseHeader()) {
        throw Errors.notSupported("COPY INTO … PARSE_HEADER = TRUE without MATCH_BY_COLUMN_NAME");
      }
    }
  }
}
