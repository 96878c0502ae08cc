package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.settings.LiquibaseSettings;
import java.util.Map;
import java.util.TreeMap;

/// The live catalogue: the description of every thing in it, by address.
final class Catalogue {
  private Catalogue() {}

  /// From a flight that ended with [Dialect#catalogue]. A secret may have become a part of the
  /// catalogue, such as of a column's default: it is taken out.
  static Map<String, String> of(Answer answer, LiquibaseSettings settings) {
    var secrets = Secrets.of(settings);
    var items = new TreeMap<String, String>();
    answer.rows(0).forEach(row -> items.put(secrets.mask(row.get(0)), secrets.mask(row.get(1))));
    return items;
  }
}
