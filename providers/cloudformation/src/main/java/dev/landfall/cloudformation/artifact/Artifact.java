package dev.landfall.cloudformation.artifact;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// An object that a stack needs in a bucket. Immutable.
///
/// @param key named by its content: what is there already need not be sent again
public record Artifact(String key, Content content) {
  /// What it holds.
  @FunctionalInterface
  public interface Content {
    /// Writes it; the stream stays open.
    void writeTo(OutputStream out) throws IOException;
  }

  static Artifact ofText(String prefix, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var digest = sha256();
    digest.update(bytes);
    return new Artifact(prefix + hex(digest) + ".template", out -> out.write(bytes));
  }

  static Artifact of(String prefix, Bundle code) {
    return new Artifact(prefix + code.content() + ".zip", code);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
