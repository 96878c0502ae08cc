package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.function.DateTimeFormat.Parsed;
import dev.landfall.sandbox.snowflake.function.Kernel.Kind;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reading and writing of dates and times. A moment is a number of microseconds since the epoch, a
/// TIMESTAMP_TZ the text of its struct.
final class Temporals {
  static final Kernel PARSE_DATE =
      Kernel.of(
          "sf_parse_date",
          Kind.DATE,
          a -> parse(a.text(0), a.text(1), "Date").local().toLocalDate(),
          Kind.TEXT,
          Kind.TEXT);
  static final Kernel PARSE_TIME =
      Kernel.of(
          "sf_parse_time",
          Kind.LONG,
          a -> {
            var time = parse(a.text(0), a.text(1), "Time").local().toLocalTime();
            return micros(time.atDate(java.time.LocalDate.EPOCH));
          },
          Kind.TEXT,
          Kind.TEXT);
  static final Kernel PARSE_NTZ =
      Kernel.of(
          "sf_parse_ntz",
          Kind.LONG,
          a -> micros(parse(a.text(0), a.text(1), "Timestamp").local()),
          Kind.TEXT,
          Kind.TEXT);
  static final Kernel PARSE_LTZ =
      Kernel.of(
          "sf_parse_ltz",
          Kind.LONG,
          a -> {
            var parsed = parse(a.text(0), a.text(1), "Timestamp");
            return micros(parsed.local())
                - offset(parsed, ZoneId.of(a.text(2))) * Stamp.MICROS_A_MINUTE;
          },
          Kind.TEXT,
          Kind.TEXT,
          Kind.TEXT);
  static final Kernel PARSE_TZ =
      Kernel.of(
          "sf_parse_tz",
          Kind.TEXT,
          a -> {
            var parsed = parse(a.text(0), a.text(1), "Timestamp");
            int offset = offset(parsed, ZoneId.of(a.text(2)));
            return Stamp.ofLocal(micros(parsed.local()), offset).text();
          },
          Kind.TEXT,
          Kind.TEXT,
          Kind.TEXT);
  static final Kernel TZ_OF_LOCAL =
      Kernel.of(
          "sf_tz_of_local",
          Kind.TEXT,
          a -> {
            long local = a.number(0);
            var offset = ZoneId.of(a.text(1)).getRules().getOffset(Stamp.dateTime(local));
            return Stamp.ofLocal(local, offset.getTotalSeconds() / 60).text();
          },
          Kind.LONG,
          Kind.TEXT);
  static final Kernel TZ_OF_INSTANT =
      Kernel.of(
          "sf_tz_of_instant",
          Kind.TEXT,
          a -> Stamp.ofInstant(a.number(0), ZoneId.of(a.text(1))).text(),
          Kind.LONG,
          Kind.TEXT);
  static final Kernel WRITE_NTZ =
      Kernel.of(
          "sf_write_ntz",
          Kind.TEXT,
          a -> DateTimeFormat.of(a.text(1)).print(Stamp.dateTime(a.number(0)), 0),
          Kind.LONG,
          Kind.TEXT);
  static final Kernel WRITE_LTZ =
      Kernel.of(
          "sf_write_ltz",
          Kind.TEXT,
          a -> write(Stamp.ofInstant(a.number(0), ZoneId.of(a.text(2))), a.text(1)),
          Kind.LONG,
          Kind.TEXT,
          Kind.TEXT);
  static final Kernel WRITE_TZ =
      Kernel.of(
          "sf_write_tz",
          Kind.TEXT,
          a -> write(Stamp.read(a.text(0)), a.text(1)),
          Kind.TEXT,
          Kind.TEXT);
  static final Kernel CUT =
      Kernel.of(
          "sf_cut",
          Kind.LONG,
          a -> Math.floorDiv(a.number(0), a.number(1)) * a.number(1),
          Kind.LONG,
          Kind.LONG);
  static final Kernel CUT_TZ =
      Kernel.of(
          "sf_cut_tz",
          Kind.TEXT,
          a -> {
            var stamp = Stamp.read(a.text(0));
            long cut = Math.floorDiv(stamp.utc(), a.number(1)) * a.number(1);
            return new Stamp(cut, stamp.offset()).text();
          },
          Kind.TEXT,
          Kind.LONG);

