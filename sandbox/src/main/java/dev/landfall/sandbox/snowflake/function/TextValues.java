package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp.Zone;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.HexFormat;

/// Texts as values of other types, one at a time and without SQL: what [Casts] does to a column.
/// For files that are loaded. Stateless; threads may share it.
///
/// All methods throw a [SnowflakeException] for a text that is no such value.
public final class TextValues {
  private static final int DIGITS = 6;

  private TextValues() {}

  /// A number with the type's scale, rounded half away from zero.
  public static BigDecimal fixed(String text, Fixed type) throws SnowflakeException {
    try {
      return TextCasts.scaled(new BigDecimal(text.strip()), type.precision(), type.scale());
    } catch (NumberFormatException e) {
      throw TextCasts.notNumeric(text);
    }
  }

  public static double real(String text) throws SnowflakeException {
    return TextCasts.real(text);
  }

  public static boolean bool(String text) throws SnowflakeException {
    return TextCasts.bool(text);
  }

  /// @param format `HEX`, `BASE64` or `UTF-8`
  public static byte[] binary(String text, String format) throws SnowflakeException {
    return HexFormat.of().parseHex(TextCasts.binary(text, format));
  }

  /// Days since the epoch.
  ///
  /// @param format a format model, or `AUTO`
  public static int date(String text, String format) throws SnowflakeException {
    return (int) Temporals.parse(text, format, "Date").local().toLocalDate().toEpochDay();
  }

  /// Microseconds since midnight.
  public static long time(String text, int scale, String format) throws SnowflakeException {
    var time = Temporals.parse(text, format, "Time").local().toLocalTime();
    return cut(time.toNanoOfDay() / 1_000, scale);
  }

  /// A moment.
  ///
  /// @param micros since the epoch: of the wall clock for NTZ, of the instant otherwise
  /// @param offset minutes east of UTC
  public record Moment(long micros, int offset) {}

  /// @param session the zone of a text that names none
  public static Moment timestamp(String text, Timestamp type, String format, ZoneId session)
      throws SnowflakeException {
    var parsed = Temporals.parse(text, format, "Timestamp");
    long local = Temporals.micros(parsed.local());
    if (type.zone() == Zone.NTZ) {
      return new Moment(cut(local, type.scale()), 0);
    }
    int offset = Temporals.offset(parsed, session);
    var stamp = Temporals.Stamp.ofLocal(local, offset);
    return new Moment(cut(stamp.utc(), type.scale()), offset);
  }

  private static long cut(long micros, int scale) {
    long unit = 1;
    for (int i = scale; i < DIGITS; i++) {
      unit *= 10;
    }
    return Math.floorDiv(micros, unit) * unit;
  }
}
