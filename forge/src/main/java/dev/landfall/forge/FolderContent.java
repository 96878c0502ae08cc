package dev.landfall.forge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// A fingerprint of a folder's files: their names, their bytes, which are executable, where links
/// lead. Equal files give an equal fingerprint on any machine, whatever their timestamps.
final class FolderContent {
  /// Folders that are never part of a component: Git's own, and what Landfall leaves behind.
  static final Set<String> LEFT_OUT = Set.of(".git", ".landfall");

  private static final int BUFFER = 1 << 16;

  private FolderContent() {}

  /// Of every file of a folder.
  static String of(Path root) throws IOException {
    return of(root, files(root));
  }

  /// Of some files.
  ///
  /// @param files relative to `root`, with `/` between their parts
  static String of(Path root, SortedSet<String> files) throws IOException {
    var all = sha256();
    var each = sha256();
    var buffer = new byte[BUFFER];
    for (var name : files) {
      var file = root.resolve(name);
      all.update(name.getBytes(StandardCharsets.UTF_8));
      if (Files.isSymbolicLink(file)) {
        all.update(new byte[] {0, 'l'});
        var leadsTo = Files.readSymbolicLink(file).toString();
        all.update(each.digest(leadsTo.getBytes(StandardCharsets.UTF_8)));
      } else {
        all.update(new byte[] {0, (byte) (Files.isExecutable(file) ? 'x' : 'f')});
        try (var input = Files.newInputStream(file)) {
          for (var read = input.read(buffer); read >= 0; read = input.read(buffer)) {
            each.update(buffer, 0, read);
          }
        }
        all.update(each.digest());
      }
    }
    return HexFormat.of().formatHex(all.digest());
  }

  private static SortedSet<String> files(Path root) throws IOException {
    var files = new TreeSet<String>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return LEFT_OUT.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() || attributes.isSymbolicLink()) {
              files.add(root.relativize(file).toString().replace('\\', '/'));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
