package dev.landfall.cloudformation.artifact;

import dev.landfall.spi.FileReason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;

/// The files of a function, as they are to lie in its archive: the same files give the same bytes,
/// whatever their times, owners and order on the disk. Immutable; the files are read when they are
/// needed.
///
/// @param files by their names in the archive, in the order of the names
/// @param content a fingerprint of the names, the modes and the bytes
record Bundle(Map<String, Path> files, String content) implements Artifact.Content {
  /// The largest code of a function, unpacked (Lambda Developer Guide, "Lambda quotas").
  private static final long MAX_BYTES = 250L * 1024 * 1024;

  private static final int BUFFER = 1 << 16;

  /// Looks at a folder, or at a single file.
  ///
  /// @param repository that nothing may lead out of
  /// @throws UnusableCodeException when it cannot be taken
  static Bundle of(Path repository, Path code) throws UnusableCodeException {
    var files = new TreeMap<String, Path>();
    try {
      if (!Files.exists(code)) {
        throw new UnusableCodeException("code not found", "There is no such file or folder.");
      }
      requireInside(repository, code);
      var outside = new ArrayList<Path>();
      if (Files.isDirectory(code)) {
        Files.walkFileTree(
            code,
            EnumSet.of(FileVisitOption.FOLLOW_LINKS),
            Integer.MAX_VALUE,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                  throws IOException {
                if (!folder.toRealPath().startsWith(repository)) {
                  outside.add(folder);
                  return FileVisitResult.TERMINATE;
                }
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.put(name(code, file), file);
                return FileVisitResult.CONTINUE;
              }
            });
      } else {
        files.put(String.valueOf(code.getFileName()), code);
      }
      for (var folder : outside) {
        requireInside(repository, folder);
      }
      long bytes = 0;
      for (var file : files.values()) {
        requireInside(repository, file);
        bytes += Files.size(file);
      }
      if (files.isEmpty()) {
        throw new UnusableCodeException("no code", "The folder is empty.");
      }
      if (bytes > MAX_BYTES) {
        throw new UnusableCodeException(
            "code too large", "It has " + bytes + " bytes; Lambda takes " + MAX_BYTES + ".");
      }
      return new Bundle(files, digest(files));
    } catch (FileSystemLoopException e) {
      throw new UnusableCodeException("link in a circle", "Take " + e.getFile() + " out.");
    } catch (IOException e) {
      throw new UnusableCodeException("code cannot be read", FileReason.of(e) + ".");
    }
  }

  private static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
  }

  private static void requireInside(Path repository, Path file)
      throws IOException, UnusableCodeException {
    if (!file.toRealPath().startsWith(repository)) {
      throw new UnusableCodeException(
          "code outside of the repository",
          file.getFileName() + " leads out of the component's repository. Move it there.");
    }
  }

  /// Whether it is packed already: a single file that is called so.
  boolean isArchive() {
    return files.size() == 1 && files.keySet().iterator().next().endsWith(".zip");
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    if (isArchive()) {
      Files.copy(files.values().iterator().next(), out);
      return;
    }
    var archive = new ZipWriter(out);
    for (var file : files.entrySet()) {
      archive.add(
          file.getKey(), Files.readAllBytes(file.getValue()), Files.isExecutable(file.getValue()));
    }
    archive.finish();
  }

  private static String digest(Map<String, Path> files) throws IOException {
    var digest = Artifact.sha256();
    var buffer = new byte[BUFFER];
    for (var file : files.entrySet()) {
      var name = file.getKey().getBytes(StandardCharsets.UTF_8);
      number(digest, name.length);
      digest.update(name);
      digest.update((byte) (Files.isExecutable(file.getValue()) ? 1 : 0));
      number(digest, Files.size(file.getValue()));
      try (var in = Files.newInputStream(file.getValue())) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          digest.update(buffer, 0, read);
        }
      }
    }
    return Artifact.hex(digest);
  }

  private static void number(MessageDigest digest, long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }
}
