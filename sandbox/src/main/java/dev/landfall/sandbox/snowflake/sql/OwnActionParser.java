package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the actions of ALTER that belong to one kind or a few, and are not about columns.
final class OwnActionParser {
  private final Cursor cursor;
  private final ObjectKind kind;
  private final StatementParser statements;
  private final Clauses clauses;
  private final Spans spans;

  OwnActionParser(Cursor cursor, ObjectKind kind, StatementParser statements) {
    this.cursor = cursor;
    this.kind = kind;
    this.statements = statements;
    this.clauses = new Clauses(cursor);
    this.spans = new Spans(cursor);
  }

  /// Stays where it is when nothing fits.
  Optional<AlterAction> parse() throws SnowflakeException {
    return switch (kind) {
      case DATABASE -> database();
      case SCHEMA -> schema();
      case WAREHOUSE -> warehouse();
      case USER -> user();
      case TASK -> task();
      case ALERT -> alert();
      case SEQUENCE -> sequence();
      case STAGE -> stage();
      case PIPE -> pipe();
      case DYNAMIC_TABLE -> dynamicTable();
      case MATERIALIZED_VIEW -> running(false);
      case EXTERNAL_TABLE -> externalTable();
      case MASKING_POLICY, ROW_ACCESS_POLICY -> policy();
      case TAG -> tag();
      case PROCEDURE -> procedure();
      case RESOURCE_MONITOR -> resourceMonitor();
      case NETWORK_POLICY, SHARE -> change();
      case SECURITY_INTEGRATION, INTEGRATION -> integration();
      default -> Optional.empty();
    };
  }

  private Optional<AlterAction> database() throws SnowflakeException {
    for (String words :
        List.of(
            "ENABLE REPLICATION",
            "DISABLE REPLICATION",
            "ENABLE FAILOVER",
            "DISABLE FAILOVER",
            "REFRESH",
            "PRIMARY")) {
      if (cursor.isNext(words.split(" "))) {
        throw Errors.notSupported("ALTER DATABASE … " + words);
      }
    }
    return Optional.empty();
  }

  private Optional<AlterAction> schema() {
    if (cursor.accept("ENABLE", "MANAGED", "ACCESS")) {
      return Optional.of(new AlterAction.ManagedAccess(true));
    }
    return cursor.accept("DISABLE", "MANAGED", "ACCESS")
        ? Optional.of(new AlterAction.ManagedAccess(false))
        : Optional.empty();
  }

  private Optional<AlterAction> warehouse() throws SnowflakeException {
    if (cursor.accept("ABORT", "ALL", "QUERIES")) {
      return Optional.of(new AlterAction.AbortAllQueries());
    }
    if (cursor.isNext("ADD", "TABLES") || cursor.isNext("DROP", "TABLES")) {
      throw Errors.notSupported("ALTER WAREHOUSE … TABLES");
    }
    return running(true);
  }

  /// SUSPEND and RESUME.
  private Optional<AlterAction> running(boolean mayBeRunning) {
    if (cursor.accept("SUSPEND")) {
      return Optional.of(new AlterAction.Suspend());
    }
    if (cursor.accept("RESUME")) {
      return Optional.of(new AlterAction.Resume(mayBeRunning && cursor.accept("IF", "SUSPENDED")));
    }
    return Optional.empty();
  }

  private Optional<AlterAction> user() throws SnowflakeException {
    if (cursor.accept("RESET", "PASSWORD")) {
      return Optional.of(new AlterAction.ResetPassword());
    }
    if (cursor.accept("ABORT", "ALL", "QUERIES")) {
      return Optional.of(new AlterAction.AbortAllQueries());
    }
    if (cursor.isAny("ADD", "REMOVE", "MODIFY", "ENROLL", "ROTATE")) {
      throw Errors.notSupported("ALTER USER … " + cursor.upper());
    }
    return AlterParser.attachedPolicy(cursor);
  }

  private Optional<AlterAction> task() throws SnowflakeException {
    Optional<AlterAction> running = running(false);
    if (running.isPresent()) {
      return running;
    }
    if (cursor.accept("ADD", "AFTER")) {
      return Optional.of(new AlterAction.After(true, clauses.qualifiedNames()));
    }
    if (cursor.accept("REMOVE", "AFTER")) {
      return Optional.of(new AlterAction.After(false, clauses.qualifiedNames()));
    }
    if (cursor.accept("MODIFY", "AS")) {
      return Optional.of(new AlterAction.ModifyAs(statements.nested()));
    }
    if (cursor.accept("MODIFY", "WHEN")) {
      return Optional.of(new AlterAction.ModifyWhen(Optional.of(spans.rest())));
    }
    return cursor.accept("REMOVE", "WHEN")
        ? Optional.of(new AlterAction.ModifyWhen(Optional.empty()))
        : Optional.empty();
  }

  private Optional<AlterAction> alert() throws SnowflakeException {
    Optional<AlterAction> running = running(false);
    if (running.isPresent()) {
      return running;
    }
    if (cursor.accept("MODIFY", "CONDITION", "EXISTS")) {
      return Optional.of(new AlterAction.ModifyCondition(spans.inParentheses()));
    }
    return cursor.accept("MODIFY", "ACTION")
        ? Optional.of(new AlterAction.ModifyAction(statements.nested()))
        : Optional.empty();
  }

