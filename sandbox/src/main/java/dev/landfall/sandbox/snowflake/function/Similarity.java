package dev.landfall.sandbox.snowflake.function;

import java.util.Locale;

/// How alike texts are.
final class Similarity {
  private static final String CODES = "01230120022455012623010202";

  private Similarity() {}

  /// Levenshtein's distance, at most `limit`.
  static long editDistance(String left, String right, long limit) {
    int[] a = left.codePoints().toArray();
    int[] b = right.codePoints().toArray();
    var previous = new int[b.length + 1];
    for (int j = 0; j <= b.length; j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length; i++) {
      var row = new int[b.length + 1];
      row[0] = i;
      for (int j = 1; j <= b.length; j++) {
        int change = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        row[j] = Math.min(change, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return Math.min(previous[b.length], Math.max(0, limit));
  }

  /// Jaro and Winkler's similarity from 0 to 100, without regard to case.
  static int jaroWinkler(String left, String right) {
    int[] a = left.toLowerCase(Locale.ROOT).codePoints().toArray();
    int[] b = right.toLowerCase(Locale.ROOT).codePoints().toArray();
    double jaro = jaro(a, b);
    if (jaro < 0.7) {
      return (int) (jaro * 100);
    }
    int prefix = 0;
    while (prefix < 4 && prefix < a.length && prefix < b.length && a[prefix] == b[prefix]) {
      prefix++;
    }
    return (int) ((jaro + prefix * 0.1 * (1 - jaro)) * 100 + 1e-9);
  }

  private static double jaro(int[] a, int[] b) {
    int reach = Math.max(0, Math.max(a.length, b.length) / 2 - 1);
    var used = new boolean[b.length];
    var matched = new int[a.length];
    int count = 0;
    for (int i = 0; i < a.length; i++) {
      int end = Math.min(b.length - 1, i + reach);
      for (int j = Math.max(0, i - reach); j <= end; j++) {
        if (!used[j] && a[i] == b[j]) {
          used[j] = true;
          matched[count++] = a[i];
          break;
        }
      }
    }
    if (count == 0) {
      return 0;
    }
    int outOfOrder = 0;
    int at = 0;
    for (int j = 0; j < b.length; j++) {
      if (used[j] && matched[at++] != b[j]) {
        outOfOrder++;
      }
    }
    double m = count;
    int transposed = outOfOrder / 2;
    return (m / a.length + m / b.length + (m - transposed) / m) / 3;
  }

  /// The Soundex code (Snowflake, "SOUNDEX" and "SOUNDEX_P123").
  ///
  /// @param first whether the first letter's own code counts as written
  static String soundex(String text, boolean first) {
    if (text.isEmpty()) {
      return "0000";
    }
    int begin = text.codePointAt(0);
    var result = new StringBuilder().appendCodePoint(begin);
    char last = first ? code(begin) : '0';
    int written = 0;
    for (int i = Character.charCount(begin); i < text.length() && written < 3; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      int upper = Character.toUpperCase(c);
      if ("AEIOUY".indexOf(upper) >= 0) {
        last = '0';
        continue;
      }
      char code = code(c);
      if (code != '0' && code != last) {
        result.append(code);
        written++;
        last = code;
      }
    }
    return result.append("000", written, 3).toString();
  }

  private static char code(int c) {
    int upper = c >= 'a' && c <= 'z' ? c - 32 : c;
    return upper >= 'A' && upper <= 'Z' ? CODES.charAt(upper - 'A') : '0';
  }
}
