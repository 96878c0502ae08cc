package dev.landfall.sandbox.snowflake.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Functions of dates and timestamps against `java.time`, with random values.
class DateDifferentialTest {
  private static final int ROUNDS = 60;
  private static final LocalDate FIRST = LocalDate.of(1897, 2, 3);

  private final TestWarehouse warehouse = new TestWarehouse();
  private final Random random = new Random(3);
  private final List<String> expressions = new ArrayList<>();
  private final List<String> expected = new ArrayList<>();

  @AfterEach
  void close() {
    warehouse.close();
  }

  @Test
  void dates_are_computed_as_java_computes_them() {
    for (int round = 0; round < ROUNDS; round++) {
      dates(date(), date(), random.nextInt(5000) - 2500);
      timestamps(timestamp(), timestamp(), random.nextInt(100_000) - 50_000);
      check();
    }
  }

  private void add(String expression, Object value) {
    expressions.add(expression);
    expected.add(value.toString());
  }

  /// All expressions in one query.
  private void check() {
    var query = new StringBuilder("SELECT ");
    for (int i = 0; i < expressions.size(); i++) {
      query.append(i == 0 ? "" : ", ").append("TO_VARCHAR(").append(expressions.get(i)).append(')');
    }
    var cells = warehouse.rows(query.toString()).getFirst().split("\\|", -1);
    for (int i = 0; i < cells.length; i++) {
      assertThat(cells[i]).as(expressions.get(i)).isEqualTo(expected.get(i));
    }
    expressions.clear();
    expected.clear();
  }

  private LocalDate date() {
    return FIRST.plusDays(random.nextInt(365 * 300));
  }

  private LocalDateTime timestamp() {
    return date().atStartOfDay().plusSeconds(random.nextInt(86_400));
  }

  private static String sql(LocalDate date) {
    return "'" + date + "'::DATE";
  }

  private static String sql(LocalDateTime timestamp) {
    return "'" + text(timestamp) + "'::TIMESTAMP_NTZ";
  }

  private static String text(LocalDateTime timestamp) {
    return timestamp.toLocalDate()
        + " "
        + timestamp
            .toLocalTime()
            .format(java.time.format.DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT));
  }

  private static String shown(LocalDateTime timestamp) {
    return text(timestamp) + ".000";
  }

  private void dates(LocalDate a, LocalDate b, int n) {
    add("DATEADD(day, " + n + ", " + sql(a) + ")", a.plusDays(n));
    add("DATEADD(week, " + n % 400 + ", " + sql(a) + ")", a.plusWeeks(n % 400));
    add("DATEADD(month, " + n % 900 + ", " + sql(a) + ")", a.plusMonths(n % 900));
    add("DATEADD(quarter, " + n % 90 + ", " + sql(a) + ")", a.plusMonths(n % 90 * 3L));
    add("DATEADD(year, " + n % 90 + ", " + sql(a) + ")", a.plusYears(n % 90));
    add("ADD_MONTHS(" + sql(a) + ", " + n % 900 + ")", addMonths(a, n % 900));
    add("DATEDIFF(day, " + sql(a) + ", " + sql(b) + ")", ChronoUnit.DAYS.between(a, b));
    add(
        "DATEDIFF(month, " + sql(a) + ", " + sql(b) + ")",
        ChronoUnit.MONTHS.between(YearMonth.from(a), YearMonth.from(b)));
    add("DATEDIFF(year, " + sql(a) + ", " + sql(b) + ")", b.getYear() - a.getYear());
    add(
        "DATEDIFF(week, " + sql(a) + ", " + sql(b) + ")",
        ChronoUnit.WEEKS.between(monday(a), monday(b)));
    add(
        "DATEDIFF(quarter, " + sql(a) + ", " + sql(b) + ")",
        4L * (b.getYear() - a.getYear())
            + b.get(IsoFields.QUARTER_OF_YEAR)
            - a.get(IsoFields.QUARTER_OF_YEAR));
    add(sql(b) + " - " + sql(a), ChronoUnit.DAYS.between(a, b));
    add("LAST_DAY(" + sql(a) + ")", a.with(TemporalAdjusters.lastDayOfMonth()));
    add("LAST_DAY(" + sql(a) + ", 'year')", a.with(TemporalAdjusters.lastDayOfYear()));
    add("DATE_TRUNC('month', " + sql(a) + ")", a.withDayOfMonth(1));
    add("DATE_TRUNC('week', " + sql(a) + ")", monday(a));
    add(
        "DATE_TRUNC('quarter', " + sql(a) + ")",
        a.withDayOfMonth(1).withMonth(a.getMonth().firstMonthOfQuarter().getValue()));
    add("DAYOFWEEK(" + sql(a) + ")", a.getDayOfWeek().getValue() % 7);
    add("DAYOFWEEKISO(" + sql(a) + ")", a.getDayOfWeek().getValue());
    add("DAYOFYEAR(" + sql(a) + ")", a.getDayOfYear());
    add("WEEKISO(" + sql(a) + ")", a.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    add("YEAROFWEEKISO(" + sql(a) + ")", a.get(IsoFields.WEEK_BASED_YEAR));
    add("QUARTER(" + sql(a) + ")", a.get(IsoFields.QUARTER_OF_YEAR));
    add("NEXT_DAY(" + sql(a) + ", 'fr')", a.with(TemporalAdjusters.next(DayOfWeek.FRIDAY)));
    add("PREVIOUS_DAY(" + sql(a) + ", 'mo')", a.with(TemporalAdjusters.previous(DayOfWeek.MONDAY)));
    add(
        "DATE_FROM_PARTS(" + a.getYear() + ", " + (n % 40) + ", " + (n % 70) + ")",
        LocalDate.of(a.getYear(), 1, 1).plusMonths(n % 40 - 1L).plusDays(n % 70 - 1L));
  }

  /// The last day of a month stays the last day.
  private static LocalDate addMonths(LocalDate date, int months) {
    var moved = date.plusMonths(months);
    return date.equals(date.with(TemporalAdjusters.lastDayOfMonth()))
        ? moved.with(TemporalAdjusters.lastDayOfMonth())
        : moved;
  }

  private static LocalDate monday(LocalDate date) {
    return date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  private void timestamps(LocalDateTime a, LocalDateTime b, int n) {
    add("DATEADD(hour, " + n + ", " + sql(a) + ")", shown(a.plusHours(n)));
    add("DATEADD(minute, " + n + ", " + sql(a) + ")", shown(a.plusMinutes(n)));
    add("DATEADD(second, " + n + ", " + sql(a) + ")", shown(a.plusSeconds(n)));
    add("DATEADD(month, " + n % 500 + ", " + sql(a) + ")", shown(a.plusMonths(n % 500)));
    for (var unit : List.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES)) {
      var part = unit.name().substring(0, unit.name().length() - 1).toLowerCase(Locale.ROOT);
      add(
          "DATEDIFF(" + part + ", " + sql(a) + ", " + sql(b) + ")",
          unit.between(a.truncatedTo(unit), b.truncatedTo(unit)));
      add("DATE_TRUNC('" + part + "', " + sql(a) + ")", shown(a.truncatedTo(unit)));
    }
    add("HOUR(" + sql(a) + ")", a.getHour());
    add("MINUTE(" + sql(a) + ")", a.getMinute());
    add("SECOND(" + sql(a) + ")", a.getSecond());
    add(sql(a) + "::DATE", a.toLocalDate());
    add("DATE_PART(epoch_second, " + sql(a) + ")", a.toEpochSecond(java.time.ZoneOffset.UTC));
  }
}
