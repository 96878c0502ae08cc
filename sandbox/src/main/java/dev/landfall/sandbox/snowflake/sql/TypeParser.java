package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.Locale;
import java.util.Optional;

/// Reads data types, under all their names (Snowflake, "SQL data types reference").
final class TypeParser {
  private static final int MOST_CHARACTERS = 134_217_728;
  private static final int MOST_BYTES = 67_108_864;

  private final Cursor cursor;

  TypeParser(Cursor cursor) {
    this.cursor = cursor;
  }

  DataType parse() throws SnowflakeException {
    if (cursor.kind() != TokenKind.WORD || Reserved.is(cursor.text())) {
      throw cursor.unexpected();
    }
    String word = cursor.word();
    return switch (word) {
      case "NUMBER", "DECIMAL", "DEC", "NUMERIC" -> fixed();
      case "INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT" ->
          bare(DataType.Fixed.INTEGER);
      case "FLOAT", "FLOAT4", "FLOAT8", "REAL" -> floating();
      case "DOUBLE" -> {
        cursor.accept("PRECISION");
        yield bare(new DataType.Float64());
      }
      case "VARCHAR", "STRING", "TEXT", "NVARCHAR", "NVARCHAR2" -> text(DataType.MAX_TEXT);
      case "CHAR", "NCHAR" -> text(cursor.accept("VARYING") ? DataType.MAX_TEXT : 1);
      case "CHARACTER" -> text(1);
      case "BINARY", "VARBINARY" ->
          new DataType.Binary(argument(DataType.MAX_BINARY, 1, MOST_BYTES, "binary length"));
      case "BOOLEAN" -> bare(new DataType.Bool());
      case "DATE" -> bare(new DataType.Date());
      case "TIME" -> new DataType.Time(scale());
      case "TIMESTAMP" -> timestamp();
      case "DATETIME", "TIMESTAMP_NTZ", "TIMESTAMPNTZ" -> timestamp(DataType.Timestamp.Zone.NTZ);
      case "TIMESTAMP_LTZ", "TIMESTAMPLTZ" -> timestamp(DataType.Timestamp.Zone.LTZ);
      case "TIMESTAMP_TZ", "TIMESTAMPTZ" -> timestamp(DataType.Timestamp.Zone.TZ);
      case "VARIANT" -> bare(new DataType.Variant());
      case "OBJECT" -> structured(word, new DataType.Obj());
      case "ARRAY" -> structured(word, new DataType.Array());
      case "MAP", "VECTOR", "GEOGRAPHY", "GEOMETRY", "DECFLOAT", "FILE", "UUID" ->
          throw Errors.notSupported("data type " + word);
      default ->
          throw SqlErrors.compilation("002040", "42601", "Unsupported data type '" + word + "'.");
    };
  }

  private DataType fixed() throws SnowflakeException {
    if (!cursor.acceptSymbol("(")) {
      return DataType.Fixed.INTEGER;
    }
    int precision = number(1, 38, "number precision");
    int scale = cursor.acceptSymbol(",") ? number(0, 37, "number scale") : 0;
    cursor.expectSymbol(")");
    if (scale > precision) {
      throw invalid("number scale", scale, 0, precision);
    }
    return new DataType.Fixed(precision, scale);
  }

  /// Snowflake takes a precision here and has no use for it.
  private DataType floating() throws SnowflakeException {
    if (cursor.acceptSymbol("(") && !cursor.acceptSymbol(")")) {
      cursor.unsigned();
      cursor.expectSymbol(")");
    }
    return new DataType.Float64();
  }

  private DataType text(int standard) throws SnowflakeException {
    return new DataType.Text(argument(standard, 1, MOST_CHARACTERS, "character length"));
  }

  private DataType timestamp() throws SnowflakeException {
    Optional<DataType.Timestamp.Zone> before = zone();
    int scale = scale();
    Optional<DataType.Timestamp.Zone> zone = before.isPresent() ? before : zone();
    return new DataType.Timestamp(zone.orElse(cursor.surroundings().timestampMapping()), scale);
  }

  /// `TIMESTAMP WITH TIME ZONE` and its like.
  private Optional<DataType.Timestamp.Zone> zone() {
    if (cursor.accept("WITHOUT", "TIME", "ZONE")) {
      return Optional.of(DataType.Timestamp.Zone.NTZ);
    }
    if (cursor.accept("WITH", "LOCAL", "TIME", "ZONE")) {
      return Optional.of(DataType.Timestamp.Zone.LTZ);
    }
    if (cursor.accept("WITH", "TIME", "ZONE")) {
      return Optional.of(DataType.Timestamp.Zone.TZ);
    }
    return Optional.empty();
  }

  private DataType timestamp(DataType.Timestamp.Zone zone) throws SnowflakeException {
    return new DataType.Timestamp(zone, scale());
  }

  private int scale() throws SnowflakeException {
    return argument(9, 0, 9, "timestamp precision");
  }

  private DataType structured(String word, DataType type) throws SnowflakeException {
    if (cursor.isSymbol("(") && cursor.kind(1) != TokenKind.NUMBER) {
      throw Errors.notSupported("structured data type " + word + "(…)");
    }
    return bare(type);
  }

  /// A type that takes no arguments: Snowflake complains of the argument, not of its parenthesis.
  private DataType bare(DataType type) throws SnowflakeException {
    if (cursor.isSymbol("(") && cursor.kind(1) == TokenKind.NUMBER) {
      cursor.skip();
      throw cursor.unexpected();
    }
    return type;
  }

  private int argument(int standard, int least, int most, String what) throws SnowflakeException {
    if (!cursor.acceptSymbol("(")) {
      return standard;
    }
    int value = number(least, most, what);
    cursor.expectSymbol(")");
    return value;
  }

  private int number(int least, int most, String what) throws SnowflakeException {
    long value = cursor.unsigned();
    if (value < least || value > most) {
      throw invalid(what, value, least, most);
    }
    return (int) value;
  }

  private static SnowflakeException invalid(String what, long value, int least, int most) {
    return SqlErrors.compilation(
        "002022",
        "42601",
        String.format(
            Locale.ROOT,
            "Invalid %s: %,d. Must be between %,d and %,d.",
            what,
            value,
            least,
            most));
  }
}
