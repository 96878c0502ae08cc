package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.function.Kernel.Kind;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/// The arithmetic operators (Snowflake, "Arithmetic operators").
final class Arithmetic {
  /// What text becomes in arithmetic.
  private static final Fixed OF_TEXT = new Fixed(18, 5);

  private static final int WORD_DIGITS = 18;

  private static final Kernel MULTIPLY =
      Kernel.of(
          "sf_multiply",
          Kind.TEXT,
          a -> result(a.decimal(0).multiply(a.decimal(1)), a),
          Kind.TEXT,
          Kind.TEXT,
          Kind.LONG,
          Kind.LONG);
  static final Kernel DIVIDE =
      Kernel.of(
          "sf_divide",
          Kind.TEXT,
          a -> {
            if (a.decimal(1).signum() == 0) {
              throw divisionByZero();
            }
            return result(a.decimal(0).divide(a.decimal(1), a.integer(3), RoundingMode.HALF_UP), a);
          },
          Kind.TEXT,
          Kind.TEXT,
          Kind.LONG,
          Kind.LONG);
  static final Kernel MODULO =
      Kernel.of(
          "sf_modulo",
          Kind.TEXT,
          a -> {
            if (a.decimal(1).signum() == 0) {
              throw divisionByZero();
            }
            return result(a.decimal(0).remainder(a.decimal(1)), a);
          },
          Kind.TEXT,
          Kind.TEXT,
          Kind.LONG,
          Kind.LONG);
  static final Kernel DIVIDE_FLOAT =
      Kernel.of(
          "sf_divide_float",
          Kind.DOUBLE,
          a -> {
            if (a.real(1) == 0) {
              throw divisionByZero();
            }
            return a.real(0) / a.real(1);
          },
          Kind.DOUBLE,
          Kind.DOUBLE);
  static final Kernel MODULO_FLOAT =
      Kernel.of(
          "sf_modulo_float",
          Kind.DOUBLE,
          a -> {
            if (a.real(1) == 0) {
              throw divisionByZero();
            }
            return a.real(0) % a.real(1);
          },
          Kind.DOUBLE,
          Kind.DOUBLE);

  static final List<Kernel> KERNELS = List.of(MULTIPLY, DIVIDE, MODULO, DIVIDE_FLOAT, MODULO_FLOAT);

  private Arithmetic() {}

  private static String result(BigDecimal number, Arguments a) throws SnowflakeException {
    return TextCasts.scaled(number, a.integer(2), a.integer(3)).toPlainString();
  }

  static SnowflakeException divisionByZero() {
    return new SnowflakeException("100051", "22012", "Division by zero");
  }

  static Typed apply(String operator, Typed left, Typed right, Ambient ambient)
      throws SnowflakeException {
    var temporal = TemporalArithmetic.apply(operator, left, right, ambient);
    if (temporal.isPresent()) {
      return temporal.get();
    }
    var a = number(operator, left, right.type(), List.of(left, right), ambient);
    var b = number(operator, right, left.type(), List.of(left, right), ambient);
    boolean nullable = a.nullable() || b.nullable();
    if (a.type() instanceof Fixed x && b.type() instanceof Fixed y) {
      return fixed(operator, a.sql(), x, b.sql(), y, nullable);
    }
    var x = Casts.cast(a, Types.FLOAT, ambient).sql();
    var y = Casts.cast(b, Types.FLOAT, ambient).sql();
    var sql =
        switch (operator) {
          case "/" -> DIVIDE_FLOAT.call(x, y);
          case "%" -> MODULO_FLOAT.call(x, y);
          default -> "(" + x + " " + operator + " " + y + ")";
        };
    return Typed.of(sql, Types.FLOAT, nullable);
  }

  static Typed negate(Typed value, Ambient ambient) throws SnowflakeException {
    var number = number("NEGATE", value, Types.FLOAT, List.of(value), ambient);
    return new Typed(
        "(- " + number.sql() + ")",
        number.type(),
        number.nullable(),
        value.constant().filter(c -> Types.numeric(value.type())).map(c -> "-" + c));
  }

