package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;

/// VARIANT, OBJECT and ARRAY values outside of SQL. They are kept as JSON on one line with sorted
/// keys, in which `undefined` may stand for an element of an array that is SQL's NULL and an
/// exponent marks a floating point number.
public final class Variants {
  private Variants() {}

  /// As clients see a value: indented by two blanks.
  ///
  /// @param canonical as it is kept
  public static String pretty(String canonical) {
    return JsonWriter.indented(JsonReader.canonical(canonical));
  }

  /// As it is kept, from JSON as a file or a client has it.
  ///
  /// @throws SnowflakeException 100069 when it is no JSON
  public static String canonical(String json) throws SnowflakeException {
    try {
      return JsonReader.read(json, false).canonical();
    } catch (JsonReader.Malformed e) {
      throw new SnowflakeException("100069", "22P02", "Error parsing JSON: " + e.text());
    }
  }
}
