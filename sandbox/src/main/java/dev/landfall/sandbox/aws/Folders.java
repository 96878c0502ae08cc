package dev.landfall.sandbox.aws;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/// Where the server keeps its files.
///
/// @param home of everything
/// @param bodies of requests that are being read; empty when a server starts
/// @param temporary whether all of it goes away with the server
record Folders(Path home, Path bodies, boolean temporary) implements AutoCloseable {
  static Folders of(Optional<Path> wanted) throws IOException {
    var home =
        wanted.isPresent()
            ? Files.createDirectories(wanted.get())
            : Files.createTempDirectory("landfall-aws-");
    var bodies = home.resolve("bodies");
    delete(bodies);
    return new Folders(home, Files.createDirectories(bodies), wanted.isEmpty());
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    var _ =
        Files.walkFileTree(
            folder,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                  throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult postVisitDirectory(
                  Path visited, @org.jspecify.annotations.Nullable IOException e)
                  throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
              }
            });
  }

  @Override
  public void close() throws IOException {
    if (temporary) {
      delete(home);
    }
  }
}
