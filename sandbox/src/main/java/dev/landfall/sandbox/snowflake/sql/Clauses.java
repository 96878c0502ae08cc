package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Clauses that many statements share.
final class Clauses {
  private final Cursor cursor;
  private final Spans spans;

  Clauses(Cursor cursor) {
    this.cursor = cursor;
    this.spans = new Spans(cursor);
  }

  boolean ifExists() {
    return cursor.accept("IF", "EXISTS");
  }

  /// Whether words come next, with or without a WITH before them; both are passed over then.
  boolean acceptWith(String... words) {
    int mark = cursor.mark();
    cursor.accept("WITH");
    if (cursor.accept(words)) {
      return true;
    }
    cursor.reset(mark);
    return false;
  }

  /// `[WITH] TAG (a = 'x', …)`; adds to the list.
  boolean tags(List<TagValue> tags) throws SnowflakeException {
    int mark = cursor.mark();
    cursor.accept("WITH");
    if (!cursor.is("TAG") || !cursor.isSymbolAt(1, "(")) {
      cursor.reset(mark);
      return false;
    }
    cursor.skip();
    cursor.expectSymbol("(");
    do {
      tags.add(tagValue());
    } while (cursor.acceptSymbol(","));
    cursor.expectSymbol(")");
    return true;
  }

  TagValue tagValue() throws SnowflakeException {
    QualifiedName tag = cursor.qualified();
    cursor.expectSymbol("=");
    return new TagValue(tag, cursor.string());
  }

  List<TagValue> tagValues() throws SnowflakeException {
    List<TagValue> tags = new ArrayList<>();
    do {
      tags.add(tagValue());
    } while (cursor.acceptSymbol(","));
    return tags;
  }

  List<QualifiedName> qualifiedNames() throws SnowflakeException {
    List<QualifiedName> names = new ArrayList<>();
    do {
      names.add(cursor.qualified());
    } while (cursor.acceptSymbol(","));
    return names;
  }

  /// `p [USING (a, b)]`, after MASKING POLICY.
  PolicyUse maskingPolicy() throws SnowflakeException {
    QualifiedName policy = cursor.qualified();
    return new PolicyUse(policy, cursor.accept("USING") ? cursor.names() : List.of());
  }

  /// `p ON (a, b)`, after ROW ACCESS POLICY.
  PolicyUse rowAccessPolicy() throws SnowflakeException {
    QualifiedName policy = cursor.qualified();
    cursor.expect("ON");
    return new PolicyUse(policy, cursor.names());
  }

  /// Policies that tables and views may have and the sandbox does not.
  void refusePolicies(String statement) throws SnowflakeException {
    int mark = cursor.mark();
    cursor.accept("WITH");
    for (String policy :
        List.of("AGGREGATION POLICY", "JOIN POLICY", "STORAGE LIFECYCLE POLICY", "CONTACT")) {
      if (cursor.accept(policy.split(" "))) {
        throw Errors.notSupported(statement + " … " + policy);
      }
    }
    cursor.reset(mark);
    if (cursor.isNext("COPY", "TAGS")) {
      throw Errors.notSupported(statement + " … COPY TAGS");
    }
  }

  /// `CLUSTER BY [LINEAR] (a, b)`, when it comes next.
  List<Span> clusterBy() throws SnowflakeException {
    cursor.expect("CLUSTER", "BY");
    cursor.accept("LINEAR");
    return spans.list();
  }

  CloneSource cloneSource() throws SnowflakeException {
    QualifiedName source = cursor.qualified();
    Optional<TimeTravel> at = timeTravel();
    boolean retention = false;
    boolean hybrid = false;
    while (true) {
      if (!retention
          && cursor.accept("IGNORE", "TABLES", "WITH", "INSUFFICIENT", "DATA", "RETENTION")) {
        retention = true;
      } else if (!hybrid && cursor.accept("IGNORE", "HYBRID", "TABLES")) {
        hybrid = true;
      } else if (cursor.isNext("INCLUDE", "INTERNAL", "STAGES")) {
        throw Errors.notSupported("CLONE … INCLUDE INTERNAL STAGES");
      } else {
        return new CloneSource(source, at, retention, hybrid);
      }
    }
  }

  /// `AT (OFFSET => -60)` and the like, when it comes next.
  Optional<TimeTravel> timeTravel() throws SnowflakeException {
    if (!cursor.isAny("AT", "BEFORE") || !cursor.isSymbolAt(1, "(")) {
      return Optional.empty();
    }
    boolean before = cursor.word().equals("BEFORE");
    cursor.expectSymbol("(");
    var point =
        TimeTravel.Point.valueOf(cursor.oneOf("TIMESTAMP", "OFFSET", "STATEMENT", "STREAM"));
    cursor.expectSymbol("=>");
    Span expression = spans.until(c -> c.isSymbol(")"));
    cursor.expectSymbol(")");
    return Optional.of(new TimeTravel(before, point, expression));
  }

  /// `(a INT, b VARCHAR DEFAULT 'x')`; none in `()`.
  List<Parameter> parameters() throws SnowflakeException {
    cursor.expectSymbol("(");
    List<Parameter> parameters = new ArrayList<>();
    if (!cursor.acceptSymbol(")")) {
      do {
        parameters.add(parameter());
      } while (cursor.acceptSymbol(","));
      cursor.expectSymbol(")");
    }
    return parameters;
  }

  private Parameter parameter() throws SnowflakeException {
    Name name = cursor.name();
    if (cursor.isAny("IN", "INPUT")) {
      cursor.skip();
    } else if (cursor.isAny("OUT", "OUTPUT") && cursor.kind(1) == TokenKind.WORD) {
      throw Errors.notSupported("output arguments (" + cursor.upper() + ")");
    }
    DataType type = new TypeParser(cursor).parse();
    Optional<Span> fallback =
        cursor.accept("DEFAULT") ? Optional.of(spans.expression()) : Optional.empty();
    return new Parameter(name, type, fallback);
  }

  /// `'a', 'b'`
  List<String> strings() throws SnowflakeException {
    List<String> strings = new ArrayList<>();
    do {
      strings.add(cursor.string());
    } while (cursor.acceptSymbol(","));
    return strings;
  }

  /// `CASCADE` or `RESTRICT`, when one comes next.
  Optional<ObjectStatement.Dependents> dependents() {
    if (cursor.accept("CASCADE")) {
      return Optional.of(ObjectStatement.Dependents.CASCADE);
    }
    return cursor.accept("RESTRICT")
        ? Optional.of(ObjectStatement.Dependents.RESTRICT)
        : Optional.empty();
  }

  /// Names of properties that are unset, in upper case.
  List<String> unset(ObjectKind kind) throws SnowflakeException {
    List<String> names = new ArrayList<>();
    do {
      String name = cursor.upper();
      if (cursor.kind() != TokenKind.WORD) {
        throw cursor.unexpected();
      }
      if (!Properties.of(kind).contains(name)) {
        throw SqlErrors.invalidProperty(name, kind.sql());
      }
      cursor.skip();
      names.add(name);
    } while (cursor.acceptSymbol(",") || cursor.kind() == TokenKind.WORD);
    return names;
  }

  /// A query to the end of the statement.
  Span query() throws SnowflakeException {
    if (!cursor.isAny("SELECT", "WITH", "VALUES", "FROM") && !cursor.isSymbol("(")) {
      throw cursor.unexpected();
    }
    return spans.rest();
  }
}
