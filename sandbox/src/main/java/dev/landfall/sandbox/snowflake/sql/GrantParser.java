package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads GRANT and REVOKE (Snowflake, "GRANT <privileges>", "GRANT OWNERSHIP", "GRANT ROLE").
final class GrantParser {
  private final Cursor cursor;

  GrantParser(Cursor cursor) {
    this.cursor = cursor;
  }

  Statement grant() throws SnowflakeException {
    cursor.expect("GRANT");
    refuse("GRANT");
    if (cursor.accept("DATABASE", "ROLE")) {
      QualifiedName role = cursor.qualified(2);
      cursor.expect("TO");
      return new GrantStatement.GrantDatabaseRole(role, grantee(cursor, true));
    }
    if (cursor.is("ROLE") && !cursor.isAt(1, "ON")) {
      cursor.skip();
      var role = cursor.name();
      cursor.expect("TO");
      return new GrantStatement.GrantRole(role, member());
    }
    List<String> privileges = privileges();
    cursor.expect("ON");
    GrantStatement.Target on = target();
    cursor.expect("TO");
    GrantStatement.Grantee to = grantee(cursor, false);
    if (privileges.equals(List.of("OWNERSHIP"))) {
      return ownership(on, to);
    }
    boolean grantOption = cursor.accept("WITH", "GRANT", "OPTION");
    return new GrantStatement.GrantPrivileges(privileges, on, to, grantOption);
  }

  private Statement ownership(GrantStatement.Target on, GrantStatement.Grantee to)
      throws SnowflakeException {
    Optional<GrantStatement.CurrentGrants> current = Optional.empty();
    if (cursor.isAny("COPY", "REVOKE")) {
      current = Optional.of(GrantStatement.CurrentGrants.valueOf(cursor.word()));
      cursor.expect("CURRENT", "GRANTS");
    }
    return new GrantStatement.GrantOwnership(on, to, current);
  }

  Statement revoke() throws SnowflakeException {
    cursor.expect("REVOKE");
    refuse("REVOKE");
    if (cursor.accept("DATABASE", "ROLE")) {
      QualifiedName role = cursor.qualified(2);
      cursor.expect("FROM");
      return new GrantStatement.RevokeDatabaseRole(role, grantee(cursor, true));
    }
    if (cursor.is("ROLE") && !cursor.isAt(1, "ON")) {
      cursor.skip();
      var role = cursor.name();
      cursor.expect("FROM");
      return new GrantStatement.RevokeRole(role, member());
    }
    boolean grantOptionOnly = cursor.accept("GRANT", "OPTION", "FOR");
    List<String> privileges = privileges();
    cursor.expect("ON");
    GrantStatement.Target on = target();
    cursor.expect("FROM");
    GrantStatement.Grantee from = grantee(cursor, false);
    return new GrantStatement.RevokePrivileges(
        grantOptionOnly, privileges, on, from, new Clauses(cursor).dependents());
  }

  private void refuse(String verb) throws SnowflakeException {
    if (cursor.isNext("APPLICATION", "ROLE")
        || cursor.isNext("SERVICE", "ROLE")
        || cursor.isNext("CALLER")
        || cursor.isNext("ALL", "CALLER")
        || cursor.isNext("INHERITED")) {
      throw Errors.notSupported(verb + " " + cursor.upper());
    }
  }

  /// A role or a user.
  private GrantStatement.Grantee member() throws SnowflakeException {
    ObjectKind kind = ObjectKind.valueOf(cursor.oneOf("ROLE", "USER"));
    return new GrantStatement.Grantee(kind, Kinds.name(cursor, kind));
  }

  /// @param kindNeeded whether a name alone is no role
  static GrantStatement.Grantee grantee(Cursor cursor, boolean kindNeeded)
      throws SnowflakeException {
    ObjectKind kind = ObjectKind.ROLE;
    if (cursor.accept("DATABASE", "ROLE")) {
      kind = ObjectKind.DATABASE_ROLE;
    } else if (cursor.accept("APPLICATION", "ROLE")) {
      kind = ObjectKind.APPLICATION_ROLE;
    } else if (cursor.accept("USER")) {
      kind = ObjectKind.USER;
    } else if (cursor.accept("SHARE")) {
      kind = ObjectKind.SHARE;
    } else if (cursor.isNext("APPLICATION")) {
      throw Errors.notSupported("grants to an APPLICATION");
    } else if (!cursor.accept("ROLE") && kindNeeded) {
      throw cursor.unexpected();
    }
    return new GrantStatement.Grantee(kind, Kinds.name(cursor, kind));
  }

  private List<String> privileges() throws SnowflakeException {
    if (cursor.accept("ALL")) {
      cursor.accept("PRIVILEGES");
      return List.of("ALL");
    }
    List<String> privileges = new ArrayList<>();
    do {
      privileges.add(privilege());
    } while (cursor.acceptSymbol(","));
    return privileges;
  }

  private String privilege() throws SnowflakeException {
    Optional<String> privilege = Privileges.accept(cursor);
    if (privilege.isPresent()) {
      return privilege.get();
    }
    if (cursor.is("CREATE") && cursor.kind(1) == TokenKind.WORD) {
      cursor.skip();
      throw Errors.notSupported("privilege CREATE " + cursor.upper());
    }
    throw cursor.unexpected();
  }

  private GrantStatement.Target target() throws SnowflakeException {
    if (cursor.accept("ACCOUNT")) {
      return new GrantStatement.Target.Account();
    }
    if (cursor.isAny("ALL", "FUTURE")) {
      boolean all = cursor.word().equals("ALL");
      ObjectKind kind = Kinds.expectPlural(cursor);
      cursor.expect("IN");
      ObjectKind in = ObjectKind.valueOf(cursor.oneOf("DATABASE", "SCHEMA"));
      var container = new Container(Optional.of(in), Optional.of(Kinds.name(cursor, in)));
      return all
          ? new GrantStatement.Target.All(kind, container)
          : new GrantStatement.Target.Future(kind, container);
    }
    ObjectKind kind = Kinds.expect(cursor);
    QualifiedName name = Kinds.name(cursor, kind);
    Optional<List<DataType>> arguments = Kinds.arguments(cursor, kind);
    return new GrantStatement.Target.One(kind, name, arguments);
  }
}