  /// `[SET] INCREMENT [BY] [=] n` and `[SET] ORDER`, as properties.
  private Optional<AlterAction> sequence() throws SnowflakeException {
    int mark = cursor.mark();
    cursor.accept("SET");
    List<Option> options = new ArrayList<>();
    while (cursor.isAny("INCREMENT", "ORDER", "NOORDER")) {
      Span at = cursor.span(cursor.mark(), cursor.mark() + 1);
      String word = cursor.word();
      Value value = new Value.Bool(word.equals("ORDER"));
      if (word.equals("INCREMENT")) {
        cursor.accept("BY");
        cursor.acceptSymbol("=");
        value = new Value.Numeric(new BigDecimal(cursor.integer()));
      }
      options.add(
          new Option(word.equals("INCREMENT") ? word : "ORDER", value, at.line(), at.position()));
    }
    if (options.isEmpty()) {
      cursor.reset(mark);
      return Optional.empty();
    }
    options.addAll(new OptionParser(cursor, kind).all().done().all());
    return Optional.of(new AlterAction.Set(new Options(options)));
  }

  private Optional<AlterAction> stage() throws SnowflakeException {
    if (!cursor.accept("REFRESH")) {
      return Optional.empty();
    }
    return Optional.of(new AlterAction.Refresh(Optional.empty(), some(Set.of("SUBPATH"))));
  }

  private Optional<AlterAction> pipe() throws SnowflakeException {
    if (!cursor.accept("REFRESH")) {
      return Optional.empty();
    }
    return Optional.of(
        new AlterAction.Refresh(Optional.empty(), some(Set.of("PREFIX", "MODIFIED_AFTER"))));
  }

  private Options some(Set<String> known) throws SnowflakeException {
    return new OptionParser(cursor, kind.sql(), known).all().done();
  }

  private Optional<AlterAction> dynamicTable() throws SnowflakeException {
    if (cursor.accept("REFRESH")) {
      if (cursor.isNext("COPY", "SESSION")) {
        throw Errors.notSupported("ALTER DYNAMIC TABLE … REFRESH COPY SESSION");
      }
      return Optional.of(new AlterAction.Refresh(Optional.empty(), Options.NONE));
    }
    return running(false);
  }

  private Optional<AlterAction> externalTable() throws SnowflakeException {
    if (cursor.accept("REFRESH")) {
      Optional<String> path = cursor.isString() ? Optional.of(cursor.string()) : Optional.empty();
      return Optional.of(new AlterAction.Refresh(path, Options.NONE));
    }
    if (cursor.isNext("ADD", "FILES") || cursor.isNext("REMOVE", "FILES")) {
      boolean add = cursor.word().equals("ADD");
      cursor.skip();
      cursor.expectSymbol("(");
      List<String> files = clauses.strings();
      cursor.expectSymbol(")");
      return Optional.of(new AlterAction.Files(add, files));
    }
    if (cursor.accept("ADD", "PARTITION")) {
      var values = AlterParser.partition(cursor);
      cursor.expect("LOCATION");
      return Optional.of(new AlterAction.AddPartition(values, cursor.string()));
    }
    if (cursor.accept("DROP", "PARTITION")) {
      cursor.expect("LOCATION");
      return Optional.of(new AlterAction.DropPartition(cursor.string()));
    }
    return Optional.empty();
  }

  private Optional<AlterAction> policy() throws SnowflakeException {
    if (!cursor.accept("SET", "BODY")) {
      return Optional.empty();
    }
    cursor.expectSymbol("->");
    return Optional.of(new AlterAction.SetBody(spans.until(c -> false)));
  }

  private Optional<AlterAction> tag() throws SnowflakeException {
    if (cursor.accept("ADD", "ALLOWED_VALUES")) {
      return Optional.of(new AlterAction.AllowedValues(true, clauses.strings()));
    }
    if (cursor.accept("DROP", "ALLOWED_VALUES")) {
      return Optional.of(new AlterAction.AllowedValues(false, clauses.strings()));
    }
    if (cursor.accept("UNSET", "ALLOWED_VALUES")) {
      return Optional.of(new AlterAction.Unset(List.of("ALLOWED_VALUES")));
    }
    boolean set = cursor.isNext("SET", "MASKING", "POLICY");
    if (!set && !cursor.isNext("UNSET", "MASKING", "POLICY")) {
      return Optional.empty();
    }
    cursor.skip();
    var policies = new ArrayList<QualifiedName>();
    do {
      cursor.expect("MASKING", "POLICY");
      policies.add(cursor.qualified());
    } while (cursor.acceptSymbol(","));
    return Optional.of(new AlterAction.TagPolicies(set, policies, set && cursor.accept("FORCE")));
  }

  private Optional<AlterAction> procedure() throws SnowflakeException {
    return cursor.accept("EXECUTE", "AS")
        ? Optional.of(new AlterAction.ExecuteAs(RoutineParser.executeAs(cursor)))
        : Optional.empty();
  }

  private Optional<AlterAction> resourceMonitor() throws SnowflakeException {
    boolean set = cursor.accept("SET");
    Options options = new OptionParser(cursor, kind).all().done();
    List<AccountStatement.Trigger> triggers = AccountParser.triggers(cursor);
    if ((!set && triggers.isEmpty()) || (options.isEmpty() && triggers.isEmpty())) {
      throw cursor.unexpected();
    }
    return Optional.of(new AlterAction.SetTriggers(options, triggers));
  }

  /// `ADD x = …` and `REMOVE x = …`.
  private Optional<AlterAction> change() throws SnowflakeException {
    if (!cursor.isAny("ADD", "REMOVE")) {
      return Optional.empty();
    }
    boolean add = cursor.word().equals("ADD");
    if (kind == ObjectKind.SHARE) {
      throw Errors.notSupported("ALTER SHARE … ACCOUNTS");
    }
    return Optional.of(new AlterAction.Change(add, new OptionParser(cursor, kind).all().done()));
  }

  private Optional<AlterAction> integration() throws SnowflakeException {
    if (cursor.isNext("REFRESH")) {
      throw Errors.notSupported("ALTER SECURITY INTEGRATION … REFRESH");
    }
    return Optional.empty();
  }
}
