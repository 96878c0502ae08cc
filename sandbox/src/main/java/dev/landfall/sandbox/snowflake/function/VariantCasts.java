package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.function.Kernel.Kind;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Conversions from and into VARIANT, OBJECT and ARRAY.
final class VariantCasts {
  static final Kernel TEXT = Kernel.of("sf_variant_text", Kind.TEXT, a -> text(json(a)), Kind.TEXT);
  static final Kernel FIXED =
      Kernel.of(
          "sf_variant_fixed",
          Kind.TEXT,
          a -> {
            var number = fixed(json(a), a.integer(1), a.integer(2));
            return number == null ? null : number.toPlainString();
          },
          Kind.TEXT,
          Kind.LONG,
          Kind.LONG);
  static final Kernel FLOAT =
      Kernel.of("sf_variant_float", Kind.DOUBLE, a -> real(json(a)), Kind.TEXT);
  static final Kernel BOOL =
      Kernel.of("sf_variant_boolean", Kind.BOOL, a -> bool(json(a)), Kind.TEXT);
  static final Kernel BINARY =
      Kernel.of("sf_variant_binary", Kind.TEXT, a -> binary(json(a)), Kind.TEXT);

  /// A value as the text of a date, time or timestamp; a number counts seconds.
  static final Kernel MOMENT =
      Kernel.of(
          "sf_variant_moment", Kind.TEXT, a -> moment(json(a), a.text(1)), Kind.TEXT, Kind.TEXT);

  static final Kernel OBJECT =
      Kernel.of("sf_variant_object", Kind.TEXT, a -> object(json(a)), Kind.TEXT);
  static final Kernel ARRAY =
      Kernel.of("sf_variant_array", Kind.TEXT, a -> array(json(a)), Kind.TEXT);
  static final Kernel OF_TEXT =
      Kernel.of("sf_json_text", Kind.TEXT, a -> Json.of(a.text(0)).canonical(), Kind.TEXT);
  static final Kernel OF_FIXED =
      Kernel.of("sf_json_number", Kind.TEXT, a -> JsonWriter.exact(a.decimal(0)), Kind.TEXT);
  static final Kernel OF_FLOAT =
      Kernel.of("sf_json_float", Kind.TEXT, a -> JsonWriter.real(a.real(0)), Kind.DOUBLE);

  static final List<Kernel> KERNELS =
      List.of(TEXT, FIXED, FLOAT, BOOL, BINARY, MOMENT, OBJECT, ARRAY, OF_TEXT, OF_FIXED, OF_FLOAT);

  private VariantCasts() {}

  private static Json json(Arguments arguments) {
    return JsonReader.canonical(arguments.text(0));
  }

  /// A value as VARIANT.
  static Optional<String> variant(DataType from, String sql, Ambient ambient) {
    return Optional.of(
        switch (from) {
          case Text text -> OF_TEXT.call(sql);
          case Fixed(var precision, var scale) ->
              scale == 0
                  ? "CAST(" + sql + " AS VARCHAR)"
                  : OF_FIXED.call("CAST(" + sql + " AS VARCHAR)");
          case DataType.Float64() -> OF_FLOAT.call(sql);
          case DataType.Bool() -> "CAST(" + sql + " AS VARCHAR)";
          case DataType.Binary binary -> OF_TEXT.call("hex(" + sql + ")");
          case DataType.Date() -> OF_TEXT.call(TemporalCasts.write(from, sql, ambient));
          case DataType.Time time -> OF_TEXT.call(TemporalCasts.write(from, sql, ambient));
          case Timestamp timestamp -> OF_TEXT.call(TemporalCasts.write(from, sql, ambient));
          case DataType.Variant(), DataType.Obj(), DataType.Array(), DataType.Null() -> sql;
        });
  }

  static Optional<String> object(DataType from, String sql) {
    return switch (from) {
      case DataType.Obj() -> Optional.of(sql);
      case DataType.Variant() -> Optional.of(OBJECT.call(sql));
      default -> Optional.empty();
    };
  }

  /// What is no array becomes its only element.
  static Optional<String> array(DataType from, String sql, Ambient ambient) {
    return from instanceof DataType.Array
        ? Optional.of(sql)
        : variant(from, sql, ambient).map(ARRAY::call);
  }

