package dev.landfall.sandbox.snowflake.function;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.time.temporal.WeekFields;

/// Weeks as the session's parameters `WEEK_START` and `WEEK_OF_YEAR_POLICY` define them (Snowflake,
/// "Calendar weeks and weekdays").
///
/// @param start the first day of the week, 1 for Monday to 7 for Sunday; 0 is Monday, too, but
///   counts days from Sunday as 0
/// @param policy 0: a week belongs to the year that has most of its days; 1: 1 January begins the
///   first week
record Weeks(int start, int policy) {
  static final Weeks ISO = new Weeks(1, 0);

  static Weeks of(Ambient ambient) {
    return new Weeks(number(ambient, "WEEK_START"), number(ambient, "WEEK_OF_YEAR_POLICY"));
  }

  private static int number(Ambient ambient, String parameter) {
    return Integer.parseInt(ambient.parameter(parameter).orElse("0"));
  }

  private DayOfWeek first() {
    return DayOfWeek.of(Math.max(1, start));
  }

  private WeekFields fields() {
    return WeekFields.of(first(), policy == 0 ? 4 : 1);
  }

  int dayOfWeek(LocalDate date) {
    int day = date.getDayOfWeek().getValue();
    return start == 0 ? day % 7 : Math.floorMod(day - start, 7) + 1;
  }

  int week(LocalDate date) {
    return date.get(policy == 0 ? fields().weekOfWeekBasedYear() : fields().weekOfYear());
  }

  int year(LocalDate date) {
    return policy == 0 ? date.get(fields().weekBasedYear()) : date.getYear();
  }

  /// The first day of a date's week.
  LocalDate begin(LocalDate date) {
    return date.with(TemporalAdjusters.previousOrSame(first()));
  }

  /// A number that grows by one from week to week.
  long index(LocalDate date) {
    return Math.floorDiv(begin(date).toEpochDay() + 3, 7);
  }
}
