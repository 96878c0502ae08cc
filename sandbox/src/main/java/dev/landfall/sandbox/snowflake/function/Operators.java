package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;

/// Operators with Snowflake's types.
public final class Operators {
  private Operators() {}

  /// `left operator right`.
  ///
  /// @param operator one of `+ - * / % || = <> != < <= > >= AND OR`
  /// @throws SnowflakeException 001044 when the types do not go with the operator
  /// @throws IllegalArgumentException when there is no such operator
  public static Typed binary(String operator, Typed left, Typed right, Ambient ambient)
      throws SnowflakeException {
    return switch (operator) {
      case "+", "-", "*", "/", "%" -> Arithmetic.apply(operator, left, right, ambient);
      case "||" -> concat(left, right, ambient);
      case "=", "<>", "<", "<=", ">", ">=" -> Comparisons.compare(operator, left, right, ambient);
      case "!=" -> Comparisons.compare("<>", left, right, ambient);
      case "AND", "OR" -> logical(operator, left, right, ambient);
      default -> throw new IllegalArgumentException(operator);
    };
  }

  /// `-value`.
  public static Typed negate(Typed value, Ambient ambient) throws SnowflakeException {
    return Arithmetic.negate(value, ambient);
  }

  /// `+value`.
  public static Typed plus(Typed value, Ambient ambient) throws SnowflakeException {
    return Arithmetic.plus(value, ambient);
  }

  /// `NOT value`.
  public static Typed not(Typed value, Ambient ambient) throws SnowflakeException {
    return Typed.of("(NOT " + bool("NOT", value, ambient) + ")", Types.BOOL, value.nullable());
  }

  /// A value where only a condition may stand: WHERE, HAVING, QUALIFY, ON, CASE WHEN.
  public static Typed condition(Typed value, Ambient ambient) throws SnowflakeException {
    if (value.type() instanceof DataType.Bool) {
      return value;
    }
    return Casts.implicit(value, Types.BOOL, ambient)
        .orElseThrow(() ->
            new SnowflakeException(
                "002016",
                "22000",
                "SQL compilation error:\nInvalid data type ["
                    + Types.named(value.type())
                    + "] for predicate"));
  }

  /// `left IS NOT DISTINCT FROM right`, or without the NOT.
  public static Typed distinct(boolean same, Typed left, Typed right, Ambient ambient)
      throws SnowflakeException {
    return Comparisons.distinct(same, left, right, ambient);
  }

  /// `value IS [NOT] NULL`.
  public static Typed isNull(Typed value, boolean negated) {
    return Typed.of(
        "(" + value.sql() + " IS " + (negated ? "NOT " : "") + "NULL)", Types.BOOL, false);
  }

  /// `value [NOT] IN (list)`.
  public static Typed in(Typed value, List<Typed> list, boolean negated, Ambient ambient)
      throws SnowflakeException {
    return Comparisons.in(value, list, negated, ambient);
  }

  /// `subject [NOT] LIKE pattern [ESCAPE escape]`, and ILIKE.
  public static Typed like(
      Typed subject,
      Typed pattern,
      Optional<Typed> escape,
      boolean ignoreCase,
      boolean negated,
      Ambient ambient)
      throws SnowflakeException {
    return Patterns.like(subject, pattern, escape, ignoreCase, negated, ambient);
  }

  /// `value + INTERVAL '…'`, or minus.
  ///
  /// @param interval the text between the quotes, such as `1 year, 2 days`
  public static Typed interval(Typed value, String interval, boolean minus, Ambient ambient)
      throws SnowflakeException {
    return Intervals.add(value, interval, minus, ambient);
  }

  /// `INTERVAL '…'` by itself, as DuckDB has it.
  ///
  /// @param interval the text between the quotes
  /// @throws SnowflakeException when it is none, or negative
  public static String distance(String interval) throws SnowflakeException {
    return Intervals.sql(interval);
  }

  /// What a value is ordered and grouped by: DuckDB's SQL of which the order is Snowflake's. Equal
  /// values have equal keys.
  public static String sortKey(Typed value) {
    return switch (value.type()) {
      case Timestamp(var zone, var scale) when zone == Timestamp.Zone.TZ ->
          "(" + value.sql() + ").utc";
      case DataType.Variant(), DataType.Obj(), DataType.Array() ->
          Comparisons.VARIANT_KEY.call(value.sql());
      default -> value.sql();
    };
  }

  private static Typed concat(Typed left, Typed right, Ambient ambient) throws SnowflakeException {
    if (left.type() instanceof DataType.Binary(var a)
        && right.type() instanceof DataType.Binary(var b)) {
      var type = new DataType.Binary(Math.min(a + b, DataType.MAX_BINARY));
      return both("(" + left.sql() + " || " + right.sql() + ")", type, left, right);
    }
    var a = text("||", left, ambient);
    var b = text("||", right, ambient);
    long length = (long) Types.text(left.type()).length() + Types.text(right.type()).length();
    var type = new Text((int) Math.min(length, DataType.MAX_TEXT));
    return both("(" + a + " || " + b + ")", type, left, right);
  }

  private static String text(String operator, Typed value, Ambient ambient)
      throws SnowflakeException {
    return Casts.implicit(value, Text.MAX, ambient)
        .orElseThrow(() -> Types.wrongArguments(operator, List.of(value)))
        .sql();
  }

  private static Typed logical(String operator, Typed left, Typed right, Ambient ambient)
      throws SnowflakeException {
    var a = bool(operator, left, ambient);
    var b = bool(operator, right, ambient);
    return both("(" + a + " " + operator + " " + b + ")", Types.BOOL, left, right);
  }

  private static String bool(String operator, Typed value, Ambient ambient)
      throws SnowflakeException {
    return Casts.implicit(value, Types.BOOL, ambient)
        .orElseThrow(() -> Types.wrongArguments(operator, List.of(value)))
        .sql();
  }

  private static Typed both(String sql, DataType type, Typed left, Typed right) {
    return Typed.of(sql, type, left.nullable() || right.nullable());
  }
}
