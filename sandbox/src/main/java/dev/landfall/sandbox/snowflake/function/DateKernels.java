package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.DATE;
import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.LONG;
import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.TEXT;

import dev.landfall.sandbox.snowflake.function.Temporals.Stamp;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;

/// What the functions of dates and times compute. A moment is a number of microseconds since the
/// epoch, of a wall clock unless it is said otherwise.
final class DateKernels {
  /// A date's day of the week, week or year of the week; see [Weeks].
  static final Kernel WEEK =
      Kernel.of(
          "sf_week",
          LONG,
          a -> {
            var weeks = new Weeks(a.integer(2), a.integer(3));
            return switch (a.text(0)) {
              case "DAY" -> weeks.dayOfWeek(a.date(1));
              case "WEEK" -> weeks.week(a.date(1));
              case "YEAR" -> weeks.year(a.date(1));
              default -> weeks.index(a.date(1));
            };
          },
          TEXT,
          DATE,
          LONG,
          LONG);

  static final Kernel TRUNCATE =
      Kernel.of(
          "sf_truncate",
          LONG,
          a ->
              Temporals.micros(
                  truncated(
                      Stamp.dateTime(a.number(1)), DatePart.valueOf(a.text(0)), a.integer(2))),
          TEXT,
          LONG,
          LONG);
  static final Kernel TRUNCATE_TZ =
      Kernel.of(
          "sf_truncate_tz",
          TEXT,
          a -> {
            var stamp = Stamp.read(a.text(1));
            var cut = truncated(stamp.local(), DatePart.valueOf(a.text(0)), a.integer(2));
            return Stamp.ofLocal(Temporals.micros(cut), stamp.offset()).text();
          },
          TEXT,
          TEXT,
          LONG);
  static final Kernel LAST_DAY =
      Kernel.of(
          "sf_last_day",
          DATE,
          a -> lastDay(a.date(1), DatePart.valueOf(a.text(0)), a.integer(2)),
          TEXT,
          DATE,
          LONG);
  static final Kernel WEEKDAY =
      Kernel.of(
          "sf_weekday", DATE, a -> weekday(a.text(0), a.date(1), a.text(2)), TEXT, DATE, TEXT);
  static final Kernel ADD_MONTHS =
      Kernel.of(
          "sf_add_months",
          LONG,
          a -> Temporals.micros(addMonths(Stamp.dateTime(a.number(0)), a.number(1))),
          LONG,
          LONG);
  static final Kernel MONTHS_BETWEEN =
      Kernel.of(
          "sf_months_between",
          TEXT,
          a ->
              monthsBetween(Stamp.dateTime(a.number(0)), Stamp.dateTime(a.number(1)))
                  .toPlainString(),
          LONG,
          LONG);
  static final Kernel DATE_PARTS =
      Kernel.of(
          "sf_date_from_parts",
          DATE,
          a ->
              LocalDate.of(Math.toIntExact(a.number(0)), 1, 1)
                  .plusMonths(a.number(1) - 1)
                  .plusDays(a.number(2) - 1),
          LONG,
          LONG,
          LONG);

  /// Hours, minutes, seconds and nanoseconds as microseconds.
  static final Kernel TIME_PARTS =
      Kernel.of(
          "sf_time_from_parts",
          LONG,
          a -> {
            if (a.number(3) % 1000 != 0) {
              throw Errors.notSupported("nanoseconds that are no whole microseconds");
            }
            return ((a.number(0) * 60 + a.number(1)) * 60 + a.number(2)) * 1_000_000L
                + a.number(3) / 1000;
          },
          LONG,
          LONG,
          LONG,
          LONG);

  /// The moment at which a wall clock in a zone shows another moment, and the other way round.
  static final Kernel TO_UTC =
      Kernel.of(
          "sf_to_utc",
          LONG,
          a -> {
            var zone = zone(a.text(1));
            var local = Stamp.dateTime(a.number(0));
            return Temporals.micros(local)
                - zone.getRules().getOffset(local).getTotalSeconds() * 1_000_000L;
          },
          LONG,
          TEXT);

  static final Kernel FROM_UTC =
      Kernel.of(
          "sf_from_utc",
          LONG,
          a -> {
            var offset = zone(a.text(1)).getRules().getOffset(instant(a.number(0)));
            return a.number(0) + offset.getTotalSeconds() * 1_000_000L;
          },
          LONG,
          TEXT);
  static final Kernel IN_ZONE =
      Kernel.of(
          "sf_in_zone",
          TEXT,
          a -> Stamp.ofInstant(a.number(0), zone(a.text(1))).text(),
          LONG,
          TEXT);

  /// The start of the slice, or of the next one.
  static final Kernel SLICE =
      Kernel.of(
          "sf_time_slice",
          LONG,
          a ->
              Temporals.micros(
                  slice(
                      Stamp.dateTime(a.number(0)),
                      a.number(1),
                      DatePart.valueOf(a.text(2)),
                      a.number(3),
                      a.integer(4))),
          LONG,
          LONG,
          TEXT,
          LONG,
          LONG);

  /// The offset of a TIMESTAMP_TZ in minutes.
  static final Kernel OFFSET =
      Kernel.of("sf_offset", LONG, a -> (long) Stamp.read(a.text(0)).offset(), TEXT);

  static final List<Kernel> KERNELS =
      List.of(
          WEEK,
          TRUNCATE,
          TRUNCATE_TZ,
          LAST_DAY,
          WEEKDAY,
          ADD_MONTHS,
          MONTHS_BETWEEN,
          DATE_PARTS,
          TIME_PARTS,
          TO_UTC,
          FROM_UTC,
          IN_ZONE,
          SLICE,
          OFFSET);

