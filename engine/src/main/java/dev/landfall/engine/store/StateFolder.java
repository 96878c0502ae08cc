package dev.landfall.engine.store;

import dev.landfall.engine.event.EventLogException;
import dev.landfall.spi.FileReason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The folder a local event log lies in, readable by its owner alone. Not for several threads at
/// once.
final class StateFolder {
  /// How to reach the process that has the database open.
  ///
  /// @param port on the loopback address
  /// @param key what a client must know; only the folder's owner can read it
  record Announcement(int port, String key) {}

  /// Folders locked by this process. Asking the system twice would not do: closing any channel of a
  /// file gives up all of a process's locks on it (fcntl(2), "Advisory record locking").
  private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

  private static final String DATABASE_FILE = "state.mv.db";

  private final Path folder;
  private Optional<FileChannel> lock = Optional.empty();

  /// Makes the folder when it is missing.
  StateFolder(Path place) {
    try {
      var absolute = place.toAbsolutePath().normalize();
      if (!Files.isDirectory(absolute)) {
        Files.createDirectories(absolute, owner("rwx------"));
      }
      folder = absolute.toRealPath();
    } catch (IOException e) {
      throw unusable(place, e);
    }
    if (folder.toString().contains(";")) {
      throw new EventLogException(
          EventLogException.Code.BAD_ADDRESS,
          "The event log's folder " + folder + " has a semicolon in its name.",
          "Choose another one.");
    }
    createFile(databaseFile());
  }

  /// Whether a database was made in a folder.
  static boolean holdsDatabase(Path folder) {
    return Files.isRegularFile(folder.resolve(DATABASE_FILE));
  }

  Path databaseFile() {
    return folder.resolve(DATABASE_FILE);
  }

  private Path serverFile() {
    return folder.resolve("state.server");
  }

  private Path lockFile() {
    return folder.resolve("state.lock");
  }

  /// The database, as H2 names it: without the ending.
  Path database() {
    return folder.resolve("state");
  }

  boolean isLocked() {
    return lock.isPresent();
  }

  /// Takes the folder's lock, which lasts until [#unlock] or the end of the process.
  ///
  /// @return whether nobody else had it
  boolean tryLock() {
    if (!LOCKED.add(folder)) {
      return false;
    }
    try {
      createFile(lockFile());
      var channel = FileChannel.open(lockFile(), StandardOpenOption.WRITE);
      FileLock taken = channel.tryLock();
      if (taken == null) {
        channel.close();
        LOCKED.remove(folder);
        return false;
      }
      lock = Optional.of(channel);
      return true;
    } catch (IOException e) {
      LOCKED.remove(folder);
      throw unusable(folder, e);
    }
  }

  void unlock() {
    if (lock.isEmpty()) {
      return;
    }
    try {
      lock.get().close();
    } catch (IOException e) {
      throw unusable(folder, e);
    } finally {
      lock = Optional.empty();
      LOCKED.remove(folder);
    }
  }

  /// Tells other processes how to reach the database.
  void announce(Announcement announcement) throws IOException {
    var draft = Files.createTempFile(folder, "state", ".draft", owner("rw-------"));
    Files.writeString(draft, announcement.port() + " " + announcement.key());
    Files.move(draft, serverFile(), StandardCopyOption.ATOMIC_MOVE);
  }

  void withdraw() throws IOException {
    Files.deleteIfExists(serverFile());
  }

  /// How to reach the database; nothing while nobody serves it.
  Optional<Announcement> announced() throws IOException {
    try {
      var words = Files.readString(serverFile()).split(" ");
      return Optional.of(new Announcement(Integer.parseInt(words[0]), words[1]));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private void createFile(Path file) {
    try {
      if (!Files.exists(file)) {
        FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                owner("rw-------"))
            .close();
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /// Makes a file readable by its owner alone.
  void protect(Path file) {
    try {
      if (isPosix()) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static boolean isPosix() {
    return Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] owner(String permissions) {
    return isPosix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  static EventLogException unusable(Path folder, IOException cause) {
    return new EventLogException(
        EventLogException.Code.BAD_ADDRESS,
        "The event log's folder " + folder + " cannot be used: " + FileReason.of(cause) + ".",
        "Choose a folder on a local disk that you may write to.",
        cause);
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
