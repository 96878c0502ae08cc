package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.AggregateDefinition.Clause.NULLS;
import static dev.landfall.sandbox.snowflake.function.AggregateDefinition.aggregate;
import static dev.landfall.sandbox.snowflake.function.AggregateSql.over;

import dev.landfall.sandbox.snowflake.function.AggregateDefinition.Window;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;

/// Functions that need OVER (Snowflake, "Window functions").
final class WindowFunctions {
  private static final Fixed COUNT = ContextFunctions.COUNT;

  /// What FIRST_VALUE, LAST_VALUE and NTH_VALUE see when no frame is written: the whole partition,
  /// unlike in standard SQL (Snowflake, "Window function syntax and usage").
  private static final String WHOLE = "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING";

  private static final String SO_FAR = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW";
  private static final int FARTHEST = 1_000_000;
  private static final int MOST_NTH = 1000;

  static final List<AggregateDefinition> ALL =
      List.of(
          rank("DENSE_RANK"),
          rank("RANK"),
          rank("ROW_NUMBER"),
          share("CUME_DIST"),
          share("PERCENT_RANK"),
          aggregate("NTILE", 1, 1, Window.ORDER, (call, ambient) -> ntile(call)),
          neighbour("LAG"),
          neighbour("LEAD"),
          value("FIRST_VALUE"),
          value("LAST_VALUE"),
          aggregate("NTH_VALUE", 2, 2, Window.ORDER_AND_FRAME, (call, ambient) -> nth(call), NULLS),
          aggregate("RATIO_TO_REPORT", 1, 1, Window.IDLE_ORDER, WindowFunctions::ratio),
          aggregate("CONDITIONAL_TRUE_EVENT", 1, 1, Window.ORDER, WindowFunctions::trueEvent),
          aggregate(
              "CONDITIONAL_CHANGE_EVENT",
              1,
              1,
              Window.ORDER,
              (call, ambient) -> changeEvent(call)));

  private WindowFunctions() {}

  private static String lower(String name) {
    return name.toLowerCase(java.util.Locale.ROOT);
  }

  private static AggregateDefinition rank(String name) {
    return aggregate(
        name,
        0,
        0,
        Window.ORDER,
        (call, ambient) -> Typed.of(lower(name) + "()" + over(call), COUNT, false));
  }

  private static AggregateDefinition share(String name) {
    return aggregate(
        name,
        0,
        0,
        Window.ORDER,
        (call, ambient) -> Typed.of(lower(name) + "()" + over(call), Types.FLOAT, false));
  }

  private static Typed ntile(AggregateCall call) throws SnowflakeException {
    long buckets = constant("NTILE", call.arguments().getFirst(), 1, Integer.MAX_VALUE);
    return Typed.of("ntile(" + buckets + ")" + over(call), COUNT, false);
  }

  private static long constant(String name, Typed value, long least, long most)
      throws SnowflakeException {
    var text = value.constant().orElseThrow(() -> notConstant(name));
    try {
      long number = Long.parseLong(text.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw Types.wrongArguments(name, List.of(value));
    }
    throw Errors.compilation(
        "001011",
        "22023",
        "invalid value ["
            + text
            + "] for function '"
            + name
            + "', expected "
            + least
            + " to "
            + most);
  }

  private static SnowflakeException notConstant(String name) {
    return Errors.compilation(
        "001015", "22023", "argument needs to be constant for function '" + name + "'");
  }

  private static String nulls(AggregateCall call) {
    return call.ignoreNulls() ? " IGNORE NULLS" : "";
  }

  private static AggregateDefinition neighbour(String name) {
    return aggregate(
        name, 1, 3, Window.ORDER, (call, ambient) -> neighbour(name, call, ambient), NULLS);
  }

  /// A negative distance looks the other way.
  private static Typed neighbour(String name, AggregateCall call, Ambient ambient)
      throws SnowflakeException {
    var arguments = call.arguments();
    var value = arguments.getFirst();
    long distance =
        arguments.size() > 1 ? constant(name, arguments.get(1), -FARTHEST, FARTHEST) : 1;
    boolean nullable = true;
    var missing = "";
    if (arguments.size() > 2) {
      var type = Coercions.commonOf(List.of(value, arguments.get(2)));
      nullable = value.nullable() || arguments.get(2).nullable();
      value = Casts.coerce(value, type, ambient);
      missing = ", " + Casts.coerce(arguments.get(2), type, ambient).sql();
    }
    return Typed.of(
        lower(name)
            + "("
            + value.sql()
            + ", "
            + distance
            + missing
            + nulls(call)
            + ")"
            + over(call),
        value.type(),
        nullable);
  }

  private static AggregateDefinition value(String name) {
    return aggregate(
        name,
        1,
        1,
        Window.ORDER_AND_FRAME,
        (call, ambient) -> {
          var value = call.arguments().getFirst();
          return Typed.of(
              lower(name) + "(" + value.sql() + nulls(call) + ")" + framed(call),
              value.type(),
              true);
        },
        NULLS);
  }

  private static String framed(AggregateCall call) {
    var window = call.over().orElseThrow();
    return over(window, window.frame().or(() -> Optional.of(WHOLE)));
  }

  private static Typed nth(AggregateCall call) throws SnowflakeException {
    var value = call.arguments().getFirst();
    long n = constant("NTH_VALUE", call.arguments().get(1), 1, MOST_NTH);
    return Typed.of(
        "nth_value(" + value.sql() + ", " + n + nulls(call) + ")" + framed(call),
        value.type(),
        true);
  }

  /// A value's part of the sum over its partition; NULL when that is zero. ORDER BY does not count
  /// (Snowflake, "RATIO_TO_REPORT").
  private static Typed ratio(AggregateCall call, Ambient ambient) throws SnowflakeException {
    var value = AggregateSql.number("RATIO_TO_REPORT", call.arguments().getFirst(), ambient);
    var window =
        new AggregateCall.Over(call.over().orElseThrow().partition(), List.of(), Optional.empty());
    var whole =
        new AggregateCall(List.of(value), false, false, List.of(), false, Optional.of(window));
    var sum = AggregateFunctions.sum(whole, ambient);
    var divisor = Typed.of("nullif(" + sum.sql() + ", 0)", sum.type(), true);
    return Operators.binary("/", value, divisor, ambient);
  }

  /// How many rows so far were true.
  private static Typed trueEvent(AggregateCall call, Ambient ambient) throws SnowflakeException {
    var argument = call.arguments().getFirst();
    var condition =
        Casts.implicit(argument, Types.BOOL, ambient)
            .orElseThrow(() -> Types.wrongArguments("CONDITIONAL_TRUE_EVENT", call.arguments()));
    var counted = "count(CASE WHEN " + condition.sql() + " THEN 1 END)";
    return Typed.of(counted + soFar(call), COUNT, false);
  }

  /// How often a value differed from that of the row before; NULL differs from nothing.
  private static Typed changeEvent(AggregateCall call) {
    var value = Operators.sortKey(call.arguments().getFirst());
    var sql =
        Sql.once(
            "list(" + value + ")" + soFar(call),
            list ->
                "len(list_filter(range(2, len("
                    + list
                    + ") + 1), lambda i: "
                    + list
                    + "[i] <> "
                    + list
                    + "[i - 1]))");
    return Typed.of(sql, COUNT, false);
  }

  private static String soFar(AggregateCall call) {
    return over(call.over().orElseThrow(), Optional.of(SO_FAR));
  }
}
