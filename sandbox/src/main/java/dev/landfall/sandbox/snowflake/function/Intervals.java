package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.regex.Pattern;

/// INTERVAL constants (Snowflake, "Date and time data types": "Interval constants").
final class Intervals {
  private static final Pattern PIECE = Pattern.compile("\\s*(-?[0-9]+)\\s*([A-Za-z]*)\\s*(,|$)");

  private Intervals() {}

  static Typed add(Typed value, String interval, boolean minus, Ambient ambient)
      throws SnowflakeException {
    var pieces = PIECE.matcher(interval);
    int at = 0;
    var result = value;
    while (at < interval.length() || at == 0) {
      pieces.region(at, interval.length());
      if (!pieces.lookingAt()) {
        throw invalid(interval);
      }
      var unit = pieces.group(2);
      var part = unit.isEmpty() ? DatePart.SECOND : DatePart.find(unit).orElse(null);
      if (part == null || !part.unit()) {
        throw invalid(interval);
      }
      long amount = Long.parseLong(pieces.group(1));
      result =
          DateAdd.add(
              result,
              part,
              "CAST(" + (minus ? -amount : amount) + " AS BIGINT)",
              false,
              minus ? "-" : "+",
              ambient);
      at = pieces.end();
    }
    return result;
  }

  private static SnowflakeException invalid(String interval) {
    return new SnowflakeException(
        "001003", "42000", "SQL compilation error:\ninvalid interval constant '" + interval + "'.");
  }
}
