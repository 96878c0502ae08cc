package dev.landfall.sandbox.aws.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Digests every JDK has.
public final class Digests {
  private static final String HMAC = "HmacSHA256";

  private Digests() {}

  /// @param algorithm such as `MD5`
  public static MessageDigest of(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// In hexadecimal digits.
  public static String hex(String algorithm, byte[] bytes) {
    return HexFormat.of().formatHex(of(algorithm).digest(bytes));
  }

  static String sha256(String text) {
    return hex("SHA-256", text.getBytes(UTF_8));
  }

  static byte[] hmac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Compares in a time that does not tell where the texts differ.
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
  }
}
