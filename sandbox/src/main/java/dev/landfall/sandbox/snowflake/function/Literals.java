package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp.Zone;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.util.Optional;

/// Literals with the types that Snowflake gives them.
public final class Literals {
  private Literals() {}

  /// A bare NULL.
  public static Typed nothing() {
    return new Typed("NULL", Types.NULL, true, Optional.empty());
  }

  public static Typed bool(boolean value) {
    return new Typed(
        value ? "TRUE" : "FALSE", Types.BOOL, false, Optional.of(Boolean.toString(value)));
  }

  /// A number as it is written, without a sign: `1` is NUMBER(1,0), `1.50` is NUMBER(3,2), `1e3` is
  /// FLOAT (Snowflake, "Numeric data types": "Numeric constants").
  ///
  /// @throws NumberFormatException when it is no number
  public static Typed number(String written) {
    if (written.contains("e") || written.contains("E")) {
      return real(written);
    }
    var exact = new BigDecimal(written.endsWith(".") ? written + "0" : written);
    int scale = written.endsWith(".") ? 0 : Math.max(0, exact.scale());
    int precision = Math.max(Math.max(exact.precision(), scale), 1);
    if (precision > 38 || scale > 37) {
      return real(written);
    }
    var type = new Fixed(precision, scale);
    var sql = "CAST(" + exact.setScale(scale).toPlainString() + " AS " + Physical.type(type) + ")";
    return new Typed(sql, type, false, Optional.of(written));
  }

  private static Typed real(String written) {
    var sql = "CAST('" + new BigDecimal(written) + "' AS DOUBLE)";
    return new Typed(sql, Types.FLOAT, false, Optional.of(written));
  }

  /// @param value without quotes; escapes are already resolved
  public static Typed text(String value) {
    int length = value.codePointCount(0, value.length());
    return new Typed(Sql.quote(value), new Text(Math.max(1, length)), false, Optional.of(value));
  }

  /// A bare word, such as the `day` of `DATEADD(day, 1, D)`.
  public static Typed word(String word) {
    return text(word);
  }

  /// `X'1f'`.
  ///
  /// @param hexadecimal an even number of digits
  public static Typed binary(String hexadecimal) {
    return new Typed(
        "unhex(" + Sql.quote(hexadecimal) + ")",
        new DataType.Binary(Math.max(1, hexadecimal.length() / 2)),
        false,
        Optional.of(hexadecimal));
  }

  /// `DATE '2024-01-31'`.
  ///
  /// @throws SnowflakeException 100035 when it is no date
  public static Typed date(String value, Ambient ambient) throws SnowflakeException {
    var parsed = Temporals.parse(value, TemporalCasts.input(ambient, "DATE"), "Date");
    return new Typed(
        "DATE '" + parsed.local().toLocalDate() + "'", Types.DATE, false, Optional.of(value));
  }

  /// `TIME '12:30:00'`.
  ///
  /// @throws SnowflakeException 100035 when it is no time
  public static Typed time(String value, Ambient ambient) throws SnowflakeException {
    var parsed = Temporals.parse(value, TemporalCasts.input(ambient, "TIME"), "Time");
    return new Typed(
        "TIME '" + parsed.local().toLocalTime() + "'", Types.TIME, false, Optional.of(value));
  }

  /// `TIMESTAMP '2024-01-31 12:30:00'`.
  ///
  /// @param zone which kind; `TIMESTAMP` alone is what the parameter `TIMESTAMP_TYPE_MAPPING` says
  /// @throws SnowflakeException 100035 when it is no timestamp
  public static Typed timestamp(String value, Zone zone, Ambient ambient)
      throws SnowflakeException {
    var _ = Temporals.parse(value, TemporalCasts.input(ambient, "TIMESTAMP"), "Timestamp");
    return Casts.cast(text(value), Types.timestamp(zone), ambient);
  }

  /// What `TIMESTAMP` without a suffix means in a session.
  public static Zone timestampMapping(Ambient ambient) {
    return switch (ambient
        .parameter("TIMESTAMP_TYPE_MAPPING")
        .orElse("TIMESTAMP_NTZ")
        .toUpperCase(java.util.Locale.ROOT)) {
      case "TIMESTAMP_LTZ" -> Zone.LTZ;
      case "TIMESTAMP_TZ" -> Zone.TZ;
      default -> Zone.NTZ;
    };
  }
}
