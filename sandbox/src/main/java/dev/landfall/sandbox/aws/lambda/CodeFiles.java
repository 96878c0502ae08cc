package dev.landfall.sandbox.aws.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.AwsError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// The code of functions: folders, each of which is written once. Threads share it.
final class CodeFiles {
  private static final long LARGEST = 262_144_000;
  private static final int BUFFER = 64 * 1024;

  private final Path folder;

  CodeFiles(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder).toRealPath();
  }

  /// A zip with one file, as CloudFormation makes it of a template's text.
  static byte[] zip(String file, String text) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      var entry = new ZipEntry(file);
      entry.setTime(0);
      zip.putNextEntry(entry);
      zip.write(text.getBytes(UTF_8));
    }
    return out.toByteArray();
  }

  /// Unpacks a zip.
  ///
  /// @param name of the code, which is new
  /// @throws AwsError for what is no zip, is too large, or wants to be outside of its folder
  void put(String name, byte[] zip) throws AwsError, IOException {
    var draft = folder.resolve(name + ".new");
    delete(draft);
    try {
      unpack(zip, Files.createDirectories(draft));
      Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (ZipException | IllegalArgumentException e) {
      throw broken();
    } finally {
      delete(draft);
    }
  }

  private static void unpack(byte[] packed, Path target) throws AwsError, IOException {
    long size = 0;
    int files = 0;
    try (var zip = new ZipInputStream(new ByteArrayInputStream(packed))) {
      var buffer = new byte[BUFFER];
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        var name = entry.getName();
        var path = target.resolve(name).normalize();
        if (name.startsWith("/") || name.contains("\\") || !path.startsWith(target)) {
          throw broken();
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
          continue;
        }
        Files.createDirectories(path.getParent());
        files++;
        try (var out = Files.newOutputStream(path)) {
          for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
            size += n;
            if (size > LARGEST) {
              throw LambdaErrors.invalid(
                  "Unzipped size must be smaller than " + LARGEST + " bytes");
            }
            out.write(buffer, 0, n);
          }
        }
      }
    }
    if (files == 0) {
      throw packed.length == 0
          ? LambdaErrors.invalid("Uploaded file must be a non-empty zip")
          : broken();
    }
  }

  private static AwsError broken() {
    return LambdaErrors.invalid(
        "Could not unzip uploaded file. Please check your file, then try to upload again.");
  }

  /// Where the code is.
  Path path(String name) {
    return folder.resolve(name);
  }

  void remove(String name) throws IOException {
    delete(folder.resolve(name));
  }

  /// Removes everything but those.
  void keep(Set<String> names) throws IOException {
    try (var all = Files.list(folder)) {
      for (var path : all.toList()) {
        if (!names.contains(path.getFileName().toString())) {
          delete(path);
        }
      }
    }
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (var all = Files.walk(path)) {
      for (var one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    }
  }
}
