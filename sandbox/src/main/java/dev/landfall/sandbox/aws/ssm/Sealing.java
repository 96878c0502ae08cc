package dev.landfall.sandbox.aws.ssm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.Keys;
import dev.landfall.sandbox.aws.resource.Scope;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// What those see of a `SecureString` who do not ask for its decryption.
final class Sealing {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final String HMAC = "HmacSHA256";

  private final Keys keys;

  Sealing(Keys keys) {
    this.keys = keys;
  }

  /// The same for the same version of a parameter.
  String seal(Scope scope, String name, Version version) {
    var key = keys.derived("ssm " + scope.account() + " " + scope.region() + " " + name);
    var plain = version.settings().value().getBytes(UTF_8);
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      mac.update(Long.toString(version.number()).getBytes(UTF_8));
      var nonce = Arrays.copyOf(mac.doFinal(plain), NONCE);
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new GCMParameterSpec(TAG_BITS, nonce));
      var sealed = Arrays.copyOf(nonce, NONCE + cipher.getOutputSize(plain.length));
      var _ = cipher.doFinal(plain, 0, plain.length, sealed, NONCE);
      return Base64.getEncoder().encodeToString(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
