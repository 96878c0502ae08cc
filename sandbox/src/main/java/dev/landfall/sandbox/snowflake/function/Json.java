package dev.landfall.sandbox.snowflake.function;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A value inside a VARIANT, OBJECT or ARRAY. Immutable.
sealed interface Json {
  /// JSON's own null, which is not SQL's NULL.
  record Nil() implements Json {}

  /// What an ARRAY has where SQL's NULL was put in.
  record Undefined() implements Json {}

  record Bool(boolean value) implements Json {}

  /// An exact number.
  record Exact(BigDecimal value) implements Json {}

  /// A floating point number.
  record Real(double value) implements Json {}

  record Text(String value) implements Json {}

  record Items(List<Json> values) implements Json {
    public Items {
      values = List.copyOf(values);
    }
  }

  /// @param values sorted by key
  record Members(Map<String, Json> values) implements Json {
    public Members {
      values = java.util.Collections.unmodifiableMap(new TreeMap<>(values));
    }
  }

  static Json nil() {
    return new Nil();
  }

  static Json undefined() {
    return new Undefined();
  }

  static Json of(boolean value) {
    return new Bool(value);
  }

  static Json of(String value) {
    return new Text(value);
  }

  static Json of(long value) {
    return new Exact(BigDecimal.valueOf(value));
  }

  /// Without zeros at the end, which do not count.
  static BigDecimal stripped(BigDecimal number) {
    var stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /// The one way in which the value is written: no white space, keys sorted, so that equal values
  /// are equal texts.
  default String canonical() {
    return JsonWriter.canonical(this);
  }
}
