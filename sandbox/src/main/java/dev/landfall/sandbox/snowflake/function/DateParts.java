package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.Definition.define;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp.Zone;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;

/// Functions that take dates and times apart, and put them together (Snowflake, "Date & time
/// functions").
final class DateParts {
  static final List<Definition> ALL = all();

  private DateParts() {}

  private static List<Definition> all() {
    var all = new ArrayList<Definition>();
    for (var part :
        List.of(
            DatePart.YEAR,
            DatePart.QUARTER,
            DatePart.MONTH,
            DatePart.WEEK,
            DatePart.DAY,
            DatePart.HOUR,
            DatePart.MINUTE,
            DatePart.SECOND,
            DatePart.DAYOFWEEK,
            DatePart.DAYOFWEEKISO,
            DatePart.DAYOFYEAR,
            DatePart.WEEKISO,
            DatePart.YEAROFWEEK,
            DatePart.YEAROFWEEKISO)) {
      var names =
          switch (part) {
            case DAY -> "DAY DAYOFMONTH";
            case WEEK -> "WEEK WEEKOFYEAR";
            default -> part.name();
          };
      all.add(define(names, 1, 1, c -> extract(c, part, DateFunctions.strict(c, 0, "EXTRACT"))));
    }
    all.addAll(
        List.of(
            define("DATE_PART EXTRACT", 2, 2, DateParts::datePart).firstWord(),
            define("DAYNAME", 1, 1, c -> name(c, "%a")),
            define("MONTHNAME", 1, 1, c -> name(c, "%b")),
            define("DATE_FROM_PARTS DATEFROMPARTS", 3, 3, DateParts::date),
            define("TIME_FROM_PARTS TIMEFROMPARTS", 3, 4, DateParts::time),
            define(
                "TIMESTAMP_NTZ_FROM_PARTS TIMESTAMPNTZFROMPARTS",
                2,
                7,
                c -> timestamp(c, Zone.NTZ)),
            define(
                "TIMESTAMP_LTZ_FROM_PARTS TIMESTAMPLTZFROMPARTS",
                6,
                7,
                c -> timestamp(c, Zone.LTZ)),
            define(
                "TIMESTAMP_TZ_FROM_PARTS TIMESTAMPTZFROMPARTS", 6, 8, c -> timestamp(c, Zone.TZ)),
            define(
                "TIMESTAMP_FROM_PARTS TIMESTAMPFROMPARTS",
                2,
                8,
                c ->
                    timestamp(
                        c, c.size() == 8 ? Zone.TZ : Literals.timestampMapping(c.ambient())))));
    return List.copyOf(all);
  }

  private static Typed datePart(Call call) throws SnowflakeException {
    var name = call.constant(0);
    var part =
        DatePart.find(name)
            .filter(found -> found != DatePart.MILLISECOND && found != DatePart.MICROSECOND);
    if (part.isEmpty()) {
      throw new SnowflakeException(
          "001041",
          "22023",
          "SQL compilation error:\ninvalid value ["
              + name
              + "] for parameter '"
              + call.name()
              + " date/time part'");
    }
    return extract(call, part.get(), DateFunctions.strict(call, 1, "EXTRACT"));
  }

  private static Typed extract(Call call, DatePart part, Typed moment) throws SnowflakeException {
    var ambient = call.ambient();
    boolean date = moment.type() instanceof DataType.Date;
    boolean time = moment.type() instanceof DataType.Time;
    boolean zoned = part == DatePart.TIMEZONE_HOUR || part == DatePart.TIMEZONE_MINUTE;
    boolean fits = !(time && !part.timeOfDay()) && !(zoned && !zoned(moment.type()));
    if (!fits || (date && zoned)) {
      throw DatePart.invalid(part.name().toLowerCase(java.util.Locale.ROOT), call.name());
    }
    var wall = DateFunctions.wall(moment, ambient);
    var sql =
        switch (part) {
          case YEAR -> "year(" + wall + ")";
          case QUARTER -> "quarter(" + wall + ")";
          case MONTH -> "month(" + wall + ")";
          case DAY -> "day(" + wall + ")";
          case HOUR -> "hour(" + wall + ")";
          case MINUTE -> "minute(" + wall + ")";
          case SECOND -> "second(" + wall + ")";
          case NANOSECOND -> "(epoch_us(" + wall + ") % 1000000 * 1000)";
          case DAYOFYEAR -> "dayofyear(" + wall + ")";
          case DAYOFWEEK -> week("DAY", moment, Weeks.of(ambient), ambient);
          case DAYOFWEEKISO -> week("DAY", moment, Weeks.ISO, ambient);
          case WEEK -> week("WEEK", moment, Weeks.of(ambient), ambient);
          case WEEKISO -> week("WEEK", moment, Weeks.ISO, ambient);
          case YEAROFWEEK -> week("YEAR", moment, Weeks.of(ambient), ambient);
          case YEAROFWEEKISO -> week("YEAR", moment, Weeks.ISO, ambient);
          case EPOCH_SECOND -> epoch(moment, ambient, "1000000");
          case EPOCH_MILLISECOND -> epoch(moment, ambient, "1000");
          case EPOCH_MICROSECOND -> epoch(moment, ambient, "1");
          case EPOCH_NANOSECOND -> "(CAST(" + epoch(moment, ambient, "1") + " AS HUGEINT) * 1000)";
          case TIMEZONE_HOUR -> "(" + offset(moment, ambient) + " // 60)";
          case TIMEZONE_MINUTE -> "(" + offset(moment, ambient) + " % 60)";
          case MILLISECOND, MICROSECOND -> throw DatePart.invalid(part.name(), call.name());
        };
    int digits =
        switch (part) {
          case YEAR, YEAROFWEEK, YEAROFWEEKISO -> 4;
          case DAYOFYEAR -> 3;
          case NANOSECOND -> 9;
          case EPOCH_SECOND, EPOCH_MILLISECOND, EPOCH_MICROSECOND, EPOCH_NANOSECOND -> 38;
          case DAYOFWEEK, DAYOFWEEKISO, QUARTER -> 1;
          default -> 2;
        };
    return Typed.of(
        "CAST(" + sql + " AS DECIMAL(" + digits + ",0))", new Fixed(digits, 0), moment.nullable());
  }

