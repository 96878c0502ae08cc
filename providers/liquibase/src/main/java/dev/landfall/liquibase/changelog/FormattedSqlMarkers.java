package dev.landfall.liquibase.changelog;

import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Finds markers of formatted SQL that are misspelt. Liquibase takes them for comments, and the
/// statements behind them for a part of the changeset before, or for nothing at all.
final class FormattedSqlMarkers {
  private static final Pattern HEADER =
      Pattern.compile("(?is)^\\s*--\\s*liquibase\\s+formatted\\s+sql\\b.*");
  private static final Pattern CHANGESET = Pattern.compile("\\s*--\\s*([A-Za-z]+)\\s+\\S+:\\S+.*");
  private static final Pattern ROLLBACK = Pattern.compile("--([A-Za-z]+)\\s+\\S.*");

  private FormattedSqlMarkers() {}

  /// The problems of one file.
  ///
  /// @param shown how messages name it
  static List<Problem> check(String shown, String text) {
    var problems = new ArrayList<Problem>();
    if (!HEADER.matcher(text).matches()) {
      return problems;
    }
    var number = 0;
    var changesets = 0;
    for (var line : text.lines().toList()) {
      number++;
      var marker = CHANGESET.matcher(line);
      if (marker.matches()) {
        var word = marker.group(1).toLowerCase(Locale.ROOT);
        if (word.equals("changeset")) {
          changesets++;
        } else {
          misspelt(shown, number, word, "changeset", problems);
        }
        continue;
      }
      var rollback = ROLLBACK.matcher(line);
      if (rollback.matches()) {
        var word = rollback.group(1).toLowerCase(Locale.ROOT);
        if (!word.equals("rollback")) {
          misspelt(shown, number, word, "rollback", problems);
        }
      }
    }
    if (changesets == 0 && problems.isEmpty()) {
      problems.add(
          Problem.warning(
              Location.of(shown),
              "no changeset",
              "The file says that it is formatted SQL and has no line `--changeset author:id`, so that"
                  + " nothing of it runs."));
    }
    return problems;
  }

  private static void misspelt(
      String shown, int line, String word, String meant, List<Problem> problems) {
    if (Similar.to(word, List.of(meant)).isPresent()) {
      problems.add(
          Problem.error(
              new Location(shown, line, 1),
              "misspelt marker",
              "Liquibase takes `--" + word + "` for a comment. Did you mean '--" + meant + "'?"));
    }
  }
}
