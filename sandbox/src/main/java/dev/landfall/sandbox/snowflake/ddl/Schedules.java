package dev.landfall.sandbox.snowflake.ddl;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Schedules of tasks (Snowflake, "CREATE TASK", SCHEDULE): every so often, or by cron.
public final class Schedules {
  private static final Pattern EVERY =
      Pattern.compile("(?i)\\s*([0-9]+)\\s*(S|SECOND|SECONDS|M|MINUTE|MINUTES|H|HOUR|HOURS)\\s*");
  private static final Pattern CRON =
      Pattern.compile("(?i)\\s*USING\\s+CRON\\s+((?:\\S+\\s+){5})(\\S+)\\s*");
  private static final Pattern NUMBERS = Pattern.compile("[0-9]+(-[0-9]+)?(/[0-9]+)?");
  static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  private Schedules() {}

  static boolean valid(String schedule) {
    var every = EVERY.matcher(schedule);
    if (every.matches()) {
      return every.group(1).length() < 9
          && Integer.parseInt(every.group(1)) > 0
          && seconds(every.group(2), Integer.parseInt(every.group(1))) >= 10;
    }
    var cron = CRON.matcher(schedule);
    return cron.matches() && fields(cron.group(1).strip().split("\\s+")) && zone(cron.group(2));
  }

  /// When a schedule is due next.
  ///
  /// @param schedule a valid one
  /// @return empty when a cron expression names no day to come
  public static Optional<Instant> next(String schedule, Instant after) {
    var every = EVERY.matcher(schedule);
    if (every.matches()) {
      return Optional.of(
          after.plusSeconds(seconds(every.group(2), Integer.parseInt(every.group(1)))));
    }
    var cron = CRON.matcher(schedule);
    if (!cron.matches()) {
      throw new IllegalArgumentException(schedule);
    }
    return Cron.of(cron.group(1).strip().split("\\s+")).next(after, ZoneId.of(cron.group(2)));
  }

  private static long seconds(String unit, int count) {
    return switch (unit.toUpperCase(Locale.ROOT).charAt(0)) {
      case 'S' -> count;
      case 'M' -> count * 60L;
      default -> count * 3600L;
    };
  }

  private static boolean zone(String name) {
    try {
      ZoneId.of(name);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean fields(String[] fields) {
    return field(fields[0], 0, 59, List.of(), "")
        && field(fields[1], 0, 23, List.of(), "")
        && field(fields[2], 1, 31, List.of(), "L")
        && field(fields[3], 1, 12, MONTHS, "")
        && field(fields[4], 0, 6, DAYS, "L");
  }

  private static boolean field(String field, int from, int to, List<String> names, String last) {
    for (var part : field.split(",", -1)) {
      var text = part.toUpperCase(Locale.ROOT);
      for (int i = 0; i < names.size(); i++) {
        text = text.replace(names.get(i), Integer.toString(i + from));
      }
      if (text.equals("*")
          || text.matches("\\*/[0-9]+")
          || (!last.isEmpty() && text.equals(last))) {
        continue;
      }
      if (!last.isEmpty() && text.matches("[0-9]+L")) {
        text = text.substring(0, text.length() - 1);
      }
      if (!NUMBERS.matcher(text).matches()) {
        return false;
      }
      for (var number : text.split("/")[0].split("-")) {
        if (number.length() > 2
            || Integer.parseInt(number) < from
            || Integer.parseInt(number) > to) {
          return false;
        }
      }
    }
    return true;
  }
}
