package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.function.Physical;
import dev.landfall.sandbox.snowflake.load.FileLoader.Input;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp.Zone;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.duckdb.DuckDBAppender;

/// The columns named `METADATA$…` of a stage's files (Snowflake, "Querying metadata for staged
/// files").
enum Metadata {
  FILENAME,
  FILE_ROW_NUMBER,
  FILE_CONTENT_KEY,
  FILE_LAST_MODIFIED,
  START_SCAN_TIME;

  private static final int NANOS = 9;

  DataType type() {
    return switch (this) {
      case FILENAME, FILE_CONTENT_KEY -> DataType.Text.MAX;
      case FILE_ROW_NUMBER -> DataType.Fixed.INTEGER;
      case FILE_LAST_MODIFIED -> new Timestamp(Zone.NTZ, NANOS);
      case START_SCAN_TIME -> new Timestamp(Zone.LTZ, NANOS);
    };
  }

  /// The DuckDB type.
  String physical() {
    return Physical.type(type());
  }

  /// @param row the record's number within its file, counted from 1
  void append(DuckDBAppender appender, Input input, long row) throws SQLException {
    switch (this) {
      case FILENAME -> appender.append(input.name());
      case FILE_ROW_NUMBER -> appender.appendDecimal(row, 0L);
      case FILE_CONTENT_KEY -> appender.append(input.found().object().tag());
      case FILE_LAST_MODIFIED ->
          appender.appendEpochMicros(micros(input.found().object().modified()));
      case START_SCAN_TIME -> appender.appendEpochMicros(micros(input.scanned()));
    }
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
