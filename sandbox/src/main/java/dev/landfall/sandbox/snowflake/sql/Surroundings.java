package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;

/// What the meaning of a statement's form depends on: the session's `TIMESTAMP_TYPE_MAPPING`, and
/// the values of variables and binds where they stand for names or for literals outside
/// expressions, as in `IDENTIFIER($t)` or `COMMENT = $c`.
public interface Surroundings {
  /// What `TIMESTAMP` alone means.
  default DataType.Timestamp.Zone timestampMapping() {
    return DataType.Timestamp.Zone.NTZ;
  }

  /// The value of a session variable, as text.
  ///
  /// @throws SnowflakeException when it is not set
  default String variable(Name name) throws SnowflakeException {
    throw SqlErrors.compilation(
        "000904", "42000", "error: session variable '$" + name.value() + "' does not exist");
  }

  /// The value of a `?`, as text.
  ///
  /// @param index counted from 1
  /// @throws SnowflakeException when it is not bound
  default String bind(int index) throws SnowflakeException {
    throw Errors.notSupported("a bind variable in this place");
  }

  /// The value of a `:name`, as text.
  ///
  /// @throws SnowflakeException when there is none
  default String bind(Name name) throws SnowflakeException {
    throw Errors.notSupported("a bind variable in this place");
  }

  /// With no variables and no binds.
  static Surroundings none() {
    return new Surroundings() {};
  }
}
