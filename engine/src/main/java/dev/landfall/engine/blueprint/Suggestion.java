package dev.landfall.engine.blueprint;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// "Did you mean": the known word nearest to one that is not known.
final class Suggestion {
  private Suggestion() {}

  /// The nearest of some words, when one is near enough to be meant.
  static Optional<String> nearest(String word, Collection<String> known) {
    var most = Math.max(1, word.length() / 3);
    return known.stream()
        .filter(candidate -> distance(lower(word), lower(candidate)) <= most)
        .min(Comparator.comparingInt(candidate -> distance(lower(word), lower(candidate))));
  }

  /// ` Did you mean "x"?`, or what there is, or nothing.
  static String sentence(String word, Collection<String> known) {
    var nearest = nearest(word, known);
    if (nearest.isPresent()) {
      return " Did you mean \"" + nearest.get() + "\"?";
    }
    return known.isEmpty() || known.size() > 20
        ? ""
        : " There " + (known.size() == 1 ? "is" : "are") + ": " + String.join(", ", known) + ".";
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /// The number of letters to insert, delete, change or swap with their neighbour (Damerau's
  /// distance in its restricted form).
  static int distance(String a, String b) {
    var rows = new int[a.length() + 1][b.length() + 1];
    for (var i = 0; i <= a.length(); i++) {
      rows[i][0] = i;
    }
    for (var j = 0; j <= b.length(); j++) {
      rows[0][j] = j;
    }
    for (var i = 1; i <= a.length(); i++) {
      for (var j = 1; j <= b.length(); j++) {
        var change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        rows[i][j] =
            Math.min(Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1), rows[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
        }
      }
    }
    return rows[a.length()][b.length()];
  }
}
