package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads CREATE of databases, schemas and of what they hold besides tables, code and policies.
final class ObjectParser {
  private final Cursor cursor;
  private final CreateHead head;
  private final StatementParser statements;
  private final Clauses clauses;
  private final Spans spans;
  private final OptionParser options;
  private final List<TagValue> tags = new ArrayList<>();

  ObjectParser(Cursor cursor, CreateHead head, StatementParser statements) {
    this.cursor = cursor;
    this.head = head;
    this.statements = statements;
    this.clauses = new Clauses(cursor);
    this.spans = new Spans(cursor);
    this.options = new OptionParser(cursor, head.kind());
  }

  Statement database() throws SnowflakeException {
    head.allow(CreateHead.Modifier.TRANSIENT);
    QualifiedName name = head.name();
    for (String source :
        List.of("FROM SHARE", "FROM LISTING", "FROM BACKUP SET", "AS REPLICA OF")) {
      if (cursor.isNext(source.split(" "))) {
        throw Errors.notSupported("CREATE DATABASE … " + source);
      }
    }
    if (cursor.accept("CLONE")) {
      return cloned(name);
    }
    optionsAndTags();
    return new ObjectStatement.CreateDatabase(
        head.creation(), head.lifetime(), name, tags, options.done());
  }

  Statement schema() throws SnowflakeException {
    head.allow(CreateHead.Modifier.TRANSIENT);
    QualifiedName name = head.name();
    if (cursor.isNext("FROM", "BACKUP")) {
      throw Errors.notSupported("CREATE SCHEMA … FROM BACKUP SET");
    }
    if (cursor.accept("CLONE")) {
      return cloned(name);
    }
    boolean managedAccess = false;
    while (true) {
      if (!managedAccess && cursor.accept("WITH", "MANAGED", "ACCESS")) {
        managedAccess = true;
      } else if (!options.accept() && !clauses.tags(tags)) {
        break;
      }
    }
    clauses.refusePolicies("CREATE SCHEMA");
    return new ObjectStatement.CreateSchema(
        head.creation(), head.lifetime(), name, managedAccess, tags, options.done());
  }

  /// What may follow the source of a clone.
  private ObjectStatement.CreateClone cloned(QualifiedName name) throws SnowflakeException {
    CloneSource source = clauses.cloneSource();
    boolean managedAccess = false;
    boolean copyGrants = false;
    while (true) {
      if (head.kind() == ObjectKind.SCHEMA
          && !managedAccess
          && cursor.accept("WITH", "MANAGED", "ACCESS")) {
        managedAccess = true;
      } else if (!copyGrants && cursor.accept("COPY", "GRANTS")) {
        copyGrants = true;
      } else if (!options.accept() && !clauses.tags(tags)) {
        break;
      }
    }
    return new ObjectStatement.CreateClone(
        head.kind(),
        head.creation(),
        head.lifetime(),
        name,
        source,
        copyGrants,
        managedAccess,
        tags,
        options.done());
  }

  Statement sequence() throws SnowflakeException {
    head.allow();
    QualifiedName name = head.name();
    if (cursor.accept("CLONE")) {
      return cloned(name);
    }
    cursor.accept("WITH");
    Optional<BigInteger> start = Optional.empty();
    Optional<BigInteger> increment = Optional.empty();
    Optional<Boolean> ordered = Optional.empty();
    while (true) {
      if (start.isEmpty() && cursor.accept("START")) {
        start = Optional.of(numberAfter("WITH"));
      } else if (increment.isEmpty() && cursor.accept("INCREMENT")) {
        increment = Optional.of(numberAfter("BY"));
      } else if (ordered.isEmpty() && cursor.isAny("ORDER", "NOORDER")) {
        ordered = ColumnParser.order(cursor);
      } else if (!options.accept()) {
        break;
      }
      cursor.acceptSymbol(",");
    }
    return new ObjectStatement.CreateSequence(
        head.creation(),
        name,
        start.orElse(BigInteger.ONE),
        increment.orElse(BigInteger.ONE),
        ordered,
        options.done());
  }

  /// `[word] [=] number`
  private BigInteger numberAfter(String word) throws SnowflakeException {
    cursor.accept(word);
    cursor.acceptSymbol("=");
    return cursor.integer();
  }

