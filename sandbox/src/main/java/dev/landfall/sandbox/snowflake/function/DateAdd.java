package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.function.Kernel.Kind;
import dev.landfall.sandbox.snowflake.function.Temporals.Stamp;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.time.LocalDateTime;
import java.util.List;

/// Adding to dates and times. In the last days of a month, months are added so that the result
/// stays in its month (Snowflake, "DATEADD").
final class DateAdd {
  private static final Kernel TZ =
      Kernel.of(
          "sf_add_tz",
          Kind.TEXT,
          a -> {
            var stamp = Stamp.read(a.text(0));
            var moved = plus(stamp.local(), DatePart.valueOf(a.text(1)), a.number(2));
            return Stamp.ofLocal(Temporals.micros(moved), stamp.offset()).text();
          },
          Kind.TEXT,
          Kind.TEXT,
          Kind.LONG);
  private static final Kernel NANOS =
      Kernel.of(
          "sf_nanoseconds",
          Kind.LONG,
          a -> {
            if (a.number(0) % 1000 != 0) {
              throw Errors.notSupported("adding nanoseconds that are no whole microseconds");
            }
            return a.number(0) / 1000;
          },
          Kind.LONG);

  static final List<Kernel> KERNELS = List.of(TZ, NANOS);

  private DateAdd() {}

  private static LocalDateTime plus(LocalDateTime local, DatePart part, long amount) {
    return switch (part) {
      case YEAR -> local.plusYears(amount);
      case QUARTER -> local.plusMonths(3 * amount);
      case MONTH -> local.plusMonths(amount);
      case WEEK -> local.plusWeeks(amount);
      case DAY -> local.plusDays(amount);
      case HOUR -> local.plusHours(amount);
      case MINUTE -> local.plusMinutes(amount);
      case SECOND -> local.plusSeconds(amount);
      case MILLISECOND -> local.plusNanos(1_000_000 * amount);
      case MICROSECOND -> local.plusNanos(1000 * amount);
      case NANOSECOND -> local.plusNanos(amount);
      default -> throw new IllegalArgumentException(part.name());
    };
  }

  /// @param amount a whole number, as BIGINT
  /// @param nullable whether the amount may be NULL
  /// @throws SnowflakeException when the value has no such part
  static Typed add(
      Typed value, DatePart part, String amount, boolean nullable, String function, Ambient ambient)
      throws SnowflakeException {
    if (!part.unit()) {
      throw DatePart.invalid(part.name().toLowerCase(java.util.Locale.ROOT), function);
    }
    boolean either = nullable || value.nullable();
    var sql = value.sql();
    return switch (value.type()) {
      case DataType.Date() ->
          part.timeOfDay()
              ? Typed.of(
                  "(CAST(" + sql + " AS TIMESTAMP) + " + interval(part, amount) + ")",
                  Types.NTZ,
                  either)
              : Typed.of(
                  part == DatePart.DAY
                      ? "(" + sql + " + CAST(" + amount + " AS INTEGER))"
                      : "CAST((" + sql + " + " + interval(part, amount) + ") AS DATE)",
                  Types.DATE,
                  either);
      case DataType.Time time when part.timeOfDay() ->
          Typed.of("(" + sql + " + " + interval(part, amount) + ")", time, either);
      case Timestamp(var zone, var scale) ->
          Typed.of(
              switch (zone) {
                case NTZ -> "(" + sql + " + " + interval(part, amount) + ")";
                case LTZ -> local(sql, part, amount, ambient);
                case TZ ->
                    TemporalCasts.struct(
                        TZ.call("CAST(" + sql + " AS VARCHAR)", Sql.quote(part.name()), amount));
              },
              value.type(),
              either);
      default -> throw Types.wrongArguments(function, List.of(value));
    };
  }

  /// Days and longer are added to the wall clock, hours and shorter to the instant.
  private static String local(String sql, DatePart part, String amount, Ambient ambient) {
    var zone = part.timeOfDay() ? "'UTC'" : TemporalCasts.zone(ambient);
    return "timezone("
        + zone
        + ", timezone("
        + zone
        + ", "
        + sql
        + ") + "
        + interval(part, amount)
        + ")";
  }

  static String interval(DatePart part, String amount) {
    return switch (part) {
      case YEAR -> "to_years(CAST(" + amount + " AS INTEGER))";
      case QUARTER -> "to_months(CAST(3 * " + amount + " AS INTEGER))";
      case MONTH -> "to_months(CAST(" + amount + " AS INTEGER))";
      case WEEK -> "to_days(CAST(7 * " + amount + " AS INTEGER))";
      case DAY -> "to_days(CAST(" + amount + " AS INTEGER))";
      case HOUR -> "to_hours(" + amount + ")";
      case MINUTE -> "to_minutes(" + amount + ")";
      case SECOND -> "to_microseconds(1000000 * CAST(" + amount + " AS BIGINT))";
      case MILLISECOND -> "to_microseconds(1000 * CAST(" + amount + " AS BIGINT))";
      case MICROSECOND -> "to_microseconds(" + amount + ")";
      case NANOSECOND -> "to_microseconds(" + NANOS.call(amount) + ")";
      default -> throw new IllegalArgumentException(part.name());
    };
  }
}
