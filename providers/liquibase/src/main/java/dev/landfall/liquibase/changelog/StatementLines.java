package dev.landfall.liquibase.changelog;

import dev.landfall.liquibase.changelog.Changeset.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Finds the lines at which the statements of a formatted-SQL changeset begin.
///
/// Liquibase gives statements without places, with parameters replaced and, when asked to, without
/// comments. A statement's first line is looked for below the one found before; a parameter matches
/// anything.
final class StatementLines {
  private final Enclosure files;
  private final Map<String, List<String>> texts = new HashMap<>();

  StatementLines(Enclosure files) {
    this.files = files;
  }

  List<Statement> of(String file, Places.Place place, List<String> sql) {
    var known = file.toLowerCase(Locale.ROOT).endsWith(".sql");
    var text = known ? texts.computeIfAbsent(file, this::lines) : List.<String>of();
    var from = place.line(); // the line behind the changeset's own
    var to = Math.min(place.line() == 0 ? text.size() : place.end() - 1, text.size());
    var statements = new ArrayList<Statement>();
    for (var statement : sql) {
      var line = 0;
      var first = statement.stripLeading().lines().findFirst().orElse("").strip();
      for (var i = from; i < to && !first.isEmpty() && line == 0; i++) {
        if (matches(text.get(i).strip(), first)) {
          line = i + 1;
          from = i; // another statement may begin on the same line
        }
      }
      statements.add(new Statement(statement, line));
    }
    return statements;
  }

  private List<String> lines(String file) {
    return files.text(file).map(t -> t.lines().toList()).orElse(List.of());
  }

  /// Whether a statement's first line stands in a line of the file.
  private static boolean matches(String raw, String first) {
    if (raw.isEmpty() || raw.startsWith("--")) {
      return false;
    }
    var parameter = raw.indexOf("${");
    if (parameter >= 0) {
      return parameter > 3 && first.startsWith(raw.substring(0, parameter));
    }
    return raw.contains(first) || first.startsWith(raw);
  }
}
