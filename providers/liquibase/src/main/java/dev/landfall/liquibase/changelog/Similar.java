package dev.landfall.liquibase.changelog;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// "Did you mean": the candidate that differs least from a word.
final class Similar {
  private Similar() {}

  /// The nearest candidate, when it is near enough to be meant.
  static Optional<String> to(String word, Collection<String> candidates) {
    var limit = word.length() < 4 ? 1 : word.length() < 9 ? 2 : 3;
    return candidates.stream()
        .filter(c -> !c.isEmpty() && distance(word, c) <= limit)
        .min(Comparator.comparingInt((String c) -> distance(word, c)).thenComparing(c -> c));
  }

  /// ` Did you mean 'x'?`, or nothing.
  static String hint(String word, Collection<String> candidates) {
    return to(word, candidates).map(c -> " Did you mean '" + c + "'?").orElse("");
  }

  private static int distance(String left, String right) {
    var a = left.toLowerCase(Locale.ROOT);
    var b = right.toLowerCase(Locale.ROOT);
    var row = new int[b.length() + 1];
    for (var j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (var i = 1; i <= a.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j <= b.length(); j++) {
        var above = row[j];
        var same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(diagonal + same, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
