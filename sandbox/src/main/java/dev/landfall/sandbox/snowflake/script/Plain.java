package dev.landfall.sandbox.snowflake.script;

import dev.landfall.sandbox.snowflake.function.Literals;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Tokens;
import java.math.BigInteger;
import java.util.Optional;

/// Expressions that are one literal or one variable, and need no query: most of those in scripts.
final class Plain {
  private Plain() {}

  /// @param type what the value is to be; empty for its own
  /// @return empty when it takes a query to find out
  static Optional<Variable.Value> value(String expression, Optional<DataType> type, Scope scope)
      throws SnowflakeException {
    var tokens = Tokens.of(expression);
    if (tokens.size() != 1) {
      return Optional.empty();
    }
    return switch (tokens.kind(0)) {
      case STRING -> text(tokens.text(0), type);
      case NUMBER -> number(tokens.text(0), type);
      case WORD ->
          scope
              .find(Name.unquoted(tokens.text(0)))
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
