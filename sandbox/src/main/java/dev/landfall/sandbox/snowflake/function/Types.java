package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp.Zone;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.stream.Collectors;

/// Questions about types.
final class Types {
  static final DataType BOOL = new DataType.Bool();
  static final DataType FLOAT = new DataType.Float64();
  static final DataType DATE = new DataType.Date();
  static final DataType TIME = new DataType.Time(9);
  static final DataType VARIANT = new DataType.Variant();
  static final DataType OBJECT = new DataType.Obj();
  static final DataType ARRAY = new DataType.Array();
  static final DataType NULL = new DataType.Null();
  static final DataType NTZ = new DataType.Timestamp(Zone.NTZ, 9);
  static final DataType LTZ = new DataType.Timestamp(Zone.LTZ, 9);
  static final DataType TZ = new DataType.Timestamp(Zone.TZ, 9);

  private Types() {}

  static DataType timestamp(Zone zone) {
    return new DataType.Timestamp(zone, 9);
  }

  static boolean numeric(DataType type) {
    return type instanceof Fixed || type instanceof DataType.Float64;
  }

  static boolean semistructured(DataType type) {
    return type instanceof DataType.Variant
        || type instanceof DataType.Obj
        || type instanceof DataType.Array;
  }

  /// How an error names a type: `VARCHAR(3)`, `NUMBER(38,0)`; NULL counts as `NULL`.
  static String named(DataType type) {
    return switch (type) {
      case Fixed(var precision, var scale) -> "NUMBER(" + precision + "," + scale + ")";
      default -> type.sql();
    };
  }

  /// Text as long as this type's values are when they are written.
  static Text text(DataType type) {
    return type instanceof Text text ? text : Text.MAX;
  }

  /// The exact type for so many digits before and after the point; at most 38.
  static Fixed fixed(int leading, int scale) {
    return new Fixed(Math.clamp(leading + scale, 1, 38), Math.min(scale, 37));
  }

  static int leading(Fixed type) {
    return type.precision() - type.scale();
  }

  /// Arguments that a function does not take (001044).
  static SnowflakeException wrongArguments(String function, List<Typed> arguments) {
    return wrongTypes(function, arguments.stream().map(Typed::type).toList());
  }

  static SnowflakeException wrongTypes(String function, List<DataType> types) {
    return new SnowflakeException(
        "001044",
        "42P13",
        "SQL compilation error:\nInvalid argument types for function '"
            + function
            + "': ("
            + types.stream().map(Types::named).collect(Collectors.joining(", "))
            + ")");
  }
}
