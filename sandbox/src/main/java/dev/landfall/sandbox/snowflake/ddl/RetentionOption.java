package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Retention;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.OptionReader;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalInt;

/// DATA_RETENTION_TIME_IN_DAYS as a property of statements, and what is over.
final class RetentionOption {
  private static final int MAX_DAYS = 90;

  private RetentionOption() {}

  /// Takes the option.
  ///
  /// @param isTransient whether the object is transient or temporary: a day at most
  static OptionalInt read(OptionReader options, boolean isTransient) throws SnowflakeException {
    var days = options.integer(Retention.NAME);
    if (days.isEmpty()) {
      return OptionalInt.empty();
    }
    long value = days.get();
    if (value < 0 || value > (isTransient ? 1 : MAX_DAYS)) {
      throw Errors.compilation(
          "001008",
          "22023",
          "invalid value [" + value + "] for parameter '" + Retention.NAME + "'");
    }
    return OptionalInt.of((int) value);
  }

  /// Removes dropped objects whose time is over.
  static void purge(Operation operation) throws SQLException {
    var draft = operation.draft();
    var over =
        draft
            .all()
            .filter(e ->
                e.dropped()
                    .map(when ->
                        when.plus(Duration.ofDays(Retention.days(draft, e)))
                            .isBefore(operation.now()))
                    .orElse(false))
            .toList();
    for (var object : over) {
      Drops.destroy(operation, object);
    }
  }
}
