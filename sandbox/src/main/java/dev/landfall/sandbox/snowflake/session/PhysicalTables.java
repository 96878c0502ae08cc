package dev.landfall.sandbox.snowflake.session;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Which of the account's tables DuckDB's SQL names. The catalogue gives them names that nothing
/// else has; one that stands in a literal does no harm.
final class PhysicalTables {
  private static final Pattern NAME =
      Pattern.compile("\"(?:data|temporary)\"\\.\"(?:t\\d+|loads)\"");
  private static final Pattern INSERTED = Pattern.compile("^INSERT INTO (" + NAME + ")");
  private static final Pattern DELETED = Pattern.compile("^DELETE FROM (" + NAME + ")");

  private PhysicalTables() {}

  static Set<String> in(String sql) {
    var names = new LinkedHashSet<String>();
    var found = NAME.matcher(sql);
    while (found.find()) {
      names.add(found.group());
    }
    return names;
  }

  /// The table a statement inserts into or deletes from; none for other statements.
  static Set<String> written(String sql) {
    var names = deleted(sql);
    var found = INSERTED.matcher(sql);
    if (found.find()) {
      names.add(found.group(1));
    }
    return names;
  }

  /// The table a statement deletes from; none for other statements.
  static Set<String> deleted(String sql) {
    var names = new LinkedHashSet<String>();
    var found = DELETED.matcher(sql);
    if (found.find()) {
      names.add(found.group(1));
    }
    return names;
  }
}
