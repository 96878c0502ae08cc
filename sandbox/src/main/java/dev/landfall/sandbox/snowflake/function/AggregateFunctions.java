package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Aggregates and window functions (Snowflake, "Aggregate functions", "Window functions").
final class AggregateFunctions {
  private static final Fixed COUNT = ContextFunctions.COUNT;
  private static final int SUM_DIGITS = 12;

  /// May be called with and without OVER.
  static final Map<String, AggregateFunction> AGGREGATES =
      Map.of(
          "ANY_VALUE", (call, ambient) -> same("ANY_VALUE", "any_value", call),
          "AVG", AggregateFunctions::average,
          "COUNT", AggregateFunctions::count,
          "COUNT_IF", AggregateFunctions::countIf,
          "LISTAGG", AggregateFunctions::listagg,
          "MAX", (call, ambient) -> same("MAX", "max", call),
          "MIN", (call, ambient) -> same("MIN", "min", call),
          "SUM", AggregateFunctions::sum);

  /// Need OVER.
  static final Map<String, AggregateFunction> WINDOWS =
      Map.of(
          "DENSE_RANK", (call, ambient) -> rank("DENSE_RANK", "dense_rank", call),
          "RANK", (call, ambient) -> rank("RANK", "rank", call),
          "ROW_NUMBER", (call, ambient) -> rank("ROW_NUMBER", "row_number", call));

  private AggregateFunctions() {}

  private static Typed rank(String name, String function, AggregateCall call)
      throws SnowflakeException {
    refuseClauses(name, call);
    arguments(name, call, 0);
    if (call.over().isEmpty() || call.over().get().order().isEmpty()) {
      throw new SnowflakeException(
          "002070",
          "42601",
          "SQL compilation error:\nWindow function type ["
              + name
              + "] requires ORDER BY in window"
              + " specification");
    }
    return Typed.of(function + "()" + over(call), COUNT, false);
  }

  private static Typed count(AggregateCall call, Ambient ambient) throws SnowflakeException {
    refuseClauses("COUNT", call);
    if (call.star()) {
      return Typed.of("count(*)" + over(call), COUNT, false);
    }
    Definition.checkCount("COUNT", call.arguments().size(), 1, Definition.MANY);
    return Typed.of(
        "count(" + distinct(call) + counted(call.arguments()) + ")" + over(call), COUNT, false);
  }

