package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.DOUBLE;
import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.LONG;
import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.TEXT;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/// What the functions of numbers compute. Exact numbers come and go as text.
final class NumberKernels {
  /// A number, a scale, a rounding mode, and precision and scale of the result.
  static final Kernel ROUND =
      Kernel.of(
          "sf_round",
          TEXT,
          a ->
              TextCasts.scaled(
                      rounded(a.decimal(0), a.number(1), a.text(2)), a.integer(3), a.integer(4))
                  .toPlainString(),
          TEXT,
          LONG,
          TEXT,
          LONG,
          LONG);

  static final Kernel ROUND_FLOAT =
      Kernel.of(
          "sf_round_float",
          DOUBLE,
          a -> {
            double number = a.real(0);
            return Double.isNaN(number) || Double.isInfinite(number)
                ? number
                : rounded(BigDecimal.valueOf(number), a.number(1), a.text(2)).doubleValue();
          },
          DOUBLE,
          LONG,
          TEXT);

  /// The first argument divided by the second, 0 where that is zero.
  static final Kernel DIV0 =
      Kernel.withNulls(
          "sf_div0",
          TEXT,
          a -> {
            if (a.isNull(1)) {
              return null;
            }
            var divisor = a.decimal(1);
            if (divisor.signum() == 0) {
              return BigDecimal.ZERO.setScale(a.integer(3)).toPlainString();
            }
            if (a.isNull(0)) {
              return null;
            }
            var quotient = a.decimal(0).divide(divisor, a.integer(3), RoundingMode.HALF_UP);
            return TextCasts.scaled(quotient, a.integer(2), a.integer(3)).toPlainString();
          },
          TEXT,
          TEXT,
          LONG,
          LONG);

  static final Kernel DIV0_FLOAT =
      Kernel.withNulls(
          "sf_div0_float",
          DOUBLE,
          a -> {
            if (a.isNull(1)) {
              return null;
            }
            if (a.real(1) == 0) {
              return 0d;
            }
            return a.isNull(0) ? null : a.real(0) / a.real(1);
          },
          DOUBLE,
          DOUBLE);

  /// A function of Java's by its name, refused where it is not defined.
  static final Kernel REAL =
      Kernel.of("sf_real", DOUBLE, a -> real(a.text(0), a.real(1)), TEXT, DOUBLE);

  static final Kernel POWER =
      Kernel.of(
          "sf_power",
          DOUBLE,
          a -> {
            double power = Math.pow(a.real(0), a.real(1));
            return finite(power, "pow(" + a.real(0) + "," + a.real(1) + ")");
          },
          DOUBLE,
          DOUBLE);
  static final Kernel LOG =
      Kernel.of(
          "sf_log",
          DOUBLE,
          a ->
              finite(
                  Math.log(a.real(1)) / Math.log(a.real(0)),
                  "log(" + a.real(0) + "," + a.real(1) + ")"),
          DOUBLE,
          DOUBLE);
  static final Kernel FACTORIAL =
      Kernel.of("sf_factorial", TEXT, a -> factorial(a.number(0)), LONG);
  static final Kernel BITS =
      Kernel.of(
          "sf_bits",
          TEXT,
          a -> bits(a.text(0), a.decimal(1).toBigInteger(), a.decimal(2).toBigInteger()).toString(),
          TEXT,
          TEXT,
          TEXT);
  static final Kernel WIDTH_BUCKET =
      Kernel.of(
          "sf_width_bucket",
          LONG,
          a -> bucket(a.decimal(0), a.decimal(1), a.decimal(2), a.number(3)),
          TEXT,
          TEXT,
          TEXT,
          LONG);

  static final List<Kernel> KERNELS =
      List.of(
          ROUND, ROUND_FLOAT, DIV0, DIV0_FLOAT, REAL, POWER, LOG, FACTORIAL, BITS, WIDTH_BUCKET);

  private NumberKernels() {}

  /// @param mode one of Java's
  private static BigDecimal rounded(BigDecimal number, long scale, String mode)
      throws SnowflakeException {
    if (scale > 38) {
      return number;
    }
    if (scale < -38) {
      throw new SnowflakeException(
          "100050", "22023", "Invalid parameter value: " + scale + ". Reason: Scale too large");
    }
    return number.scale() <= scale
        ? number
        : number.setScale((int) scale, RoundingMode.valueOf(mode));
  }

