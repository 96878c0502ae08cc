package dev.landfall.sandbox.aws.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Digests;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a sender attached to a message.
///
/// @param type such as `String`, `Number.int` or `Binary`
/// @param value a text, or base64
record MessageAttribute(String type, String value) {
  private static final int MOST = 10;
  private static final String BINARY = "Binary";

  static SortedMap<String, MessageAttribute> all(JsonNode given) throws AwsError {
    var all = new TreeMap<String, MessageAttribute>();
    for (var entry : given.properties()) {
      all.put(entry.getKey(), of(entry.getKey(), entry.getValue()));
    }
    if (all.size() > MOST) {
      throw SqsErrors.invalidParameter(
          "Number of message attributes [" + all.size() + "] exceeds the allowed maximum [10].");
    }
    return all;
  }

  private static MessageAttribute of(String name, JsonNode given) throws AwsError {
    var type = given.path("DataType").asString("");
    if (!type.matches("(String|Number|Binary)(\\.[\\w.-]{1,249})?")) {
      throw SqsErrors.invalidParameter(
          "The message attribute '" + name + "' has an invalid message attribute type.");
    }
    var value = given.path(type.startsWith(BINARY) ? "BinaryValue" : "StringValue").asString("");
    if (value.isEmpty()) {
      throw SqsErrors.invalidParameter(
          "The message attribute '" + name + "' must contain a non-empty message attribute value.");
    }
    if (type.startsWith(BINARY)) {
      try {
        var _ = Base64.getDecoder().decode(value);
      } catch (IllegalArgumentException e) {
        throw SqsErrors.invalidParameter(
            "The message attribute '" + name + "' has an invalid binary value.");
      }
    } else if (type.startsWith("Number") && !value.matches("[+-]?[0-9.]{1,38}([eE][+-]?[0-9]+)?")) {
      throw SqsErrors.invalidParameter(
          "Can't cast the value of message (user) attribute '" + name + "' to a number.");
    }
    return new MessageAttribute(type, value);
  }

  private boolean binary() {
    return type.startsWith(BINARY);
  }

  private byte[] bytes() {
    return binary() ? Base64.getDecoder().decode(value) : value.getBytes(UTF_8);
  }

  /// In bytes, with its type.
  int size() {
    return type.length() + bytes().length;
  }

  ObjectNode toJson() {
    return JsonTexts.object()
        .put("DataType", type)
        .put(binary() ? "BinaryValue" : "StringValue", value);
  }

  /// By which clients check that all of them have arrived.
  ///
  /// Source: "Calculating the MD5 message digest for message attributes" in the SQS Developer
  /// Guide.
  static String md5(SortedMap<String, MessageAttribute> all) {
    var digest = Digests.of("MD5");
    for (Map.Entry<String, MessageAttribute> entry : all.entrySet()) {
      var attribute = entry.getValue();
      update(digest, entry.getKey().getBytes(UTF_8));
      update(digest, attribute.type().getBytes(UTF_8));
      digest.update((byte) (attribute.binary() ? 2 : 1));
      update(digest, attribute.bytes());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(java.security.MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
