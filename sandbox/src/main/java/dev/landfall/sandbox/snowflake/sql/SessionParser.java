package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads USE, SET, UNSET and what belongs to transactions.
final class SessionParser {
  private final Cursor cursor;
  private final Spans spans;

  SessionParser(Cursor cursor) {
    this.cursor = cursor;
    this.spans = new Spans(cursor);
  }

  Statement parse() throws SnowflakeException {
    if (cursor.accept("USE")) {
      return use();
    }
    if (cursor.accept("UNSET")) {
      return new SessionStatement.UnsetVariables(
          cursor.isSymbol("(") ? cursor.names() : List.of(cursor.name()));
    }
    cursor.expect("SET");
    return set();
  }

  private Statement use() throws SnowflakeException {
    if (cursor.accept("ROLE")) {
      return new SessionStatement.UseRole(cursor.name());
    }
    if (cursor.accept("SECONDARY", "ROLES")) {
      return new SessionStatement.UseSecondaryRoles(secondaryRoles());
    }
    if (cursor.accept("WAREHOUSE")) {
      return new SessionStatement.UseWarehouse(cursor.name());
    }
    if (cursor.accept("DATABASE")) {
      return new SessionStatement.UseDatabase(cursor.name());
    }
    if (cursor.accept("SCHEMA")) {
      return new SessionStatement.UseSchema(cursor.qualified(2));
    }
    if (cursor.isNext("CATALOG")) {
      throw Errors.notSupported("USE CATALOG");
    }
    return new SessionStatement.Use(cursor.qualified(2));
  }

  private SessionStatement.SecondaryRoles secondaryRoles() throws SnowflakeException {
    if (cursor.accept("ALL")) {
      return new SessionStatement.SecondaryRoles.All();
    }
    if (cursor.accept("NONE")) {
      return new SessionStatement.SecondaryRoles.None();
    }
    List<Name> roles = new ArrayList<>();
    do {
      roles.add(cursor.name());
    } while (cursor.acceptSymbol(","));
    return new SessionStatement.SecondaryRoles.These(roles);
  }

  private Statement set() throws SnowflakeException {
    if (!cursor.isSymbol("(")) {
      Name name = cursor.name();
      cursor.expectSymbol("=");
      return new SessionStatement.SetVariables(List.of(name), List.of(spans.rest()));
    }
    List<Name> names = cursor.names();
    cursor.expectSymbol("=");
    if (cursor.isSymbol("(") && cursor.isAt(1, "SELECT")) {
      throw Errors.notSupported("SET of several variables from a query");
    }
    int mark = cursor.mark();
    List<Span> values = spans.list();
    if (values.size() != names.size()) {
      throw cursor.unexpectedAt(mark);
    }
    return new SessionStatement.SetVariables(names, values);
  }

  Statement transaction() throws SnowflakeException {
    if (cursor.accept("COMMIT")) {
      cursor.accept("WORK");
      return new TransactionStatement.Commit();
    }
    if (cursor.accept("ROLLBACK")) {
      cursor.accept("WORK");
      return new TransactionStatement.Rollback();
    }
    if (cursor.accept("START")) {
      cursor.expect("TRANSACTION");
    } else {
      cursor.expect("BEGIN");
      if (!cursor.accept("WORK")) {
        cursor.accept("TRANSACTION");
      }
    }
    Optional<Name> name = cursor.accept("NAME") ? Optional.of(cursor.name()) : Optional.empty();
    return new TransactionStatement.Begin(name);
  }
}
