package dev.landfall.sandbox.snowflake.catalog;

import java.util.List;
import java.util.stream.Collectors;

/// A setting's value, as a statement wrote it.
public sealed interface Value {
  /// In quotes.
  record Text(String value) implements Value {
    @Override
    public String plain() {
      return value;
    }

    @Override
    public String sql() {
      return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
  }

  /// A bare word, a number or a name: `TRUE`, `60`, `XSMALL`.
  record Word(String value) implements Value {
    @Override
    public String plain() {
      return value;
    }

    @Override
    public String sql() {
      return value;
    }
  }

  /// Several, in parentheses.
  record Many(List<Value> values) implements Value {
    public Many {
      values = List.copyOf(values);
    }

    @Override
    public String plain() {
      return values.stream().map(Value::plain).collect(Collectors.joining(","));
    }

    @Override
    public String sql() {
      return values.stream().map(Value::sql).collect(Collectors.joining(", ", "(", ")"));
    }
  }

  /// Without quotes; several with commas between them.
  String plain();

  /// As a statement writes it.
  String sql();
}
