package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.DataType;

/// What `SYSTEM$TYPEOF` says of a type: its name, and how values are kept (Snowflake,
/// "SYSTEM$TYPEOF").
final class StoredTypes {
  private StoredTypes() {}

  static String of(DataType type) {
    return type.sql() + "[" + kept(type) + "]";
  }

  private static String kept(DataType type) {
    return switch (type) {
      case DataType.Fixed(var precision, var _) ->
          precision <= 2
              ? "SB1"
              : precision <= 4 ? "SB2" : precision <= 9 ? "SB4" : precision <= 18 ? "SB8" : "SB16";
      case DataType.Float64() -> "DOUBLE";
      case DataType.Bool() -> "SB1";
      case DataType.Date() -> "SB4";
      case DataType.Time time -> "SB8";
      case DataType.Timestamp timestamp -> "SB16";
      case DataType.Text text -> "LOB";
      case DataType.Binary binary -> "LOB";
      case DataType.Variant(), DataType.Obj(), DataType.Array(), DataType.Null() -> "LOB";
    };
  }
}
