package dev.landfall.sandbox.aws.kms;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/// What keys are used for.
final class Cryptography {
  private static final String CONTEXT = "EncryptionContext";
  private static final String ALGORITHM = "EncryptionAlgorithm";
  private static final String PLAIN = "Plaintext";
  private static final String SEALED = "CiphertextBlob";
  private static final int LONGEST = 4096;
  private static final int MOST_BYTES = 1024;

  private final Ciphers ciphers;

  Cryptography(Ciphers ciphers) {
    this.ciphers = ciphers;
  }

  static byte[] bytes(ObjectNode given, String member) throws AwsError {
    try {
      var bytes = Base64.getDecoder().decode(given.path(member).asString(""));
      if (bytes.length == 0) {
        throw KmsErrors.invalid("1 validation error detected: " + member + " must not be empty");
      }
      return bytes;
    } catch (IllegalArgumentException e) {
      throw KmsErrors.of("SerializationException", member + " is no base64.");
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static void checkAlgorithm(ObjectNode given) throws AwsError {
    var wanted = given.path(ALGORITHM).asString("SYMMETRIC_DEFAULT");
    if (!wanted.equals("SYMMETRIC_DEFAULT")) {
      throw KmsErrors.of(
          "InvalidKeyUsageException", "The algorithm " + wanted + " does not fit the key.");
    }
  }

  ObjectNode encrypt(Key key, ObjectNode given) throws AwsError {
    checkAlgorithm(given);
    var plain = bytes(given, PLAIN);
    if (plain.length > LONGEST) {
      throw KmsErrors.invalid(
          "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member"
              + " must have length less than or equal to 4096");
    }
    return JsonTexts.object()
        .put(SEALED, base64(ciphers.encrypt(KeyOperations.usable(key), plain, given.path(CONTEXT))))
        .put("KeyId", key.arn())
        .put(ALGORITHM, "SYMMETRIC_DEFAULT");
  }

  ObjectNode decrypt(Key key, ObjectNode given) throws AwsError {
    checkAlgorithm(given);
    var plain =
        ciphers.decrypt(KeyOperations.usable(key), bytes(given, SEALED), given.path(CONTEXT));
    return JsonTexts.object()
        .put(PLAIN, base64(plain))
        .put("KeyId", key.arn())
        .put(ALGORITHM, "SYMMETRIC_DEFAULT");
  }

  private static int size(ObjectNode given) throws AwsError {
    var spec = given.path("KeySpec").asString("");
    if (spec.isEmpty() == !given.has("NumberOfBytes")) {
      throw KmsErrors.invalid("Please specify either number of bytes or key spec.");
    }
    int bytes =
        switch (spec) {
          case "AES_256" -> 32;
          case "AES_128" -> 16;
          default -> given.path("NumberOfBytes").asInt(0);
        };
    if (bytes < 1 || bytes > MOST_BYTES) {
      throw KmsErrors.invalid("A data key has from 1 to 1024 bytes.");
    }
    return bytes;
  }

  ObjectNode dataKey(Key key, ObjectNode given) throws AwsError {
    var plain = ciphers.bytes(size(given));
    return JsonTexts.object()
        .put(PLAIN, base64(plain))
        .put(SEALED, base64(ciphers.encrypt(KeyOperations.usable(key), plain, given.path(CONTEXT))))
        .put("KeyId", key.arn());
  }

  ObjectNode hiddenDataKey(Key key, ObjectNode given) throws AwsError {
    var answer = dataKey(key, given);
    answer.remove(PLAIN);
    return answer;
  }

  ObjectNode random(Call call, ObjectNode given) throws AwsError {
    int count = given.path("NumberOfBytes").asInt(0);
    if (count < 1 || count > MOST_BYTES) {
      throw KmsErrors.invalid("NumberOfBytes is from 1 to 1024.");
    }
    return JsonTexts.object().put(PLAIN, base64(ciphers.bytes(count)));
  }
}
