package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.function.Literals;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp.Zone;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.session.Request.Bind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The values that a client binds to a statement's placeholders, as typed literals.
final class BoundValues implements Binds {
  private static final int NANO_DIGITS = 9;
  private static final int MICRO_SHIFT = 3;
  private static final int ZONE_BASE = 1440;
  private static final long DAY_MILLIS = 86_400_000;
  private static final DataType.Time TIME = new DataType.Time(NANO_DIGITS);

  private static final Typed SOME_TEXT =
      Typed.of("CAST(NULL AS VARCHAR)", DataType.Text.MAX, false);

  /// Placeholders of a statement that is only described: text, which fits nearly everywhere.
  static final Binds UNKNOWN =
      new Binds() {
        @Override
        public Optional<Typed> position(int position) {
          return Optional.of(SOME_TEXT);
        }

        @Override
        public Optional<Typed> name(Name name) {
          return Optional.empty();
        }
      };

  private final SortedMap<Integer, Typed> values;

  private BoundValues(SortedMap<Integer, Typed> values) {
    this.values = values;
  }

  @Override
  public Optional<Typed> position(int position) {
    return Optional.ofNullable(values.get(position));
  }

  @Override
  public Optional<Typed> name(Name name) {
    return Optional.empty();
  }

  /// One set of values for each run of the statement: one alone unless arrays are bound.
  ///
  /// @throws SnowflakeException for values that cannot be read
  static List<Binds> of(SortedMap<Integer, Bind> binds) throws SnowflakeException {
    var runs = 1;
    for (var bind : binds.values()) {
      runs = Math.max(runs, bind.values().size());
    }
    var all = new ArrayList<Binds>(runs);
    for (var run = 0; run < runs; run++) {
      var values = new TreeMap<Integer, Typed>();
      for (var entry : binds.entrySet()) {
        var bind = entry.getValue();
        if (bind.values().size() <= run) {
          if (bind.array()) {
            throw new SnowflakeException(
                "002049", "42601", "SQL compilation error:\nArray bind sizes do not match.");
          }
          values.put(entry.getKey(), value(bind.type(), bind.values().getFirst()));
        } else {
          values.put(entry.getKey(), value(bind.type(), bind.values().get(run)));
        }
      }
      all.add(new BoundValues(values));
    }
    return all;
  }

  private static Typed value(String type, @Nullable String text) throws SnowflakeException {
    if (text == null) {
      return Literals.nothing();
    }
    try {
      return switch (type.toUpperCase(Locale.ROOT)) {
        case "FIXED", "INTEGER" -> number(text);
        case "REAL" -> real(text);
        case "TEXT", "CHAR" -> Literals.text(text);
        case "BOOLEAN" -> Literals.bool(text.equalsIgnoreCase("true") || text.equals("1"));
        case "DATE" -> date(Math.floorDiv(Long.parseLong(text), DAY_MILLIS));
        case "TIME" -> time(text);
        case "TIMESTAMP_NTZ" -> timestamp(Zone.NTZ, text);
        case "TIMESTAMP", "TIMESTAMP_LTZ" -> timestamp(Zone.LTZ, text);
        case "TIMESTAMP_TZ" -> zoned(text);
        case "BINARY" -> Literals.binary(text);
        default -> throw Errors.notSupported("bound values of the type " + type);
      };
    } catch (NumberFormatException e) {
      throw new SnowflakeException(
          "100038", "22018", "Numeric value '" + text + "' is not recognized");
    }
  }

  private static Typed number(String text) {
    var exact = new BigDecimal(text);
    var plain = exact.toPlainString();
    if (exact.signum() >= 0) {
      return Literals.number(plain);
    }
    var positive = Literals.number(plain.substring(1));
    return new Typed("(-" + positive.sql() + ")", positive.type(), false, Optional.of(plain));
  }

  private static Typed real(String text) {
    return new Typed(
        "CAST(" + WireValues.quoted(text) + " AS DOUBLE)",
        new DataType.Float64(),
        false,
        Optional.of(text));
  }

  private static Typed date(long day) {
    var date = LocalDate.ofEpochDay(day).toString();
    return new Typed("DATE '" + date + "'", new DataType.Date(), false, Optional.of(date));
  }

  private static Typed time(String nanos) throws SnowflakeException {
    return new Typed(
        "CAST(make_timestamp(" + micros(nanos) + ") AS TIME)", TIME, false, Optional.empty());
  }

  private static Typed timestamp(Zone zone, String nanos) throws SnowflakeException {
    var call = zone == Zone.NTZ ? "make_timestamp(" : "make_timestamptz(";
    return new Typed(
        call + micros(nanos) + ")",
        new DataType.Timestamp(zone, NANO_DIGITS),
        false,
        Optional.empty());
  }

  private static Typed zoned(String nanosAndZone) throws SnowflakeException {
    var parts = nanosAndZone.split(" ", -1);
    var zone = parts.length > 1 ? Integer.parseInt(parts[1]) - ZONE_BASE : 0;
    return new Typed(
        WireValues.zoned(micros(parts[0]), zone),
        new DataType.Timestamp(Zone.TZ, NANO_DIGITS),
        false,
        Optional.empty());
  }

  private static long micros(String nanos) throws SnowflakeException {
    return WireValues.micros(new BigDecimal(nanos).movePointLeft(MICRO_SHIFT));
  }
}
