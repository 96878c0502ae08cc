package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;

/// A data type that stands somewhere among tokens, such as behind `::`.
///
/// @param end behind its last token
public record WrittenType(DataType type, int end) {
  /// @param at its first token
  /// @param until behind the tokens that may belong to it
  /// @param mapping what `TIMESTAMP` alone means
  /// @throws SnowflakeException 001003 when there is no type, 002040 when it is none of Snowflake's
  public static WrittenType read(Tokens tokens, int at, int until, DataType.Timestamp.Zone mapping)
      throws SnowflakeException {
    var surroundings =
        new Surroundings() {
          @Override
          public DataType.Timestamp.Zone timestampMapping() {
            return mapping;
          }
        };
    var cursor = new Cursor(tokens, surroundings, at, until);
    var type = new TypeParser(cursor).parse();
    return new WrittenType(type, cursor.mark());
  }
}
