package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `SEQ4()` and its like: numbers that grow from row to row and begin again after the largest that
/// fits (Snowflake, "SEQ1 / SEQ2 / SEQ4 / SEQ8").
final class RowNumbers {
  /// Bits and digits of the numbers.
  private static final Map<String, int[]> SIZES =
      Map.of(
          "SEQ1", new int[] {7, 3},
          "SEQ2", new int[] {15, 5},
          "SEQ4", new int[] {31, 10},
          "SEQ8", new int[] {63, 19});

  static final Set<String> NAMES = SIZES.keySet();

  private RowNumbers() {}

  static Typed next(String name, List<Typed> arguments, Scope scope) throws SnowflakeException {
    if (arguments.size() > 1
        || !arguments.stream().allMatch(sign -> sign.constant().equals(Optional.of("0")))) {
      throw Errors.notSupported(name + " with an argument other than 0");
    }
    int[] size = SIZES.getOrDefault(name, new int[] {63, 19});
    scope.sawVolatile();
    var sources = scope.sources();
    String row;
    if (sources.size() == 1 && sources.getFirst().row().isPresent()) {
      row = sources.getFirst().row().get().sql();
    } else if (scope.clause() == Scope.Clause.SELECT
        && !scope.insideAggregate()
        && !scope.insideWindow()) {
      row = "(row_number() OVER () - 1)";
    } else {
      throw Errors.notSupported(name + " here, other than over a GENERATOR alone");
    }
    var wrapped = size[0] == 63 ? row : "(" + row + " % " + (1L << size[0]) + ")";
    var type = new DataType.Fixed(size[1], 0);
    return Typed.of("CAST(" + wrapped + " AS DECIMAL(" + size[1] + ",0))", type, false);
  }
}
