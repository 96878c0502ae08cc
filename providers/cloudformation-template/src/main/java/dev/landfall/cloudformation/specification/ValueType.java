package dev.landfall.cloudformation.specification;

import java.util.List;

/// What a property may hold.
public sealed interface ValueType {
  /// A single value, or JSON of any form.
  enum Plain implements ValueType {
    STRING("String"),
    INTEGER("Integer"),
    NUMBER("Number"),
    BOOLEAN("Boolean"),
    DATE_TIME("String"),
    JSON("JSONObject"),
    TAG("JSONObject");

    private final String text;

    Plain(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /// A list.
  record ListOf(ValueType element) implements ValueType {}

  /// A map with keys of any name.
  record MapOf(ValueType element) implements ValueType {}

  /// A structure, by its place in [Specification#shape].
  record Structure(int shape) implements ValueType {}

  /// One of several.
  record OneOf(List<ValueType> types) implements ValueType {
    public OneOf {
      types = List.copyOf(types);
    }
  }
}
