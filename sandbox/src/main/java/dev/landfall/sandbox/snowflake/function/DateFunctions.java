package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.Definition.define;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp.Zone;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Functions that move and cut dates and times (Snowflake, "Date & time functions").
final class DateFunctions {
  static final List<Definition> ALL =
      List.of(
          define("DATEADD TIMEADD TIMESTAMPADD", 3, 3, DateFunctions::add).firstWord(),
          define("DATEDIFF TIMEDIFF TIMESTAMPDIFF", 3, 3, DateDiff::call).firstWord(),
          define("DATE_TRUNC", 2, 2, DateFunctions::dateTrunc).words(DateFunctions::eitherWord),
          define("LAST_DAY", 1, 2, DateFunctions::lastDay).words(DateFunctions::lastWord),
          define("NEXT_DAY", 2, 2, c -> weekday(c, "NEXT")),
          define("PREVIOUS_DAY", 2, 2, c -> weekday(c, "PREVIOUS")),
          define("ADD_MONTHS", 2, 2, DateFunctions::addMonths),
          define("MONTHS_BETWEEN", 2, 2, DateFunctions::monthsBetween),
          define("TIME_SLICE", 3, 4, DateFunctions::slice),
          define("CONVERT_TIMEZONE", 2, 3, DateFunctions::convertTimezone));

  private DateFunctions() {}

  /// In `DATE_TRUNC(month, D)` and `DATE_TRUNC(D, month)` the part may stand on either side.
  static Set<Integer> eitherWord(List<Optional<String>> identifiers) {
    for (int i = 0; i < identifiers.size(); i++) {
      if (identifiers.get(i).flatMap(DatePart::find).isPresent()) {
        return Set.of(i);
      }
    }
    return Set.of();
  }

  /// In `TRUNC(D, month)` the part comes last.
  static Set<Integer> lastWord(List<Optional<String>> identifiers) {
    boolean part =
        identifiers.size() == 2 && identifiers.get(1).flatMap(DatePart::find).isPresent();
    return part ? Set.of(1) : Set.of();
  }

  /// An argument as a date or time; text becomes a TIMESTAMP_NTZ.
  private static Typed moment(Call call, int index) throws SnowflakeException {
    return switch (call.type(index)) {
      case DataType.Date _, DataType.Time _, Timestamp _ -> call.at(index);
      case DataType.Text _, DataType.Variant _, DataType.Null _ -> call.as(index, Types.NTZ);
      default -> throw call.wrongTypes();
    };
  }

  /// An argument that must be a date or time already.
  static Typed strict(Call call, int index, String function) throws SnowflakeException {
    return switch (call.type(index)) {
      case DataType.Date _, DataType.Time _, Timestamp _ -> call.at(index);
      case DataType.Variant _, DataType.Null _ -> call.as(index, Types.NTZ);
      default ->
          throw new SnowflakeException(
              "002016",
              "22000",
              "SQL compilation error:\nFunction "
                  + function
                  + " does not support "
                  + Types.named(call.type(index))
                  + " argument type");
    };
  }

  /// The wall clock of a date or timestamp, in microseconds.
  static String clock(Typed moment, Ambient ambient) {
    return "epoch_us(" + wall(moment, ambient) + ")";
  }

  /// The wall clock of a date or timestamp, as a TIMESTAMP; a TIME as it is.
  static String wall(Typed moment, Ambient ambient) {
    return switch (moment.type()) {
      case DataType.Date _ -> "CAST(" + moment.sql() + " AS TIMESTAMP)";
      case Timestamp(var zone, var _) -> TemporalCasts.local(zone, moment.sql(), ambient);
      default -> moment.sql();
    };
  }

  /// Its date.
  static String day(Typed moment, Ambient ambient) {
    return moment.type() instanceof DataType.Date
        ? moment.sql()
        : "CAST(" + wall(moment, ambient) + " AS DATE)";
  }

  private static Typed add(Call call) throws SnowflakeException {
    var part = DatePart.of(call.constant(0), call.name());
    var amount = call.integer(1);
    return DateAdd.add(
        moment(call, 2), part, amount, call.at(1).nullable(), call.name(), call.ambient());
  }

  private static Typed dateTrunc(Call call) throws SnowflakeException {
    boolean first = call.constantOrEmpty(0).flatMap(DatePart::find).isPresent();
    if (!first && call.constantOrEmpty(1).flatMap(DatePart::find).isPresent()) {
      return truncate(call, call.constant(1), strict(call, 0, "DATE_TRUNC"));
    }
    return truncate(call, call.constant(0), strict(call, 1, "DATE_TRUNC"));
  }

