package dev.landfall.sandbox.aws.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Access keys: 12 digits are the root user of that account, all with the same secret; others are
/// temporary, or those of users. Their secrets and tokens are derived from that secret, so that
/// nothing has to be kept and they outlive the server. Threads share it.
public final class Keys {
  /// What the number of an account looks like.
  public static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  private static final String TEMPORARY = "ASIA";
  private static final String PERMANENT = "AKIA";
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int RANDOM_LETTERS = 16;
  private static final int SECRET_LENGTH = 40;

  private final String secret;
  private final RandomGenerator random;

  /// @param secret of every account
  public Keys(String secret, RandomGenerator random) {
    this.secret = secret;
    this.random = random;
  }

  /// Temporary credentials.
  public record Temporary(
      String accessKeyId, String secretAccessKey, String sessionToken, Instant expiration) {
    @Override
    public String toString() {
      return "Temporary[" + accessKeyId + ", until " + expiration + "]";
    }
  }

  /// Whose a token is, and for how long.
  record Session(Identity identity, Instant expiration) {}

  /// Random letters, as they stand in ids.
  public String letters(int count) {
    var letters = new StringBuilder(count);
    for (var i = 0; i < count; i++) {
      letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return letters.toString();
  }

  /// Issues credentials.
  public Temporary issue(Identity identity, Instant now, Duration validity) {
    var id = TEMPORARY + letters(RANDOM_LETTERS);
    var expiration = now.plus(validity).truncatedTo(ChronoUnit.SECONDS);
    var claims =
        id
            + "\n"
            + expiration.getEpochSecond()
            + "\n"
            + identity.account()
            + "\n"
            + identity.arn()
            + "\n"
            + identity.userId();
    var token = base64(claims.getBytes(UTF_8)) + "." + seal("token", claims);
    return new Temporary(id, temporarySecret(id), token, expiration);
  }

  /// @return empty for a key that nobody can have
  Optional<String> secret(String accessKey) {
    if (ACCOUNT.matcher(accessKey).matches()) {
      return Optional.of(secret);
    }
    if (accessKey.startsWith(PERMANENT)) {
      return Optional.of(permanentSecret(accessKey));
    }
    return accessKey.startsWith(TEMPORARY)
        ? Optional.of(temporarySecret(accessKey))
        : Optional.empty();
  }

  /// The secret of a user's access key.
  public String permanentSecret(String accessKey) {
    return seal("access key", accessKey).substring(0, SECRET_LENGTH);
  }

  static boolean isPermanent(String accessKey) {
    return accessKey.startsWith(PERMANENT);
  }

  static boolean isTemporary(String accessKey) {
    return accessKey.startsWith(TEMPORARY);
  }

  /// @return empty when it was not issued for this key
  Optional<Session> session(String accessKey, String token) {
    var dot = token.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    try {
      var claims = new String(Base64.getUrlDecoder().decode(token.substring(0, dot)), UTF_8);
      var parts = claims.split("\n", -1);
      if (!Digests.same(seal("token", claims), token.substring(dot + 1))
          || !parts[0].equals(accessKey)) {
        return Optional.empty();
      }
      return Optional.of(
          new Session(
              new Identity(parts[2], parts[3], parts[4]),
              Instant.ofEpochSecond(Long.parseLong(parts[1]))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private String temporarySecret(String accessKey) {
    return seal("secret", accessKey).substring(0, SECRET_LENGTH);
  }

  /// 32 bytes that only this stand-in knows, the same ones for the same purpose.
  public byte[] derived(String purpose) {
    return Digests.hmac(secret.getBytes(UTF_8), "derived\n" + purpose);
  }

  private String seal(String purpose, String text) {
    return base64(Digests.hmac(secret.getBytes(UTF_8), purpose + "\n" + text));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
