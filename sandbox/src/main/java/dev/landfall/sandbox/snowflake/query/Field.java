package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Name;

/// A column that a query can read. What it is in DuckDB's SQL changes while FROM is translated: an
/// outer join makes it nullable, a table function wraps what stands before it.
final class Field {
  private final Name name;
  private Typed value;

  Field(Name name, Typed value) {
    this.name = name;
    this.value = value;
  }

  Name name() {
    return name;
  }

  Typed value() {
    return value;
  }

  void replace(String sql) {
    value = Typed.of(sql, value.type(), value.nullable());
  }

  void becomeNullable() {
    value = Typed.of(value.sql(), value.type(), true);
  }
}
