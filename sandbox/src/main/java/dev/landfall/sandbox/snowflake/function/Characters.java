package dev.landfall.sandbox.snowflake.function;

/// Text counted in code points, as Snowflake counts.
final class Characters {
  private Characters() {}

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /// The characters from one position up to another, counted from 0; positions outside are brought
  /// inside.
  static String slice(String text, long from, long to) {
    int length = length(text);
    int start = Math.clamp(from, 0, length);
    int end = Math.clamp(to, start, length);
    return text.substring(text.offsetByCodePoints(0, start), text.offsetByCodePoints(0, end));
  }

  /// What SUBSTR gives: 1 is the first position and 0 too; a negative one counts from the end.
  static String substr(String text, long position, long length) {
    int size = length(text);
    long from = position > 0 ? position - 1 : position == 0 ? 0 : size + position;
    if (from < 0 || from >= size || length <= 0) {
      return "";
    }
    return slice(text, from, length > size ? size : from + length);
  }

  /// The position of a text in another one, counted from 1; 0 when it is not there.
  ///
  /// @param start where the search begins, counted from 1
  static long position(String wanted, String text, long start) {
    if (start > length(text) + 1L) {
      return 0;
    }
    int offset = text.offsetByCodePoints(0, (int) Math.max(0, start - 1));
    int found = text.indexOf(wanted, offset);
    return found < 0 ? 0 : text.codePointCount(0, found) + 1L;
  }

  /// Filled up to a length, or cut to it.
  static String pad(String text, long length, String with, boolean left) {
    int size = length(text);
    if (length <= size || with.isEmpty()) {
      return slice(text, 0, Math.max(0, Math.min(length, size)));
    }
    int missing = (int) (length - size);
    int period = length(with);
    var padding = with.repeat(missing / period) + slice(with, 0, missing % period);
    return left ? padding + text : text + padding;
  }

  static String reverse(String text) {
    return new StringBuilder(text).reverse().toString();
  }
}
