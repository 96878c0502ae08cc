package dev.landfall.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Small words on pages.
final class Text {
  private Text() {}

  /// `1 change`, `2 changes`.
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /// `a, b and c`.
  static String list(List<String> words) {
    if (words.size() < 2) {
      return String.join("", words);
    }
    return String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
  }

  /// `0.4 s`, `12 s`, `3 min 20 s`.
  static String duration(double seconds) {
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    var whole = Duration.ofSeconds(Math.round(seconds));
    return whole.toMinutes() == 0
        ? whole.toSeconds() + " s"
        : whole.toMinutes() + " min " + whole.toSecondsPart() + " s";
  }

  /// `1 s`, `12 s`, `4 min`, `2 h`: never less than there is.
  static String roughly(double seconds) {
    var whole = Math.max(1, (long) Math.ceil(seconds));
    if (whole < 90) {
      return whole + " s";
    }
    return whole < 5400 ? (whole + 59) / 60 + " min" : (whole + 3599) / 3600 + " h";
  }

  /// Text filled up with blanks.
  static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
