package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.Definition.define;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp.Zone;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;

/// TO_DATE, TO_TIME, TO_TIMESTAMP and their kin (Snowflake, "Conversion functions").
final class TemporalConversions {
  static final List<Definition> ALL =
      List.of(
          define("TO_DATE DATE", 1, 2, c -> date(c, false)),
          define("TRY_TO_DATE", 1, 2, c -> date(c, true)),
          define("TO_TIME TIME", 1, 2, c -> time(c, false)),
          define("TRY_TO_TIME", 1, 2, c -> time(c, true)),
          define(
              "TO_TIMESTAMP",
              1,
              2,
              c -> timestamp(c, Literals.timestampMapping(c.ambient()), false)),
          define(
              "TRY_TO_TIMESTAMP",
              1,
              2,
              c -> timestamp(c, Literals.timestampMapping(c.ambient()), true)),
          define("TO_TIMESTAMP_NTZ", 1, 2, c -> timestamp(c, Zone.NTZ, false)),
          define("TRY_TO_TIMESTAMP_NTZ", 1, 2, c -> timestamp(c, Zone.NTZ, true)),
          define("TO_TIMESTAMP_LTZ", 1, 2, c -> timestamp(c, Zone.LTZ, false)),
          define("TRY_TO_TIMESTAMP_LTZ", 1, 2, c -> timestamp(c, Zone.LTZ, true)),
          define("TO_TIMESTAMP_TZ", 1, 2, c -> timestamp(c, Zone.TZ, false)),
          define("TRY_TO_TIMESTAMP_TZ", 1, 2, c -> timestamp(c, Zone.TZ, true)));

  private TemporalConversions() {}

  /// The second argument of a conversion of text.
  private static String format(Call call) throws SnowflakeException {
    if (!(call.type(1) instanceof Text) && !call.at(1).isNull()) {
      throw new SnowflakeException(
          "001015",
          "22023",
          "SQL compilation error:\nFormat argument for function '"
              + call.name()
              + "' needs to be a string");
    }
    return call.text(1);
  }

  private static boolean formatted(Call call) throws SnowflakeException {
    if (!call.has(1)) {
      return false;
    }
    if (call.type(0) instanceof Text) {
      return true;
    }
    if (call.type(0) instanceof DataType.Variant || call.at(0).isNull()) {
      return false;
    }
    throw call.wrongTypes();
  }

  private static Typed date(Call call, boolean attempt) throws SnowflakeException {
    ConversionFunctions.onlyText(call, attempt, Types.DATE);
    if (call.name().equals("DATE") && call.type(0) instanceof Fixed) {
      var moment = TemporalCasts.fromEpoch(call.sql(0), 0, Zone.NTZ, call.ambient());
      return call.result("CAST(" + moment + " AS DATE)", Types.DATE);
    }
    if (!formatted(call)) {
      return ConversionFunctions.cast(call, Types.DATE, attempt);
    }
    return Typed.of(
        TemporalCasts.parseDateAs(call.sql(0), format(call), attempt),
        Types.DATE,
        attempt || call.nullable());
  }

  private static Typed time(Call call, boolean attempt) throws SnowflakeException {
    ConversionFunctions.onlyText(call, attempt, Types.TIME);
    if (!formatted(call)) {
      return ConversionFunctions.cast(call, Types.TIME, attempt);
    }
    return Typed.of(
        TemporalCasts.parseTimeAs(call.sql(0), format(call), attempt),
        Types.TIME,
        attempt || call.nullable());
  }

  private static Typed timestamp(Call call, Zone zone, boolean attempt) throws SnowflakeException {
    var type = Types.timestamp(zone);
    ConversionFunctions.onlyText(call, attempt, type);
    if (call.has(1) && call.type(0) instanceof Fixed) {
      return call.result(
          TemporalCasts.fromEpoch(call.sql(0), scale(call), zone, call.ambient()), type);
    }
    if (!formatted(call)) {
      return ConversionFunctions.cast(call, type, attempt);
    }
    return Typed.of(
        TemporalCasts.parseTimestampAs(call.sql(0), format(call), zone, call.ambient(), attempt),
        type,
        attempt || call.nullable());
  }

  /// Beside a number: the digits of a second's fraction that it counts in.
  private static int scale(Call call) throws SnowflakeException {
    var written = call.constant(1);
    boolean whole = call.type(1) instanceof Fixed(var _, var digits) && digits == 0;
    if (!whole) {
      throw new SnowflakeException(
          "001014",
          "22023",
          "SQL compilation error:\nargument 2 to function "
              + call.name()
              + " needs to be an integer, found: '"
              + written
              + "'");
    }
    if (written.length() > 1 || written.startsWith("-")) {
      throw new SnowflakeException(
          "001039",
          "22023",
          "SQL compilation error:\nInvalid value ["
              + written
              + "] for function '"
              + call.name()
              + "' at position 2");
    }
    return Integer.parseInt(written);
  }
}
