package dev.landfall.sandbox.aws.kms;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Keys;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/// Encrypts with AES-GCM under keys that are derived from the stand-in's secret, so that they are
/// kept nowhere. A ciphertext begins with the id of its key.
record Ciphers(Keys keys, RandomGenerator random) {
  private static final int ID = 36;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private Cipher cipher(int mode, Key key, byte[] nonce, JsonNode context)
      throws GeneralSecurityException {
    var material = keys.derived("kms " + key.arn());
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(material, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    var pairs = new TreeMap<String, String>();
    context.properties().forEach(pair -> pairs.put(pair.getKey(), pair.getValue().asString("")));
    cipher.updateAAD(pairs.toString().getBytes(UTF_8));
    return cipher;
  }

  byte[] encrypt(Key key, byte[] plain, JsonNode context) {
    var nonce = bytes(NONCE);
    try {
      var out = new ByteArrayOutputStream();
      out.writeBytes(key.id().getBytes(UTF_8));
      out.writeBytes(nonce);
      out.writeBytes(cipher(Cipher.ENCRYPT_MODE, key, nonce, context).doFinal(plain));
      return out.toByteArray();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The id of the key that a text is encrypted with.
  static String keyOf(byte[] sealed) throws AwsError {
    if (sealed.length < ID + NONCE) {
      throw broken();
    }
    return new String(sealed, 0, ID, UTF_8);
  }

  private static AwsError broken() {
    return KmsErrors.of("InvalidCiphertextException", "");
  }

  byte[] decrypt(Key key, byte[] sealed, JsonNode context) throws AwsError {
    try {
      var nonce = Arrays.copyOfRange(sealed, ID, ID + NONCE);
      return cipher(Cipher.DECRYPT_MODE, key, nonce, context)
          .doFinal(sealed, ID + NONCE, sealed.length - ID - NONCE);
    } catch (AEADBadTagException e) {
      throw broken();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
