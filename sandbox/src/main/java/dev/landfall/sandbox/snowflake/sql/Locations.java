package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;

/// Stages as text, such as that of `FROM @stage/path`.
public final class Locations {
  private Locations() {}

  /// @param text without the leading `@`
  /// @throws SnowflakeException 001003 when it names no stage
  public static FileLocation stage(String text) throws SnowflakeException {
    var quoted = "'@" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    var tokens = Tokens.of(quoted);
    return new LocationParser(new Cursor(tokens, new Surroundings() {}, 0, tokens.size())).stage();
  }
}
