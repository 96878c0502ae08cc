package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.Definition.define;
import static dev.landfall.sandbox.snowflake.function.Definition.refused;

import dev.landfall.sandbox.snowflake.function.Kernel.Kind;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Functions that convert, apart from those of dates and times (Snowflake, "Conversion functions").
final class ConversionFunctions {
  private static final Kernel PRINT =
      Kernel.of(
          "sf_number_text",
          Kind.TEXT,
          a -> NumberFormat.of(a.text(1), "output").print(a.decimal(0)),
          Kind.TEXT,
          Kind.TEXT);
  private static final Kernel PARSE =
      Kernel.of(
          "sf_text_number",
          Kind.TEXT,
          a ->
              TextCasts.scaled(
                      NumberFormat.of(a.text(1), "input").parse(a.text(0)),
                      a.integer(2),
                      a.integer(3))
                  .toPlainString(),
          Kind.TEXT,
          Kind.TEXT,
          Kind.LONG,
          Kind.LONG);
  private static final Kernel PARSE_FLOAT =
      Kernel.of(
          "sf_text_double",
          Kind.DOUBLE,
          a -> NumberFormat.of(a.text(1), "input").parse(a.text(0)).doubleValue(),
          Kind.TEXT,
          Kind.TEXT);
  private static final Kernel UTF8 =
      Kernel.of(
          "sf_utf8",
          Kind.TEXT,
          a -> Encodings.utf8(Encodings.hex(a.text(0)), a.text(0)),
          Kind.TEXT);

  static final List<Kernel> KERNELS =
      List.of(PRINT, PARSE, PARSE.attempt(true), PARSE_FLOAT, PARSE_FLOAT.attempt(true), UTF8);

  static final List<Definition> ALL =
      List.of(
          define("TO_CHAR TO_VARCHAR", 1, 2, ConversionFunctions::text),
          define("TO_NUMBER TO_DECIMAL TO_NUMERIC", 1, 4, c -> number(c, false)),
          define("TRY_TO_NUMBER TRY_TO_DECIMAL TRY_TO_NUMERIC", 1, 4, c -> number(c, true)),
          define("TO_DOUBLE", 1, 2, c -> real(c, false)),
          define("TRY_TO_DOUBLE", 1, 2, c -> real(c, true)),
          define("TO_BOOLEAN", 1, 1, c -> cast(c, Types.BOOL, false)),
          define("TRY_TO_BOOLEAN", 1, 1, c -> cast(c, Types.BOOL, true)),
          define("TO_BINARY", 1, 2, c -> binary(c, false)),
          define("TRY_TO_BINARY", 1, 2, c -> binary(c, true)),
          refused("TO_DECFLOAT TRY_TO_DECFLOAT", "since the sandbox has no DECFLOAT"));

  private ConversionFunctions() {}

  /// Refuses what Snowflake's TRY_ functions do not take: anything but text.
  static void onlyText(Call call, boolean attempt, DataType target) throws SnowflakeException {
    if (attempt && !(call.type(0) instanceof Text)) {
      throw Coercions.noTryCast(call.type(0), target);
    }
  }

  static Typed cast(Call call, DataType target, boolean attempt) throws SnowflakeException {
    onlyText(call, attempt, target);
    return Conversions.cast(call.at(0), target, call.ambient(), attempt)
        .orElseThrow(() -> invalid(call, target));
  }

  static SnowflakeException invalid(Call call, DataType target) {
    return new SnowflakeException(
        "001007",
        "22023",
        "SQL compilation error:\ninvalid type ["
            + call.name()
            + "("
            + Types.named(call.type(0))
            + ")] for parameter 'TO_"
            + Coercions.family(target).replace("NUMBER", "NUMBER")
            + "'");
  }

