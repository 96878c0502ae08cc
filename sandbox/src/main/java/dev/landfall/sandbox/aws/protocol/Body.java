package dev.landfall.sandbox.aws.protocol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// The body of a request: a small one in memory, a large one in a file. One thread at a time.
public final class Body implements AutoCloseable {
  private static final int IN_MEMORY = 256 * 1024;
  private static final int BUFFER = 32 * 1024;

  private final byte[] memory;
  private Optional<Path> file;
  private final long size;
  private final String sha256;
  private final Map<String, String> trailers;

  private Body(
      byte[] memory, Optional<Path> file, long size, String sha256, Map<String, String> trailers) {
    this.memory = memory;
    this.file = file;
    this.size = size;
    this.sha256 = sha256;
    this.trailers = trailers;
  }

  /// Reads one.
  ///
  /// @param folder where a large one is put
  /// @return empty when it is larger than the limit
  static Optional<Body> read(InputStream in, long limit, Path folder) throws IOException {
    var digest = Digests.of("SHA-256");
    var memory = new ByteArrayOutputStream();
    Optional<Path> file = Optional.empty();
    OutputStream out = memory;
    var kept = false;
    try {
      var buffer = new byte[BUFFER];
      var size = 0L;
      for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        size += n;
        if (size > limit) {
          return Optional.empty();
        }
        if (file.isEmpty() && size > IN_MEMORY) {
          var path = Files.createTempFile(folder, "body-", "");
          file = Optional.of(path);
          out = Files.newOutputStream(path);
          memory.writeTo(out);
          memory.reset();
        }
        digest.update(buffer, 0, n);
        out.write(buffer, 0, n);
      }
      out.close();
      kept = true;
      return Optional.of(new Body(memory.toByteArray(), file, size, hex(digest), trailersOf(in)));
    } finally {
      out.close();
      if (!kept && file.isPresent()) {
        Files.deleteIfExists(file.get());
      }
    }
  }

  private static Map<String, String> trailersOf(InputStream in) {
    return in instanceof ChunkedUpload upload ? upload.trailers() : Map.of();
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /// In bytes.
  public long size() {
    return size;
  }

  /// In hexadecimal digits.
  public String sha256() {
    return sha256;
  }

  /// What came after a chunked upload, by names in lower case.
  public Map<String, String> trailers() {
    return trailers;
  }

  public InputStream open() throws IOException {
    return file.isPresent() ? Files.newInputStream(file.get()) : new ByteArrayInputStream(memory);
  }

  /// All of it: for services whose bodies are small.
  public byte[] bytes() throws IOException {
    return file.isPresent() ? Files.readAllBytes(file.get()) : memory;
  }

  /// Makes it a file of its own, which outlives the request.
  public void moveTo(Path target) throws IOException {
    if (file.isPresent()) {
      Files.move(file.get(), target, StandardCopyOption.ATOMIC_MOVE);
      file = Optional.empty();
    } else {
      Files.write(target, memory);
    }
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      Files.deleteIfExists(file.get());
    }
  }
}
