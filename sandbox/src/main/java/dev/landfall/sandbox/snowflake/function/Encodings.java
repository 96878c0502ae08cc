package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.LONG;
import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.TEXT;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/// Digests and encodings. Bytes come and go as hexadecimal text.
final class Encodings {
  private static final HexFormat LOWER = HexFormat.of();
  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  /// @return in lower case
  static final Kernel DIGEST =
      Kernel.of("sf_digest", TEXT, a -> LOWER.formatHex(digest(bytes(a), a.text(1))), TEXT, TEXT);

  static final Kernel MD5_NUMBER =
      Kernel.of(
          "sf_md5_number",
          TEXT,
          a -> {
            var half = ByteBuffer.wrap(digest(bytes(a), "MD5")).getLong(a.integer(1));
            return Long.toUnsignedString(half);
          },
          TEXT,
          LONG);
  static final Kernel HEX_ENCODE =
      Kernel.of(
          "sf_hex_encode",
          TEXT,
          a ->
              switch (a.integer(1)) {
                case 0 -> LOWER.formatHex(bytes(a));
                case 1 -> UPPER.formatHex(bytes(a));
                default ->
                    throw new SnowflakeException(
                        "100043", "22003", "Numeric value is out of range, error: " + a.number(1));
              },
          TEXT,
          LONG);
  static final Kernel HEX_DECODE =
      Kernel.of("sf_hex_decode", TEXT, a -> UPPER.formatHex(hex(a.text(0))), TEXT);
  static final Kernel HEX_DECODE_STRING =
      Kernel.of("sf_hex_decode_string", TEXT, a -> utf8(hex(a.text(0)), a.text(0)), TEXT);
  static final Kernel BASE64_ENCODE =
      Kernel.of(
          "sf_base64_encode",
          TEXT,
          a -> base64(bytes(a), a.integer(1), a.text(2)),
          TEXT,
          LONG,
          TEXT);
  static final Kernel BASE64_DECODE =
      Kernel.of(
          "sf_base64_decode",
          TEXT,
          a -> UPPER.formatHex(unbase64(a.text(0), a.text(1))),
          TEXT,
          TEXT);
  static final Kernel BASE64_DECODE_STRING =
      Kernel.of(
          "sf_base64_decode_string",
          TEXT,
          a -> utf8(unbase64(a.text(0), a.text(1)), a.text(0)),
          TEXT,
          TEXT);
  static final Kernel UUID_NAMED =
      Kernel.of("sf_uuid_named", TEXT, a -> uuid(a.text(0), a.text(1)), TEXT, TEXT);

  static final List<Kernel> KERNELS =
      List.of(
          DIGEST,
          MD5_NUMBER,
          HEX_ENCODE,
          HEX_DECODE,
          HEX_DECODE.attempt(true),
          HEX_DECODE_STRING,
          HEX_DECODE_STRING.attempt(true),
          BASE64_ENCODE,
          BASE64_DECODE,
          BASE64_DECODE.attempt(true),
          BASE64_DECODE_STRING,
          BASE64_DECODE_STRING.attempt(true),
          UUID_NAMED);

  private Encodings() {}

  private static byte[] bytes(Arguments a) {
    return LOWER.parseHex(a.text(0));
  }

  private static byte[] digest(byte[] bytes, String algorithm) throws SnowflakeException {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new SnowflakeException(
          "100050", "22023", "Invalid digest " + algorithm + " for function SHA2");
    }
  }

  static byte[] hex(String text) throws SnowflakeException {
    try {
      return LOWER.parseHex(text);
    } catch (IllegalArgumentException e) {
      throw illegal("hex", text);
    }
  }

  static SnowflakeException illegal(String encoding, String text) {
    return new SnowflakeException(
        "100115",
        "22000",
        "The following string is not a legal " + encoding + "-encoded value: '" + text + "'");
  }

  static String utf8(byte[] bytes, String written) throws SnowflakeException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new SnowflakeException(
          "100144", "22000", "Invalid UTF8 detected while decoding '" + written + "'");
    }
  }

  private static String base64(byte[] bytes, int line, String alphabet) {
    var text = translated(Base64.getEncoder().encodeToString(bytes), "+/=", alphabet);
    if (line <= 0) {
      return text;
    }
    var result = new StringBuilder();
    for (int i = 0; i < text.length(); i += line) {
      result.append(i == 0 ? "" : "\n").append(text, i, Math.min(text.length(), i + line));
    }
    return result.toString();
  }

  private static byte[] unbase64(String text, String alphabet) throws SnowflakeException {
    try {
      var plain = translated(text.replaceAll("[\\r\\n]", ""), alphabet, "+/=");
      return Base64.getDecoder().decode(plain);
    } catch (IllegalArgumentException e) {
      throw illegal("base64", text);
    }
  }

  /// The characters of one alphabet replaced by those at the same places of another, as far as both
  /// go.
  private static String translated(String text, String from, String to) {
    var result = text;
    for (int i = 0; i < Math.min(from.length(), to.length()); i++) {
      result = result.replace(from.charAt(i), to.charAt(i));
    }
    return result;
  }

  /// A UUID of version 5 (RFC 4122).
  private static String uuid(String namespace, String name) throws SnowflakeException {
    UUID space;
    try {
      space = UUID.fromString(namespace);
    } catch (IllegalArgumentException e) {
      throw new SnowflakeException(
          "100044", "22000", "Invalid UUID '" + namespace + "' for function UUID_STRING");
    }
    var bytes = name.getBytes(StandardCharsets.UTF_8);
    var buffer = ByteBuffer.allocate(16 + bytes.length);
    buffer.putLong(space.getMostSignificantBits()).putLong(space.getLeastSignificantBits());
    buffer.put(bytes);
    var digest = Arrays.copyOf(digest(buffer.array(), "SHA-1"), 16);
    digest[6] = (byte) ((digest[6] & 0x0f) | 0x50);
    digest[8] = (byte) ((digest[8] & 0x3f) | 0x80);
    var result = ByteBuffer.wrap(digest);
    return new UUID(result.getLong(), result.getLong()).toString();
  }
}
