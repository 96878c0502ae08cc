package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;

/// Reads DROP, UNDROP, COMMENT and DESCRIBE, which are much alike for all kinds.
final class MaintenanceParser {
  private final Cursor cursor;
  private final Clauses clauses;

  MaintenanceParser(Cursor cursor) {
    this.cursor = cursor;
    this.clauses = new Clauses(cursor);
  }

  Statement drop() throws SnowflakeException {
    cursor.expect("DROP");
    ObjectKind kind = Kinds.expect(cursor);
    boolean ifExists = clauses.ifExists();
    QualifiedName name = Kinds.name(cursor, kind);
    Optional<List<DataType>> arguments = Kinds.arguments(cursor, kind);
    boolean mayHaveDependents =
        switch (kind) {
          case DATABASE, SCHEMA, TABLE, EXTERNAL_TABLE, ICEBERG_TABLE, SEQUENCE -> true;
          default -> false;
        };
    return new ObjectStatement.Drop(
        kind,
        ifExists,
        name,
        arguments,
        mayHaveDependents ? clauses.dependents() : Optional.empty());
  }

  Statement undrop() throws SnowflakeException {
    cursor.expect("UNDROP");
    int mark = cursor.mark();
    ObjectKind kind = Kinds.expect(cursor);
    switch (kind) {
      case DATABASE, SCHEMA, TABLE, DYNAMIC_TABLE, TAG -> {}
      case ACCOUNT, EXTERNAL_VOLUME, ICEBERG_TABLE, NOTEBOOK ->
          throw Errors.notSupported("UNDROP " + kind.sql());
      default -> throw cursor.unexpectedAt(mark);
    }
    QualifiedName name = Kinds.name(cursor, kind);
    Optional<QualifiedName> renamed =
        cursor.accept("RENAME", "TO") ? Optional.of(Kinds.name(cursor, kind)) : Optional.empty();
    return new ObjectStatement.Undrop(kind, name, renamed);
  }

  Statement comment() throws SnowflakeException {
    cursor.expect("COMMENT");
    boolean ifExists = clauses.ifExists();
    cursor.expect("ON");
    if (cursor.accept("COLUMN")) {
      QualifiedName column = cursor.qualified(4);
      if (column.parts().size() < 2) {
        throw cursor.unexpected();
      }
      cursor.expect("IS");
      return new ObjectStatement.CommentOnColumn(ifExists, column, cursor.string());
    }
    ObjectKind kind = Kinds.expect(cursor);
    QualifiedName name = Kinds.name(cursor, kind);
    Optional<List<DataType>> arguments = Kinds.arguments(cursor, kind);
    cursor.expect("IS");
    return new ObjectStatement.Comment(kind, ifExists, name, arguments, cursor.string());
  }

  Statement describe() throws SnowflakeException {
    cursor.skip();
    if (cursor.accept("RESULT")) {
      return describeResult();
    }
    if (cursor.isAny("TRANSACTION", "SEARCH")) {
      throw Errors.notSupported("DESCRIBE " + cursor.upper());
    }
    ObjectKind kind = Kinds.expect(cursor);
    QualifiedName name = Kinds.name(cursor, kind);
    Optional<List<DataType>> arguments = Kinds.arguments(cursor, kind);
    Optional<String> type = Optional.empty();
    if (kind == ObjectKind.TABLE || kind == ObjectKind.EXTERNAL_TABLE) {
      if (cursor.accept("TYPE")) {
        cursor.expectSymbol("=");
        type = Optional.of(cursor.oneOf("COLUMNS", "STAGE"));
      }
    }
    return new ObjectStatement.Describe(kind, name, arguments, type);
  }

  private Statement describeResult() throws SnowflakeException {
    if (cursor.accept("LAST_QUERY_ID")) {
      cursor.expectSymbol("(");
      cursor.expectSymbol(")");
      return new ObjectStatement.DescribeResult(Optional.empty());
    }
    return new ObjectStatement.DescribeResult(Optional.of(cursor.string()));
  }
}
