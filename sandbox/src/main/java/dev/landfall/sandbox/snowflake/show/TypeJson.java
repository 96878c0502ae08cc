package dev.landfall.sandbox.snowflake.show;

import dev.landfall.sandbox.snowflake.model.DataType;

/// Types as SHOW COLUMNS writes them: the driver reads them from there.
final class TypeJson {
  private TypeJson() {}

  static String of(DataType type, boolean nullable) {
    var inside =
        switch (type) {
          case DataType.Fixed(var precision, var scale) ->
              "\"type\":\"FIXED\",\"precision\":" + precision + ",\"scale\":" + scale;
          case DataType.Float64() -> "\"type\":\"REAL\"";
          case DataType.Text(var length) ->
              "\"type\":\"TEXT\",\"length\":" + length + ",\"byteLength\":" + bytes(length);
          case DataType.Binary(var length) ->
              "\"type\":\"BINARY\",\"length\":" + length + ",\"byteLength\":" + length;
          case DataType.Bool() -> "\"type\":\"BOOLEAN\"";
          case DataType.Date() -> "\"type\":\"DATE\"";
          case DataType.Time(var scale) -> "\"type\":\"TIME\",\"precision\":0,\"scale\":" + scale;
          case DataType.Timestamp(var zone, var scale) ->
              "\"type\":\"TIMESTAMP_" + zone + "\",\"precision\":0,\"scale\":" + scale;
          case DataType.Variant() -> "\"type\":\"VARIANT\"";
          case DataType.Obj() -> "\"type\":\"OBJECT\"";
          case DataType.Array() -> "\"type\":\"ARRAY\"";
          case DataType.Null() -> "\"type\":\"TEXT\"";
        };
    var text = type instanceof DataType.Text ? ",\"fixed\":false" : "";
    var binary = type instanceof DataType.Binary ? ",\"fixed\":true" : "";
    return "{" + inside + ",\"nullable\":" + nullable + text + binary + "}";
  }

  /// The bytes that so many characters can take.
  static long bytes(int length) {
    return Math.min(4L * length, DataType.MAX_TEXT);
  }
}
