package dev.landfall.liquibase.changelog;

import dev.landfall.spi.FileReason;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Writes the next changeset file of a folder, so that it follows the convention.
public final class NewChangeset {
  private static final int LAST_NUMBER = 999;

  private final Path root;
  private final String database;
  private final String schema;
  private final String kind;
  private final String name;
  private final String author;

  private NewChangeset(
      Path root, String database, String schema, String kind, String name, String author) {
    this.root = root;
    this.database = database;
    this.schema = schema;
    this.kind = kind;
    this.name = name;
    this.author = author;
  }

  /// What came of it.
  public sealed interface Result {
    /// It was written.
    ///
    /// @param file relative to the root
    record Written(String file) implements Result {}

    /// Nothing was written.
    record Refused(List<Problem> problems) implements Result {}
  }

  /// Writes `warehouse/<database>/<schema>/<kind>/NNN_<name>.sql` with the next free number. Never
  /// overwrites a file.
  ///
  /// @param root the folder that holds `warehouse`
  /// @param kind one of the convention's kinds, such as `tables`
  /// @param name what it does, in lower case, such as `add_refund_reason`
  /// @param author of the changeset
  public static Result write(
      Path root, String database, String schema, String kind, String name, String author) {
    return new NewChangeset(root, database, schema, kind, name, author).write();
  }

  private Result write() {
    var problems = problems();
    if (!problems.isEmpty()) {
      return new Result.Refused(problems);
    }
    var folder = root.resolve("warehouse").resolve(database).resolve(schema).resolve(kind);
    try {
      if (!Files.createDirectories(folder).toRealPath().startsWith(root.toRealPath())) {
        return refused(
            "folder outside of the root", "A link leads from " + shown() + " elsewhere.");
      }
      for (var number = next(folder); number <= LAST_NUMBER; number++) {
        var file = String.format(Locale.ROOT, "%03d_%s.sql", number, name);
        try {
          Files.writeString(
              folder.resolve(file),
              text(),
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE);
          return new Result.Written(shown() + "/" + file);
        } catch (FileAlreadyExistsException e) {
          // Somebody else has just taken this number: the next one.
        }
      }
      return refused("no number left", shown() + " has a file with number " + LAST_NUMBER + ".");
    } catch (IOException e) {
      return refused("cannot be written", "Why: " + FileReason.of(e) + ".");
    }
  }

  private String shown() {
    return "warehouse/" + database + "/" + schema + "/" + kind;
  }

  private Result refused(String summary, String detail) {
    return new Result.Refused(List.of(Problem.error(Location.of(shown()), summary, detail)));
  }

  private List<Problem> problems() {
    var problems = new ArrayList<Problem>();
    if (!Layout.KINDS.contains(kind)) {
      problems.add(
          Problem.error(
              Location.of(shown()),
              "unknown kind",
              "'"
                  + kind
                  + "' is none of "
                  + String.join(", ", Layout.KINDS)
                  + "."
                  + Similar.hint(kind, Layout.KINDS)));
    }
    if (!Layout.FILE_NAME.matcher("000_" + name + ".sql").matches()) {
      problems.add(
          Problem.error(
              Location.of(shown()),
              "name outside of the convention",
              "'"
                  + name
                  + "' must be words in lower case joined by _, such as add_refund_reason."));
    }
    if (author.isBlank() || author.contains(":") || author.lines().count() != 1) {
      problems.add(
          Problem.error(
              Location.of(shown()),
              "author not usable",
              "'" + author + "' must be one line without a colon. Give another with --author."));
    }
    var place = existing(List.of("warehouse", database, schema));
    place.ifPresent(problems::add);
    return problems;
  }

  /// The database and the schema must be there: a typing error would make another one.
  private Optional<Problem> existing(List<String> parts) {
    var folder = root;
    for (var part : parts) {
      var next = folder.resolve(part).normalize();
      if (part.isEmpty() || !folder.equals(next.getParent()) || !Files.isDirectory(next)) {
        return Optional.of(
            Problem.error(
                Location.of(String.join("/", parts)),
                "folder not found",
                "There is no folder '"
                    + part
                    + "'."
                    + Similar.hint(part, folders(folder))
                    + " Make it first if it is a new one."));
      }
      folder = next;
    }
    return Optional.empty();
  }

  private static List<String> folders(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(Files::isDirectory).map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      return List.of(); // only the hint is left out
    }
  }

  private static int next(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
              .map(file -> Layout.FILE_NAME.matcher(String.valueOf(file.getFileName())))
              .filter(matcher -> matcher.matches())
              .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
              .max()
              .orElse(0)
          + 1;
    }
  }

  private String text() {
    var again = Layout.RUN_AGAIN.contains(kind);
    var header =
        again ? " runOnChange:true" + (kind.equals("views") ? "" : " splitStatements:false") : "";
    var what =
        switch (kind) {
          case "views" -> "CREATE OR REPLACE VIEW " + schema + "." + name + " AS\nSELECT 1 AS one;";
          case "functions", "procedures" ->
              "-- CREATE OR REPLACE "
                  + (kind.equals("functions") ? "FUNCTION " : "PROCEDURE ")
                  + schema
                  + "."
                  + name
                  + "() …\nSELECT 1;";
          default -> "-- The statements that " + name.replace('_', ' ') + ".\nSELECT 1;";
        };
    var back = kind.equals("views") ? "DROP VIEW IF EXISTS " + schema + "." + name + ";" : "empty";
    return """
    --liquibase formatted sql

    --changeset %s:001-%s%s
    --comment: Why this is done, in one line
    %s
    --rollback %s
    """
        .formatted(author, name.replace('_', '-'), header, what, back);
  }
}
