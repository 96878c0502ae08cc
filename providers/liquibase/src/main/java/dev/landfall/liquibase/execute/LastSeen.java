package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Changeset;
import dev.landfall.spi.Desired;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What a target's bookkeeping was when it was read last, so that mistakes in the files can be
/// found without asking the database.
final class LastSeen {
  private static final String SEPARATOR = "\t";

  private LastSeen() {}

  static void remember(Path cache, Desired<?> desired, Collection<Row> rows) {
    var lines = new ArrayList<String>();
    for (var row : rows) {
      var key = row.key();
      lines.add(
          String.join(
              SEPARATOR,
              key.path(),
              key.id(),
              key.author(),
              row.executed(),
              row.checksum(),
              row.execType()));
    }
    try {
      var file = file(cache, desired);
      Files.createDirectories(file.resolveSibling(""));
      var temporary = Files.createTempFile(file.resolveSibling(""), ".seen", ".tmp");
      Files.write(temporary, lines, StandardCharsets.UTF_8);
      Files.move(
          temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Then `validate` finds less, and `plan` still finds it.
    }
  }

  /// The rows; none when nobody has looked yet.
  static List<Row> of(Path cache, Desired<?> desired) {
    var rows = new ArrayList<Row>();
    try {
      for (var line : Files.readAllLines(file(cache, desired), StandardCharsets.UTF_8)) {
        var cells = line.split(SEPARATOR, -1);
        if (cells.length == 6) {
          var key = new Changeset.Key(cells[0], cells[1], cells[2]);
          rows.add(new Row(key, 0, cells[3], cells[4], cells[5], "", ""));
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    return rows;
  }

  private static Path file(Path cache, Desired<?> desired) {
    var name = (desired.target() + "-" + desired.component()).replaceAll("[^A-Za-z0-9_.-]", "_");
    return cache.resolve("seen").resolve(name);
  }
}
