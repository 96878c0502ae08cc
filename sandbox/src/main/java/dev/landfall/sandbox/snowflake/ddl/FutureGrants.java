package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.FutureGrant;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Privileges;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Container;
import java.util.ArrayList;
import java.util.List;

/// GRANT and REVOKE … ON FUTURE (Snowflake, "Future grants on database or schema objects").
final class FutureGrants {
  private FutureGrants() {}

  static void grant(
      Operation operation,
      List<String> privileges,
      Kind kind,
      Container in,
      Entity grantee,
      boolean option)
      throws SnowflakeException {
    var container = GrantTargets.container(operation, in, "GRANT");
    check(operation, kind, container);
    Grants.requireSameDatabase(operation, container, grantee);
    var future = new ArrayList<>(Grants.futures(container));
    for (var privilege : expand(privileges, kind)) {
      var grant =
          new FutureGrant(
              privilege,
              kind,
              grantee.id(),
              option,
              operation.access().role().id(),
              operation.now());
      if (privilege.equals(Privileges.OWNERSHIP)
          && future.stream()
              .anyMatch(f ->
                  f.on() == kind
                      && f.privilege().equals(privilege)
                      && f.grantee() != grantee.id())) {
        throw Errors.compilation(
            "003022",
            "42601",
            "A future grant of OWNERSHIP on "
                + kind.plural()
                + " is there already; revoke it first.");
      }
      future.removeIf(
          f -> f.on() == kind && f.privilege().equals(privilege) && f.grantee() == grantee.id());
      future.add(grant);
    }
    update(operation, container, future);
  }

  private static List<String> expand(List<String> privileges, Kind kind) throws SnowflakeException {
    if (Grants.isAll(privileges)) {
      return Privileges.of(kind).stream().filter(p -> !p.equals(Privileges.MANAGE_GRANTS)).toList();
    }
    for (var privilege : privileges) {
      if (!privilege.equals(Privileges.OWNERSHIP) && !Privileges.of(kind).contains(privilege)) {
        if (Grants.known(privilege)) {
          throw Grants.invalid(privilege, kind);
        }
        throw Errors.notSupported("GRANT " + privilege + " ON FUTURE " + kind.plural());
      }
    }
    return privileges;
  }

  static void revoke(
      Operation operation,
      List<String> privileges,
      Kind kind,
      Container in,
      Entity grantee,
      boolean optionOnly)
      throws SnowflakeException {
    var container = GrantTargets.container(operation, in, "REVOKE");
    check(operation, kind, container);
    var named = expand(privileges, kind);
    var future = new ArrayList<FutureGrant>();
    for (var grant : Grants.futures(container)) {
      boolean meant =
          grant.on() == kind
              && grant.grantee() == grantee.id()
              && named.contains(grant.privilege());
      if (!meant) {
        future.add(grant);
      } else if (optionOnly) {
        future.add(
            new FutureGrant(
                grant.privilege(),
                grant.on(),
                grant.grantee(),
                false,
                grant.grantor(),
                grant.created()));
      }
    }
    update(operation, container, future);
  }

  /// With MANAGE GRANTS, or in a schema with managed access by its owner.
  private static void check(Operation operation, Kind kind, Entity container)
      throws SnowflakeException {
    if (!Privileges.future(kind) || (kind == Kind.SCHEMA && container.kind() == Kind.SCHEMA)) {
      throw Errors.compilation(
          "003021",
          "0A000",
          "Unsupported feature 'Future grant on objects of type " + kind.granted() + "'.");
    }
    boolean own =
        container.body() instanceof Body.Schema schema
            && schema.managed()
            && operation.access().owns(container);
    if (!own && !operation.access().managesGrants(container)) {
      throw Access.insufficient(container);
    }
  }

  private static void update(Operation operation, Entity container, List<FutureGrant> future) {
    operation
        .draft()
        .update(
            switch (container.body()) {
              case Body.Database database -> container.withBody(database.withFuture(future));
              case Body.Schema schema -> container.withBody(schema.withFuture(future));
              default -> throw new IllegalArgumentException(container.kind().word());
            });
  }
}
