package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The parts of dates and times with their abbreviations (Snowflake, "Supported date and time
/// parts").
enum DatePart {
  YEAR("y yy yyy yyyy yr years yrs"),
  QUARTER("q qtr qtrs quarters"),
  MONTH("mm mon mons months"),
  WEEK("w wk weekofyear woy wy weeks"),
  DAY("d dd days dayofmonth"),
  HOUR("h hh hr hours hrs"),
  MINUTE("m mi min minutes mins"),
  SECOND("s sec seconds secs"),
  MILLISECOND("ms msec milliseconds"),
  MICROSECOND("us usec microseconds"),
  NANOSECOND("ns nsec nanosec nsecond nanoseconds nanosecs nseconds"),
  DAYOFWEEK("weekday dow dw"),
  DAYOFWEEKISO("weekday_iso dow_iso dw_iso dayofweek_iso"),
  DAYOFYEAR("yearday doy dy"),
  WEEKISO("week_iso weekofyeariso weekofyear_iso"),
  YEAROFWEEK(""),
  YEAROFWEEKISO(""),
  EPOCH_SECOND("epoch epoch_seconds"),
  EPOCH_MILLISECOND("epoch_milliseconds"),
  EPOCH_MICROSECOND("epoch_microseconds"),
  EPOCH_NANOSECOND("epoch_nanoseconds"),
  TIMEZONE_HOUR("tzh"),
  TIMEZONE_MINUTE("tzm");

  private static final Map<String, DatePart> BY_NAME = new HashMap<>();

  static {
    for (var part : values()) {
      BY_NAME.put(part.name().toLowerCase(Locale.ROOT), part);
      for (var name : part.abbreviations.split(" ")) {
        BY_NAME.put(name, part);
      }
    }
  }

  private final String abbreviations;

  /// @param abbreviations separated by blanks
  DatePart(String abbreviations) {
    this.abbreviations = abbreviations;
  }

  /// @param name in any case
  static Optional<DatePart> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name.strip().toLowerCase(Locale.ROOT)));
  }

  /// @throws SnowflakeException 001041 when there is no such part
  static DatePart of(String name, String function) throws SnowflakeException {
    return find(name).orElseThrow(() -> invalid(name, function));
  }

  static SnowflakeException invalid(String name, String function) {
    return new SnowflakeException(
        "001037",
        "22023",
        "SQL compilation error:\n'"
            + name
            + "' is not a valid date/time component for function "
            + function
            + ".");
  }

  /// Whether it is something that can be added or counted.
  boolean unit() {
    return compareTo(NANOSECOND) <= 0;
  }

  /// Whether a date has no such part.
  boolean timeOfDay() {
    return compareTo(HOUR) >= 0 && compareTo(NANOSECOND) <= 0;
  }
}
