package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The token of key-pair authentication, which the client signs with its private key (Snowflake,
/// "Key-pair authentication", "Authenticating to the server").
final class Jwt {
  private static final JsonMapper JSON = JsonMapper.shared();

  /// How much a client's clock may be ahead.
  private static final Duration SKEW = Duration.ofSeconds(60);

  /// The longest life of a token.
  private static final Duration LIFE = Duration.ofHours(1);

  private Jwt() {}

  /// Whom a token says that it is for; only [#verify] tells whether that is true.
  ///
  /// @param account in upper case
  record Subject(String account, String user) {}

  /// @throws SnowflakeException 390144 when it is no token
  static Subject subject(String token) throws SnowflakeException {
    var parts = token.split("\\.", -1);
    var subject = parts.length == 3 ? json(parts[1]).path("sub").asString("") : "";
    int dot = subject.indexOf('.');
    if (dot <= 0) {
      throw invalid();
    }
    return new Subject(subject.substring(0, dot), subject.substring(dot + 1));
  }

  /// @param keys the user's public keys, as base64 of their DER form
  /// @throws SnowflakeException 390144 unless the token is signed with one of the keys, for this
  ///   account and user, and is valid now
  static void verify(String token, String account, String user, List<String> keys, Instant now)
      throws SnowflakeException {
    var parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw invalid();
    }
    var header = json(parts[0]);
    var claims = json(parts[1]);
    if (!header.path("alg").asString("").equals("RS256")) {
      throw invalid();
    }
    var subject =
        account.toUpperCase(Locale.ROOT).replace('.', '-') + "." + user.toUpperCase(Locale.ROOT);
    if (!claims.path("sub").asString("").equals(subject) || !timely(claims, now)) {
      throw invalid();
    }
    for (var key : keys) {
      var publicKey = publicKey(key);
      if (claims.path("iss").asString("").equals(subject + "." + fingerprint(publicKey))
          && signed(parts, publicKey)) {
        return;
      }
    }
    throw invalid();
  }

  /// `SHA256:` and the digest of the key, as `DESC USER` shows it.
  static String fingerprint(PublicKey key) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return "SHA256:" + Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean timely(JsonNode claims, Instant now) {
    if (!claims.path("exp").isIntegralNumber() || !claims.path("iat").isIntegralNumber()) {
      return false;
    }
    var issued = Instant.ofEpochSecond(claims.path("iat").asLong());
    var expires = Instant.ofEpochSecond(claims.path("exp").asLong());
    return now.isBefore(expires)
        && issued.isBefore(now.plus(SKEW))
        && now.isBefore(issued.plus(LIFE));
  }

  private static boolean signed(String[] parts, PublicKey key) {
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key);
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static PublicKey publicKey(String base64) throws SnowflakeException {
    try {
      var der = Base64.getMimeDecoder().decode(base64);
      return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw invalid();
    }
  }

  private static JsonNode json(String part) throws SnowflakeException {
    try {
      return JSON.readTree(Base64.getUrlDecoder().decode(part));
    } catch (JacksonException | IllegalArgumentException e) {
      throw invalid();
    }
  }

  static SnowflakeException invalid() {
    return new SnowflakeException("390144", "08001", "JWT token is invalid.");
  }
}
