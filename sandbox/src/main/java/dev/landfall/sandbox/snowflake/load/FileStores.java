package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.catalog.Directory;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.load.store.Buckets;
import dev.landfall.sandbox.snowflake.load.store.FolderStore;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;

/// The files of an account: those of internal stages in a folder, and the stores that stand for the
/// buckets of external ones. Threads may share it.
public final class FileStores implements AutoCloseable {
  private static final String STAGES = "stages";
  private static final String TABLES = "tables";
  private static final String USERS = "users";
  private static final String SPILL = "spill";

  private final Path folder;
  private final boolean temporary;
  private final FolderStore internal;
  private final Map<String, Buckets> external;

  private FileStores(Path folder, boolean temporary, Map<String, Buckets> external) {
    this.folder = folder;
    this.temporary = temporary;
    this.internal = FolderStore.of(folder);
    this.external = Map.copyOf(external);
  }

  /// @param folder is kept when the account is closed
  /// @param external the buckets outside, by the scheme of their addresses, such as `s3`
  public static FileStores kept(Path folder, Map<String, Buckets> external) throws IOException {
    Files.createDirectories(folder);
    var stores = new FileStores(folder.toRealPath(), false, external);
    deleteTree(stores.spill());
    return stores;
  }

  /// Stores in a new folder, which is removed by [#close].
  public static FileStores temporary(Map<String, Buckets> external) throws IOException {
    var folder = Files.createTempDirectory("landfall-snowflake-").toRealPath();
    return new FileStores(folder, true, external);
  }

  /// Where DuckDB puts what does not fit into memory.
  public Path spill() {
    return folder.resolve(SPILL);
  }

  FolderStore internal() {
    return internal;
  }

  /// @param scheme such as `s3`
  Optional<Buckets> external(String scheme) {
    return Optional.ofNullable(external.get(scheme));
  }

  /// Where an object's internal files lie: a named stage's, a table's or a user's.
  static String bucket(Entity entity) {
    var kind =
        switch (entity.kind()) {
          case STAGE -> STAGES;
          case TABLE -> TABLES;
          case USER -> USERS;
          default -> throw new IllegalArgumentException(entity.kind().word());
        };
    return kind + "/" + entity.id();
  }

  /// Removes the files of stages, tables and users that are gone for good. Those of a dropped table
  /// stay while it can be brought back.
  public void removeOrphans(Directory directory) throws IOException {
    for (var kind : Map.of(STAGES, Kind.STAGE, TABLES, Kind.TABLE, USERS, Kind.USER).entrySet()) {
      var all = folder.resolve(kind.getKey());
      if (!Files.isDirectory(all)) {
        continue;
      }
      try (var each = Files.newDirectoryStream(all)) {
        for (var one : each) {
          if (gone(directory, kind.getValue(), String.valueOf(one.getFileName()))) {
            deleteTree(one);
          }
        }
      }
    }
  }

  private static boolean gone(Directory directory, Kind kind, String name) {
    try {
      return directory
          .entity(Long.parseLong(name))
          .filter(entity -> entity.kind() == kind)
          .isEmpty();
    } catch (NumberFormatException e) {
      // Not ours: it stays.
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    deleteTree(temporary ? folder : spill());
  }

  private static void deleteTree(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path directory, @org.jspecify.annotations.Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
