package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the definition of a column (Snowflake, "CREATE TABLE", "ALTER TABLE … ADD COLUMN").
final class ColumnParser {
  private final Cursor cursor;
  private final Clauses clauses;
  private final Spans spans;
  private final ConstraintParser constraintParser;

  private Optional<String> collation = Optional.empty();
  private boolean notNull;
  private Optional<Column.Fallback> fallback = Optional.empty();
  private Optional<Span> computed = Optional.empty();
  private final List<Constraint> constraints = new ArrayList<>();
  private Optional<PolicyUse> masking = Optional.empty();
  private Optional<PolicyUse> projection = Optional.empty();
  private final List<TagValue> tags = new ArrayList<>();
  private Optional<String> comment = Optional.empty();

  /// For one column only.
  ColumnParser(Cursor cursor) {
    this.cursor = cursor;
    this.clauses = new Clauses(cursor);
    this.spans = new Spans(cursor);
    this.constraintParser = new ConstraintParser(cursor);
  }

  /// A column with a type.
  Column typed() throws SnowflakeException {
    Name name = columnName();
    return rest(name, Optional.of(new TypeParser(cursor).parse()));
  }

  /// A column that may leave its type to a query.
  Column maybeTyped() throws SnowflakeException {
    Name name = columnName();
    boolean untyped =
        cursor.isSymbol(",")
            || cursor.isSymbol(")")
            || cursor.isAny("COMMENT", "WITH", "MASKING", "TAG", "NOT", "CONSTRAINT", "PRIMARY");
    return rest(name, untyped ? Optional.empty() : Optional.of(new TypeParser(cursor).parse()));
  }

  private Name columnName() throws SnowflakeException {
    // Limited, not reserved: no name of a column without quotes.
    if (cursor.isAny("CONSTRAINT", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP")
        || cursor.isAny("CURRENT_USER", "LOCALTIME", "LOCALTIMESTAMP")) {
      throw cursor.unexpected();
    }
    return cursor.name();
  }

  private Column rest(Name name, Optional<DataType> type) throws SnowflakeException {
    while (clause(name)) {
      // Each clause stores what it found.
    }
    return new Column(
        name,
        type,
        collation,
        notNull,
        fallback,
        computed,
        constraints,
        masking,
        projection,
        tags,
        comment);
  }

  private boolean clause(Name name) throws SnowflakeException {
    if (cursor.is("COLLATE")) {
      once(collation.isPresent());
      collation = Optional.of(cursor.string());
    } else if (cursor.is("COMMENT")) {
      once(comment.isPresent());
      comment = Optional.of(cursor.string());
    } else if (cursor.is("DEFAULT")) {
      once(fallback.isPresent());
      fallback = Optional.of(new Column.Fallback.Expression(spans.expression()));
    } else if (cursor.isAny("AUTOINCREMENT", "IDENTITY")) {
      once(fallback.isPresent());
      fallback = Optional.of(identity());
    } else if (cursor.isNext("GENERATED", "ALWAYS")) {
      throw Errors.notSupported("column … GENERATED ALWAYS AS");
    } else if (cursor.is("AS")) {
      once(computed.isPresent());
      computed = Optional.of(computed());
    } else if (cursor.accept("NOT", "NULL")) {
      notNull = true;
    } else if (cursor.is("NULL")) {
      once(notNull);
    } else if (clauses.acceptWith("MASKING", "POLICY")) {
      masking = Optional.of(clauses.maskingPolicy());
    } else if (clauses.acceptWith("PROJECTION", "POLICY")) {
      projection = Optional.of(new PolicyUse(cursor.qualified(), List.of()));
    } else if (!clauses.tags(tags)) {
      Optional<Constraint> constraint = constraintParser.inline(name);
      constraint.ifPresent(constraints::add);
      return constraint.isPresent();
    }
    return true;
  }

  /// Past a word that may stand only once.
  private void once(boolean again) throws SnowflakeException {
    if (again) {
      throw cursor.unexpected();
    }
    cursor.skip();
  }

  private Span computed() throws SnowflakeException {
    Span span = cursor.isSymbol("(") ? spans.inParentheses() : spans.expression();
    if (cursor.isAny("PERSISTED", "STORED", "VIRTUAL")) {
      throw Errors.notSupported("computed column … " + cursor.upper());
    }
    return span;
  }

  private Column.Fallback identity() throws SnowflakeException {
    BigInteger start = BigInteger.ONE;
    BigInteger increment = BigInteger.ONE;
    if (cursor.acceptSymbol("(")) {
      start = cursor.integer();
      cursor.expectSymbol(",");
      increment = cursor.integer();
      cursor.expectSymbol(")");
    } else {
      if (cursor.accept("START")) {
        cursor.accept("WITH");
        cursor.acceptSymbol("=");
        start = cursor.integer();
      }
      if (cursor.accept("INCREMENT")) {
        cursor.accept("BY");
        cursor.acceptSymbol("=");
        increment = cursor.integer();
      }
    }
    return new Column.Fallback.Identity(start, increment, order(cursor));
  }

  /// `ORDER` or `NOORDER`, when one comes next.
  static Optional<Boolean> order(Cursor cursor) {
    if (cursor.accept("ORDER")) {
      return Optional.of(true);
    }
    return cursor.accept("NOORDER") ? Optional.of(false) : Optional.empty();
  }
}