  private static boolean zoned(DataType type) {
    return type instanceof Timestamp(var zone, var _) && zone != Zone.NTZ;
  }

  private static String week(String what, Typed moment, Weeks weeks, Ambient ambient) {
    return DateKernels.WEEK.call(
        Sql.quote(what),
        DateFunctions.day(moment, ambient),
        Integer.toString(weeks.start()),
        Integer.toString(weeks.policy()));
  }

  private static String epoch(Typed moment, Ambient ambient, String unit) {
    var micros =
        moment.type() instanceof Timestamp(var zone, var _) && zone != Zone.NTZ
            ? "epoch_us(" + TemporalCasts.utc(zone, moment.sql(), ambient) + ")"
            : DateFunctions.clock(moment, ambient);
    return unit.equals("1") ? micros : "(" + Temporals.CUT.call(micros, unit) + " // " + unit + ")";
  }

  private static String offset(Typed moment, Ambient ambient) throws SnowflakeException {
    var stamp = Casts.cast(moment, Types.TZ, ambient).sql();
    return DateKernels.OFFSET.call("CAST(" + stamp + " AS VARCHAR)");
  }

  private static Typed name(Call call, String format) throws SnowflakeException {
    var date = DateFunctions.strict(call, 0, call.name());
    return call.result(
        "strftime(" + DateFunctions.day(date, call.ambient()) + ", '" + format + "')", new Text(3));
  }

  private static Typed date(Call call) throws SnowflakeException {
    return call.result(
        DateKernels.DATE_PARTS.call(call.integer(0), call.integer(1), call.integer(2)), Types.DATE);
  }

  private static Typed time(Call call) throws SnowflakeException {
    return call.result("CAST(make_timestamp(" + clock(call, 0) + ") AS TIME)", Types.TIME);
  }

  /// Hours, minutes, seconds and perhaps nanoseconds, beginning at an argument, in microseconds.
  private static String clock(Call call, int first) throws SnowflakeException {
    return DateKernels.TIME_PARTS.call(
        call.integer(first),
        call.integer(first + 1),
        call.integer(first + 2),
        call.integer(first + 3, 0));
  }

  private static Typed timestamp(Call call, Zone zone) throws SnowflakeException {
    if (call.size() == 2) {
      var date = call.as(0, Types.DATE).sql();
      var time = call.as(1, Types.TIME).sql();
      var local = "(" + date + " + " + time + ")";
      return call.result(
          TemporalCasts.fromLocal(local, zone, call.ambient()), Types.timestamp(zone));
    }
    Definition.checkCount(call.name(), call.size(), 6, 8);
    var date = DateKernels.DATE_PARTS.call(call.integer(0), call.integer(1), call.integer(2));
    var local = "(CAST(" + date + " AS TIMESTAMP) + to_microseconds(" + clock(call, 3) + "))";
    if (zone == Zone.TZ && call.has(7)) {
      var utc = DateKernels.TO_UTC.call("epoch_us(" + local + ")", call.text(7));
      return call.result(
          TemporalCasts.struct(DateKernels.IN_ZONE.call(utc, call.text(7))), Types.TZ);
    }
    return call.result(TemporalCasts.fromLocal(local, zone, call.ambient()), Types.timestamp(zone));
  }
}
