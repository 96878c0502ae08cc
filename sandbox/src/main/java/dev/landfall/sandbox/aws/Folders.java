package dev.landfall.sandbox.aws;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/// Where the server keeps its files.
///
/// @param home of everything
/// @param bodies of requests that are being read; empty when a server starts
/// @param temporary whether all of it goes away with the server
/// @param lock held while the server runs
record Folders(Path home, Path bodies, boolean temporary, FileChannel lock) implements Closeable {
  static Folders of(Optional<Path> wanted) throws IOException {
    var home =
        wanted.isPresent()
            ? Files.createDirectories(wanted.get())
            : Files.createTempDirectory("landfall-aws-");
    var lock = lock(home);
    var bodies = home.resolve("bodies");
    delete(bodies);
    return new Folders(home, Files.createDirectories(bodies), wanted.isEmpty(), lock);
  }

  private static FileChannel lock(Path home) throws IOException {
    var channel =
        FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new IOException(home + " is in use by another server.", e);
    }
    channel.close();
    throw new IOException(home + " is in use by another server.");
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
    lock.close();
    if (temporary) {
      delete(home);
    }
  }
}