  private static Typed text(Call call) throws SnowflakeException {
    if (!call.has(1) || call.at(0).isNull()) {
      return call.type(0) instanceof Text
          ? call.at(0)
          : Casts.cast(call.at(0), Text.MAX, call.ambient());
    }
    if (!(call.type(1) instanceof Text) && !call.at(1).isNull()) {
      throw new SnowflakeException(
          "001015",
          "22023",
          "SQL compilation error:\nFormat argument for function '"
              + call.name()
              + "' needs to be a string");
    }
    var format = call.text(1);
    var value = call.at(0);
    return switch (value.type()) {
      case Fixed _, DataType.Float64 _ ->
          call.result(PRINT.call(NumberFunctions.exact(value.sql()), format), Text.MAX);
      case DataType.Date _, DataType.Time _, DataType.Timestamp _ ->
          call.result(TemporalCasts.writeAs(value, format, call.ambient()), Text.MAX);
      case DataType.Binary _ -> call.result(binaryText(call), Text.MAX);
      default -> {
        Definition.checkCount(call.name(), 2, 1, 1);
        throw call.wrongTypes();
      }
    };
  }

  private static String binaryText(Call call) throws SnowflakeException {
    return switch (call.constant(1).toUpperCase(Locale.ROOT)) {
      case "HEX" -> "hex(" + call.sql(0) + ")";
      case "BASE64" -> "to_base64(" + call.sql(0) + ")";
      case "UTF-8", "UTF8" -> UTF8.call("hex(" + call.sql(0) + ")");
      default -> throw binaryFormat(call.constant(1));
    };
  }

  private static SnowflakeException binaryFormat(String format) {
    return new SnowflakeException(
        "001015", "22023", "SQL compilation error:\nInvalid binary format '" + format + "'");
  }

  private static Typed number(Call call, boolean attempt) throws SnowflakeException {
    Optional<String> format = Optional.empty();
    int next = 1;
    if (call.has(1) && (call.type(1) instanceof Text || call.at(1).isNull())) {
      format = Optional.of(call.text(1));
      next = 2;
    }
    int precision = call.has(next) ? size(call, next, 1, 38) : 38;
    int scale = call.has(next + 1) ? size(call, next + 1, 0, 37) : 0;
    var type = new Fixed(precision, scale);
    onlyText(call, attempt, type);
    if (format.isEmpty()) {
      return cast(call, type, attempt);
    }
    if (!(call.type(0) instanceof Text)) {
      throw call.wrongTypes();
    }
    var parsed =
        PARSE
            .attempt(attempt)
            .call(call.sql(0), format.get(), Integer.toString(precision), Integer.toString(scale));
    return Typed.of(
        "CAST(" + parsed + " AS " + Physical.type(type) + ")", type, attempt || call.nullable());
  }

  private static int size(Call call, int index, int least, int most) throws SnowflakeException {
    var written = call.constant(index);
    try {
      int size = Integer.parseInt(written);
      if (size >= least && size <= most) {
        return size;
      }
    } catch (NumberFormatException e) {
      // falls through to the refusal
    }
    throw new SnowflakeException(
        "001011",
        "22023",
        "SQL compilation error:\ninvalid value ["
            + written
            + "] for function '"
            + call.name()
            + "', parameter "
            + (index + 1));
  }

  private static Typed real(Call call, boolean attempt) throws SnowflakeException {
    onlyText(call, attempt, Types.FLOAT);
    if (!call.has(1)) {
      if (call.type(0) instanceof DataType.Bool) {
        throw invalid(call, Types.FLOAT);
      }
      return cast(call, Types.FLOAT, attempt);
    }
    if (!(call.type(0) instanceof Text)) {
      Definition.checkCount(call.name(), 2, 1, 1);
    }
    return Typed.of(
        PARSE_FLOAT.attempt(attempt).call(call.sql(0), call.text(1)),
        Types.FLOAT,
        attempt || call.nullable());
  }

  private static Typed binary(Call call, boolean attempt) throws SnowflakeException {
    var type = new DataType.Binary(DataType.MAX_BINARY);
    onlyText(call, attempt, type);
    if (!call.has(1) || !(call.type(0) instanceof Text)) {
      return cast(call, type, attempt);
    }
    var format = call.constant(1).toUpperCase(Locale.ROOT);
    if (!List.of("HEX", "BASE64", "UTF-8", "UTF8").contains(format)) {
      throw binaryFormat(format);
    }
    return Typed.of(
        "unhex(" + TextCasts.BINARY.attempt(attempt).call(call.sql(0), Sql.quote(format)) + ")",
        type,
        attempt || call.nullable());
  }
}
