package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.Locale;

/// DATEDIFF: how many boundaries of a part lie between two moments.
final class DateDiff {
  private DateDiff() {}

  static Typed call(Call call) throws SnowflakeException {
    var part = DatePart.of(call.constant(0), call.name());
    boolean counted = part.unit() || part == DatePart.WEEKISO;
    if (!counted) {
      throw DatePart.invalid(call.constant(0), call.name());
    }
    var kind = kind(call);
    var from = call.as(1, kind);
    var to = call.as(2, kind);
    if (kind instanceof DataType.Time && !part.timeOfDay()) {
      throw DatePart.invalid(call.constant(0), call.name());
    }
    var type = type(kind, part);
    var difference = difference(part, from, to, call.ambient());
    return call.result("CAST(" + difference + " AS " + Physical.type(type) + ")", type);
  }

  /// Text beside a date is a date, everything else becomes a timestamp unless it is a time.
  private static DataType kind(Call call) {
    DataType a = call.type(1);
    DataType b = call.type(2);
    boolean dates =
        date(a) && date(b) && (a instanceof DataType.Date || b instanceof DataType.Date);
    if (dates) {
      return Types.DATE;
    }
    if (a instanceof DataType.Time && (b instanceof DataType.Time || b instanceof DataType.Text)) {
      return a;
    }
    if (b instanceof DataType.Time && a instanceof DataType.Text) {
      return b;
    }
    if (a instanceof Timestamp(var x, var _) && b instanceof Timestamp(var y, var _)) {
      return Types.timestamp(x.compareTo(y) > 0 ? x : y);
    }
    return a instanceof Timestamp(var zone, var _)
        ? Types.timestamp(zone)
        : b instanceof Timestamp(var zone, var _) ? Types.timestamp(zone) : Types.NTZ;
  }

  private static boolean date(DataType type) {
    return type instanceof DataType.Date
        || type instanceof DataType.Text
        || type instanceof DataType.Null;
  }

  private static Fixed type(DataType kind, DatePart part) {
    if (part == DatePart.WEEKISO) {
      return new Fixed(9, 0);
    }
    return switch (kind) {
      case DataType.Date _ -> width(part, DatePart.DAY, DatePart.MILLISECOND);
      case DataType.Time _ -> width(part, DatePart.MILLISECOND, DatePart.NANOSECOND);
      default -> width(part, DatePart.HOUR, DatePart.SECOND);
    };
  }

  private static Fixed width(DatePart part, DatePart nine, DatePart eighteen) {
    return new Fixed(part.compareTo(nine) <= 0 ? 9 : part.compareTo(eighteen) <= 0 ? 18 : 38, 0);
  }

  private static String difference(DatePart part, Typed from, Typed to, Ambient ambient) {
    return switch (part) {
      case WEEK, WEEKISO -> {
        int start = part == DatePart.WEEK ? Weeks.of(ambient).start() : 1;
        yield "(" + week(to, start, ambient) + " - " + week(from, start, ambient) + ")";
      }
      case YEAR, QUARTER, MONTH, DAY ->
          "date_diff("
              + Sql.quote(part.name().toLowerCase(Locale.ROOT))
              + ", "
              + DateFunctions.day(from, ambient)
              + ", "
              + DateFunctions.day(to, ambient)
              + ")";
      default -> {
        long unit =
            switch (part) {
              case HOUR -> 3_600_000_000L;
              case MINUTE -> 60_000_000L;
              case SECOND -> 1_000_000L;
              case MILLISECOND -> 1000L;
              default -> 1L;
            };
        var count = "(" + units(to, unit, ambient) + " - " + units(from, unit, ambient) + ")";
        yield part == DatePart.NANOSECOND ? "(CAST(" + count + " AS HUGEINT) * 1000)" : count;
      }
    };
  }

  private static String week(Typed moment, int start, Ambient ambient) {
    return DateKernels.WEEK.call(
        "'INDEX'", DateFunctions.day(moment, ambient), Integer.toString(start), "0");
  }

  /// How many whole units have passed since the epoch.
  private static String units(Typed moment, long unit, Ambient ambient) {
    var micros =
        moment.type() instanceof Timestamp(var zone, var _) && zone != Timestamp.Zone.NTZ
            ? "epoch_us(" + TemporalCasts.utc(zone, moment.sql(), ambient) + ")"
            : DateFunctions.clock(moment, ambient);
    return unit == 1
        ? micros
        : "(" + Temporals.CUT.call(micros, Long.toString(unit)) + " // " + unit + ")";
  }
}
