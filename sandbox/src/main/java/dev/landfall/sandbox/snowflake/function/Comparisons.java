package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.function.Kernel.Kind;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Comparisons of values of any two types.
final class Comparisons {
  /// A text by which JSON values sort and are equal as Snowflake has it.
  static final Kernel VARIANT_KEY =
      Kernel.of(
          "sf_variant_key",
          Kind.TEXT,
          a -> JsonOrder.key(JsonReader.canonical(a.text(0))),
          Kind.TEXT);

  static final List<Kernel> KERNELS = List.of(VARIANT_KEY);

  private Comparisons() {}

  static Typed compare(String operator, Typed left, Typed right, Ambient ambient)
      throws SnowflakeException {
    var pair = align(operator, left, right, ambient);
    return Typed.of(
        "(" + pair.left() + " " + operator + " " + pair.right() + ")",
        Types.BOOL,
        left.nullable() || right.nullable());
  }

  static Typed distinct(boolean same, Typed left, Typed right, Ambient ambient)
      throws SnowflakeException {
    var pair = align("=", left, right, ambient);
    return Typed.of(
        "(" + pair.left() + " IS " + (same ? "NOT " : "") + "DISTINCT FROM " + pair.right() + ")",
        Types.BOOL,
        false);
  }

  static Typed in(Typed value, List<Typed> list, boolean negated, Ambient ambient)
      throws SnowflakeException {
    if (list.isEmpty()) {
      throw new IllegalArgumentException("IN ()");
    }
    var all = new ArrayList<Typed>();
    all.add(value);
    all.addAll(list);
    boolean nullable = all.stream().anyMatch(Typed::nullable);
    DataType common;
    try {
      common = operand(all);
    } catch (SnowflakeException e) {
      throw Types.wrongArguments("IN", all);
    }
    var keys = new ArrayList<String>();
    for (var item : list) {
      keys.add(key("IN", item, common, ambient));
    }
    var sql =
        "("
            + key("IN", value, common, ambient)
            + (negated ? " NOT IN (" : " IN (")
            + keys.stream().collect(Collectors.joining(", "))
            + "))";
    return Typed.of(sql, Types.BOOL, nullable);
  }

  /// @param left comparable with `right` in DuckDB
  private record Pair(String left, String right) {}

  private static Pair align(String operator, Typed left, Typed right, Ambient ambient)
      throws SnowflakeException {
    DataType common;
    try {
      common = operand(List.of(left, right));
    } catch (SnowflakeException e) {
      throw Types.wrongTypes(operator, List.of(left.type(), right.type()));
    }
    return new Pair(key(operator, left, common, ambient), key(operator, right, common, ambient));
  }

  /// What operands become before they are compared: a VARIANT becomes what it is compared with, but
  /// a number becomes a VARIANT.
  private static DataType operand(List<Typed> values) throws SnowflakeException {
    var types = values.stream().map(Typed::type).toList();
    boolean variants = types.stream().anyMatch(type -> type instanceof DataType.Variant);
    var others =
        values.stream().filter(value -> !(value.type() instanceof DataType.Variant)).toList();
    if (variants && !others.isEmpty()) {
      var common = Coercions.commonOf(others);
      return switch (common) {
        case DataType.Fixed _, DataType.Float64(), DataType.Null() -> Types.VARIANT;
        case DataType.Text _ -> DataType.Text.MAX;
        default -> common;
      };
    }
    return Coercions.commonOf(values);
  }

  private static String key(String operator, Typed value, DataType common, Ambient ambient)
      throws SnowflakeException {
    var wanted = common instanceof DataType.Null ? DataType.Text.MAX : common;
    var coerced =
        Casts.implicit(value, wanted, ambient)
            .orElseThrow(() -> Types.wrongTypes(operator, List.of(value.type(), common)));
    return Operators.sortKey(coerced);
  }
}
