package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;

/// A session parameter (Snowflake, "Parameters").
///
/// @param initial its value when nobody has set it
/// @param support what becomes of a value that is not the default
/// @param allowed the values it may have, in upper case; empty for any
record Parameter(
    String name, Type type, String initial, Support support, Set<String> allowed, String about) {
  Parameter {
    allowed = Set.copyOf(allowed);
  }

  enum Type {
    BOOLEAN,
    NUMBER,
    STRING
  }

  enum Support {
    /// Every value works.
    HONOURED,
    /// Only clients heed it: it is kept and told to them.
    FOR_CLIENTS,
    /// Only the default works; other values are refused.
    DEFAULT_ONLY
  }

  /// A value as it is kept: booleans in lower case, numbers without leading zeros.
  ///
  /// @throws SnowflakeException when it is of the wrong type, out of range or not honoured
  String normalized(String value) throws SnowflakeException {
    var normal =
        switch (type) {
          case BOOLEAN -> truth(value);
          case NUMBER -> number(value);
          case STRING -> value;
        };
    if (!allowed.isEmpty() && !allowed.contains(normal.toUpperCase(Locale.ROOT))) {
      throw invalid(value);
    }
    if (name.equals("TIMEZONE")) {
      zone(value);
    }
    if (support == Support.DEFAULT_ONLY && !normal.equalsIgnoreCase(initial)) {
      throw Errors.notSupported("the parameter " + name + " = " + value);
    }
    return normal;
  }

  private String truth(String value) throws SnowflakeException {
    return switch (value.toUpperCase(Locale.ROOT)) {
      case "TRUE", "1", "ON", "YES" -> "true";
      case "FALSE", "0", "OFF", "NO" -> "false";
      default -> throw invalid(value);
    };
  }

  private String number(String value) throws SnowflakeException {
    try {
      var number = Long.parseLong(value.strip());
      if (number < 0) {
        throw invalid(value);
      }
      return Long.toString(number);
    } catch (NumberFormatException e) {
      throw invalid(value);
    }
  }

  private void zone(String value) throws SnowflakeException {
    try {
      ZoneId.of(value);
    } catch (DateTimeException e) {
      throw invalid(value);
    }
  }

  private SnowflakeException invalid(String value) {
    return new SnowflakeException(
        "001008",
        "22023",
        "SQL compilation error:\ninvalid value [" + value + "] for parameter '" + name + "'");
  }
}
