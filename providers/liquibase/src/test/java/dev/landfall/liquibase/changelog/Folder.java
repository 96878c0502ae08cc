package dev.landfall.liquibase.changelog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A component's folder for a test.
record Folder(Path root) {
  /// Writes a file and gives the folder back.
  Folder with(String path, String text) {
    try {
      var file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Reading read(String changelog) {
    return read(changelog, Map.of());
  }

  Reading read(String changelog, Map<String, String> parameters) {
    return new ChangelogReader().read(request(changelog, parameters));
  }

  ChangelogRequest request(String changelog, Map<String, String> parameters) {
    return ChangelogRequest.of(root, "warehouse", changelog, parameters, DatabaseKind.POSTGRESQL);
  }

  /// The changesets, which must be readable.
  List<Changeset> changesets(String changelog) {
    return changesets(changelog, Map.of());
  }

  List<Changeset> changesets(String changelog, Map<String, String> parameters) {
    return switch (read(changelog, parameters)) {
      case Reading.Read read -> read.changelog().changesets();
      case Reading.Broken broken -> throw new AssertionError(broken.problems().toString());
    };
  }

  /// The problems in words, whether or not it could be read.
  List<String> problems(String changelog) {
    return problems(changelog, Map.of());
  }

  List<String> problems(String changelog, Map<String, String> parameters) {
    var problems =
        switch (read(changelog, parameters)) {
          case Reading.Read read -> read.problems();
          case Reading.Broken broken -> broken.problems();
        };
    return problems.stream().map(Object::toString).toList();
  }
}
