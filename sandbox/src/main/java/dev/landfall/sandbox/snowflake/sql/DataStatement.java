package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.QualifiedName;

/// Queries and DML. Their insides stay as text.
public sealed interface DataStatement extends Statement {
  /// SELECT, WITH …, VALUES, one in parentheses, or several joined by UNION and its like.
  record Select(Span text) implements DataStatement {}

  record Insert(Span text, boolean overwrite) implements DataStatement {}

  /// `INSERT ALL` or `INSERT FIRST`.
  record MultiTableInsert(Span text, boolean overwrite) implements DataStatement {}

  record Update(Span text) implements DataStatement {}

  record Delete(Span text) implements DataStatement {}

  record Merge(Span text) implements DataStatement {}

  /// @param kind a table, or a materialized view
  record Truncate(ObjectKind kind, boolean ifExists, QualifiedName table)
      implements DataStatement {}

  record Explain(Format format, Span text, Statement statement) implements DataStatement {
    public enum Format {
      TABULAR,
      JSON,
      TEXT
    }
  }
}
