package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.DataType;

/// How values of Snowflake's types are kept in DuckDB.
///
/// Times and timestamps are kept in microseconds: finer values are refused, not rounded. VARIANT,
/// OBJECT and ARRAY are JSON text in one canonical form: no white space, keys sorted. A
/// TIMESTAMP_TZ is its instant and its offset.
public final class Physical {
  /// The two parts of a TIMESTAMP_TZ: `utc` orders and compares, `zone` is the offset in minutes.
  public static final String TIMESTAMP_TZ = "STRUCT(utc TIMESTAMP, zone SMALLINT)";

  private Physical() {}

  /// The DuckDB type of a column.
  public static String type(DataType type) {
    return switch (type) {
      case DataType.Fixed(var precision, var scale) -> "DECIMAL(" + precision + "," + scale + ")";
      case DataType.Float64() -> "DOUBLE";
      case DataType.Text text -> "VARCHAR";
      case DataType.Binary binary -> "BLOB";
      case DataType.Bool() -> "BOOLEAN";
      case DataType.Date() -> "DATE";
      case DataType.Time time -> "TIME";
      case DataType.Timestamp(var zone, var scale) ->
          switch (zone) {
            case NTZ -> "TIMESTAMP";
            case LTZ -> "TIMESTAMPTZ";
            case TZ -> TIMESTAMP_TZ;
          };
      case DataType.Variant(), DataType.Obj(), DataType.Array(), DataType.Null() -> "VARCHAR";
    };
  }
}
