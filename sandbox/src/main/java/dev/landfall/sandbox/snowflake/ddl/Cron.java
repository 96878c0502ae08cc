package dev.landfall.sandbox.snowflake.ddl;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A cron expression of a task's schedule (Snowflake, "CREATE TASK", USING CRON). A day fits when
/// its place in the month or its weekday does, when both are restricted; local times that a change
/// of the clock leaves out are not due, and those it repeats are due once.
///
/// @param lastDay whether the month's last day fits, `L`
/// @param lastWeekdays the weekdays that fit when they are the month's last, such as `5L`
/// @param anyDay whether the day of the month is not restricted
/// @param anyWeekday whether the weekday is not restricted
record Cron(
    BitSet minutes,
    BitSet hours,
    BitSet days,
    boolean lastDay,
    BitSet months,
    BitSet weekdays,
    BitSet lastWeekdays,
    boolean anyDay,
    boolean anyWeekday) {
  /// How far ahead a day is looked for: 29 February comes back within this.
  private static final int DAYS_AHEAD = 366 * 9;

  /// @param fields five valid ones: minute, hour, day of month, month, weekday
  static Cron of(String[] fields) {
    var lastWeekdays = new BitSet();
    var weekdays = new BitSet();
    for (var part : fields[4].toUpperCase(Locale.ROOT).split(",")) {
      if (part.endsWith("L") && part.length() > 1) {
        lastWeekdays.or(numbers(part.substring(0, part.length() - 1), 0, 6, Schedules.DAYS));
      } else {
        weekdays.or(numbers(part.equals("L") ? "6" : part, 0, 6, Schedules.DAYS));
      }
    }
    var days = new BitSet();
    var lastDay = false;
    for (var part : fields[2].toUpperCase(Locale.ROOT).split(",")) {
      if (part.equals("L")) {
        lastDay = true;
      } else {
        days.or(numbers(part, 1, 31, List.of()));
      }
    }
    return new Cron(
        numbers(fields[0], 0, 59, List.of()),
        numbers(fields[1], 0, 23, List.of()),
        days,
        lastDay,
        numbers(fields[3], 1, 12, Schedules.MONTHS),
        weekdays,
        lastWeekdays,
        fields[2].equals("*"),
        fields[4].equals("*"));
  }

  private static BitSet numbers(String field, int from, int to, List<String> names) {
    var set = new BitSet();
    for (var part : field.toUpperCase(Locale.ROOT).split(",")) {
      var text = part;
      for (int i = 0; i < names.size(); i++) {
        text = text.replace(names.get(i), Integer.toString(i + from));
      }
      var slash = text.split("/");
      var range = slash[0].split("-");
      int first = slash[0].equals("*") ? from : Integer.parseInt(range[0]);
      int last =
          slash[0].equals("*") || (range.length == 1 && slash.length == 2)
              ? to
              : Integer.parseInt(range[range.length - 1]);
      int step = slash.length == 2 ? Math.max(1, Integer.parseInt(slash[1])) : 1;
      for (int number = first; number <= last; number += step) {
        set.set(number);
      }
    }
    return set;
  }

  /// The first time that is due after a moment.
  Optional<Instant> next(Instant after, ZoneId zone) {
    var start = after.atZone(zone).toLocalDateTime().truncatedTo(ChronoUnit.MINUTES);
    for (int i = 0; i < DAYS_AHEAD; i++) {
      var date = start.toLocalDate().plusDays(i);
      if (fits(date)) {
        var due = onDay(date, after, zone);
        if (due.isPresent()) {
          return due;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Instant> onDay(LocalDate date, Instant after, ZoneId zone) {
    for (int hour = hours.nextSetBit(0); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
      for (int minute = minutes.nextSetBit(0);
          minute >= 0;
          minute = minutes.nextSetBit(minute + 1)) {
        var local = LocalDateTime.of(date, LocalTime.of(hour, minute));
        var offsets = zone.getRules().getValidOffsets(local);
        if (!offsets.isEmpty() && local.toInstant(offsets.getFirst()).isAfter(after)) {
          return Optional.of(local.toInstant(offsets.getFirst()));
        }
      }
    }
    return Optional.empty();
  }

  private boolean fits(LocalDate date) {
    if (!months.get(date.getMonthValue())) {
      return false;
    }
    var end = date.with(TemporalAdjusters.lastDayOfMonth());
    int weekday = date.getDayOfWeek().getValue() % 7;
    var byDay = days.get(date.getDayOfMonth()) || (lastDay && date.equals(end));
    var byWeekday =
        weekdays.get(weekday) || (lastWeekdays.get(weekday) && date.plusDays(7).isAfter(end));
    return (anyDay || anyWeekday) ? (byDay && byWeekday) : (byDay || byWeekday);
  }
}
