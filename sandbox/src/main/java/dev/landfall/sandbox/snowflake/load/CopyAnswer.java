package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.load.LoadHistory.Loaded;
import dev.landfall.sandbox.snowflake.load.format.Place;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows that COPY INTO a table gives back (Snowflake, "COPY INTO table", output).
final class CopyAnswer {
  private static final DataType NUMBER = DataType.Fixed.INTEGER;

  private static final List<ResultColumn> FILES =
      List.of(
          text("file"),
          text("status"),
          number("rows_parsed"),
          number("rows_loaded"),
          number("error_limit"),
          number("errors_seen"),
          text("first_error"),
          number("first_error_line"),
          number("first_error_character"),
          text("first_error_column_name"));

  static final List<ResultColumn> ERRORS =
      List.of(
          text("ERROR"),
          text("FILE"),
          number("LINE"),
          number("CHARACTER"),
          number("BYTE_OFFSET"),
          text("CATEGORY"),
          number("CODE"),
          text("SQL_STATE"),
          text("COLUMN_NAME"),
          number("ROW_NUMBER"),
          number("ROW_START_LINE"),
          text("REJECTED_RECORD"));

  private CopyAnswer() {}

  private static ResultColumn text(String name) {
    return new ResultColumn(name, DataType.Text.MAX, true);
  }

  private static ResultColumn number(String name) {
    return new ResultColumn(name, NUMBER, true);
  }

  static Result nothing() {
    return Result.status(StatementKind.COPY, "Copy executed with 0 files processed.");
  }

  /// @param skipped the names of files that were loaded before
  static Result files(List<Loaded> files, List<String> skipped, boolean failedOnly) {
    var rows = new ArrayList<List<@Nullable String>>();
    for (var file : files) {
      if (!failedOnly || file.status() != Tally.Status.LOADED) {
        rows.add(row(file));
      }
    }
    for (var file : skipped) {
      rows.add(
          java.util.Arrays.asList(
              file,
              "LOAD_SKIPPED",
              "0",
              "0",
              "0",
              "1",
              "File was loaded before.",
              null,
              null,
              null));
    }
    return new Result(StatementKind.COPY, FILES, rows);
  }

  private static List<@Nullable String> row(Loaded file) {
    var place = file.first().flatMap(LoadError::place);
    var row = new ArrayList<@Nullable String>();
    row.add(file.shown());
    row.add(file.status().name());
    row.add(Long.toString(file.parsed()));
    row.add(Long.toString(file.rows()));
    row.add(Long.toString(file.limit()));
    row.add(Long.toString(file.errors()));
    row.add(file.first().map(error -> error.cause().text()).orElse(null));
    row.add(place.map(p -> Long.toString(p.line())).orElse(null));
    row.add(place.map(p -> Long.toString(p.character())).orElse(null));
    row.add(file.first().flatMap(LoadError::column).orElse(null));
    return row;
  }

  static Result errors(List<LoadError> errors) {
    return new Result(StatementKind.COPY, ERRORS, errors.stream().map(CopyAnswer::row).toList());
  }

  private static List<@Nullable String> row(LoadError error) {
    Optional<Place> place = error.place();
    var row = new ArrayList<@Nullable String>();
    row.add(error.cause().text());
    row.add(error.file());
    row.add(place.map(p -> Long.toString(p.line())).orElse(null));
    row.add(place.map(p -> Long.toString(p.character())).orElse(null));
    row.add(place.map(p -> Long.toString(p.byteOffset())).orElse(null));
    row.add(error.category().name().toLowerCase(java.util.Locale.ROOT));
    row.add(error.cause().code());
    row.add(error.cause().sqlState());
    row.add(error.column().orElse(null));
    row.add(Long.toString(error.row()));
    row.add(error.startLine() == 0 ? null : Long.toString(error.startLine()));
    row.add(error.record().orElse(null));
    return row;
  }
}