  private static double real(String function, double x) throws SnowflakeException {
    double result =
        switch (function) {
          case "SQRT" -> Math.sqrt(x);
          case "CBRT" -> Math.cbrt(x);
          case "EXP" -> Math.exp(x);
          case "LN" -> Math.log(x);
          case "SIN" -> Math.sin(x);
          case "COS" -> Math.cos(x);
          case "TAN" -> Math.tan(x);
          case "COT" -> 1 / Math.tan(x);
          case "ASIN" -> Math.asin(x);
          case "ACOS" -> Math.acos(x);
          case "ATAN" -> Math.atan(x);
          case "SINH" -> Math.sinh(x);
          case "COSH" -> Math.cosh(x);
          case "TANH" -> Math.tanh(x);
          case "ASINH" -> Math.signum(x) * Math.log(Math.abs(x) + Math.hypot(x, 1));
          case "ACOSH" -> Math.log(x + Math.sqrt(x * x - 1));
          case "ATANH" -> 0.5 * Math.log((1 + x) / (1 - x));
          case "DEGREES" -> Math.toDegrees(x);
          case "RADIANS" -> Math.toRadians(x);
          default -> throw new IllegalArgumentException(function);
        };
    boolean wrong = (Double.isNaN(result) && !Double.isNaN(x)) || infinite(result, x);
    if (wrong) {
      throw invalid(function.toLowerCase(Locale.ROOT) + "(" + TextCasts.write(x) + ")");
    }
    return result;
  }

  private static boolean infinite(double result, double x) {
    return Double.isInfinite(result) && !Double.isInfinite(x);
  }

  private static double finite(double result, String what) throws SnowflakeException {
    if (Double.isNaN(result) || Double.isInfinite(result)) {
      throw invalid(what);
    }
    return result;
  }

  private static SnowflakeException invalid(String what) {
    return new SnowflakeException("100183", "22003", "Invalid floating point operation: " + what);
  }

  private static String factorial(long n) throws SnowflakeException {
    if (n < 0 || n > 33) {
      throw new SnowflakeException(
          "100050", "22023", "Invalid parameter value: " + n + ". Reason: factorial takes 0 to 33");
    }
    var result = BigInteger.ONE;
    for (long i = 2; i <= n; i++) {
      result = result.multiply(BigInteger.valueOf(i));
    }
    return result.toString();
  }

  private static BigInteger bits(String function, BigInteger a, BigInteger b)
      throws SnowflakeException {
    return switch (function) {
      case "AND" -> a.and(b);
      case "OR" -> a.or(b);
      case "XOR" -> a.xor(b);
      case "NOT" -> a.not();
      case "SHIFTLEFT" -> a.shiftLeft(shift(b));
      case "SHIFTRIGHT" -> a.shiftRight(shift(b));
      case "GETBIT" -> a.testBit(shift(b)) ? BigInteger.ONE : BigInteger.ZERO;
      case "COUNT" -> BigInteger.valueOf(a.signum() < 0 ? 128 - a.not().bitCount() : a.bitCount());
      default -> throw new IllegalArgumentException(function);
    };
  }

  private static int shift(BigInteger by) throws SnowflakeException {
    if (by.signum() < 0 || by.bitLength() > 7) {
      throw new SnowflakeException(
          "100050", "22023", "Invalid parameter value: " + by + ". Reason: a position is 0 to 127");
    }
    return by.intValueExact();
  }

  /// Buckets are closed at the lower end; with the bounds reversed they are counted downwards.
  private static long bucket(BigDecimal value, BigDecimal low, BigDecimal high, long count)
      throws SnowflakeException {
    if (count <= 0 || low.compareTo(high) == 0) {
      throw new SnowflakeException(
          "100050",
          "22023",
          "Invalid parameter value: WIDTH_BUCKET takes different bounds and a positive count");
    }
    if (low.compareTo(high) > 0) {
      return bucket(value.negate(), low.negate(), high.negate(), count);
    }
    if (value.compareTo(low) < 0) {
      return 0;
    }
    if (value.compareTo(high) >= 0) {
      return count + 1;
    }
    return value
            .subtract(low)
            .multiply(BigDecimal.valueOf(count))
            .divideToIntegralValue(high.subtract(low))
            .longValueExact()
        + 1;
  }
}
