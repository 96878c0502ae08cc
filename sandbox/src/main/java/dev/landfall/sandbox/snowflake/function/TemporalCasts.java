package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp.Zone;
import java.util.Optional;

/// Conversions into dates, times and timestamps, and of these into text.
final class TemporalCasts {
  private TemporalCasts() {}

  static Optional<String> date(DataType from, String sql, Ambient ambient, boolean attempt) {
    return switch (from) {
      case DataType.Date() -> Optional.of(sql);
      case Timestamp(var zone, var scale) ->
          Optional.of("CAST(" + local(zone, sql, ambient) + " AS DATE)");
      case Text text -> Optional.of(parseDate(sql, input(ambient, "DATE"), attempt));
      case DataType.Variant() ->
          Optional.of(
              parseDate(VariantCasts.MOMENT.call(sql, "'DATE'"), input(ambient, "DATE"), attempt));
      default -> Optional.empty();
    };
  }

  static Optional<String> time(
      DataType from, String sql, int scale, Ambient ambient, boolean attempt) {
    return switch (from) {
      case DataType.Time(var given) -> Optional.of(given <= scale ? sql : cutTime(sql, scale));
      case Timestamp(var zone, var given) ->
          Optional.of(cutTime("CAST(" + local(zone, sql, ambient) + " AS TIME)", scale));
      case Text text ->
          Optional.of(cutTime(parseTime(sql, input(ambient, "TIME"), attempt), scale));
      case DataType.Variant() ->
          Optional.of(
              cutTime(
                  parseTime(
                      VariantCasts.MOMENT.call(sql, "'TIME'"), input(ambient, "TIME"), attempt),
                  scale));
      default -> Optional.empty();
    };
  }

  static Optional<String> timestamp(
      DataType from, String sql, Timestamp to, Ambient ambient, boolean attempt) {
    var zone = to.zone();
    Optional<String> whole =
        switch (from) {
          case DataType.Date() ->
              Optional.of(fromLocal("CAST(" + sql + " AS TIMESTAMP)", zone, ambient));
          case Timestamp(var given, var scale) -> Optional.of(between(sql, given, zone, ambient));
          case Text text ->
              Optional.of(parseTimestamp(sql, input(ambient, "TIMESTAMP"), zone, ambient, attempt));
          case Fixed fixed -> Optional.of(fromEpoch(sql, 0, zone, ambient));
          case DataType.Variant() ->
              Optional.of(
                  parseTimestamp(
                      VariantCasts.MOMENT.call(sql, "'TIMESTAMP_" + zone + "'"),
                      input(ambient, "TIMESTAMP"),
                      zone,
                      ambient,
                      attempt));
          default -> Optional.empty();
        };
    boolean fits = from instanceof Timestamp(var given, var scale) && scale <= to.scale();
    return fits ? whole : whole.map(s -> cut(s, zone, to.scale()));
  }

  /// The wall clock of a timestamp.
  static String local(Zone zone, String sql, Ambient ambient) {
    return switch (zone) {
      case NTZ -> sql;
      case LTZ -> "timezone(" + zone(ambient) + ", " + sql + ")";
      case TZ -> Sql.once(sql, s -> "((" + s + ").utc + to_minutes((" + s + ").zone))");
    };
  }

  /// The instant of a timestamp with a zone, as a TIMESTAMP in UTC.
  static String utc(Zone zone, String sql, Ambient ambient) {
    return switch (zone) {
      case NTZ -> "timezone('UTC', timezone(" + zone(ambient) + ", " + sql + "))";
      case LTZ -> "timezone('UTC', " + sql + ")";
      case TZ -> "(" + sql + ").utc";
    };
  }

  /// A wall clock, taken to be in the session's zone, as a timestamp.
  static String fromLocal(String sql, Zone zone, Ambient ambient) {
    return switch (zone) {
      case NTZ -> sql;
      case LTZ -> "timezone(" + zone(ambient) + ", " + sql + ")";
      case TZ -> struct(Temporals.TZ_OF_LOCAL.call("epoch_us(" + sql + ")", zone(ambient)));
    };
  }

  private static String between(String sql, Zone from, Zone to, Ambient ambient) {
    if (from == to) {
      return sql;
    }
    return switch (to) {
      case NTZ -> local(from, sql, ambient);
      case LTZ ->
          from == Zone.NTZ ? fromLocal(sql, to, ambient) : "timezone('UTC', (" + sql + ").utc)";
      case TZ ->
          from == Zone.NTZ
              ? fromLocal(sql, to, ambient)
              : struct(Temporals.TZ_OF_INSTANT.call("epoch_us(" + sql + ")", zone(ambient)));
    };
  }

  /// A number of seconds, or of smaller units, since the epoch.
  ///
  /// @param scale 0 for seconds, 3 for milliseconds and so on
  static String fromEpoch(String sql, int scale, Zone zone, Ambient ambient) {
    var micros =
        "CAST(floor(CAST("
            + sql
            + " AS DECIMAL(38,9)) * "
            + (scale <= 6 ? "1" + "0".repeat(6 - scale) : "0." + "0".repeat(scale - 7) + "1")
            + ") AS BIGINT)";
    return switch (zone) {
      case NTZ -> "make_timestamp(" + micros + ")";
      case LTZ -> "make_timestamptz(" + micros + ")";
      case TZ -> struct(Temporals.TZ_OF_INSTANT.call(micros, zone(ambient)));
    };
  }

