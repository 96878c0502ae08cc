package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Column;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.query.QueryCompiler;
import dev.landfall.sandbox.snowflake.sql.Names;
import dev.landfall.sandbox.snowflake.sql.Span;
import java.util.Map;
import java.util.Optional;

/// Defaults of columns: which expressions fit which types (Snowflake, "CREATE TABLE", DEFAULT).
final class Defaults {
  private static final Name NEXTVAL = new Name("NEXTVAL");

  private Defaults() {}

  /// The column with this default.
  ///
  /// @throws SnowflakeException when the expression does not compile, or does not fit the column
  static Column with(Operation operation, Column column, Span expression)
      throws SnowflakeException {
    if (column.type() instanceof DataType.Binary) {
      throw new SnowflakeException(
          "002262",
          "22000",
          "SQL compilation error: Default values are not allowed on 'BINARY' columns.");
    }
    var sequence = sequence(operation, expression.text());
    if (sequence.isPresent()) {
      if (!(column.type() instanceof DataType.Fixed)
          && !(column.type() instanceof DataType.Float64)) {
        throw mismatch(column);
      }
      return column.withFallback(Optional.of(expression.text()), sequence);
    }
    var typed =
        QueryCompiler.expression(
            expression.text(), Map.of(), operation.relations(), operation.ambient(), Binds.NONE);
    if (!accepts(column.type(), typed.type())) {
      throw mismatch(column);
    }
    return column.withFallback(Optional.of(expression.text()), Optional.empty());
  }

  /// The column, which ALTER TABLE adds, with this default: only a literal of the column's own
  /// family will do (Snowflake, "ALTER TABLE", ADD COLUMN).
  static Column added(Operation operation, Column column, Span expression)
      throws SnowflakeException {
    if (column.type() instanceof DataType.Binary) {
      return with(operation, column, expression);
    }
    if (sequence(operation, expression.text()).isPresent()) {
      throw invalid(expression);
    }
    var typed =
        QueryCompiler.expression(
            expression.text(), Map.of(), operation.relations(), operation.ambient(), Binds.NONE);
    if (!isLiteral(expression.text())) {
      throw invalid(expression);
    }
    if (!sameFamily(column.type(), typed.type())) {
      if (column.type() instanceof DataType.Variant) {
        throw mismatch(column);
      }
      throw Errors.compilation(
          "002023",
          "22000",
          "Expression type does not match column data type, expecting "
              + column.type().sql()
              + " but got "
              + typed.type().sql()
              + " for column "
              + column.name().sql());
    }
    return column.withFallback(Optional.of(expression.text()), Optional.empty()).withAdded();
  }

  private static SnowflakeException invalid(Span expression) {
    return Errors.compilation(
        "002263", "22000", "Invalid column default expression [" + expression.text() + "]");
  }

  private static boolean isLiteral(String text) {
    return text.matches("(?i)[-+]?[0-9.]+(e[-+]?[0-9]+)?|true|false|null|'([^'\\\\]|''|\\\\.)*'");
  }

  /// The id of the sequence whose NEXTVAL an expression is.
  private static Optional<Long> sequence(Operation operation, String expression)
      throws SnowflakeException {
    QualifiedName name;
    try {
      name = Names.parse(expression);
    } catch (SnowflakeException e) {
      return Optional.empty();
    }
    if (!name.last().equals(NEXTVAL) || name.parts().size() < 2) {
      return Optional.empty();
    }
    var sequence = new QualifiedName(name.parts().subList(0, name.parts().size() - 1));
    var found = operation.access().object(Kind.SEQUENCE, sequence, "CREATE TABLE");
    operation.access().require(found, "USAGE");
    return Optional.of(found.id());
  }

  private static SnowflakeException mismatch(Column column) {
    return Errors.compilation(
        "002262",
        "22000",
        "Default value data type does not match data type for column " + column.name().sql());
  }

  /// Whether CREATE TABLE takes a default of a type for a column of a type.
  static boolean accepts(DataType column, DataType value) {
    if (value instanceof DataType.Null || value instanceof DataType.Bool) {
      return true;
    }
    boolean number = value instanceof DataType.Fixed || value instanceof DataType.Float64;
    boolean text = value instanceof DataType.Text;
    boolean temporal =
        value instanceof DataType.Date
            || value instanceof DataType.Time
            || value instanceof DataType.Timestamp;
    boolean semi =
        value instanceof DataType.Variant
            || value instanceof DataType.Obj
            || value instanceof DataType.Array;
    return switch (column) {
      case DataType.Fixed fixed -> number || temporal || value instanceof DataType.Variant;
      case DataType.Float64() -> number || temporal || value instanceof DataType.Variant;
      case DataType.Text textual -> text || value instanceof DataType.Variant;
      case DataType.Bool() -> text || temporal || value instanceof DataType.Variant;
      case DataType.Variant() -> text || temporal || semi;
      case DataType.Obj(), DataType.Array() -> true;
      case DataType.Date() -> number || value instanceof DataType.Date;
      case DataType.Time(var scale) ->
          number
              || value instanceof DataType.Date
              || (value instanceof DataType.Time(var from) && from <= scale);
      case DataType.Timestamp(var zone, var scale) ->
          number
              || switch (value) {
                case DataType.Date() -> true;
                case DataType.Time(var from) -> from == scale;
                case DataType.Timestamp(var fromZone, var from) ->
                    fromZone == zone
                        ? from <= scale
                        : fromZone == DataType.Timestamp.Zone.TZ || from == scale;
                default -> false;
              };
      case DataType.Binary binary -> false;
      case DataType.Null() -> true;
    };
  }

  /// Whether ADD COLUMN takes a literal of a type.
  private static boolean sameFamily(DataType column, DataType value) {
    if (value instanceof DataType.Null) {
      return true;
    }
    return switch (column) {
      case DataType.Fixed fixed ->
          value instanceof DataType.Fixed || value instanceof DataType.Float64;
      case DataType.Float64() ->
          value instanceof DataType.Fixed || value instanceof DataType.Float64;
      case DataType.Text text -> value instanceof DataType.Text;
      case DataType.Bool() -> value instanceof DataType.Bool;
      case DataType.Variant() -> accepts(column, value);
      case DataType.Obj(), DataType.Array() -> true;
      default -> false;
    };
  }
}
