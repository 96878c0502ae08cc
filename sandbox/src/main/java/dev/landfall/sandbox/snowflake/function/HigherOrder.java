package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.function.Kernel.Kind;
import dev.landfall.sandbox.snowflake.model.DataType;
import java.util.List;

/// Functions that call a lambda for each element of an ARRAY (Snowflake, "FILTER", "TRANSFORM").
public final class HigherOrder {
  /// The elements as texts; NULL where SQL's NULL was put in.
  private static final Kernel ELEMENTS =
      Kernel.of(
          "sf_elements",
          Kind.TEXT,
          a -> {
            var elements =
                JsonReader.canonical(a.text(0)) instanceof Json.Items(var items)
                    ? items
                    : List.<Json>of();
            return new Json.Items(
                    elements.stream()
                        .map(item ->
                            item instanceof Json.Undefined ? Json.nil() : Json.of(item.canonical()))
                        .toList())
                .canonical();
          },
          Kind.TEXT);

  static final List<Kernel> KERNELS = List.of(ELEMENTS);

  private HigherOrder() {}

  /// The elements for which a condition holds.
  ///
  /// @param element what the condition calls the element, a VARIANT
  public static Typed filter(Typed array, String element, Typed condition) {
    return joined(
        "list_filter(" + elements(array) + ", lambda " + element + ": " + condition.sql() + ")",
        array);
  }

  /// What an expression makes of each element.
  ///
  /// @param element what the expression calls the element, a VARIANT
  /// @param value a VARIANT
  public static Typed transform(Typed array, String element, Typed value) {
    return joined(
        "list_transform(" + elements(array) + ", lambda " + element + ": " + value.sql() + ")",
        array);
  }

  private static String elements(Typed array) {
    var sql = array.isNull() ? "CAST(NULL AS VARCHAR)" : array.sql();
    return "from_json(" + ELEMENTS.call(sql) + ", '[\"VARCHAR\"]')";
  }

  private static Typed joined(String list, Typed array) {
    return Typed.of(
        "('[' || array_to_string(list_transform("
            + list
            + ", lambda e: coalesce(e, 'undefined')), ',') || ']')",
        new DataType.Array(),
        array.nullable());
  }
}