  /// A value as text: a string without quotes, anything else as JSON; JSON's null is NULL.
  static @Nullable String text(Json value) {
    return switch (value) {
      case Json.Nil nil -> null;
      case Json.Undefined undefined -> null;
      case Json.Text(var text) -> text;
      case Json.Real(var number) -> TextCasts.write(number);
      default -> value.canonical();
    };
  }

  static @Nullable BigDecimal fixed(Json value, int precision, int scale)
      throws SnowflakeException {
    return switch (value) {
      case Json.Nil nil -> null;
      case Json.Undefined undefined -> null;
      case Json.Exact(var number) -> TextCasts.scaled(number, precision, scale);
      case Json.Real(var number) when !Double.isNaN(number) && !Double.isInfinite(number) ->
          TextCasts.scaled(BigDecimal.valueOf(number), precision, scale);
      case Json.Bool(var bool) ->
          TextCasts.scaled(bool ? BigDecimal.ONE : BigDecimal.ZERO, precision, scale);
      case Json.Text(var text) -> {
        try {
          yield TextCasts.scaled(new BigDecimal(text.strip()), precision, scale);
        } catch (NumberFormatException e) {
          throw failed(value, "FIXED");
        }
      }
      default -> throw failed(value, "FIXED");
    };
  }

  static @Nullable Double real(Json value) throws SnowflakeException {
    return switch (value) {
      case Json.Nil nil -> null;
      case Json.Undefined undefined -> null;
      case Json.Exact(var number) -> number.doubleValue();
      case Json.Real(var number) -> number;
      case Json.Bool(var bool) -> bool ? 1d : 0d;
      case Json.Text(var text) -> {
        try {
          yield TextCasts.real(text);
        } catch (SnowflakeException e) {
          throw failed(value, "REAL");
        }
      }
      default -> throw failed(value, "REAL");
    };
  }

  static @Nullable Boolean bool(Json value) throws SnowflakeException {
    return switch (value) {
      case Json.Nil nil -> null;
      case Json.Undefined undefined -> null;
      case Json.Bool(var bool) -> bool;
      case Json.Text(var text) -> {
        try {
          yield TextCasts.bool(text);
        } catch (SnowflakeException e) {
          throw failed(value, "BOOLEAN");
        }
      }
      default -> throw failed(value, "BOOLEAN");
    };
  }

  static @Nullable String binary(Json value) throws SnowflakeException {
    if (value instanceof Json.Nil) {
      return null;
    }
    if (value instanceof Json.Text(var text)) {
      try {
        var _ = HexFormat.of().parseHex(text);
        return text.toUpperCase(Locale.ROOT);
      } catch (IllegalArgumentException e) {
        throw failed(value, "BINARY");
      }
    }
    throw failed(value, "BINARY");
  }

  static @Nullable String moment(Json value, String target) throws SnowflakeException {
    return switch (value) {
      case Json.Nil _, Json.Undefined _ -> null;
      case Json.Text(var text) -> text;
      case Json.Exact(var number) when target.startsWith("TIMESTAMP") -> {
        var nanos = number.movePointRight(9).toBigInteger();
        var parts = nanos.divideAndRemainder(BigInteger.valueOf(1_000_000_000L));
        try {
          yield Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValue()).toString();
        } catch (ArithmeticException | DateTimeException e) {
          throw failed(value, target);
        }
      }
      default -> throw failed(value, target);
    };
  }

  static @Nullable String object(Json value) throws SnowflakeException {
    return switch (value) {
      case Json.Nil nil -> null;
      case Json.Members members -> members.canonical();
      default -> throw failed(value, "OBJECT");
    };
  }

  static @Nullable String array(Json value) {
    return switch (value) {
      case Json.Nil nil -> null;
      case Json.Items items -> items.canonical();
      default -> new Json.Items(List.of(value)).canonical();
    };
  }

  static SnowflakeException failed(Json value, String target) {
    return new SnowflakeException(
        "100071", "22000", "Failed to cast variant value " + value.canonical() + " to " + target);
  }
}