  static String parseDate(String sql, String format, boolean attempt) {
    return parseDateAs(sql, Sql.quote(format), attempt);
  }

  /// @param model DuckDB's SQL of the format
  static String parseDateAs(String sql, String model, boolean attempt) {
    return Temporals.PARSE_DATE.attempt(attempt).call(sql, model);
  }

  static String parseTime(String sql, String format, boolean attempt) {
    return parseTimeAs(sql, Sql.quote(format), attempt);
  }

  /// @param model DuckDB's SQL of the format
  static String parseTimeAs(String sql, String model, boolean attempt) {
    return "CAST(make_timestamp("
        + Temporals.PARSE_TIME.attempt(attempt).call(sql, model)
        + ") AS TIME)";
  }

  static String parseTimestamp(
      String sql, String format, Zone zone, Ambient ambient, boolean attempt) {
    return parseTimestampAs(sql, Sql.quote(format), zone, ambient, attempt);
  }

  /// @param model DuckDB's SQL of the format
  static String parseTimestampAs(
      String sql, String model, Zone zone, Ambient ambient, boolean attempt) {
    return switch (zone) {
      case NTZ -> "make_timestamp(" + Temporals.PARSE_NTZ.attempt(attempt).call(sql, model) + ")";
      case LTZ ->
          "make_timestamptz("
              + Temporals.PARSE_LTZ.attempt(attempt).call(sql, model, zone(ambient))
              + ")";
      case TZ -> struct(Temporals.PARSE_TZ.attempt(attempt).call(sql, model, zone(ambient)));
    };
  }

  /// A value as text, in the session's output format.
  static String write(DataType from, String sql, Ambient ambient) {
    return write(from, sql, outputFormat(from, ambient), ambient);
  }

  static String write(DataType from, String sql, String format, Ambient ambient) {
    return from instanceof DataType.Date && format.equalsIgnoreCase("YYYY-MM-DD")
        ? "CAST(" + sql + " AS VARCHAR)"
        : writeAs(Typed.of(sql, from, true), Sql.quote(format), ambient);
  }

  /// @param model DuckDB's SQL of the format
  static String writeAs(Typed value, String model, Ambient ambient) {
    var sql = value.sql();
    return switch (value.type()) {
      case DataType.Date() ->
          Temporals.WRITE_NTZ.call("epoch_us(CAST(" + sql + " AS TIMESTAMP))", model);
      case DataType.Time _ -> Temporals.WRITE_NTZ.call("epoch_us(" + sql + ")", model);
      case Timestamp(var zone, var _) ->
          switch (zone) {
            case NTZ -> Temporals.WRITE_NTZ.call("epoch_us(" + sql + ")", model);
            case LTZ -> Temporals.WRITE_LTZ.call("epoch_us(" + sql + ")", model, zone(ambient));
            case TZ -> Temporals.WRITE_TZ.call("CAST(" + sql + " AS VARCHAR)", model);
          };
      default -> throw new IllegalArgumentException(value.type().sql());
    };
  }

  static String outputFormat(DataType type, Ambient ambient) {
    return switch (type) {
      case DataType.Date() -> parameter(ambient, "DATE_OUTPUT_FORMAT").orElse("YYYY-MM-DD");
      case DataType.Time time -> parameter(ambient, "TIME_OUTPUT_FORMAT").orElse("HH24:MI:SS");
      case Timestamp(var zone, var scale) ->
          parameter(ambient, "TIMESTAMP_" + zone + "_OUTPUT_FORMAT")
              .or(() -> parameter(ambient, "TIMESTAMP_OUTPUT_FORMAT"))
              .orElse("YYYY-MM-DD HH24:MI:SS.FF3" + (zone == Zone.NTZ ? "" : " TZHTZM"));
      default -> throw new IllegalArgumentException(type.sql());
    };
  }

  /// @param kind `DATE`, `TIME` or `TIMESTAMP`
  static String input(Ambient ambient, String kind) {
    return parameter(ambient, kind + "_INPUT_FORMAT").orElse("AUTO");
  }

  private static Optional<String> parameter(Ambient ambient, String name) {
    return ambient.parameter(name).filter(value -> !value.isBlank());
  }

  static String zone(Ambient ambient) {
    return Sql.quote(ambient.zone().getId());
  }

  static String struct(String text) {
    return "CAST(" + text + " AS " + Physical.TIMESTAMP_TZ + ")";
  }

  private static String cutTime(String sql, int scale) {
    return scale >= 6
        ? sql
        : "CAST(make_timestamp("
            + Temporals.CUT.call("epoch_us(" + sql + ")", unit(scale))
            + ") AS TIME)";
  }

  private static String cut(String sql, Zone zone, int scale) {
    if (scale >= 6) {
      return sql;
    }
    return switch (zone) {
      case NTZ ->
          "make_timestamp(" + Temporals.CUT.call("epoch_us(" + sql + ")", unit(scale)) + ")";
      case LTZ ->
          "make_timestamptz(" + Temporals.CUT.call("epoch_us(" + sql + ")", unit(scale)) + ")";
      case TZ -> struct(Temporals.CUT_TZ.call("CAST(" + sql + " AS VARCHAR)", unit(scale)));
    };
  }

  private static String unit(int scale) {
    return "1" + "0".repeat(6 - scale);
  }
}