  static Typed plus(Typed value, Ambient ambient) throws SnowflakeException {
    var number = number("UNARY PLUS", value, Types.FLOAT, List.of(value), ambient);
    return number.type() instanceof Fixed(var precision, var scale) && precision - scale < 2
        ? Casts.cast(number, Types.fixed(2, scale), ambient)
        : number;
  }

  private static Typed number(
      String operator, Typed value, DataType other, List<Typed> all, Ambient ambient)
      throws SnowflakeException {
    var wanted =
        switch (value.type()) {
          case Fixed fixed -> fixed;
          case DataType.Float64() -> Types.FLOAT;
          case Text _ -> ofText(value, other);
          case DataType.Null() -> new Fixed(1, 0);
          case DataType.Variant() -> Types.FLOAT;
          default -> throw Types.wrongArguments(operator, all);
        };
    return Casts.cast(value, wanted, ambient);
  }

  /// Text beside an exact number is a number of eighteen digits, a literal with the digits that it
  /// has after the point; beside anything else it is a floating point number.
  private static DataType ofText(Typed value, DataType other) {
    if (!(other instanceof Fixed)) {
      return Types.FLOAT;
    }
    return Coercions.spelled(value)
        .filter(type -> type instanceof Fixed)
        .<DataType>map(type -> new Fixed(18, Math.min(((Fixed) type).scale(), 18)))
        .orElse(OF_TEXT);
  }

  private static Typed fixed(
      String operator, String left, Fixed a, String right, Fixed b, boolean nullable) {
    return switch (operator) {
      case "+", "-" -> {
        int scale = Math.max(a.scale(), b.scale());
        int leading = Math.max(Types.leading(a), Types.leading(b)) + 1;
        var type = Types.fixed(leading, scale);
        var sum = "(" + wide(left, a, b, type) + " " + operator + " " + right + ")";
        yield Typed.of("CAST(" + sum + " AS " + Physical.type(type) + ")", type, nullable);
      }
      case "*" -> {
        int scale = Math.min(a.scale() + b.scale(), Math.max(Math.max(a.scale(), b.scale()), 12));
        var type = Types.fixed(Types.leading(a) + Types.leading(b), scale);
        var product = "(" + wide(left, a, b, type) + " * " + right + ")";
        yield scale == a.scale() + b.scale()
            ? Typed.of("CAST(" + product + " AS " + Physical.type(type) + ")", type, nullable)
            : Typed.of(computed(MULTIPLY, left, right, type), type, nullable);
      }
      case "/" -> {
        int scale = Math.max(a.scale(), Math.min(a.scale() + 6, 12));
        var type = Types.fixed(Types.leading(a) + b.scale(), scale);
        yield Typed.of(computed(DIVIDE, left, right, type), type, nullable);
      }
      case "%" -> {
        int scale = Math.max(a.scale(), b.scale());
        var type = Types.fixed(Math.max(Types.leading(a), Types.leading(b)), scale);
        yield Typed.of(computed(MODULO, left, right, type), type, nullable);
      }
      default -> throw new IllegalArgumentException(operator);
    };
  }

  /// An operand with as many digits as the result needs: DuckDB itself does not go beyond the 18
  /// digits of a machine word.
  private static String wide(String operand, Fixed type, Fixed other, Fixed result) {
    boolean narrow = Math.max(type.precision(), other.precision()) <= WORD_DIGITS;
    return narrow && result.precision() > WORD_DIGITS
        ? "CAST(" + operand + " AS DECIMAL(38," + type.scale() + "))"
        : operand;
  }

  private static String computed(Kernel kernel, String left, String right, Fixed type) {
    var call =
        kernel.call(
            "CAST(" + left + " AS VARCHAR)",
            "CAST(" + right + " AS VARCHAR)",
            Integer.toString(type.precision()),
            Integer.toString(type.scale()));
    return "CAST(" + call + " AS " + Physical.type(type) + ")";
  }
}
