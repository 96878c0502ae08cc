package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;

/// A call of a scalar function while it is translated: its arguments, converted as the function
/// asks for them.
record Call(String name, List<Typed> arguments, Ambient ambient) {
  int size() {
    return arguments.size();
  }

  boolean has(int index) {
    return index < arguments.size();
  }

  Typed at(int index) {
    return arguments.get(index);
  }

  DataType type(int index) {
    return at(index).type();
  }

  /// DuckDB's SQL of an argument as it is.
  String sql(int index) {
    return at(index).sql();
  }

  /// Whether any argument may be NULL.
  boolean nullable() {
    return arguments.stream().anyMatch(Typed::nullable);
  }

  /// An argument as another type, if Snowflake converts it by itself.
  Typed as(int index, DataType wanted) throws SnowflakeException {
    return Casts.implicit(at(index), wanted, ambient).orElseThrow(this::wrongTypes);
  }

  /// An argument as text.
  String text(int index) throws SnowflakeException {
    return as(index, Text.MAX).sql();
  }

  /// An argument as a whole number.
  String integer(int index) throws SnowflakeException {
    var constant = at(index).constant();
    if (constant.isPresent() && type(index) instanceof Fixed(var precision, var scale)) {
      return scale == 0 && precision <= 18 ? constant.get() : rounded(index);
    }
    return rounded(index);
  }

  private String rounded(int index) throws SnowflakeException {
    return "CAST(" + as(index, Fixed.INTEGER).sql() + " AS BIGINT)";
  }

  String integer(int index, long missing) throws SnowflakeException {
    return has(index) ? integer(index) : Long.toString(missing);
  }

  String real(int index) throws SnowflakeException {
    return as(index, Types.FLOAT).sql();
  }

  String bool(int index) throws SnowflakeException {
    return as(index, Types.BOOL).sql();
  }

  /// An argument as a number: exact or floating, whatever it is; text becomes exact.
  Typed number(int index) throws SnowflakeException {
    return switch (type(index)) {
      case Fixed _, DataType.Float64 _ -> at(index);
      case DataType.Null _ -> as(index, new Fixed(1, 0));
      case DataType.Variant _ -> as(index, Types.FLOAT);
      default -> as(index, new Fixed(18, 5));
    };
  }

  /// An argument that must be a literal or a word, as text.
  String constant(int index) throws SnowflakeException {
    return constantOrEmpty(index).orElseThrow(() -> notConstant(index));
  }

  Optional<String> constantOrEmpty(int index) {
    return at(index).constant();
  }

  SnowflakeException notConstant(int index) {
    return new SnowflakeException(
        "001015",
        "22023",
        "SQL compilation error:\nargument "
            + (index + 1)
            + " to function "
            + name
            + " needs to be constant");
  }

  /// A result that is NULL when an argument is.
  Typed result(String sql, DataType type) {
    return Typed.of(sql, type, nullable());
  }

  /// A result that may be NULL even if no argument is.
  Typed maybe(String sql, DataType type) {
    return Typed.of(sql, type, true);
  }

  SnowflakeException wrongTypes() {
    return Types.wrongArguments(name, arguments);
  }
}
