package dev.landfall.forge;

import dev.landfall.engine.release.Repositories.RepositoryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Lays out Git trees in a cache folder, each once, under its id. Several processes may do so at
/// once.
///
/// @param cache the folder
record TreeLayout(Path cache) {
  TreeLayout {
    cache = cache.toAbsolutePath().normalize();
  }

  private static final byte[] LFS =
      "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.US_ASCII);

  /// A tree that is laid out.
  record LaidOut(Path root, String content) {}

  /// Lays out a tree, or finds it there.
  LaidOut layOut(Repository repository, ObjectId tree) throws IOException, RepositoryException {
    var root = cache.resolve(tree.name()).resolve("files");
    var fingerprint = cache.resolve(tree.name()).resolve("content");
    if (!Files.exists(fingerprint)) {
      Files.createDirectories(cache);
      var temporary = Files.createTempDirectory(cache, "laying-out-");
      try {
        var files = Files.createDirectory(temporary.resolve("files"));
        write(repository, tree, files);
        Files.writeString(temporary.resolve("content"), FolderContent.of(files));
        moveIntoPlace(temporary, cache.resolve(tree.name()));
      } finally {
        delete(temporary);
      }
    }
    return new LaidOut(root, Files.readString(fingerprint));
  }

  private static void moveIntoPlace(Path temporary, Path place) throws IOException {
    try {
      Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, place);
    } catch (FileSystemException e) {
      var otherWasFirst =
          e instanceof FileAlreadyExistsException
              || e instanceof DirectoryNotEmptyException
              || Files.exists(place.resolve("content"));
      if (!otherWasFirst) {
        throw e;
      }
    }
  }

  private static void write(Repository repository, ObjectId tree, Path root)
      throws IOException, RepositoryException {
    try (var walk = new TreeWalk(repository)) {
      walk.addTree(tree);
      walk.setRecursive(true);
      while (walk.next()) {
        var name = walk.getPathString();
        var file = root.resolve(name).normalize();
        if (!file.startsWith(root)) {
          throw refused("It holds a file named " + name + ", which leads out of it.");
        }
        if (FileMode.GITLINK.equals(walk.getRawMode(0))) {
          throw refused(
              "It holds a submodule at "
                  + name
                  + ". Name that repository in the blueprint instead.");
        }
        Files.createDirectories(file.resolveSibling("."));
        var bytes = repository.open(walk.getObjectId(0)).getBytes();
        if (FileMode.SYMLINK.equals(walk.getRawMode(0))) {
          link(root, file, name, new String(bytes, StandardCharsets.UTF_8));
        } else {
          refuseLfs(name, bytes);
          Files.write(file, bytes);
          if (FileMode.EXECUTABLE_FILE.equals(walk.getRawMode(0))
              && !file.toFile().setExecutable(true)) {
            throw refused("The file " + name + " cannot be made executable here.");
          }
        }
      }
    }
  }

  private static void link(Path root, Path file, String name, String leadsTo)
      throws IOException, RepositoryException {
    var end = file.resolveSibling(leadsTo).normalize();
    if (Path.of(leadsTo).isAbsolute() || !end.startsWith(root)) {
      throw refused("The link " + name + " leads out of it, to " + leadsTo + ".");
    }
    Files.createSymbolicLink(file, Path.of(leadsTo));
  }

  private static void refuseLfs(String name, byte[] bytes) throws RepositoryException {
    if (bytes.length >= LFS.length && Arrays.equals(bytes, 0, LFS.length, LFS, 0, LFS.length)) {
      throw refused("The file " + name + " is kept in Git LFS, which Landfall does not fetch.");
    }
  }

  private static RepositoryException refused(String message) {
    return new RepositoryException(message, Optional.empty());
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
