package dev.landfall.sandbox.snowflake.sql;

/// The content of literals (Snowflake, "String & binary data types", "Escape sequences").
public final class Literals {
  private Literals() {}

  /// @param literal with its quotes, single ones or `$$`
  public static String string(String literal) {
    if (literal.startsWith("$$")) {
      return literal.substring(2, literal.length() - 2);
    }
    String inner = literal.substring(1, literal.length() - 1);
    return inner.indexOf('\'') < 0 && inner.indexOf('\\') < 0 ? inner : unescape(inner);
  }

  /// @param identifier with its double quotes
  public static String quoted(String identifier) {
    return identifier.substring(1, identifier.length() - 1).replace("\"\"", "\"");
  }

  /// The literal of a text, in single quotes.
  public static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private static String unescape(String inner) {
    var out = new StringBuilder(inner.length());
    int at = 0;
    while (at < inner.length()) {
      char c = inner.charAt(at);
      if (c == '\'') {
        out.append('\'');
        at += 2;
      } else if (c != '\\' || at + 1 == inner.length()) {
        out.append(c);
        at++;
      } else {
        at = escape(inner, at + 1, out);
      }
    }
    return out.toString();
  }

  /// @param at behind the backslash
  /// @return behind the sequence
  private static int escape(String inner, int at, StringBuilder out) {
    char c = inner.charAt(at);
    return switch (c) {
      case 'b' -> one('\b', at, out);
      case 'f' -> one('\f', at, out);
      case 'n' -> one('\n', at, out);
      case 'r' -> one('\r', at, out);
      case 't' -> one('\t', at, out);
      case 'x' -> coded(inner, at, 2, out);
      case 'u' -> coded(inner, at, 4, out);
      default -> c >= '0' && c <= '7' ? octal(inner, at, out) : one(c, at, out);
    };
  }

  private static int one(char c, int at, StringBuilder out) {
    out.append(c);
    return at + 1;
  }

  /// Sequences that are too short stand for their letter.
  private static int coded(String inner, int at, int digits, StringBuilder out) {
    int value = 0;
    for (int i = 1; i <= digits; i++) {
      int digit = at + i < inner.length() ? Character.digit(inner.charAt(at + i), 16) : -1;
      if (digit < 0) {
        return one(inner.charAt(at), at, out);
      }
      value = value * 16 + digit;
    }
    out.append((char) value);
    return at + 1 + digits;
  }

  /// `\0` alone, or three digits.
  private static int octal(String inner, int at, StringBuilder out) {
    int value = 0;
    int end = at;
    while (end < inner.length()
        && end < at + 3
        && inner.charAt(end) >= '0'
        && inner.charAt(end) <= '7') {
      value = value * 8 + inner.charAt(end) - '0';
      end++;
    }
    if (end - at == 3 && value <= 255) {
      out.append((char) value);
      return end;
    }
    out.append((char) (inner.charAt(at) - '0'));
    return at + 1;
  }
}
