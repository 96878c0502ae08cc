package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.QualifiedName;
import java.math.BigDecimal;
import java.util.List;

/// What a property is set to.
public sealed interface Value {
  /// A string literal, its escapes resolved.
  record Text(String text) implements Value {}

  record Numeric(BigDecimal number) implements Value {}

  /// `TRUE` or `FALSE`.
  record Bool(boolean value) implements Value {}

  record Null() implements Value {}

  /// A bare word or name, such as `PARQUET`, `NONE`, `ETL_WH` or `RAW.CSV_FMT`.
  record Word(QualifiedName name) implements Value {}

  /// `('a', 'b')`, or a list without parentheses where Snowflake allows that.
  record Many(List<Value> values) implements Value {
    public Many {
      values = List.copyOf(values);
    }
  }

  /// Properties of a property, such as `(TYPE = CSV SKIP_HEADER = 1)`.
  record Nested(Options options) implements Value {}

  /// An expression that is kept as text.
  record Expression(Span text) implements Value {}
}
