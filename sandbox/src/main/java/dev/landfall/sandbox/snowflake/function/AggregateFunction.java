package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;

/// A function of many rows: an aggregate, or a window function. Has no state: threads may share it.
public interface AggregateFunction {
  /// The call as DuckDB's SQL, with Snowflake's result type.
  ///
  /// @throws SnowflakeException when number or types of the arguments or the clauses do not fit, or
  ///   when the sandbox does not honour the function
  Typed call(AggregateCall call, Ambient ambient) throws SnowflakeException;
}
