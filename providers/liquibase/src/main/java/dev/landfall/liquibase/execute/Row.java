package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Changeset;
import java.util.Comparator;
import java.util.List;

/// A row of DATABASECHANGELOG, as far as decisions need it. Immutable.
///
/// @param order ORDEREXECUTED
/// @param executed DATEEXECUTED as the database writes it
/// @param checksum MD5SUM; empty for null
/// @param execType EXECTYPE
/// @param tag TAG; empty for none
/// @param deployment DEPLOYMENT_ID; empty for none
record Row(
    Changeset.Key key,
    int order,
    String executed,
    String checksum,
    String execType,
    String tag,
    String deployment) {
  /// The order in which they were executed: both databases write times so that their texts sort.
  static final Comparator<Row> IN_ORDER =
      Comparator.comparing(Row::executed).thenComparingInt(Row::order);

  /// From the columns in the order of [Bookkeeping#COLUMNS].
  static Row of(List<String> cells) {
    return new Row(
        new Changeset.Key(cells.get(2), cells.get(0), cells.get(1)),
        Integer.parseInt(cells.get(3)),
        cells.get(4),
        cells.get(5),
        cells.get(6),
        cells.get(7),
        cells.get(8));
  }

  /// The key by which rows and changesets are told apart: Liquibase ignores `classpath:`, a leading
  /// `./` or `/` and the kind of slash.
  static Changeset.Key normal(Changeset.Key key) {
    var path = key.path().replace('\\', '/');
    if (path.startsWith("classpath:")) {
      path = path.substring("classpath:".length());
    }
    while (path.startsWith("./") || path.startsWith("/")) {
      path = path.substring(path.indexOf('/') + 1);
    }
    return path.equals(key.path()) ? key : new Changeset.Key(path, key.id(), key.author());
  }
}
