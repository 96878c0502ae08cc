package dev.landfall.liquibase.execute;

import java.util.Map;
import java.util.TreeMap;

/// The live catalogue: the description of every thing in it, by address.
final class Catalogue {
  private Catalogue() {}

  /// From a flight that ended with [Dialect#catalogueQuery].
  static Map<String, String> of(Answer answer) {
    var items = new TreeMap<String, String>();
    answer.queryFromEnd(0).forEach(row -> items.put(row.get(0), row.get(1)));
    return items;
  }
}
