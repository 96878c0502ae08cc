package dev.landfall.sandbox.snowflake.load.format;

/// The ways to write a delimiter: as it is, or with `\t`, `\n`, octal `\001`, hexadecimal `\x01` or
/// `0x01` (Snowflake, "CREATE FILE FORMAT", FIELD_DELIMITER).
final class Delimiters {
  private Delimiters() {}

  static String read(String written) {
    var out = new StringBuilder();
    int at = 0;
    while (at < written.length()) {
      char c = written.charAt(at);
      if (c == '0' && at + 3 < written.length() && hex(written, at + 1) >= 0) {
        out.append((char) hex(written, at + 1));
        at += 4;
      } else if (c == '\\' && at + 1 < written.length()) {
        at = escape(written, at + 1, out);
      } else {
        out.append(c);
        at++;
      }
    }
    return out.toString();
  }

  private static int escape(String written, int at, StringBuilder out) {
    char c = written.charAt(at);
    if (hex(written, at) >= 0) {
      out.append((char) hex(written, at));
      return at + 3;
    }
    if (c >= '0' && c <= '7') {
      int end = at;
      int value = 0;
      while (end < written.length()
          && end < at + 3
          && written.charAt(end) >= '0'
          && written.charAt(end) <= '7') {
        value = value * 8 + (written.charAt(end++) - '0');
      }
      out.append((char) value);
      return end;
    }
    switch (c) {
      case 't' -> out.append('\t');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 'f' -> out.append('\f');
      case 'b' -> out.append('\b');
      case '\\', '\'', '"' -> out.append(c);
      default -> out.append('\\').append(c);
    }
    return at + 1;
  }

  /// The value of `xHH`, or -1.
  private static int hex(String written, int at) {
    if (at + 2 >= written.length()
        || (written.charAt(at) != 'x' && written.charAt(at) != 'X')
        || Character.digit(written.charAt(at + 1), 16) < 0
        || Character.digit(written.charAt(at + 2), 16) < 0) {
      return -1;
    }
    return Integer.parseInt(written, at + 1, at + 3, 16);
  }
}