  static final List<Kernel> KERNELS =
      List.of(
          PARSE_DATE,
          PARSE_DATE.attempt(true),
          PARSE_TIME,
          PARSE_TIME.attempt(true),
          PARSE_NTZ,
          PARSE_NTZ.attempt(true),
          PARSE_LTZ,
          PARSE_LTZ.attempt(true),
          PARSE_TZ,
          PARSE_TZ.attempt(true),
          TZ_OF_LOCAL,
          TZ_OF_INSTANT,
          WRITE_NTZ,
          WRITE_LTZ,
          WRITE_TZ,
          CUT,
          CUT_TZ);

  private static final Pattern STRUCT =
      Pattern.compile("\\{'utc': '([^']*)', 'zone': (-?[0-9]+)\\}");

  private Temporals() {}

  /// A moment and its offset.
  ///
  /// @param utc microseconds since the epoch
  /// @param offset minutes east of UTC
  record Stamp(long utc, int offset) {
    static final long MICROS_A_MINUTE = 60_000_000L;

    static Stamp ofLocal(long local, int offset) {
      return new Stamp(local - offset * MICROS_A_MINUTE, offset);
    }

    static Stamp ofInstant(long utc, ZoneId zone) {
      var instant = Instant.EPOCH.plus(utc, ChronoUnit.MICROS);
      return new Stamp(utc, zone.getRules().getOffset(instant).getTotalSeconds() / 60);
    }

    /// As DuckDB writes the struct.
    static Stamp read(String text) {
      var found = STRUCT.matcher(text);
      if (!found.matches()) {
        throw new IllegalArgumentException(text);
      }
      var utc = LocalDateTime.parse(found.group(1).replace(' ', 'T'));
      return new Stamp(micros(utc), Integer.parseInt(found.group(2)));
    }

    static LocalDateTime dateTime(long micros) {
      return LocalDateTime.ofEpochSecond(
          Math.floorDiv(micros, 1_000_000L),
          Math.floorMod(micros, 1_000_000) * 1000,
          ZoneOffset.UTC);
    }

    LocalDateTime local() {
      return dateTime(utc + offset * MICROS_A_MINUTE);
    }

    /// As DuckDB reads the struct.
    String text() {
      return "{'utc': '" + dateTime(utc) + "', 'zone': " + offset + "}";
    }
  }

  static long micros(LocalDateTime local) {
    return local.toEpochSecond(ZoneOffset.UTC) * 1_000_000L
        + local.get(ChronoField.MICRO_OF_SECOND);
  }

  static String write(Stamp stamp, String format) {
    return DateTimeFormat.of(format).print(stamp.local(), stamp.offset());
  }

  static int offset(Parsed parsed, ZoneId zone) {
    return parsed
        .offset()
        .orElseGet(() -> zone.getRules().getOffset(parsed.local()).getTotalSeconds() / 60);
  }

  /// @param kind `Date`, `Time` or `Timestamp`
  static Parsed parse(String text, String format, String kind) throws SnowflakeException {
    var trimmed = text.strip();
    boolean auto = format.equalsIgnoreCase("AUTO");
    Optional<Parsed> parsed;
    if (auto) {
      parsed =
          switch (kind) {
            case "Date" -> DateTimeAuto.date(trimmed);
            case "Time" -> DateTimeAuto.time(trimmed);
            default -> DateTimeAuto.timestamp(trimmed);
          };
    } else {
      parsed = DateTimeFormat.of(format).parse(trimmed);
    }
    if (parsed.isEmpty()) {
      throw auto
          ? new SnowflakeException("100035", "22007", kind + " '" + text + "' is not recognized")
          : new SnowflakeException(
              "100096",
              "22007",
              "Can't parse '"
                  + text
                  + "' as "
                  + kind.toLowerCase(java.util.Locale.ROOT)
                  + " with format '"
                  + format
                  + "'");
    }
    if (parsed.get().local().get(ChronoField.NANO_OF_SECOND) % 1000 != 0) {
      throw Errors.notSupported(
          "a fraction of a second finer than microseconds, in '" + text + "'");
    }
    return parsed.get();
  }
}
