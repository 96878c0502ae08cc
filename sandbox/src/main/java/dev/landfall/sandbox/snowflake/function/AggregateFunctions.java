package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.AggregateDefinition.Clause.DISTINCT;
import static dev.landfall.sandbox.snowflake.function.AggregateDefinition.Clause.STAR;
import static dev.landfall.sandbox.snowflake.function.AggregateDefinition.aggregate;
import static dev.landfall.sandbox.snowflake.function.AggregateDefinition.refused;
import static dev.landfall.sandbox.snowflake.function.AggregateSql.apply;
import static dev.landfall.sandbox.snowflake.function.AggregateSql.over;

import dev.landfall.sandbox.snowflake.function.AggregateDefinition.Window;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.stream.Collectors;

/// Aggregates that count, add and choose (Snowflake, "Aggregate functions").
final class AggregateFunctions {
  private static final Fixed COUNT = ContextFunctions.COUNT;
  private static final int SUM_DIGITS = 12;
  private static final int MOST_CHOSEN = 1000;

  static final List<AggregateDefinition> ALL =
      List.of(
          aggregate("ANY_VALUE", 1, 1, Window.PARTITION, (c, a) -> same("any_value", c), DISTINCT),
          aggregate("AVG", 1, 1, Window.FRAME, AggregateFunctions::average, DISTINCT),
          aggregate("COUNT", 1, Definition.MANY, Window.FRAME, (c, a) -> count(c), DISTINCT, STAR),
          aggregate(
              "APPROX_COUNT_DISTINCT HLL",
              1,
              Definition.MANY,
              Window.PARTITION,
              (c, a) -> countDistinct(c),
              DISTINCT),
          aggregate("COUNT_IF", 1, 1, Window.FRAME, AggregateFunctions::countIf),
          aggregate("MAX", 1, 1, Window.FRAME, (c, a) -> extreme("max", c), DISTINCT),
          aggregate("MIN", 1, 1, Window.FRAME, (c, a) -> extreme("min", c), DISTINCT),
          aggregate("MAX_BY", 2, 3, Window.NONE, (c, a) -> chosen("MAX_BY", true, c, a)),
          aggregate("MIN_BY", 2, 3, Window.NONE, (c, a) -> chosen("MIN_BY", false, c, a)),
          aggregate("MODE", 1, 1, Window.PARTITION, (c, a) -> mode(c)),
          aggregate("SUM", 1, 1, Window.FRAME, AggregateFunctions::sum, DISTINCT),
          refused("HASH_AGG", "of which only Snowflake knows the hash"),
          refused(
              "APPROXIMATE_JACCARD_INDEX APPROXIMATE_SIMILARITY MINHASH MINHASH_COMBINE"
                  + " HLL_ACCUMULATE HLL_COMBINE HLL_EXPORT HLL_IMPORT HLL_ESTIMATE"
                  + " APPROX_TOP_K APPROX_TOP_K_ACCUMULATE APPROX_TOP_K_COMBINE"
                  + " APPROX_TOP_K_ESTIMATE APPROX_PERCENTILE_ACCUMULATE"
                  + " APPROX_PERCENTILE_COMBINE APPROX_PERCENTILE_ESTIMATE",
              "an estimate of which the sandbox does not know the method"),
          refused("BITMAP_CONSTRUCT_AGG BITMAP_OR_AGG", "since the sandbox has no bitmaps"),
          refused(
              "INTERPOLATE_BFILL INTERPOLATE_FFILL INTERPOLATE_LINEAR",
              "since the sandbox does not resample"),
          refused("AI_AGG AI_SUMMARIZE_AGG", "since the sandbox has no Cortex and no other models"),
          refused(
              "ST_COLLECT ST_UNION_AGG ST_INTERSECTION_AGG H3_COMPACT_AGG",
              "since the sandbox has no geospatial types"));

  private AggregateFunctions() {}

  private static Typed count(AggregateCall call) {
    if (call.star()) {
      return Typed.of("count(*)" + over(call), COUNT, false);
    }
    return Typed.of(apply("count", counted(call.arguments()), call), COUNT, false);
  }

  /// The exact number is one of those that an approximation may give.
  private static Typed countDistinct(AggregateCall call) {
    var counted = "count(DISTINCT " + counted(call.arguments()) + ")" + over(call);
    return Typed.of(counted, COUNT, false);
  }

