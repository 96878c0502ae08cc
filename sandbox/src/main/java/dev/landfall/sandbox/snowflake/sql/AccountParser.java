package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads CREATE of the objects of an account, and of objects that are all properties.
final class AccountParser {
  private final Cursor cursor;
  private final CreateHead head;
  private final Clauses clauses;
  private final List<TagValue> tags = new ArrayList<>();

  AccountParser(Cursor cursor, CreateHead head) {
    this.cursor = cursor;
    this.head = head;
    this.clauses = new Clauses(cursor);
  }

  /// A warehouse, role, user, policy, secret or share.
  Statement object() throws SnowflakeException {
    head.allow();
    QualifiedName name = head.name();
    if (head.kind() == ObjectKind.DATABASE_ROLE && cursor.accept("CLONE")) {
      return new ObjectStatement.CreateClone(
          head.kind(),
          head.creation(),
          Lifetime.PERMANENT,
          name,
          new CloneSource(cursor.qualified(), Optional.empty(), false, false),
          false,
          false,
          List.of(),
          Options.NONE);
    }
    return new AccountStatement.CreateObject(
        head.kind(), head.creation(), name, tags, properties(head.kind()));
  }

  Statement integration(AccountStatement.IntegrationKind kind) throws SnowflakeException {
    head.allow();
    QualifiedName name = head.name();
    return new AccountStatement.CreateIntegration(
        head.creation(), kind, name, properties(head.kind()));
  }

  private Options properties(ObjectKind kind) throws SnowflakeException {
    var options = new OptionParser(cursor, kind);
    if (cursor.is("WITH") && cursor.isSymbolAt(2, "=")) {
      cursor.skip();
    }
    while (options.accept() || clauses.tags(tags)) {
      if (cursor.isSymbol(",") && cursor.isSymbolAt(2, "=")) {
        cursor.skip();
      }
    }
    if (kind == ObjectKind.WAREHOUSE && cursor.isNext("TABLES")) {
      throw Errors.notSupported("CREATE WAREHOUSE … TABLES");
    }
    return options.done();
  }

  Statement resourceMonitor() throws SnowflakeException {
    head.allow();
    QualifiedName name = head.name();
    cursor.accept("WITH");
    var options = new OptionParser(cursor, ObjectKind.RESOURCE_MONITOR).all();
    return new AccountStatement.CreateResourceMonitor(
        head.creation(), name, options.done(), triggers(cursor));
  }

  /// `TRIGGERS ON 90 PERCENT DO NOTIFY …`, when it comes next.
  static List<AccountStatement.Trigger> triggers(Cursor cursor) throws SnowflakeException {
    List<AccountStatement.Trigger> triggers = new ArrayList<>();
    if (!cursor.accept("TRIGGERS")) {
      return triggers;
    }
    while (cursor.accept("ON")) {
      long percent = cursor.unsigned();
      cursor.expect("PERCENT", "DO");
      var action =
          AccountStatement.Trigger.Action.valueOf(
              cursor.oneOf("SUSPEND_IMMEDIATE", "SUSPEND", "NOTIFY"));
      triggers.add(
          new AccountStatement.Trigger((int) Math.min(percent, Integer.MAX_VALUE), action));
    }
    if (triggers.isEmpty()) {
      throw cursor.unexpected();
    }
    return triggers;
  }
}
