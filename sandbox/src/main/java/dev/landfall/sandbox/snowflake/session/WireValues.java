package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.function.Physical;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Values as the protocol writes them, turned back into DuckDB's literals.
final class WireValues {
  private static final int MICRO_DIGITS = 6;
  private static final int ZONE_BASE = 1440;

  private WireValues() {}

  /// @param cell as [Cells] writes it
  static Typed typed(@Nullable String cell, DataType type) throws SnowflakeException {
    if (cell == null) {
      return new Typed("CAST(NULL AS " + Physical.type(type) + ")", type, true, Optional.empty());
    }
    return new Typed(sql(cell, type), type, false, Optional.of(cell));
  }

  private static String sql(String cell, DataType type) throws SnowflakeException {
    return switch (type) {
      case DataType.Fixed fixed ->
          "CAST('" + new BigDecimal(cell).toPlainString() + "' AS " + Physical.type(fixed) + ")";
      case DataType.Float64() -> "CAST(" + quoted(cell) + " AS DOUBLE)";
      case DataType.Bool() -> cell.equals("1") ? "TRUE" : "FALSE";
      case DataType.Date() -> "DATE '" + LocalDate.ofEpochDay(Long.parseLong(cell)) + "'";
      case DataType.Time time -> "CAST(make_timestamp(" + micros(cell) + ") AS TIME)";
      case DataType.Timestamp(var zone, var scale) ->
          switch (zone) {
            case NTZ -> "make_timestamp(" + micros(cell) + ")";
            case LTZ -> "make_timestamptz(" + micros(cell) + ")";
            case TZ -> zoned(cell);
          };
      case DataType.Binary binary -> "unhex(" + quoted(cell) + ")";
      case DataType.Text text -> quoted(cell);
      case DataType.Null() -> quoted(cell);
      case DataType.Variant(), DataType.Obj(), DataType.Array() -> quoted(JsonText.compact(cell));
    };
  }

  private static String zoned(String cell) throws SnowflakeException {
    var blank = cell.indexOf(' ');
    var zone = Integer.parseInt(cell.substring(blank + 1)) - ZONE_BASE;
    return zoned(micros(cell.substring(0, blank)), zone);
  }

  /// @param zone minutes east of Greenwich
  static String zoned(long micros, int zone) {
    return "{'utc': make_timestamp(" + micros + "), 'zone': " + zone + "::SMALLINT}";
  }

  private static long micros(String seconds) throws SnowflakeException {
    return micros(new BigDecimal(seconds).movePointRight(MICRO_DIGITS));
  }

  /// @throws SnowflakeException for a part of a microsecond, which DuckDB cannot keep
  static long micros(BigDecimal micros) throws SnowflakeException {
    try {
      return micros.longValueExact();
    } catch (ArithmeticException e) {
      throw Errors.notSupported("times finer than a microsecond");
    }
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
