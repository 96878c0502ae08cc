package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// INTERVAL constants (Snowflake, "Date and time data types": "Interval constants").
final class Intervals {
  private static final Pattern PIECE = Pattern.compile("\\s*(-?[0-9]+)\\s*([A-Za-z]*)\\s*(,|$)");

  private Intervals() {}

  /// A part of an interval, such as `2 days`.
  private record Piece(DatePart part, long amount) {}

  static Typed add(Typed value, String interval, boolean minus, Ambient ambient)
      throws SnowflakeException {
    var result = value;
    for (var piece : pieces(interval)) {
      result =
          DateAdd.add(
              result,
              piece.part(),
              "CAST(" + (minus ? -piece.amount() : piece.amount()) + " AS BIGINT)",
              false,
              minus ? "-" : "+",
              ambient);
    }
    return result;
  }

  /// As DuckDB's INTERVAL, none of whose parts is negative.
  static String sql(String interval) throws SnowflakeException {
    var parts = new ArrayList<String>();
    for (var piece : pieces(interval)) {
      if (piece.amount() < 0) {
        throw invalid(interval);
      }
      parts.add(DateAdd.interval(piece.part(), Long.toString(piece.amount())));
    }
    return "(" + String.join(" + ", parts) + ")";
  }

  private static List<Piece> pieces(String interval) throws SnowflakeException {
    var pieces = new ArrayList<Piece>();
    var matcher = PIECE.matcher(interval);
    int at = 0;
    while (at < interval.length() || at == 0) {
      matcher.region(at, interval.length());
      if (!matcher.lookingAt()) {
        throw invalid(interval);
      }
      var unit = matcher.group(2);
      var part = unit.isEmpty() ? DatePart.SECOND : DatePart.find(unit).orElse(null);
      if (part == null || !part.unit()) {
        throw invalid(interval);
      }
      pieces.add(new Piece(part, Long.parseLong(matcher.group(1))));
      at = matcher.end();
    }
    return pieces;
  }

  private static SnowflakeException invalid(String interval) {
    return new SnowflakeException(
        "001003", "42000", "SQL compilation error:\ninvalid interval constant '" + interval + "'.");
  }
}
