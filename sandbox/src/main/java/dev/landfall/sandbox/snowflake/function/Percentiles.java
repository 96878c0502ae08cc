package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.AggregateDefinition.Clause.WITHIN_GROUP;
import static dev.landfall.sandbox.snowflake.function.AggregateDefinition.aggregate;
import static dev.landfall.sandbox.snowflake.function.AggregateSql.over;

import dev.landfall.sandbox.snowflake.function.AggregateDefinition.Window;
import dev.landfall.sandbox.snowflake.function.Kernel.Kind;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// Medians and percentiles (Snowflake, "MEDIAN", "PERCENTILE_CONT", "PERCENTILE_DISC").
final class Percentiles {
  /// A value between two neighbours.
  private static final Kernel BETWEEN =
      Kernel.of(
          "sf_percentile",
          Kind.TEXT,
          Percentiles::between,
          Kind.TEXT,
          Kind.TEXT,
          Kind.TEXT,
          Kind.LONG,
          Kind.LONG,
          Kind.LONG);

  static final List<Kernel> KERNELS = List.of(BETWEEN);

  static final List<AggregateDefinition> ALL =
      List.of(
          aggregate("MEDIAN", 1, 1, Window.PARTITION, Percentiles::median),
          aggregate(
              "PERCENTILE_CONT",
              1,
              1,
              Window.PARTITION,
              (call, ambient) -> continuous("PERCENTILE_CONT", call, ambient),
              WITHIN_GROUP),
          aggregate(
              "PERCENTILE_DISC",
              1,
              1,
              Window.PARTITION,
              (call, ambient) -> discrete("PERCENTILE_DISC", call),
              WITHIN_GROUP),
          aggregate("APPROX_PERCENTILE", 2, 2, Window.PARTITION, Percentiles::approximate));

  private Percentiles() {}

  private static Typed median(AggregateCall call, Ambient ambient) throws SnowflakeException {
    var value = AggregateSql.number("MEDIAN", call.arguments().getFirst(), ambient);
    var order = new AggregateCall.Order(value, false, Optional.empty());
    return interpolated(value, order, "0.5", call);
  }

  private static Typed continuous(String name, AggregateCall call, Ambient ambient)
      throws SnowflakeException {
    var share = share(name, call.arguments().getFirst());
    var order = key(name, call);
    var value = AggregateSql.number(name, order.key(), ambient);
    return interpolated(value, order, share, call);
  }

  /// An exact number gets three more digits after the point.
  private static Typed interpolated(
      Typed value, AggregateCall.Order order, String share, AggregateCall call)
      throws SnowflakeException {
    if (!(value.type() instanceof Fixed(var precision, var scale))) {
      return quantile(value.sql(), order, share, call);
    }
    var type = new Fixed(Math.min(38, precision + 3), Math.min(37, scale + 3));
    var sorted =
        AggregateSql.list(value.sql(), " ORDER BY " + value.sql() + direction(order), call);
    var sql =
        Sql.once(
            sorted,
            list -> {
              var place = "(CAST(" + share + " AS DECIMAL(38,19)) * (len(" + list + ") - 1))";
              return BETWEEN.call(
                  "CAST(" + list + "[CAST(floor(" + place + ") AS BIGINT) + 1] AS VARCHAR)",
                  "CAST(" + list + "[CAST(ceil(" + place + ") AS BIGINT) + 1] AS VARCHAR)",
                  Sql.quote(share),
                  "len(" + list + ")",
                  Integer.toString(type.precision()),
                  Integer.toString(type.scale()));
            });
    return Typed.of("CAST(" + sql + " AS " + Physical.type(type) + ")", type, true);
  }

  private static String between(Arguments a) throws SnowflakeException {
    var place = a.decimal(2).multiply(BigDecimal.valueOf(a.number(3) - 1));
    var part = place.subtract(place.setScale(0, java.math.RoundingMode.FLOOR));
    var low = a.decimal(0);
    var exact = low.add(a.decimal(1).subtract(low).multiply(part));
    return TextCasts.scaled(exact, a.integer(4), a.integer(5)).toPlainString();
  }

  private static Typed quantile(
      String value, AggregateCall.Order order, String share, AggregateCall call) {
    var wanted =
        order.descending() ? BigDecimal.ONE.subtract(new BigDecimal(share)).toPlainString() : share;
    return Typed.of("quantile_cont(" + value + ", " + wanted + ")" + over(call), Types.FLOAT, true);
  }

  private static Typed discrete(String name, AggregateCall call) throws SnowflakeException {
    var share = share(name, call.arguments().getFirst());
    var order = key(name, call);
    var value = order.key();
    if (!Operators.sortKey(value).equals(value.sql())) {
      throw Errors.notSupported(name + " of a " + value.type().sql());
    }
    var sorted =
        AggregateSql.list(value.sql(), " ORDER BY " + value.sql() + direction(order), call);
    var sql =
        Sql.once(
            sorted,
            list ->
                list
                    + "[greatest(1, CAST(ceil(CAST("
                    + share
                    + " AS DECIMAL(38,19)) * len("
                    + list
                    + ")) AS BIGINT))]");
    return Typed.of(sql, value.type(), true);
  }

  /// The exact percentile is one of those that an approximation may give.
  private static Typed approximate(AggregateCall call, Ambient ambient) throws SnowflakeException {
    var share = share("APPROX_PERCENTILE", call.arguments().get(1));
    var value = AggregateSql.real("APPROX_PERCENTILE", call.arguments().getFirst(), ambient);
    return Typed.of("quantile_cont(" + value + ", " + share + ")" + over(call), Types.FLOAT, true);
  }

  private static String direction(AggregateCall.Order order) {
    return order.descending() ? " DESC" : "";
  }

  private static AggregateCall.Order key(String name, AggregateCall call)
      throws SnowflakeException {
    if (call.within().size() != 1) {
      throw Errors.compilation(
          "002303",
          "42601",
          "Function [" + name + "] requires WITHIN GROUP with one ORDER BY expression.");
    }
    return call.within().getFirst();
  }

  /// A constant from 0 to 1.
  private static String share(String name, Typed value) throws SnowflakeException {
    var constant = value.constant().orElseThrow(() -> Types.wrongArguments(name, List.of(value)));
    try {
      var share = new BigDecimal(constant.strip());
      if (share.signum() >= 0 && share.compareTo(BigDecimal.ONE) <= 0 && share.scale() <= 19) {
        return share.toPlainString();
      }
    } catch (NumberFormatException e) {
      throw Types.wrongArguments(name, List.of(value));
    }
    throw Errors.compilation(
        "001011",
        "22023",
        "invalid value [" + constant + "] for function '" + name + "', expected 0 to 1");
  }
}
