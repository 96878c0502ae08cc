package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.function.DateTimeFormat.Parsed;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the format `AUTO` takes (Snowflake, "Date and time input and output formats": "Auto
/// detection").
final class DateTimeAuto {
  private static final List<DateTimeFormat> DATES =
      formats("YYYY-MM-DD", "DD-MON-YYYY", "DD-MMMM-YYYY", "MM/DD/YYYY");
  private static final List<DateTimeFormat> TIMES =
      formats(
          "HH24:MI:SS.FF",
          "HH24:MI:SS",
          "HH24:MI",
          "HH12:MI:SS.FF AM",
          "HH12:MI:SS AM",
          "HH12:MI AM");
  private static final List<DateTimeFormat> TIMESTAMPS = timestamps();
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,18}");

  private static final Pattern BLANKS = Pattern.compile(" {2,}");

  private DateTimeAuto() {}

  private static List<DateTimeFormat> formats(String... models) {
    return List.of(models).stream().map(DateTimeFormat::of).toList();
  }

  private static List<DateTimeFormat> timestamps() {
    var models = new ArrayList<DateTimeFormat>();
    for (var separator : List.of("\"T\"", " ")) {
      for (var time : List.of("HH24:MI:SS.FF", "HH24:MI:SS", "HH24:MI", "HH24")) {
        for (var zone :
            List.of("", "TZH:TZM", " TZH:TZM", "TZHTZM", " TZHTZM", "TZH", " TZH", "\"Z\"")) {
          if (!time.equals("HH24") || zone.isEmpty() || zone.contains("TZH:")) {
            models.add(DateTimeFormat.of("YYYY-MM-DD" + separator + time + zone));
          }
        }
      }
    }
    for (var day : List.of("DY, ", "")) {
      for (var zone : List.of(" TZHTZM", " TZH:TZM", "")) {
        for (var time :
            List.of(
                "HH24:MI:SS",
                "HH24:MI:SS.FF",
                "HH12:MI:SS AM",
                "HH12:MI:SS.FF AM",
                "HH24:MI",
                "HH12:MI AM")) {
          models.add(DateTimeFormat.of(day + "DD MON YYYY " + time + zone));
        }
      }
    }
    models.add(DateTimeFormat.of("MM/DD/YYYY HH24:MI:SS"));
    models.add(DateTimeFormat.of("DY MON DD HH24:MI:SS TZHTZM YYYY"));
    return List.copyOf(models);
  }

  /// A date, a time stamp of which the time is dropped, or a number of seconds or finer units since
  /// the epoch.
  static Optional<Parsed> date(String text) {
    return any(DATES, text).or(() -> any(TIMESTAMPS, text)).or(() -> epoch(text));
  }

  static Optional<Parsed> time(String text) {
    return any(TIMES, text).or(() -> epoch(text));
  }

  static Optional<Parsed> timestamp(String text) {
    return any(TIMESTAMPS, text).or(() -> any(DATES, text)).or(() -> epoch(text));
  }

  private static Optional<Parsed> any(List<DateTimeFormat> formats, String text) {
    var single = BLANKS.matcher(text).replaceAll(" ");
    for (var format : formats) {
      var parsed = format.parse(single);
      if (parsed.isPresent()) {
        return parsed;
      }
    }
    return Optional.empty();
  }

  private static Optional<Parsed> epoch(String text) {
    if (!INTEGER.matcher(text).matches()) {
      return Optional.empty();
    }
    var local = LocalDateTime.ofInstant(epoch(Long.parseLong(text)), ZoneOffset.UTC);
    return Optional.of(new Parsed(local, Optional.of(0), true));
  }

  /// Seconds, milliseconds, microseconds or nanoseconds, depending on how large the number is.
  static Instant epoch(long number) {
    if (Math.abs(number) < 31_536_000_000L) {
      return Instant.ofEpochSecond(number);
    }
    if (Math.abs(number) < 31_536_000_000_000L) {
      return Instant.ofEpochMilli(number);
    }
    long unit = Math.abs(number) < 31_536_000_000_000_000L ? 1_000_000L : 1_000_000_000L;
    return Instant.ofEpochSecond(
        Math.floorDiv(number, unit), Math.floorMod(number, unit) * (1_000_000_000L / unit));
  }
}
