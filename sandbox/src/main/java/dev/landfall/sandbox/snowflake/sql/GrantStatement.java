package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import java.util.List;
import java.util.Optional;

/// GRANT and REVOKE.
public sealed interface GrantStatement extends Statement {
  /// @param privileges in upper case, such as `SELECT` or `CREATE TABLE`; `ALL` alone for ALL
  ///   PRIVILEGES
  record GrantPrivileges(List<String> privileges, Target on, Grantee to, boolean withGrantOption)
      implements GrantStatement {
    public GrantPrivileges {
      privileges = List.copyOf(privileges);
    }
  }

  /// @param privileges in upper case; `ALL` alone for ALL PRIVILEGES
  record RevokePrivileges(
      boolean grantOptionOnly,
      List<String> privileges,
      Target on,
      Grantee from,
      Optional<ObjectStatement.Dependents> dependents)
      implements GrantStatement {
    public RevokePrivileges {
      privileges = List.copyOf(privileges);
    }
  }

  record GrantOwnership(Target on, Grantee to, Optional<CurrentGrants> currentGrants)
      implements GrantStatement {}

  /// What becomes of the grants on an object that changes hands.
  enum CurrentGrants {
    COPY,
    REVOKE
  }

  /// @param to a role or a user
  record GrantRole(Name role, Grantee to) implements GrantStatement {}

  /// @param from a role or a user
  record RevokeRole(Name role, Grantee from) implements GrantStatement {}

  /// @param to a role, a database role, a user or a share
  record GrantDatabaseRole(QualifiedName role, Grantee to) implements GrantStatement {}

  /// @param from a role, a database role, a user or a share
  record RevokeDatabaseRole(QualifiedName role, Grantee from) implements GrantStatement {}

  /// What is granted on.
  sealed interface Target {
    record Account() implements Target {}

    /// @param arguments of a function or procedure
    record One(ObjectKind kind, QualifiedName name, Optional<List<DataType>> arguments)
        implements Target {}

    /// `ALL TABLES IN SCHEMA s`
    record All(ObjectKind kind, Container in) implements Target {}

    /// `FUTURE TABLES IN DATABASE d`
    record Future(ObjectKind kind, Container in) implements Target {}
  }

  /// Whom a grant is for.
  ///
  /// @param kind ROLE, DATABASE_ROLE, APPLICATION_ROLE, USER or SHARE
  record Grantee(ObjectKind kind, QualifiedName name) {}
}
