package dev.landfall.sandbox.snowflake.script;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Place;

/// An exception on its way to a handler. Handlers know it by its type: the name of a declared
/// exception, `STATEMENT_ERROR` or `EXPRESSION_ERROR`; its code, state and message are what
/// SQLCODE, SQLSTATE and SQLERRM say there.
final class Raised extends Exception {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final String code;
  private final String state;
  private final transient Place at;

  Raised(String type, String code, String state, String message, Place at) {
    super(message);
    this.type = type;
    this.code = code;
    this.state = state;
    this.at = at;
  }

  static Raised statement(SnowflakeException e, Place at) {
    return new Raised("STATEMENT_ERROR", e.code(), e.sqlState(), e.text(), at);
  }

  static Raised expression(SnowflakeException e, Place at) {
    return new Raised("EXPRESSION_ERROR", e.code(), e.sqlState(), e.text(), at);
  }

  String type() {
    return type;
  }

  long number() {
    return Long.parseLong(code);
  }

  String state() {
    return state;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  /// What the client is told when no handler took it.
  SnowflakeException uncaught() {
    return new SnowflakeException(
        code,
        state,
        "Uncaught exception of type '"
            + type
            + "' on line "
            + at.line()
            + " at position "
            + at.position()
            + " : "
            + text());
  }
}
