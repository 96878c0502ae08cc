package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.function.JavaFunctions;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.sql.SQLException;

/// DuckDB's errors in Snowflake's words.
final class DuckErrors {
  private DuckErrors() {}

  /// Whether a statement failed only because another transaction was faster: it can be done again.
  static boolean overtaken(SQLException e) {
    var message = String.valueOf(e.getMessage());
    return message.contains("Transaction conflict")
        || message.contains("write-write conflict")
        || message.contains("Failed to commit")
        || message.contains("Conflict on")
        || message.contains("has been altered")
        || message.contains("another transaction");
  }

  static SnowflakeException translate(SQLException e) {
    var known = JavaFunctions.unwrap(e);
    if (known.isPresent()) {
      return known.get();
    }
    var message = String.valueOf(e.getMessage());
    return new SnowflakeException(
        "000603", "XX000", "SQL execution internal error: " + firstLine(message));
  }

  private static String firstLine(String message) {
    var end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
