package dev.landfall.sandbox.snowflake.script;

import dev.landfall.sandbox.snowflake.function.Literals;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Tokens;
import java.math.BigInteger;
import java.util.Optional;

/// Expressions that are one literal, one variable, or a comparison of two whole numbers, and need
/// no query: most of those in scripts.
final class Plain {
  /// How many tokens a comparison has.
  private static final int COMPARISON = 3;

  private Plain() {}

  /// @param type what the value is to be; empty for its own
  /// @return empty when it takes a query to find out
  static Optional<Variable.Value> value(String expression, Optional<DataType> type, Scope scope)
      throws SnowflakeException {
    var tokens = Tokens.of(expression);
    if (tokens.size() == COMPARISON && type.equals(Optional.of(new DataType.Bool()))) {
      return comparison(tokens, 0, scope);
    }
    if (tokens.size() == COMPARISON + 2
        && tokens.isSymbol(0, "(")
        && tokens.isSymbol(COMPARISON + 1, ")")
        && type.equals(Optional.of(new DataType.Bool()))) {
      return comparison(tokens, 1, scope);
    }
    return tokens.size() == 1 ? operand(tokens, 0, type, scope) : Optional.empty();
  }

  private static Optional<Variable.Value> comparison(Tokens tokens, int first, Scope scope) {
    var whole = Optional.<DataType>of(DataType.Fixed.INTEGER);
    var left = operand(tokens, first, whole, scope).map(Variable.Value::cell);
    var right = operand(tokens, first + 2, whole, scope).map(Variable.Value::cell);
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    var order = new BigInteger(left.get()).compareTo(new BigInteger(right.get()));
    return switch (tokens.text(first + 1)) {
      case "=" -> Optional.of(Variable.Value.bool(order == 0));
      case "<>", "!=" -> Optional.of(Variable.Value.bool(order != 0));
      case "<" -> Optional.of(Variable.Value.bool(order < 0));
      case "<=" -> Optional.of(Variable.Value.bool(order <= 0));
      case ">" -> Optional.of(Variable.Value.bool(order > 0));
      case ">=" -> Optional.of(Variable.Value.bool(order >= 0));
      default -> Optional.empty();
    };
  }

  private static Optional<Variable.Value> operand(
      Tokens tokens, int index, Optional<DataType> type, Scope scope) {
    return switch (tokens.kind(index)) {
      case STRING -> text(tokens.text(index), type);
      case NUMBER -> number(tokens.text(index), type);
      case WORD ->
          scope
              .find(Name.unquoted(tokens.text(index)))
              .filter(Variable.Value.class::isInstance)
              .map(Variable.Value.class::cast)
              .filter(value -> type.isEmpty() || type.get().equals(value.type()));
      default -> Optional.empty();
    };
  }

  private static Optional<Variable.Value> text(String literal, Optional<DataType> type) {
    var value = dev.landfall.sandbox.snowflake.sql.Literals.string(literal);
    var own = Literals.text(value).type();
    return switch (type.orElse(own)) {
      case DataType.Text(var most) when value.codePointCount(0, value.length()) <= most ->
          Optional.of(new Variable.Value(type.orElse(own), value));
      default -> Optional.empty();
    };
  }

  private static Optional<Variable.Value> number(String literal, Optional<DataType> type) {
    return type.filter(t ->
            t instanceof DataType.Fixed(var precision, var scale)
                && scale == 0
                && literal.length() <= precision
                && literal.chars().allMatch(c -> c >= '0' && c <= '9'))
        .map(t -> new Variable.Value(t, new BigInteger(literal).toString()));
  }
}
