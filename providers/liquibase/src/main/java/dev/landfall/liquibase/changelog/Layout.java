package dev.landfall.liquibase.changelog;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The folder convention: `warehouse/<database>/<schema>/<kind>/NNN_name.sql`.
///
/// @param folder everything up to the kind, with it
/// @param kind of what the files make
/// @param name of the file
record Layout(String folder, String kind, String name) {
  /// The kinds, in the order in which they depend on each other.
  static final List<String> KINDS =
      List.of("tables", "seeds", "functions", "views", "procedures", "grants");

  /// What `CREATE OR REPLACE` makes, so that it is run again when it was edited.
  static final List<String> RUN_AGAIN = List.of("functions", "views", "procedures");

  static final Pattern FILE_NAME = Pattern.compile("(\\d{3})_([a-z0-9]+(?:_[a-z0-9]+)*)\\.sql");
  private static final Pattern PLACE =
      Pattern.compile("((?:.*/)?warehouse/[^/]+/[^/]+/([^/]+))/([^/]+\\.sql)");

  /// Where a file lies; nothing when the convention does not speak of it.
  static Optional<Layout> of(String file) {
    var place = PLACE.matcher(file);
    return place.matches()
        ? Optional.of(new Layout(place.group(1), place.group(2), place.group(3)))
        : Optional.empty();
  }

  /// The number a file begins with; nothing when its name is not right.
  Optional<String> number() {
    var matcher = FILE_NAME.matcher(name);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