  private DateKernels() {}

  private static java.time.Instant instant(long micros) {
    return java.time.Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  static ZoneId zone(String name) throws SnowflakeException {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new SnowflakeException("100081", "22023", "Unknown timezone: '" + name + "'");
    }
  }

  static LocalDateTime truncated(LocalDateTime moment, DatePart part, int weekStart) {
    var date = moment.toLocalDate();
    var midnight = LocalTime.MIDNIGHT;
    return switch (part) {
      case YEAR -> LocalDateTime.of(date.withDayOfYear(1), midnight);
      case QUARTER ->
          LocalDateTime.of(
              LocalDate.of(date.getYear(), (date.getMonthValue() - 1) / 3 * 3 + 1, 1), midnight);
      case MONTH -> LocalDateTime.of(date.withDayOfMonth(1), midnight);
      case WEEK -> LocalDateTime.of(new Weeks(weekStart, 0).begin(date), midnight);
      case WEEKISO -> LocalDateTime.of(Weeks.ISO.begin(date), midnight);
      case DAY -> LocalDateTime.of(date, midnight);
      case HOUR -> moment.truncatedTo(ChronoUnit.HOURS);
      case MINUTE -> moment.truncatedTo(ChronoUnit.MINUTES);
      case SECOND -> moment.truncatedTo(ChronoUnit.SECONDS);
      case MILLISECOND -> moment.truncatedTo(ChronoUnit.MILLIS);
      case MICROSECOND, NANOSECOND -> moment.truncatedTo(ChronoUnit.MICROS);
      default -> throw new IllegalArgumentException(part.name());
    };
  }

  private static LocalDate lastDay(LocalDate date, DatePart part, int weekStart) {
    var first = truncated(date.atStartOfDay(), part, weekStart).toLocalDate();
    var next =
        switch (part) {
          case YEAR -> first.plusYears(1);
          case QUARTER -> first.plusMonths(3);
          case MONTH -> first.plusMonths(1);
          default -> first.plusWeeks(1);
        };
    return next.minusDays(1);
  }

  private static LocalDate weekday(String direction, LocalDate date, String name)
      throws SnowflakeException {
    var wanted = name.strip().toLowerCase(Locale.ROOT);
    for (var day : DayOfWeek.values()) {
      var full = day.name().toLowerCase(Locale.ROOT);
      if (wanted.length() >= 2 && (full.startsWith(wanted) || wanted.startsWith(full))) {
        return date.with(
            direction.equals("NEXT")
                ? TemporalAdjusters.next(day)
                : TemporalAdjusters.previous(day));
      }
    }
    throw new SnowflakeException(
        "100050", "22023", "Invalid parameter value: '" + name + "' is not a day of the week");
  }

  /// The last day of a month stays the last day of a month.
  private static LocalDateTime addMonths(LocalDateTime moment, long months) {
    var moved = moment.plusMonths(months);
    boolean last = moment.getDayOfMonth() == moment.toLocalDate().lengthOfMonth();
    return last ? moved.withDayOfMonth(moved.toLocalDate().lengthOfMonth()) : moved;
  }

  private static boolean last(LocalDateTime moment) {
    return moment.getDayOfMonth() == moment.toLocalDate().lengthOfMonth();
  }

  private static BigDecimal monthsBetween(LocalDateTime a, LocalDateTime b) {
    var whole =
        BigDecimal.valueOf(
            (a.getYear() - b.getYear()) * 12L + a.getMonthValue() - b.getMonthValue());
    if (a.getDayOfMonth() == b.getDayOfMonth() || (last(a) && last(b))) {
      return whole.setScale(6);
    }
    long seconds =
        (a.getDayOfMonth() - b.getDayOfMonth()) * 86_400L
            + a.toLocalTime().toSecondOfDay()
            - b.toLocalTime().toSecondOfDay();
    return whole.add(
        BigDecimal.valueOf(seconds)
            .divide(BigDecimal.valueOf(31 * 86_400L), 6, RoundingMode.HALF_UP));
  }

  /// Slices are counted from the epoch; those of weeks begin on the first day of a week.
  private static LocalDateTime slice(
      LocalDateTime moment, long length, DatePart part, long next, int weekStart)
      throws SnowflakeException {
    if (length <= 0) {
      throw new SnowflakeException(
          "100050", "22023", "Invalid parameter value: " + length + ". Reason: not positive");
    }
    var epoch = LocalDate.EPOCH.atStartOfDay();
    return switch (part) {
      case YEAR, QUARTER, MONTH -> {
        long months = length * (part == DatePart.YEAR ? 12 : part == DatePart.QUARTER ? 3 : 1);
        long since = ChronoUnit.MONTHS.between(epoch, truncated(moment, DatePart.MONTH, 0));
        yield epoch.plusMonths((Math.floorDiv(since, months) + next) * months);
      }
      case WEEK -> {
        var base = new Weeks(weekStart, 0).begin(LocalDate.EPOCH).atStartOfDay();
        long since = ChronoUnit.DAYS.between(base, truncated(moment, DatePart.DAY, 0));
        yield base.plusDays((Math.floorDiv(since, 7 * length) + next) * 7 * length);
      }
      default -> {
        long unit =
            switch (part) {
              case DAY -> 86_400L;
              case HOUR -> 3600L;
              case MINUTE -> 60L;
              case SECOND -> 1L;
              default -> throw DatePart.invalid(part.name(), "TIME_SLICE");
            };
        long since = moment.toEpochSecond(java.time.ZoneOffset.UTC);
        yield epoch.plusSeconds((Math.floorDiv(since, unit * length) + next) * unit * length);
      }
    };
  }
}
