package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Pieces of DuckDB's SQL that calls of aggregates are made of.
final class AggregateSql {
  private AggregateSql() {}

  /// A call of one of DuckDB's aggregates with the clauses that this call has.
  static String apply(String function, String argument, AggregateCall call) {
    return function + "(" + distinct(call) + argument + ")" + over(call);
  }

  static String distinct(AggregateCall call) {
    return call.distinct() ? "DISTINCT " : "";
  }

  /// ` OVER (…)`, or nothing over groups.
  static String over(AggregateCall call) {
    return call.over().map(AggregateSql::over).orElse("");
  }

  static String over(AggregateCall.Over window) {
    return over(window, window.frame());
  }

  static String over(AggregateCall.Over window, Optional<String> frame) {
    var partition =
        window.partition().isEmpty()
            ? ""
            : window.partition().stream()
                .map(Operators::sortKey)
                .collect(Collectors.joining(", ", "PARTITION BY ", " "));
    var order = window.order().isEmpty() ? "" : order(window.order()) + " ";
    return " OVER (" + partition + order + frame.orElse("") + ")";
  }

  /// `ORDER BY …`
  static String order(List<AggregateCall.Order> keys) {
    return keys.stream()
        .map(AggregateCall.Order::sql)
        .collect(Collectors.joining(", ", "ORDER BY ", ""));
  }

  /// The values of a group that are not NULL, as DuckDB's list; NULL when there are none.
  ///
  /// @param order ` ORDER BY …`, or nothing
  static String list(String value, String order, AggregateCall call) {
    return "list("
        + distinct(call)
        + value
        + order
        + ") FILTER (WHERE "
        + value
        + " IS NOT NULL)"
        + over(call);
  }

  /// An argument that must be a number: exact or floating.
  static Typed number(String name, Typed value, Ambient ambient) throws SnowflakeException {
    return switch (value.type()) {
      case Fixed _, DataType.Float64 _ -> value;
      case Text _, DataType.Variant _ -> Casts.coerce(value, Types.FLOAT, ambient);
      case DataType.Null _ -> Casts.coerce(value, Fixed.INTEGER, ambient);
      default -> throw Types.wrongArguments(name, List.of(value));
    };
  }

  /// An argument as a floating point number.
  static String real(String name, Typed value, Ambient ambient) throws SnowflakeException {
    return Casts.coerce(number(name, value, ambient), Types.FLOAT, ambient).sql();
  }

  /// A number that is NULL when it is none.
  static String finite(String sql) {
    return "nullif(" + sql + ", CAST('NaN' AS DOUBLE))";
  }
}
