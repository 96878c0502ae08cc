package dev.landfall.sandbox.snowflake.show;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.sql.GrantStatement;
import dev.landfall.sandbox.snowflake.sql.ObjectKind;
import dev.landfall.sandbox.snowflake.sql.ShowStatement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// SHOW GRANTS and SHOW FUTURE GRANTS.
final class ShowGrants {
  private ShowGrants() {}

  static Result show(ShowStatement.ShowGrants statement, Access access) throws SnowflakeException {
    return switch (statement.grants()) {
      case ShowStatement.Grants.Own() -> {
        var user = access.directory().user(access.actor().user());
        yield members(access, statement, user.map(u -> rolesOf(access, u)).orElse(List.of()));
      }
      case ShowStatement.Grants.On(var target) ->
          privileges(access, statement, GrantRows.on(object(access, target)));
      case ShowStatement.Grants.To(var grantee) ->
          switch (grantee.kind()) {
            case ROLE, DATABASE_ROLE ->
                privileges(
                    access,
                    statement,
                    GrantRows.to(access.directory(), role(access, grantee).id()));
            case USER ->
                members(
                    access,
                    statement,
                    rolesOf(access, Found.of(access, Kind.USER, grantee.name())));
            default -> throw Errors.notSupported("SHOW GRANTS TO " + grantee.kind().sql());
          };
      case ShowStatement.Grants.Of(var kind, var name) -> {
        if (kind != ObjectKind.ROLE && kind != ObjectKind.DATABASE_ROLE) {
          throw Errors.notSupported("SHOW GRANTS OF " + kind.sql());
        }
        var role = Found.of(access, Kind.valueOf(kind.name()), name);
        yield members(
            access,
            statement,
            GrantRows.on(role).stream().filter(row -> row.privilege().equals("USAGE")).toList());
      }
      case ShowStatement.Grants.FutureIn(var container) -> {
        var scope = Scope.of(access, Optional.of(container));
        if (scope.container().isEmpty()) {
          throw Errors.notSupported("SHOW FUTURE GRANTS IN ACCOUNT");
        }
        yield future(access, statement, FutureRows.in(scope.container().get()));
      }
      case ShowStatement.Grants.FutureTo(var grantee) -> {
        var role = role(access, grantee);
        var rows = new ArrayList<FutureRows>();
        for (var kind : List.of(Kind.DATABASE, Kind.SCHEMA)) {
          for (var container : access.directory().all(kind)) {
            FutureRows.in(container).stream()
                .filter(row -> row.grant().grantee() == role.id())
                .forEach(rows::add);
          }
        }
        yield future(access, statement, rows);
      }
    };
  }

  private static Result privileges(
      Access access, ShowStatement.ShowGrants statement, List<GrantRows> rows) {
    return Listing.of(
        StatementKind.SHOW, Viewer.of(access), GrantRows.PRIVILEGES, limited(statement, rows));
  }

  private static Result members(
      Access access, ShowStatement.ShowGrants statement, List<GrantRows> rows) {
    return Listing.of(
        StatementKind.SHOW, Viewer.of(access), GrantRows.MEMBERS, limited(statement, rows));
  }

  private static Result future(
      Access access, ShowStatement.ShowGrants statement, List<FutureRows> rows) {
    return Listing.of(
        StatementKind.SHOW, Viewer.of(access), FutureRows.FIELDS, limited(statement, rows));
  }

  private static <T> List<T> limited(ShowStatement.ShowGrants statement, List<T> rows) {
    return rows.stream().limit(statement.limit().orElse(Long.MAX_VALUE)).toList();
  }

  private static List<GrantRows> rolesOf(Access access, Entity user) {
    return GrantRows.to(access.directory(), user.id());
  }

  private static Entity role(Access access, GrantStatement.Grantee grantee)
      throws SnowflakeException {
    return switch (grantee.kind()) {
      case ROLE -> Found.of(access, Kind.ROLE, grantee.name());
      case DATABASE_ROLE -> Found.of(access, Kind.DATABASE_ROLE, grantee.name());
      default -> throw Errors.notSupported("SHOW GRANTS TO " + grantee.kind().sql());
    };
  }

  private static Entity object(Access access, GrantStatement.Target target)
      throws SnowflakeException {
    return switch (target) {
      case GrantStatement.Target.Account() -> access.directory().account();
      case GrantStatement.Target.One(var kind, var name, var arguments) ->
          Found.of(access, kind, name, arguments);
      default -> throw Errors.notSupported("SHOW GRANTS ON ALL");
    };
  }

  /// Objects by kind and name.
  static final class Found {
    private Found() {}

    static Entity of(Access access, Kind kind, QualifiedName name) throws SnowflakeException {
      return access.object(kind, name, "SHOW");
    }

    /// @param arguments of a function or procedure
    static Entity of(
        Access access,
        ObjectKind objectKind,
        QualifiedName name,
        Optional<List<DataType>> arguments)
        throws SnowflakeException {
      var kind =
          Arrays.stream(Kind.values())
              .filter(k -> k.name().equals(objectKind.name()))
              .findFirst()
              .orElseThrow(() -> Errors.notSupported("a " + objectKind.sql()));
      if (kind.space() != Kind.Space.CALLABLE) {
        return access.object(kind, name, "DESCRIBE");
      }
      var signature =
          arguments.orElse(List.of()).stream()
              .map(dev.landfall.sandbox.snowflake.catalog.Body.Callable::baseName)
              .collect(java.util.stream.Collectors.joining(", ", "(", ")"));
      return access
          .find(
              access.place(name, "DESCRIBE"), Kind.Space.CALLABLE, name.last().value() + signature)
          .filter(e -> e.kind() == kind)
          .orElseThrow(() -> Errors.doesNotExist(kind.title(), name.sql() + signature));
    }
  }
}