  /// What is counted: a row of several values counts when none of them is NULL.
  private static String counted(List<Typed> values) {
    if (values.size() == 1) {
      return key(values.getFirst());
    }
    var present =
        values.stream()
            .map(value -> value.sql() + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
    var row = values.stream().map(AggregateFunctions::key).collect(Collectors.joining(", "));
    return "CASE WHEN " + present + " THEN row(" + row + ") END";
  }

  private static Typed countIf(AggregateCall call, Ambient ambient) throws SnowflakeException {
    refuseClauses("COUNT_IF", call);
    arguments("COUNT_IF", call, 1);
    var condition = Casts.coerce(call.arguments().getFirst(), Types.BOOL, ambient);
    return Typed.of(
        "CAST(count(CASE WHEN " + condition.sql() + " THEN 1 END)" + over(call) + " AS BIGINT)",
        COUNT,
        false);
  }

  private static Typed sum(AggregateCall call, Ambient ambient) throws SnowflakeException {
    refuseClauses("SUM", call);
    arguments("SUM", call, 1);
    var value = number("SUM", call.arguments().getFirst(), ambient);
    var sum = "sum(" + distinct(call) + value.sql() + ")" + over(call);
    if (value.type() instanceof Fixed(var precision, var scale)) {
      var type = new Fixed(Math.min(38, precision + SUM_DIGITS), scale);
      return Typed.of("CAST(" + sum + " AS " + Physical.type(type) + ")", type, true);
    }
    return Typed.of(sum, Types.FLOAT, true);
  }

  private static Typed average(AggregateCall call, Ambient ambient) throws SnowflakeException {
    refuseClauses("AVG", call);
    arguments("AVG", call, 1);
    var value = number("AVG", call.arguments().getFirst(), ambient);
    if (!(value.type() instanceof Fixed)) {
      return Typed.of("avg(" + distinct(call) + value.sql() + ")" + over(call), Types.FLOAT, true);
    }
    var counted =
        Typed.of(
            "CAST(nullif(count("
                + distinct(call)
                + value.sql()
                + ")"
                + over(call)
                + ", 0) AS DECIMAL(18,0))",
            COUNT,
            true);
    return Operators.binary("/", sum(call, ambient), counted, ambient);
  }

  private static Typed listagg(AggregateCall call, Ambient ambient) throws SnowflakeException {
    if (call.ignoreNulls() || call.star()) {
      throw Errors.notSupported("IGNORE NULLS or * in LISTAGG");
    }
    Definition.checkCount("LISTAGG", call.arguments().size(), 1, 2);
    var text = Casts.coerce(call.arguments().getFirst(), Text.MAX, ambient);
    var between = call.arguments().size() == 2 ? call.arguments().get(1).constant() : null;
    if (call.arguments().size() == 2 && (between == null || between.isEmpty())) {
      throw Errors.notSupported("LISTAGG with a delimiter that is no literal");
    }
    var order =
        call.within().isEmpty()
            ? ""
            : call.within().stream()
                .map(AggregateCall.Order::sql)
                .collect(Collectors.joining(", ", " ORDER BY ", ""));
    return Typed.of(
        "coalesce(string_agg("
            + distinct(call)
            + text.sql()
            + ", "
            + Sql.quote(between == null ? "" : between.get())
            + order
            + ")"
            + over(call)
            + ", '')",
        Text.MAX,
        false);
  }

  /// A function whose result has its argument's type.
  private static Typed same(String name, String function, AggregateCall call)
      throws SnowflakeException {
    refuseClauses(name, call);
    arguments(name, call, 1);
    var value = call.arguments().getFirst();
    if (Types.semistructured(value.type()) && !function.equals("any_value")) {
      throw Errors.notSupported(name + " of a " + value.type().sql());
    }
    return Typed.of(function + "(" + value.sql() + ")" + over(call), value.type(), true);
  }

  private static Typed number(String name, Typed value, Ambient ambient) throws SnowflakeException {
    return switch (value.type()) {
      case Fixed _, DataType.Float64 _ -> value;
      case Text _, DataType.Variant _ -> Casts.coerce(value, Types.FLOAT, ambient);
      case DataType.Null _ -> Casts.coerce(value, new Fixed(38, 0), ambient);
      default -> throw Types.wrongArguments(name, List.of(value));
    };
  }

  /// A value as it is compared with others of its type.
  private static String key(Typed value) {
    return Operators.sortKey(value);
  }

  private static String distinct(AggregateCall call) {
    return call.distinct() ? "DISTINCT " : "";
  }

  private static void arguments(String name, AggregateCall call, int count)
      throws SnowflakeException {
    if (call.star()) {
      throw Types.wrongArguments(name, List.of());
    }
    Definition.checkCount(name, call.arguments().size(), count, count);
  }

  private static void refuseClauses(String name, AggregateCall call) throws SnowflakeException {
    if (!call.within().isEmpty()) {
      throw Errors.notSupported("WITHIN GROUP of " + name);
    }
    if (call.ignoreNulls()) {
      throw Errors.notSupported("IGNORE NULLS of " + name);
    }
  }

  private static String over(AggregateCall call) {
    if (call.over().isEmpty()) {
      return "";
    }
    var window = call.over().get();
    var partition =
        window.partition().isEmpty()
            ? ""
            : window.partition().stream()
                .map(AggregateFunctions::key)
                .collect(Collectors.joining(", ", "PARTITION BY ", " "));
    var order =
        window.order().isEmpty()
            ? ""
            : window.order().stream()
                .map(AggregateCall.Order::sql)
                .collect(Collectors.joining(", ", "ORDER BY ", " "));
    return " OVER (" + partition + order + window.frame().orElse("") + ")";
  }
}