  /// What is counted: a row of several values counts when none of them is NULL.
  private static String counted(List<Typed> values) {
    if (values.size() == 1) {
      return Operators.sortKey(values.getFirst());
    }
    var present =
        values.stream()
            .map(value -> value.sql() + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
    var row = values.stream().map(Operators::sortKey).collect(Collectors.joining(", "));
    return "CASE WHEN " + present + " THEN row(" + row + ") END";
  }

  private static Typed countIf(AggregateCall call, Ambient ambient) throws SnowflakeException {
    var condition = Casts.coerce(call.arguments().getFirst(), Types.BOOL, ambient);
    return Typed.of(
        "CAST("
            + apply("count", "CASE WHEN " + condition.sql() + " THEN 1 END", call)
            + " AS BIGINT)",
        COUNT,
        false);
  }

  static Typed sum(AggregateCall call, Ambient ambient) throws SnowflakeException {
    var value = AggregateSql.number("SUM", call.arguments().getFirst(), ambient);
    var sum = apply("sum", value.sql(), call);
    if (value.type() instanceof Fixed(var precision, var scale)) {
      var type = new Fixed(Math.min(38, precision + SUM_DIGITS), scale);
      return Typed.of("CAST(" + sum + " AS " + Physical.type(type) + ")", type, true);
    }
    return Typed.of(sum, Types.FLOAT, true);
  }

  private static Typed average(AggregateCall call, Ambient ambient) throws SnowflakeException {
    var value = AggregateSql.number("AVG", call.arguments().getFirst(), ambient);
    if (!(value.type() instanceof Fixed)) {
      return Typed.of(apply("avg", value.sql(), call), Types.FLOAT, true);
    }
    var counted =
        Typed.of(
            "CAST(nullif(" + apply("count", value.sql(), call) + ", 0) AS DECIMAL(18,0))",
            COUNT,
            true);
    return Operators.binary("/", sum(call, ambient), counted, ambient);
  }

  /// A function whose result has its argument's type.
  private static Typed same(String function, AggregateCall call) {
    var value = call.arguments().getFirst();
    return Typed.of(function + "(" + value.sql() + ")" + over(call), value.type(), true);
  }

  private static Typed extreme(String function, AggregateCall call) throws SnowflakeException {
    var value = call.arguments().getFirst();
    if (value.type() instanceof DataType.Variant) {
      var sql = "arg_" + function + "(" + value.sql() + ", " + Operators.sortKey(value) + ")";
      return Typed.of(sql + over(call), value.type(), true);
    }
    if (Types.semistructured(value.type())) {
      throw Errors.notSupported(function + " of a " + value.type().sql());
    }
    return same(function, call);
  }

  private static Typed mode(AggregateCall call) throws SnowflakeException {
    if (call.arguments().getFirst().type() instanceof Timestamp(var zone, var scale)
        && zone == Timestamp.Zone.TZ) {
      throw Errors.notSupported("MODE of a TIMESTAMP_TZ");
    }
    return same("mode", call);
  }

  /// The first argument where the second is greatest or least; with a third so many of them.
  private static Typed chosen(String name, boolean greatest, AggregateCall call, Ambient ambient)
      throws SnowflakeException {
    var value = call.arguments().getFirst();
    var key = Operators.sortKey(call.arguments().get(1));
    if (call.arguments().size() == 2) {
      var function = greatest ? "arg_max_null" : "arg_min_null";
      return Typed.of(function + "(" + value.sql() + ", " + key + ")", value.type(), true);
    }
    var most = call.arguments().get(2);
    int number = most.type() instanceof Fixed ? whole(name, most) : 0;
    if (number < 1 || number > MOST_CHOSEN) {
      throw Types.wrongArguments(name, call.arguments());
    }
    var json = "coalesce(" + Casts.cast(value, Types.VARIANT, ambient).sql() + ", 'undefined')";
    var sorted =
        "list("
            + json
            + " ORDER BY "
            + key
            + (greatest ? " DESC" : "")
            + ") FILTER (WHERE "
            + key
            + " IS NOT NULL)";
    return Typed.of(
        "('[' || array_to_string(list_slice(" + sorted + ", 1, " + number + "), ',') || ']')",
        Types.ARRAY,
        true);
  }

  private static int whole(String name, Typed value) throws SnowflakeException {
    try {
      return Integer.parseInt(
          value.constant().orElseThrow(() -> Types.wrongArguments(name, List.of(value))));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /// Whether equal values of this type may look different.
  static boolean ambiguous(DataType type) {
    return type instanceof Timestamp(var zone, var scale) && zone == Timestamp.Zone.TZ;
  }
}
