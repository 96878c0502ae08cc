package dev.landfall.sandbox.snowflake.model;

import java.util.Locale;
import java.util.regex.Pattern;

/// An identifier as the catalogue keeps it: what was written without quotes is in upper case
/// (Snowflake, "Identifier requirements").
///
/// @param value as it is stored and compared, case-sensitively
public record Name(String value) implements Comparable<Name> {
  private static final Pattern PLAIN = Pattern.compile("[A-Z_][A-Z0-9_$]*");

  /// As written without quotes.
  public static Name unquoted(String text) {
    return new Name(text.toUpperCase(Locale.ROOT));
  }

  /// As written between quotes; doubled quotes are already single.
  public static Name quoted(String text) {
    return new Name(text);
  }

  /// As SQL writes it: with quotes only when it needs them.
  public String sql() {
    return PLAIN.matcher(value).matches() ? value : "\"" + value.replace("\"", "\"\"") + "\"";
  }

  @Override
  public int compareTo(Name other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return sql();
  }
}
