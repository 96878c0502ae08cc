package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.AggregateDefinition.Clause.DISTINCT;
import static dev.landfall.sandbox.snowflake.function.AggregateDefinition.aggregate;
import static dev.landfall.sandbox.snowflake.function.AggregateSql.apply;
import static dev.landfall.sandbox.snowflake.function.AggregateSql.over;

import dev.landfall.sandbox.snowflake.function.AggregateDefinition.Window;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;

/// Aggregates of bits and of truth values (Snowflake, "Aggregate functions": bitwise, boolean).
final class LogicAggregates {
  static final List<AggregateDefinition> ALL =
      List.of(
          bits("BITAND_AGG BITANDAGG BIT_AND_AGG BIT_ANDAGG", "bit_and"),
          bits("BITOR_AGG BITORAGG BIT_OR_AGG BIT_ORAGG", "bit_or"),
          bits("BITXOR_AGG BITXORAGG BIT_XOR_AGG BIT_XORAGG", "bit_xor"),
          truth("BOOLAND_AGG", "bool_and"),
          truth("BOOLOR_AGG", "bool_or"),
          aggregate("BOOLXOR_AGG", 1, 1, Window.PARTITION, LogicAggregates::one));

  private LogicAggregates() {}

  private static AggregateDefinition bits(String names, String function) {
    return aggregate(
        names, 1, 1, Window.PARTITION, (call, ambient) -> bits(function, call, ambient), DISTINCT);
  }

  private static Typed bits(String function, AggregateCall call, Ambient ambient)
      throws SnowflakeException {
    var value = call.arguments().getFirst();
    if (value.type() instanceof DataType.Binary) {
      throw Errors.notSupported("the bits of a BINARY in an aggregate");
    }
    var number = Casts.coerce(value, Fixed.INTEGER, ambient);
    var bits = apply(function, "CAST(" + number.sql() + " AS HUGEINT)", call);
    return Typed.of("CAST(" + bits + " AS DECIMAL(38,0))", Fixed.INTEGER, true);
  }

  private static AggregateDefinition truth(String name, String function) {
    return aggregate(
        name,
        1,
        1,
        Window.PARTITION,
        (call, ambient) ->
            Typed.of(apply(function, truth(name, call, ambient), call), Types.BOOL, true));
  }

  /// A number that is not zero counts as true; a text is refused.
  private static String truth(String name, AggregateCall call, Ambient ambient)
      throws SnowflakeException {
    var value = call.arguments().getFirst();
    if (value.type() instanceof DataType.Text) {
      throw Types.wrongArguments(name, call.arguments());
    }
    return Casts.implicit(value, Types.BOOL, ambient)
        .orElseThrow(() -> Types.wrongArguments(name, call.arguments()))
        .sql();
  }

  /// Whether exactly one value is true; NULL when all are NULL.
  private static Typed one(AggregateCall call, Ambient ambient) throws SnowflakeException {
    var value = truth("BOOLXOR_AGG", call, ambient);
    return Typed.of(
        "(CASE WHEN count("
            + value
            + ")"
            + over(call)
            + " > 0 THEN count(CASE WHEN "
            + value
            + " THEN 1 END)"
            + over(call)
            + " = 1 END)",
        Types.BOOL,
        true);
  }
}
