package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.Optional;

/// The matrix of conversions: how a value of one type becomes one of another in DuckDB's SQL.
final class Conversions {
  private Conversions() {}

  /// @param attempt whether a text that cannot be converted becomes NULL
  /// @return empty when Snowflake has no such conversion
  static Optional<Typed> cast(Typed value, DataType target, Ambient ambient, boolean attempt)
      throws SnowflakeException {
    if (value.isNull()) {
      var sql = "CAST(NULL AS " + Physical.type(target) + ")";
      return Optional.of(new Typed(sql, target, true, Optional.empty()));
    }
    if (value.type().equals(target)) {
      return Optional.of(value);
    }
    var sql = sql(value, target, ambient, attempt);
    boolean nullable = value.nullable() || attempt || value.type() instanceof DataType.Variant;
    boolean same = target instanceof Text && value.type() instanceof Text;
    return sql.map(s -> new Typed(s, target, nullable, same ? value.constant() : Optional.empty()));
  }

  private static Optional<String> sql(
      Typed value, DataType target, Ambient ambient, boolean attempt) throws SnowflakeException {
    var from = value.type();
    var sql = value.sql();
    return switch (target) {
      case Fixed fixed -> fixed(from, sql, fixed, attempt);
      case DataType.Float64() -> real(from, sql, attempt);
      case Text(var length) -> text(from, sql, length, ambient);
      case DataType.Bool() -> bool(from, sql, attempt);
      case DataType.Binary binary -> binary(from, sql, ambient, attempt);
      case DataType.Date() -> TemporalCasts.date(from, sql, ambient, attempt);
      case DataType.Time time -> TemporalCasts.time(from, sql, time.scale(), ambient, attempt);
      case Timestamp timestamp -> TemporalCasts.timestamp(from, sql, timestamp, ambient, attempt);
      case DataType.Variant() -> VariantCasts.variant(from, sql, ambient);
      case DataType.Obj() -> VariantCasts.object(from, sql);
      case DataType.Array() -> VariantCasts.array(from, sql, ambient);
      case DataType.Null() -> Optional.empty();
    };
  }

  private static Optional<String> fixed(DataType from, String sql, Fixed to, boolean attempt) {
    var type = Physical.type(to);
    var precision = Integer.toString(to.precision());
    var scale = Integer.toString(to.scale());
    return Optional.ofNullable(
            switch (from) {
              case Fixed fixed -> sql;
              case DataType.Float64() -> sql;
              case DataType.Bool() -> "CAST(" + sql + " AS INTEGER)";
              case Text text -> TextCasts.FIXED.attempt(attempt).call(sql, precision, scale);
              case DataType.Variant() -> VariantCasts.FIXED.call(sql, precision, scale);
              default -> null;
            })
        .map(s -> "CAST(" + s + " AS " + type + ")");
  }

  private static Optional<String> real(DataType from, String sql, boolean attempt) {
    return Optional.ofNullable(
        switch (from) {
          case Fixed fixed -> "CAST(" + sql + " AS DOUBLE)";
          case DataType.Float64() -> sql;
          case DataType.Bool() -> "CAST(CAST(" + sql + " AS INTEGER) AS DOUBLE)";
          case Text text -> TextCasts.FLOAT.attempt(attempt).call(sql);
          case DataType.Variant() -> VariantCasts.FLOAT.call(sql);
          default -> null;
        });
  }

  private static Optional<String> bool(DataType from, String sql, boolean attempt) {
    return Optional.ofNullable(
        switch (from) {
          case DataType.Bool() -> sql;
          case Fixed fixed -> "(" + sql + " <> 0)";
          case DataType.Float64() -> "(" + sql + " <> 0)";
          case Text text -> TextCasts.BOOL.attempt(attempt).call(sql);
          case DataType.Variant() -> VariantCasts.BOOL.call(sql);
          default -> null;
        });
  }

  private static Optional<String> text(DataType from, String sql, int length, Ambient ambient)
      throws SnowflakeException {
    var whole = written(from, sql, ambient);
    if ((from instanceof Text(var given) && given <= length) || length >= Text.MAX.length()) {
      return whole;
    }
    if (from instanceof Text) {
      return whole.map(s -> "left(" + s + ", " + length + ")");
    }
    return whole.map(s -> TextCasts.FIT.call(s, Integer.toString(length)));
  }

  /// A value as text, however long.
  private static Optional<String> written(DataType from, String sql, Ambient ambient)
      throws SnowflakeException {
    return switch (from) {
      case Text text -> Optional.of(sql);
      case Fixed fixed -> Optional.of(writeFixed(sql, fixed));
      case DataType.Bool() -> Optional.of("CAST(" + sql + " AS VARCHAR)");
      case DataType.Float64() -> Optional.of(TextCasts.WRITE_FLOAT.call(sql));
      case DataType.Binary binary ->
          Optional.of(
              switch (binaryFormat(ambient, "BINARY_OUTPUT_FORMAT")) {
                case "BASE64" -> "to_base64(" + sql + ")";
                default -> "hex(" + sql + ")";
              });
      case DataType.Date date -> Optional.of(TemporalCasts.write(from, sql, ambient));
      case DataType.Time time -> Optional.of(TemporalCasts.write(from, sql, ambient));
      case Timestamp timestamp -> Optional.of(TemporalCasts.write(from, sql, ambient));
      case DataType.Variant() -> Optional.of(VariantCasts.TEXT.call(sql));
      case DataType.Obj() -> Optional.of(VariantCasts.TEXT.call(sql));
      case DataType.Array() -> Optional.of(VariantCasts.TEXT.call(sql));
      case DataType.Null() -> Optional.empty();
    };
  }

  /// DuckDB leaves out the zero before the point when the type has no digit for it.
  private static String writeFixed(String sql, Fixed type) {
    if (type.precision() > type.scale()) {
      return "CAST(" + sql + " AS VARCHAR)";
    }
    return "CAST(CAST("
        + sql
        + " AS DECIMAL("
        + (type.precision() + 1)
        + ","
        + type.scale()
        + ")) AS VARCHAR)";
  }

  private static Optional<String> binary(
      DataType from, String sql, Ambient ambient, boolean attempt) throws SnowflakeException {
    return switch (from) {
      case DataType.Binary binary -> Optional.of(sql);
      case Text text ->
          Optional.of(
              "unhex("
                  + TextCasts.BINARY
                      .attempt(attempt)
                      .call(sql, Sql.quote(binaryFormat(ambient, "BINARY_INPUT_FORMAT")))
                  + ")");
      case DataType.Variant() -> Optional.of("unhex(" + VariantCasts.BINARY.call(sql) + ")");
      default -> Optional.empty();
    };
  }

  private static String binaryFormat(Ambient ambient, String parameter) {
    return ambient.parameter(parameter).orElse("HEX").toUpperCase(java.util.Locale.ROOT);
  }
}
