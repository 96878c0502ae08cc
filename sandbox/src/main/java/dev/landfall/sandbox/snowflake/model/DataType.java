package dev.landfall.sandbox.snowflake.model;

/// A Snowflake data type (Snowflake, "SQL data types reference"). Values of all columns and
/// expressions have one.
public sealed interface DataType {
  /// The longest text, in characters.
  int MAX_TEXT = 16_777_216;

  /// The longest binary value, in bytes.
  int MAX_BINARY = 8_388_608;

  /// Exact numbers.
  ///
  /// @param precision 1 to 38 digits
  /// @param scale how many of them after the point
  record Fixed(int precision, int scale) implements DataType {
    /// `NUMBER`, `INTEGER` and their like.
    public static final Fixed INTEGER = new Fixed(38, 0);

    public Fixed {
      if (precision < 1 || precision > 38 || scale < 0 || scale > 37 || scale > precision) {
        throw new IllegalArgumentException("NUMBER(" + precision + "," + scale + ")");
      }
    }

    @Override
    public String sql() {
      return "NUMBER(" + precision + "," + scale + ")";
    }
  }

  /// 64-bit floating point, whatever it is called (FLOAT, DOUBLE, REAL).
  record Float64() implements DataType {
    @Override
    public String sql() {
      return "FLOAT";
    }
  }

  /// @param length in characters
  record Text(int length) implements DataType {
    /// `VARCHAR`, `STRING`, `TEXT` without a length.
    public static final Text MAX = new Text(MAX_TEXT);

    @Override
    public String sql() {
      return "VARCHAR(" + length + ")";
    }
  }

  /// @param length in bytes
  record Binary(int length) implements DataType {
    @Override
    public String sql() {
      return "BINARY(" + length + ")";
    }
  }

  record Bool() implements DataType {
    @Override
    public String sql() {
      return "BOOLEAN";
    }
  }

  record Date() implements DataType {
    @Override
    public String sql() {
      return "DATE";
    }
  }

  /// @param scale digits of a second's fraction, 0 to 9
  record Time(int scale) implements DataType {
    @Override
    public String sql() {
      return "TIME(" + scale + ")";
    }
  }

  /// @param zone how the time zone is treated
  /// @param scale digits of a second's fraction, 0 to 9
  record Timestamp(Zone zone, int scale) implements DataType {
    /// NTZ: wall clock; LTZ: an instant, shown in the session's zone; TZ: an instant with its
    /// offset.
    public enum Zone {
      NTZ,
      LTZ,
      TZ
    }

    @Override
    public String sql() {
      return "TIMESTAMP_" + zone + "(" + scale + ")";
    }
  }

  record Variant() implements DataType {
    @Override
    public String sql() {
      return "VARIANT";
    }
  }

  record Obj() implements DataType {
    @Override
    public String sql() {
      return "OBJECT";
    }
  }

  record Array() implements DataType {
    @Override
    public String sql() {
      return "ARRAY";
    }
  }

  /// The type of a bare NULL: fits everywhere, and is told to clients as `VARCHAR`.
  record Null() implements DataType {
    @Override
    public String sql() {
      return "NULL";
    }
  }

  /// As DESCRIBE and GET_DDL write it.
  String sql();
}