  /// A date or time without what is finer than a part.
  static Typed truncate(Call call, String name, Typed moment) throws SnowflakeException {
    var part = DatePart.of(name, call.name());
    boolean date = part.compareTo(DatePart.DAY) <= 0 || part == DatePart.WEEKISO;
    boolean fits =
        switch (moment.type()) {
          case DataType.Date _ -> date;
          case DataType.Time _ -> part.timeOfDay();
          default -> date || part.timeOfDay();
        };
    if (!fits) {
      throw DatePart.invalid(name, call.name());
    }
    var ambient = call.ambient();
    var week = Integer.toString(Weeks.of(ambient).start());
    var unit = Sql.quote(part.name());
    var sql =
        switch (moment.type()) {
          case Timestamp(var zone, var _) when zone == Zone.TZ ->
              TemporalCasts.struct(
                  DateKernels.TRUNCATE_TZ.call(
                      unit, "CAST(" + moment.sql() + " AS VARCHAR)", week));
          case Timestamp(var zone, var _) ->
              TemporalCasts.fromLocal(
                  "make_timestamp("
                      + DateKernels.TRUNCATE.call(unit, clock(moment, ambient), week)
                      + ")",
                  zone,
                  ambient);
          case DataType.Date _ ->
              "CAST(make_timestamp("
                  + DateKernels.TRUNCATE.call(unit, clock(moment, ambient), week)
                  + ") AS DATE)";
          default ->
              "CAST(make_timestamp("
                  + DateKernels.TRUNCATE.call(unit, "epoch_us(" + moment.sql() + ")", week)
                  + ") AS TIME)";
        };
    return Typed.of(sql, moment.type(), moment.nullable());
  }

  private static Typed lastDay(Call call) throws SnowflakeException {
    var part = call.has(1) ? DatePart.of(call.constant(1), call.name()) : DatePart.MONTH;
    if (part.compareTo(DatePart.WEEK) > 0) {
      throw DatePart.invalid(call.constant(1), call.name());
    }
    var date = strict(call, 0, "LAST_DAY");
    if (date.type() instanceof DataType.Time) {
      throw call.wrongTypes();
    }
    return Typed.of(
        DateKernels.LAST_DAY.call(
            Sql.quote(part.name()),
            day(date, call.ambient()),
            Integer.toString(Weeks.of(call.ambient()).start())),
        Types.DATE,
        date.nullable());
  }

  private static Typed weekday(Call call, String direction) throws SnowflakeException {
    var date = call.as(0, Types.DATE).sql();
    return call.result(
        DateKernels.WEEKDAY.call(Sql.quote(direction), date, call.text(1)), Types.DATE);
  }

  private static Typed addMonths(Call call) throws SnowflakeException {
    var moment = moment(call, 0);
    var ambient = call.ambient();
    var moved =
        "make_timestamp("
            + DateKernels.ADD_MONTHS.call(clock(moment, ambient), call.integer(1))
            + ")";
    return switch (moment.type()) {
      case DataType.Date _ -> call.result("CAST(" + moved + " AS DATE)", Types.DATE);
      case Timestamp(var zone, var scale) when zone != Zone.TZ ->
          call.result(TemporalCasts.fromLocal(moved, zone, ambient), moment.type());
      default -> throw call.wrongTypes();
    };
  }

  private static Typed monthsBetween(Call call) throws SnowflakeException {
    var months =
        DateKernels.MONTHS_BETWEEN.call(
            clock(strict(call, 0, call.name()), call.ambient()),
            clock(strict(call, 1, call.name()), call.ambient()));
    return call.result("CAST(" + months + " AS DECIMAL(27,6))", new Fixed(27, 6));
  }

  private static Typed slice(Call call) throws SnowflakeException {
    var moment = strict(call, 0, call.name());
    var part = DatePart.of(call.constant(2), call.name());
    boolean end = call.has(3) && call.constant(3).equalsIgnoreCase("END");
    if (call.has(3) && !end && !call.constant(3).equalsIgnoreCase("START")) {
      throw new SnowflakeException(
          "001015",
          "22023",
          "SQL compilation error:\ninvalid value [" + call.constant(3) + "] for TIME_SLICE");
    }
    boolean date = moment.type() instanceof DataType.Date;
    if (date && part.timeOfDay()) {
      throw DatePart.invalid(call.constant(2), call.name());
    }
    var sliced =
        "make_timestamp("
            + DateKernels.SLICE.call(
                clock(moment, call.ambient()),
                call.integer(1),
                Sql.quote(part.name()),
                end ? "1" : "0",
                Integer.toString(Weeks.of(call.ambient()).start()))
            + ")";
    return switch (moment.type()) {
      case DataType.Date _ -> call.result("CAST(" + sliced + " AS DATE)", Types.DATE);
      case Timestamp(var zone, var _) when zone == Zone.NTZ -> call.result(sliced, moment.type());
      case Timestamp(var zone, var _) when zone == Zone.LTZ ->
          call.result(TemporalCasts.fromLocal(sliced, zone, call.ambient()), moment.type());
      default -> throw call.wrongTypes();
    };
  }

  private static Typed convertTimezone(Call call) throws SnowflakeException {
    if (call.size() == 3) {
      var local = call.as(2, Types.NTZ).sql();
      var utc = DateKernels.TO_UTC.call("epoch_us(" + local + ")", call.text(0));
      return call.result(
          "make_timestamp(" + DateKernels.FROM_UTC.call(utc, call.text(1)) + ")", Types.NTZ);
    }
    var moment = moment(call, 1);
    var instant = Casts.cast(moment, Types.LTZ, call.ambient()).sql();
    if (moment.type() instanceof Timestamp(var zone, var _) && zone == Zone.TZ) {
      instant = "(" + moment.sql() + ").utc";
    }
    return call.result(
        TemporalCasts.struct(DateKernels.IN_ZONE.call("epoch_us(" + instant + ")", call.text(0))),
        Types.TZ);
  }
}
