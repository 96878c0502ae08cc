package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.function.Casts;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;

/// Values as text files hold them.
final class UnloadTexts {
  private UnloadTexts() {}

  /// Semi-structured values as JSON, all others as a cast to text gives them.
  ///
  /// @param ambient knows the formats of dates and times
  static Typed text(Typed value, LoadAmbient ambient) throws SnowflakeException {
    return switch (value.type()) {
      // They are kept as JSON text.
      case DataType.Variant(), DataType.Obj(), DataType.Array() ->
          Typed.of(value.sql(), DataType.Text.MAX, value.nullable());
      default -> Casts.cast(value, DataType.Text.MAX, ambient);
    };
  }
}
