package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A function of one row's values. Has no state: threads may share it.
public interface ScalarFunction {
  /// The call as DuckDB's SQL, with Snowflake's result type.
  ///
  /// @param arguments typed; where [#words] says so, a bare word as text (see [Literals#word])
  /// @throws SnowflakeException when number or types of the arguments do not fit, or when the
  ///   sandbox does not honour the function
  Typed call(List<Typed> arguments, Ambient ambient) throws SnowflakeException;

  /// Which arguments are words of the function's own and not columns, such as the `day` of
  /// `DATEADD(day, 1, D)`.
  ///
  /// @param identifiers for each argument the unquoted, unqualified identifier that it is, if it is
  ///   one
  /// @return positions, counted from 0
  default Set<Integer> words(List<Optional<String>> identifiers) {
    return Set.of();
  }
}
