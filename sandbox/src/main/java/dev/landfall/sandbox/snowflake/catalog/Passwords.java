package dev.landfall.sandbox.snowflake.catalog;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Passwords of users, which the catalogue keeps salted and hashed.
public final class Passwords {
  private static final int ITERATIONS = 10_000;
  private static final int BITS = 256;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Passwords() {}

  /// What is kept of a password.
  public static String keep(String password) {
    var salt = new byte[16];
    RANDOM.nextBytes(salt);
    return Base64.getEncoder().encodeToString(salt)
        + ":"
        + Base64.getEncoder().encodeToString(hash(password, salt));
  }

  /// Whether this is the password of which something was kept.
  public static boolean matches(String kept, String password) {
    var parts = kept.split(":", 2);
    if (parts.length != 2) {
      return false;
    }
    return MessageDigest.isEqual(
        Base64.getDecoder().decode(parts[1].getBytes(StandardCharsets.US_ASCII)),
        hash(password, Base64.getDecoder().decode(parts[0])));
  }

  private static byte[] hash(String password, byte[] salt) {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, BITS))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