  Statement stage() throws SnowflakeException {
    head.allow(CreateHead.Modifier.TEMPORARY);
    QualifiedName name = head.name();
    if (cursor.accept("CLONE")) {
      return cloned(name);
    }
    optionsAndTags();
    return new ObjectStatement.CreateStage(
        head.creation(), head.has(CreateHead.Modifier.TEMPORARY), name, tags, options.done());
  }

  Statement fileFormat() throws SnowflakeException {
    head.allow(CreateHead.Modifier.TEMPORARY);
    QualifiedName name = head.name();
    if (cursor.accept("CLONE")) {
      return cloned(name);
    }
    options.all();
    return new ObjectStatement.CreateFileFormat(
        head.creation(), head.has(CreateHead.Modifier.TEMPORARY), name, options.done());
  }

  Statement pipe() throws SnowflakeException {
    head.allow();
    QualifiedName name = head.name();
    options.all();
    cursor.expect("AS");
    int mark = cursor.mark();
    if (!(new FileParser(cursor).copy() instanceof FileStatement.CopyIntoTable copy)) {
      throw cursor.unexpectedAt(mark);
    }
    cursor.expectEnd();
    return new ObjectStatement.CreatePipe(
        head.creation(), name, options.done(), copy, cursor.span(mark, cursor.mark()));
  }

  Statement stream() throws SnowflakeException {
    head.allow();
    QualifiedName name = head.name();
    if (cursor.accept("CLONE")) {
      return cloned(name);
    }
    boolean copyGrants = false;
    while (true) {
      if (!copyGrants && cursor.accept("COPY", "GRANTS")) {
        copyGrants = true;
      } else if (!clauses.tags(tags)) {
        break;
      }
    }
    cursor.expect("ON");
    ObjectKind sourceKind = sourceKind();
    QualifiedName source = cursor.qualified();
    Optional<TimeTravel> at = clauses.timeTravel();
    options.all();
    return new ObjectStatement.CreateStream(
        head.creation(), name, copyGrants, tags, sourceKind, source, at, options.done());
  }

  private ObjectKind sourceKind() throws SnowflakeException {
    int mark = cursor.mark();
    ObjectKind kind = Kinds.expect(cursor);
    return switch (kind) {
      case TABLE, EXTERNAL_TABLE, DYNAMIC_TABLE, EVENT_TABLE, ICEBERG_TABLE, VIEW, STAGE -> kind;
      default -> throw cursor.unexpectedAt(mark);
    };
  }

  Statement task() throws SnowflakeException {
    head.allow();
    QualifiedName name = head.name();
    if (cursor.accept("CLONE")) {
      return cloned(name);
    }
    List<QualifiedName> after = List.of();
    Optional<Span> when = Optional.empty();
    while (true) {
      if (after.isEmpty() && cursor.accept("AFTER")) {
        after = clauses.qualifiedNames();
      } else if (when.isEmpty() && cursor.accept("WHEN")) {
        when = Optional.of(spans.until(c -> c.is("AS")));
      } else if (cursor.isNext("EXECUTE", "AS")) {
        throw Errors.notSupported("CREATE TASK … EXECUTE AS");
      } else if (cursor.isNext("WITH", "CONTACT")) {
        throw Errors.notSupported("CREATE TASK … WITH CONTACT");
      } else if (!options.accept() && !clauses.tags(tags)) {
        break;
      }
      if (cursor.isSymbol(",") && cursor.isSymbolAt(2, "=")) {
        cursor.skip();
      }
    }
    cursor.expect("AS");
    return new ObjectStatement.CreateTask(
        head.creation(), name, tags, options.done(), after, when, statements.nested());
  }

  Statement alert() throws SnowflakeException {
    head.allow();
    QualifiedName name = head.name();
    if (cursor.accept("CLONE")) {
      return cloned(name);
    }
    optionsAndTags();
    cursor.expect("IF");
    cursor.expectSymbol("(");
    cursor.expect("EXISTS");
    Span condition = spans.inParentheses();
    cursor.expectSymbol(")");
    cursor.expect("THEN");
    return new ObjectStatement.CreateAlert(
        head.creation(), name, tags, options.done(), condition, statements.nested());
  }

  private void optionsAndTags() throws SnowflakeException {
    clauses.refusePolicies("CREATE " + head.kind().sql());
    while (options.accept() || clauses.tags(tags)) {
      if (cursor.isSymbol(",") && cursor.isSymbolAt(2, "=")) {
        cursor.skip();
      }
    }
  }
}
