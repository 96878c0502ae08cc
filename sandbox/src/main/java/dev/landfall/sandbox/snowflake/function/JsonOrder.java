package dev.landfall.sandbox.snowflake.function;

import java.math.BigDecimal;
import java.util.stream.Collectors;

/// An order of [Json] values, as texts that sort like them.
final class JsonOrder {
  private JsonOrder() {}

  /// Equal values have equal keys: `1` and `1.0` do. Among values of different kinds: booleans,
  /// numbers, strings, objects, arrays, null.
  static String key(Json value) {
    return switch (value) {
      case Json.Bool(var bool) -> bool ? "a1" : "a0";
      case Json.Exact(var number) -> "b" + number(number);
      case Json.Real(var number) ->
          Double.isNaN(number) || Double.isInfinite(number)
              ? "b" + (number == Double.NEGATIVE_INFINITY ? "0" : number > 0 ? "3" : "4")
              : "b" + number(new BigDecimal(Double.toString(number)));
      case Json.Text(var text) -> "c" + text;
      case Json.Members(var members) ->
          "d"
              + members.entrySet().stream()
                  .map(member -> member.getKey() + "\u0001" + key(member.getValue()))
                  .collect(Collectors.joining("\u0001"));
      case Json.Items(var items) ->
          "e" + items.stream().map(JsonOrder::key).collect(Collectors.joining("\u0001"));
      case Json.Nil nil -> "f";
      case Json.Undefined undefined -> "g";
    };
  }

  /// Sign, exponent and digits; those of a negative number complemented.
  private static String number(BigDecimal number) {
    if (number.signum() == 0) {
      return "1z";
    }
    var plain = number.abs().stripTrailingZeros();
    long exponent = (long) plain.precision() - plain.scale();
    var text = String.format("%06d", exponent + 500_000) + plain.unscaledValue();
    if (number.signum() > 0) {
      return "2" + text;
    }
    var complement = new StringBuilder("1");
    for (int i = 0; i < text.length(); i++) {
      complement.append((char) ('0' + '9' - text.charAt(i)));
    }
    return complement.append(':').toString();
  }
}
