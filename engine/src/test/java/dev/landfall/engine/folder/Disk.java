package dev.landfall.engine.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The live system of [FolderProvider]: folders, each with a lock and an account of every effect
/// beside it. Threads may share a disk.
public final class Disk {
  private final Watch watch;
  private volatile boolean severed;

  /// Somebody who sees calls and may let them fail.
  public interface Watch {
    /// Sees nothing.
    Watch NONE = new Watch() {};

    /// A folder is about to be read.
    default void reading(Path folder) throws IOException {}

    /// A file is about to be written or deleted.
    default void changing(Path folder, String name) throws IOException {}

    /// A file was written or deleted.
    default void changed(Path folder, String name) throws IOException {}
  }

  /// A disk that is watched.
  public Disk(Watch watch) {
    this.watch = watch;
  }

  /// From now on every call through this object fails.
  public void sever() {
    severed = true;
  }

  private void reach() throws IOException {
    if (severed) {
      throw new IOException("the process is gone");
    }
  }

  /// What a folder's files hold, by name; nothing when there is no folder.
  public SortedMap<String, String> read(Path folder) throws IOException {
    reach();
    watch.reading(folder);
    return contents(folder);
  }

  static SortedMap<String, String> contents(Path folder) throws IOException {
    var contents = new TreeMap<String, String>();
    if (Files.isDirectory(folder)) {
      try (var files = Files.list(folder)) {
        for (var file : files.toList()) {
          contents.put(String.valueOf(file.getFileName()), Files.readString(file));
        }
      }
    }
    return contents;
  }

  /// Writes a file, whole or not at all.
  public void write(Path folder, String name, String content) throws IOException {
    reach();
    watch.changing(folder, name);
    Files.createDirectories(folder);
    var part = beside(folder, ".part");
    Files.writeString(part, content);
    Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    account(folder, "write " + name);
    watch.changed(folder, name);
  }

  /// Deletes a file.
  public void delete(Path folder, String name) throws IOException {
    reach();
    watch.changing(folder, name);
    Files.delete(folder.resolve(name));
    account(folder, "delete " + name);
    watch.changed(folder, name);
  }

  private static void account(Path folder, String line) throws IOException {
    Files.write(
        beside(folder, ".account"),
        List.of(line),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /// Every effect a folder ever took, in order.
  public static List<String> account(Path folder) throws IOException {
    var account = beside(folder, ".account");
    return Files.exists(account) ? Files.readAllLines(account) : List.of();
  }

  /// Takes a folder's lock when it is free.
  ///
  /// @return who has it now
  String lock(Path folder, String owner) throws IOException {
    reach();
    Files.createDirectories(folder.resolveSibling("."));
    var lock = beside(folder, ".lock");
    try {
      Files.write(lock, owner.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW);
      return owner;
    } catch (FileAlreadyExistsException e) {
      return Files.readString(lock);
    }
  }

  /// Who has a folder's lock.
  Optional<String> locked(Path folder) throws IOException {
    reach();
    var lock = beside(folder, ".lock");
    return Files.exists(lock) ? Optional.of(Files.readString(lock)) : Optional.empty();
  }

  void unlock(Path folder) throws IOException {
    reach();
    Files.deleteIfExists(beside(folder, ".lock"));
  }

  private static Path beside(Path folder, String ending) {
    return folder.resolveSibling(folder.getFileName() + ending);
  }
}
