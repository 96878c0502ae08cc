package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.AggregateDefinition.Clause.DISTINCT;
import static dev.landfall.sandbox.snowflake.function.AggregateDefinition.aggregate;
import static dev.landfall.sandbox.snowflake.function.AggregateSql.apply;
import static dev.landfall.sandbox.snowflake.function.AggregateSql.finite;
import static dev.landfall.sandbox.snowflake.function.AggregateSql.over;

import dev.landfall.sandbox.snowflake.function.AggregateDefinition.Window;
import dev.landfall.sandbox.snowflake.function.Kernel.Kind;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Variance, correlation, regression (Snowflake, "Aggregate functions": general, linear
/// regression).
final class Statistics {
  /// Squares of numbers with more digits after the point than this do not fit.
  private static final int MOST_SCALE = 18;

  /// Variance from the sum of the squares, the sum and the number of the values.
  private static final Kernel VARIANCE =
      Kernel.of(
          "sf_variance",
          Kind.TEXT,
          Statistics::variance,
          Kind.TEXT,
          Kind.TEXT,
          Kind.LONG,
          Kind.LONG,
          Kind.LONG);

  static final List<Kernel> KERNELS = List.of(VARIANCE);

  static final List<AggregateDefinition> ALL = all();

  private Statistics() {}

  private static List<AggregateDefinition> all() {
    var all = new ArrayList<AggregateDefinition>();
    all.add(variance("VARIANCE VARIANCE_SAMP VAR_SAMP", "var_samp", 1));
    all.add(variance("VARIANCE_POP VAR_POP", "var_pop", 0));
    all.add(deviation("STDDEV STDDEV_SAMP", "stddev_samp"));
    all.add(deviation("STDDEV_POP", "stddev_pop"));
    all.add(aggregate("KURTOSIS", 1, 1, Window.PARTITION, Statistics::kurtosis));
    all.add(
        aggregate(
            "SKEW",
            1,
            1,
            Window.NONE,
            (call, ambient) ->
                real(
                    apply(
                        "skewness",
                        AggregateSql.real("SKEW", call.arguments().getFirst(), ambient),
                        call))));
    for (var name :
        List.of(
            "CORR",
            "COVAR_POP",
            "COVAR_SAMP",
            "REGR_AVGX",
            "REGR_AVGY",
            "REGR_COUNT",
            "REGR_INTERCEPT",
            "REGR_R2",
            "REGR_SLOPE",
            "REGR_SXX",
            "REGR_SXY",
            "REGR_SYY")) {
      all.add(
          aggregate(name, 2, 2, Window.PARTITION, (call, ambient) -> pairs(name, call, ambient)));
    }
    return List.copyOf(all);
  }

  private static Typed real(String sql) {
    return Typed.of(finite(sql), Types.FLOAT, true);
  }

  private static Typed pairs(String name, AggregateCall call, Ambient ambient)
      throws SnowflakeException {
    var y = AggregateSql.real(name, call.arguments().getFirst(), ambient);
    var x = AggregateSql.real(name, call.arguments().get(1), ambient);
    var sql = name.toLowerCase(java.util.Locale.ROOT) + "(" + y + ", " + x + ")" + over(call);
    return name.equals("REGR_COUNT")
        ? Typed.of("CAST(" + sql + " AS DOUBLE)", Types.FLOAT, false)
        : real(sql);
  }

  private static AggregateDefinition deviation(String names, String function) {
    var name = names.split(" ")[0];
    return aggregate(
        names,
        1,
        1,
        Window.FRAME,
        (call, ambient) ->
            real(
                apply(
                    function, AggregateSql.real(name, call.arguments().getFirst(), ambient), call)),
        DISTINCT);
  }

  private static Typed kurtosis(AggregateCall call, Ambient ambient) throws SnowflakeException {
    var value = AggregateSql.number("KURTOSIS", call.arguments().getFirst(), ambient);
    var sql = finite(apply("kurtosis", AggregateSql.real("KURTOSIS", value, ambient), call));
    if (value.type() instanceof Fixed) {
      var type = new Fixed(38, 12);
      return Typed.of("CAST(" + sql + " AS " + Physical.type(type) + ")", type, true);
    }
    return Typed.of(sql, Types.FLOAT, true);
  }

  /// @param less what is taken from the number of values to get the divisor
  private static AggregateDefinition variance(String names, String function, int less) {
    var name = names.split(" ")[0];
    return aggregate(
        names,
        1,
        1,
        Window.FRAME,
        (call, ambient) -> {
          var value = AggregateSql.number(name, call.arguments().getFirst(), ambient);
          return value.type() instanceof Fixed type
              ? exact(name, value.sql(), type, less, call)
              : real(apply(function, value.sql(), call));
        },
        DISTINCT);
  }

  /// The variance of exact numbers has 6 digits after the point if they have none, else at least
  /// 12.
  private static Typed exact(String name, String value, Fixed type, int less, AggregateCall call)
      throws SnowflakeException {
    if (type.scale() > MOST_SCALE) {
      throw Errors.notSupported(name + " of a " + type.sql());
    }
    int scale = type.scale() == 0 ? 6 : Math.max(12, type.scale());
    var result = new Fixed(38, scale);
    var wide = "CAST(" + value + " AS DECIMAL(38," + type.scale() + "))";
    var square = "(" + wide + " * " + wide + ")";
    var squares =
        call.distinct()
            ? "list_sum(list_transform(" + AggregateSql.list(wide, "", call) + ", lambda e: e * e))"
            : apply("sum", square, call);
    var sql =
        VARIANCE.call(
            "CAST(" + squares + " AS VARCHAR)",
            "CAST(" + apply("sum", wide, call) + " AS VARCHAR)",
            apply("count", value, call),
            Integer.toString(less),
            Integer.toString(scale));
    return Typed.of("CAST(" + sql + " AS " + Physical.type(result) + ")", result, true);
  }

  private static @Nullable String variance(Arguments a) throws SnowflakeException {
    var count = BigDecimal.valueOf(a.number(2));
    var divisor = BigDecimal.valueOf(a.number(2) - a.number(3));
    if (divisor.signum() <= 0) {
      return null;
    }
    int scale = a.integer(4);
    // (squares * n - sum²) / (n * divisor), of which the numerator is exact.
    var numerator = a.decimal(0).multiply(count).subtract(a.decimal(1).pow(2));
    var exact = numerator.divide(count.multiply(divisor), new MathContext(80));
    return TextCasts.scaled(exact.setScale(scale, RoundingMode.HALF_UP), 38, scale).toPlainString();
  }
}
