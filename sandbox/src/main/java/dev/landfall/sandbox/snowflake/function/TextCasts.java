package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.function.Kernel.Kind;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// Conversions of text into other types, and of floating point numbers into text.
final class TextCasts {
  static final Kernel FIXED =
      Kernel.of(
          "sf_text_fixed",
          Kind.TEXT,
          a -> fixed(a.text(0), a.integer(1), a.integer(2)),
          Kind.TEXT,
          Kind.LONG,
          Kind.LONG);
  static final Kernel FLOAT =
      Kernel.of("sf_text_float", Kind.DOUBLE, a -> real(a.text(0)), Kind.TEXT);
  static final Kernel BOOL =
      Kernel.of("sf_text_boolean", Kind.BOOL, a -> bool(a.text(0)), Kind.TEXT);
  static final Kernel BINARY =
      Kernel.of(
          "sf_text_binary", Kind.TEXT, a -> binary(a.text(0), a.text(1)), Kind.TEXT, Kind.TEXT);
  static final Kernel WRITE_FLOAT =
      Kernel.of("sf_float_text", Kind.TEXT, a -> write(a.real(0)), Kind.DOUBLE);
  static final Kernel FIT =
      Kernel.of("sf_cast_fit", Kind.TEXT, a -> fit(a.text(0), a.number(1)), Kind.TEXT, Kind.LONG);

  static final List<Kernel> KERNELS =
      List.of(
          FIXED,
          FIXED.attempt(true),
          FLOAT,
          FLOAT.attempt(true),
          BOOL,
          BOOL.attempt(true),
          BINARY,
          BINARY.attempt(true),
          WRITE_FLOAT,
          FIT);

  private TextCasts() {}

  private static String fixed(String text, int precision, int scale) throws SnowflakeException {
    BigDecimal number;
    try {
      number = new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      throw notNumeric(text);
    }
    return scaled(number, precision, scale).toPlainString();
  }

  /// Rounded half away from zero.
  ///
  /// @throws SnowflakeException 100039 when there are too many digits
  static BigDecimal scaled(BigDecimal number, int precision, int scale) throws SnowflakeException {
    if ((long) number.precision() - number.scale() > 40) {
      throw outOfRange(precision, scale, number.toString());
    }
    var rounded = number.setScale(scale, RoundingMode.HALF_UP);
    if (rounded.precision() > precision) {
      throw outOfRange(precision, scale, number.toPlainString());
    }
    return rounded;
  }

  static SnowflakeException notNumeric(String text) {
    return new SnowflakeException(
        "100038", "22018", "Numeric value '" + text + "' is not recognized");
  }

  /// Snowflake names its machine type, which depends on the digits.
  static SnowflakeException outOfRange(int precision, int scale, String value) {
    return new SnowflakeException(
        "100039",
        "22003",
        "Number out of representable range: type FIXED["
            + machineType(precision)
            + "]("
            + precision
            + ","
            + scale
            + "){nullable}, value "
            + value);
  }

  /// Such as `SB8`: as many bytes as numbers of so many digits need.
  static String machineType(int precision) {
    int bytes =
        precision <= 2 ? 1 : precision <= 4 ? 2 : precision <= 9 ? 4 : precision <= 18 ? 8 : 16;
    return "SB" + bytes;
  }

  static double real(String text) throws SnowflakeException {
    var trimmed = text.strip();
    return switch (trimmed.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "infinity", "+inf", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> {
        try {
          yield new BigDecimal(trimmed).doubleValue();
        } catch (NumberFormatException e) {
          throw notNumeric(text);
        }
      }
    };
  }

  static boolean bool(String text) throws SnowflakeException {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "t", "yes", "y", "on", "1" -> true;
      case "false", "f", "no", "n", "off", "0" -> false;
      default ->
          throw new SnowflakeException(
              "100037", "22018", "Boolean value '" + text + "' is not recognized");
    };
  }

  /// @return in hexadecimal
  static String binary(String text, String format) throws SnowflakeException {
    try {
      return HexFormat.of()
          .withUpperCase()
          .formatHex(
              switch (format) {
                case "HEX" -> HexFormat.of().parseHex(text);
                case "BASE64" -> Base64.getMimeDecoder().decode(text);
                case "UTF-8", "UTF8" -> text.getBytes(StandardCharsets.UTF_8);
                default ->
                    throw new SnowflakeException(
                        "100051", "22000", "Invalid binary format '" + format + "'");
              });
    } catch (IllegalArgumentException e) {
      throw new SnowflakeException(
          "100115",
          "22000",
          "The following string is not a legal "
              + format.toLowerCase(Locale.ROOT)
              + "-encoded value: '"
              + text
              + "'");
    }
  }

  /// With up to 15 significant digits more than needed are not shown: `0.1`, `1e+20`, `3`.
  static String write(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    if (number == 0) {
      return "0";
    }
    var exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exponent >= -5 && exponent < 16) {
      return exact.toPlainString();
    }
    var digits = exact.unscaledValue().abs().toString();
    var mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return (exact.signum() < 0 ? "-" : "")
        + mantissa
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  private static String fit(String text, long limit) throws SnowflakeException {
    if (text.codePointCount(0, text.length()) > limit) {
      throw Assignments.tooLong(text);
    }
    return text;
  }
}
