package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;

/// Errors that only the parser makes.
final class SqlErrors {
  private SqlErrors() {}

  /// Text that ends inside a literal or comment.
  static SnowflakeException unterminated(int line, int position) {
    return new SnowflakeException(
        "001003",
        "42000",
        "SQL compilation error:\nparse error line "
            + line
            + " at position "
            + position
            + " near '<EOF>'.");
  }

  static SnowflakeException invalidValue(String property, Value value) {
    String text =
        switch (value) {
          case Value.Text(var string) -> string;
          case Value.Numeric(var number) -> number.toPlainString();
          case Value.Bool(var bool) -> bool ? "TRUE" : "FALSE";
          case Value.Word(var name) -> name.sql();
          case Value.Null() -> "NULL";
          case Value.Many many -> "(…)";
          case Value.Nested nested -> "(…)";
          case Value.Expression(var span) -> span.text();
        };
    return new SnowflakeException(
        "001008",
        "22023",
        "SQL compilation error:\ninvalid value [" + text + "] for parameter '" + property + "'");
  }

  static SnowflakeException invalidProperty(String property, String kind) {
    return new SnowflakeException(
        "001420",
        "22023",
        "SQL compilation error:\ninvalid property '" + property + "' for '" + kind + "'");
  }

  /// What the sandbox does not read: Snowflake's own limit is not known.
  static SnowflakeException tooDeep(int most, String what, Place at) {
    return Errors.notSupported(
        "more than " + most + " " + what + " inside each other (line " + at.line() + ")");
  }

  static SnowflakeException compilation(String code, String sqlState, String message) {
    return new SnowflakeException(code, sqlState, "SQL compilation error:\n" + message);
  }
}
