package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.Definition.define;
import static dev.landfall.sandbox.snowflake.function.Definition.refused;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;

/// Digests, encodings and identifiers (Snowflake, "String & binary functions").
final class EncodingFunctions {
  static final List<Definition> ALL =
      List.of(
          define("MD5 MD5_HEX", 1, 1, c -> digest(c, "MD5", 32)),
          define("MD5_BINARY", 1, 1, c -> binary(c, "MD5", 16)),
          define("MD5_NUMBER_UPPER64", 1, 1, c -> half(c, "0")),
          define("MD5_NUMBER_LOWER64", 1, 1, c -> half(c, "8")),
          define("SHA1 SHA1_HEX", 1, 1, c -> digest(c, "SHA-1", 40)),
          define("SHA1_BINARY", 1, 1, c -> binary(c, "SHA-1", 20)),
          define("SHA2 SHA2_HEX", 1, 2, c -> digest(c, sha2(c), 128)),
          define("SHA2_BINARY", 1, 2, c -> binary(c, sha2(c), 64)),
          define(
              "HEX_ENCODE",
              1,
              2,
              c -> c.result(Encodings.HEX_ENCODE.call(hex(c), c.integer(1, 1)), Text.MAX)),
          define("HEX_DECODE_STRING", 1, 1, c -> decodedHex(c, false)),
          define("TRY_HEX_DECODE_STRING", 1, 1, c -> decodedHex(c, true)),
          define("HEX_DECODE_BINARY", 1, 1, c -> hexBinary(c, false)),
          define("TRY_HEX_DECODE_BINARY", 1, 1, c -> hexBinary(c, true)),
          define(
              "BASE64_ENCODE",
              1,
              3,
              c ->
                  c.result(
                      Encodings.BASE64_ENCODE.call(
                          hex(c), c.integer(1, 0), c.has(2) ? c.text(2) : "'+/='"),
                      Text.MAX)),
          define("BASE64_DECODE_STRING", 1, 2, c -> decodedBase64(c, false)),
          define("TRY_BASE64_DECODE_STRING", 1, 2, c -> decodedBase64(c, true)),
          define("BASE64_DECODE_BINARY", 1, 2, c -> base64Binary(c, false)),
          define("TRY_BASE64_DECODE_BINARY", 1, 2, c -> base64Binary(c, true)),
          define("UUID_STRING", 0, 2, EncodingFunctions::uuid),
          refused("COMPRESS DECOMPRESS_STRING DECOMPRESS_BINARY", "which compresses"),
          refused(
              "ENCRYPT DECRYPT TRY_DECRYPT ENCRYPT_RAW DECRYPT_RAW TRY_DECRYPT_RAW",
              "which encrypts"));

  private EncodingFunctions() {}

  /// The first argument's bytes.
  private static String hex(Call call) throws SnowflakeException {
    return call.type(0) instanceof DataType.Binary
        ? "hex(" + call.sql(0) + ")"
        : "hex(encode(" + call.text(0) + "))";
  }

  private static Typed digest(Call call, String algorithm, int length) throws SnowflakeException {
    return call.result(Encodings.DIGEST.call(hex(call), Sql.quote(algorithm)), new Text(length));
  }

  private static Typed binary(Call call, String algorithm, int length) throws SnowflakeException {
    return call.result(
        "unhex(" + Encodings.DIGEST.call(hex(call), Sql.quote(algorithm)) + ")",
        new DataType.Binary(length));
  }

  private static Typed half(Call call, String offset) throws SnowflakeException {
    return call.result(
        "CAST(" + Encodings.MD5_NUMBER.call(hex(call), offset) + " AS DECIMAL(20,0))",
        new Fixed(20, 0));
  }

  private static String sha2(Call call) throws SnowflakeException {
    var bits = call.has(1) ? call.constant(1) : "256";
    return switch (bits) {
      case "224", "256", "384", "512" -> "SHA-" + bits;
      case "0" -> "SHA-256";
      default ->
          throw new SnowflakeException(
              "001015",
              "22023",
              "SQL compilation error:\nInvalid digest size "
                  + bits
                  + " for function "
                  + call.name());
    };
  }

  private static Typed decodedHex(Call call, boolean attempt) throws SnowflakeException {
    var sql = Encodings.HEX_DECODE_STRING.attempt(attempt).call(call.text(0));
    return Typed.of(sql, Types.text(call.type(0)), attempt || call.nullable());
  }

  private static Typed hexBinary(Call call, boolean attempt) throws SnowflakeException {
    var sql = "unhex(" + Encodings.HEX_DECODE.attempt(attempt).call(call.text(0)) + ")";
    return Typed.of(sql, new DataType.Binary(DataType.MAX_BINARY), attempt || call.nullable());
  }

  private static Typed decodedBase64(Call call, boolean attempt) throws SnowflakeException {
    var sql =
        Encodings.BASE64_DECODE_STRING
            .attempt(attempt)
            .call(call.text(0), call.has(1) ? call.text(1) : "'+/='");
    return Typed.of(sql, Types.text(call.type(0)), attempt || call.nullable());
  }

  private static Typed base64Binary(Call call, boolean attempt) throws SnowflakeException {
    var sql =
        "unhex("
            + Encodings.BASE64_DECODE
                .attempt(attempt)
                .call(call.text(0), call.has(1) ? call.text(1) : "'+/='")
            + ")";
    return Typed.of(sql, new DataType.Binary(DataType.MAX_BINARY), attempt || call.nullable());
  }

  private static Typed uuid(Call call) throws SnowflakeException {
    if (call.size() == 0) {
      return Typed.of("CAST(uuid() AS VARCHAR)", new Text(36), false);
    }
    if (call.size() == 1) {
      Definition.checkCount(call.name(), 1, 2, 2);
    }
    return call.result(Encodings.UUID_NAMED.call(call.text(0), call.text(1)), new Text(36));
  }
}
