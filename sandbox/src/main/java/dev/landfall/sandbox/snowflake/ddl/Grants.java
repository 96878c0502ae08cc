package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.FutureGrant;
import dev.landfall.sandbox.snowflake.catalog.Grant;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Privileges;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.GrantStatement;
import dev.landfall.sandbox.snowflake.sql.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// GRANT and REVOKE of privileges (Snowflake, "GRANT <privileges> … TO ROLE", "REVOKE <privileges>
/// … FROM ROLE").
final class Grants {
  private static final String ALL = "ALL";

  private Grants() {}

  static Result grant(Operation operation, GrantStatement.GrantPrivileges statement)
      throws SnowflakeException {
    var grantee = grantee(operation, statement.to());
    if (statement.on() instanceof GrantStatement.Target.Future(var kind, var in)) {
      FutureGrants.grant(
          operation,
          statement.privileges(),
          Operation.kind(kind, "GRANT … ON FUTURE"),
          in,
          grantee,
          statement.withGrantOption());
      return Operation.DONE;
    }
    var objects = GrantTargets.of(operation, statement.on(), "GRANT");
    for (var object : objects) {
      requireSameDatabase(operation, object, grantee);
      for (var privilege : privileges(object, statement.privileges())) {
        var grantor = grantor(operation, object, privilege);
        if (grantor.isEmpty()) {
          if (isAll(statement.privileges())) {
            continue;
          }
          throw Access.insufficient(object);
        }
        requireReadFirst(object, privilege, grantee, statement.privileges());
        add(
            operation,
            operation.draft().get(object.id()),
            new Grant(
                privilege,
                grantee.id(),
                statement.withGrantOption(),
                grantor.get(),
                operation.now()));
      }
    }
    return done(statement.on(), objects.size());
  }

  /// `ON ALL …` tells how many objects there were.
  static Result done(GrantStatement.Target target, int objects) {
    return target instanceof GrantStatement.Target.All
        ? Operation.status("Statement executed successfully. " + objects + " objects affected.")
        : Operation.DONE;
  }

  static boolean isAll(List<String> privileges) {
    return privileges.equals(List.of(ALL));
  }

  /// @throws SnowflakeException for a privilege that an object of this kind does not have
  private static List<String> privileges(Entity object, List<String> named)
      throws SnowflakeException {
    if (isAll(named)) {
      if (object.kind() == Kind.TAG) {
        throw Errors.compilation("003016", "42601", "ALL PRIVILEGES cannot be granted on a tag.");
      }
      return Privileges.allOf(object);
    }
    for (var privilege : named) {
      if (!Privileges.of(object.kind()).contains(privilege)) {
        if (known(privilege)) {
          throw invalid(privilege, object.kind());
        }
        throw Errors.notSupported("GRANT " + privilege + " ON " + object.kind().word());
      }
      if (!Privileges.applies(object, privilege)) {
        throw invalid(privilege, object.kind());
      }
    }
    return named;
  }

  static boolean known(String privilege) {
    for (var kind : Kind.values()) {
      if (Privileges.of(kind).contains(privilege)) {
        return true;
      }
    }
    return false;
  }

  static SnowflakeException invalid(String privilege, Kind kind) {
    return Errors.compilation(
        "003016",
        "42601",
        "Invalid object type '" + kind.granted() + "' for privilege '" + privilege + "'");
  }

  /// WRITE on a stage needs READ.
  private static void requireReadFirst(
      Entity object, String privilege, Entity grantee, List<String> all) throws SnowflakeException {
    if (object.kind() == Kind.STAGE
        && privilege.equals("WRITE")
        && !all.contains("READ")
        && !isAll(all)
        && object.grants().stream()
            .noneMatch(g -> g.grantee() == grantee.id() && g.privilege().equals("READ"))) {
      throw Errors.compilation(
          "003017",
          "42601",
          "WRITE privilege on stage '"
              + object.name().sql()
              + "' needs READ privilege to be granted first.");
    }
  }

  /// The role that a grant is made by: the owner for whoever manages grants or owns the object, the
  /// role that holds the grant option; none when the session may not grant it.
  private static Optional<Long> grantor(Operation operation, Entity object, String privilege)
      throws SnowflakeException {
    var access = operation.access();
    var draft = operation.draft();
    if (privilege.equals(Privileges.MANAGE_GRANTS)) {
      return access.delegatesGrants(object) ? Optional.of(access.role().id()) : Optional.empty();
    }
    if (object.kind() == Kind.ACCOUNT) {
      boolean manages = access.managesGrants(object) && !Privileges.byAccountadmin(privilege);
      return manages
          ? Optional.of(access.role().id())
          : access.roles().stream()
              .filter(role ->
                  object.grants().stream()
                      .anyMatch(g ->
                          g.grantee() == role && g.privilege().equals(privilege) && g.option()))
              .sorted()
              .findFirst();
    }
    if (access.managesGrants(object)) {
      return Optional.of(object.owner() == 0 ? access.role().id() : object.owner());
    }
    boolean managed =
        object.kind().home() == Kind.Home.SCHEMA
            && draft.schemaOf(object).body(Body.Schema.class).managed();
    if (managed) {
      var schema = draft.schemaOf(object);
      return access.owns(schema) ? Optional.of(schema.owner()) : Optional.empty();
    }
    if (access.owns(object)) {
      return Optional.of(object.owner());
    }
    return object.grants().stream()
        .filter(g ->
            g.privilege().equals(privilege) && g.option() && access.roles().contains(g.grantee()))
        .map(Grant::grantee)
        .findFirst();
  }

  /// What a database role has is limited to its database.
  static void requireSameDatabase(Operation operation, Entity object, Entity grantee)
      throws SnowflakeException {
    if (grantee.kind() == Kind.DATABASE_ROLE) {
      boolean inside =
          object.kind().home() != Kind.Home.ROOT
              && (object.kind() == Kind.DATABASE || object.kind().home() != Kind.Home.ACCOUNT)
              && operation.draft().databaseOf(object).id() == grantee.parent();
      if (!inside) {
        throw Errors.compilation(
            "003018",
            "42601",
            "Database role '"
                + grantee.name().sql()
                + "' cannot be granted privileges on objects outside its database.");
      }
    }
  }

  /// A role or database role that receives a privilege.
  static Entity grantee(Operation operation, GrantStatement.Grantee grantee)
      throws SnowflakeException {
    return switch (grantee.kind()) {
      case ROLE -> Targets.get(operation, Kind.ROLE, grantee.name(), "GRANT");
      case DATABASE_ROLE -> Targets.get(operation, Kind.DATABASE_ROLE, grantee.name(), "GRANT");
      default -> throw Errors.notSupported("GRANT … TO " + grantee.kind().sql());
    };
  }

  /// Grants a privilege in the name of the object's owner.
  static void add(
      Operation operation, Entity object, String privilege, long grantee, boolean option) {
    add(operation, object, new Grant(privilege, grantee, option, object.owner(), operation.now()));
  }

  /// Adds a grant, or the grant option to one that is there.
  static void add(Operation operation, Entity object, Grant grant) {
    var grants = new ArrayList<Grant>();
    boolean found = false;
    for (var each : object.grants()) {
      if (each.privilege().equals(grant.privilege())
          && each.grantee() == grant.grantee()
          && each.grantor() == grant.grantor()) {
        found = true;
        grants.add(
            new Grant(
                each.privilege(),
                each.grantee(),
                each.option() || grant.option(),
                each.grantor(),
                each.created()));
      } else {
        grants.add(each);
      }
    }
    if (!found) {
      grants.add(grant);
    }
    operation.draft().update(object.withGrants(grants));
  }

  static Result revoke(Operation operation, GrantStatement.RevokePrivileges statement)
      throws SnowflakeException {
    var grantee = grantee(operation, statement.from());
    boolean cascade =
        statement
            .dependents()
            .map(d -> d == dev.landfall.sandbox.snowflake.sql.ObjectStatement.Dependents.CASCADE)
            .orElse(false);
    if (statement.on() instanceof GrantStatement.Target.Future(var kind, var in)) {
      FutureGrants.revoke(
          operation,
          statement.privileges(),
          Operation.kind(kind, "REVOKE … ON FUTURE"),
          in,
          grantee,
          statement.grantOptionOnly());
      return Operation.DONE;
    }
    var objects = GrantTargets.of(operation, statement.on(), "REVOKE");
    for (var object : objects) {
      for (var privilege : privileges(object, statement.privileges())) {
        revoke(
            operation,
            operation.draft().get(object.id()),
            privilege,
            grantee.id(),
            statement.grantOptionOnly(),
            cascade,
            isAll(statement.privileges()));
      }
    }
    return done(statement.on(), objects.size());
  }

  private static void revoke(
      Operation operation,
      Entity object,
      String privilege,
      long grantee,
      boolean optionOnly,
      boolean cascade,
      boolean ofAll)
      throws SnowflakeException {
    var access = operation.access();
    if (object.kind() == Kind.STAGE
        && privilege.equals("READ")
        && !ofAll
        && object.grants().stream()
            .anyMatch(g -> g.grantee() == grantee && g.privilege().equals("WRITE"))) {
      throw Errors.compilation(
          "003019",
          "42601",
          "READ privilege on stage '"
              + object.name().sql()
              + "' cannot be revoked while WRITE privilege is granted.");
    }
    boolean manages = access.managesGrants(object) || managesSchema(operation, object);
    var revoked = new ArrayList<Grant>();
    for (var grant : object.grants()) {
      if (grant.privilege().equals(privilege)
          && grant.grantee() == grantee
          && (manages || access.roles().contains(grant.grantor()))) {
        revoked.add(grant);
      }
    }
    if (revoked.isEmpty()) {
      if (!manages && !access.owns(object) && !access.sees(object)) {
        throw Access.insufficient(object);
      }
      return;
    }
    if (object.kind() == Kind.ACCOUNT && grantorIsSystem(revoked) && !manages) {
      throw Access.insufficient(object);
    }
    var dependent = dependents(object, privilege, Set.of(grantee));
    if (!dependent.isEmpty() && !cascade) {
      throw Errors.compilation(
          "003523",
          "23001",
          "Cannot execute revoke statement with RESTRICT option when dependent grants exist.");
    }
    var grants = new ArrayList<Grant>();
    for (var grant : object.grants()) {
      if (dependent.contains(grant)) {
        continue;
      }
      if (!revoked.contains(grant)) {
        grants.add(grant);
      } else if (optionOnly) {
        grants.add(
            new Grant(grant.privilege(), grant.grantee(), false, grant.grantor(), grant.created()));
      }
    }
    operation.draft().update(object.withGrants(grants));
  }

  private static boolean grantorIsSystem(List<Grant> grants) {
    return grants.stream().anyMatch(g -> g.grantor() == 0);
  }

  private static boolean managesSchema(Operation operation, Entity object) {
    if (object.kind().home() != Kind.Home.SCHEMA) {
      return false;
    }
    var schema = operation.draft().schemaOf(object);
    return schema.body(Body.Schema.class).managed() && operation.access().owns(schema);
  }

  /// The grants of a privilege that these roles have made in turn, and those made by virtue of
  /// them.
  private static Set<Grant> dependents(Entity object, String privilege, Set<Long> grantors) {
    var found = new java.util.LinkedHashSet<Grant>();
    var from = new ArrayList<>(grantors);
    while (!from.isEmpty()) {
      long grantor = from.removeLast();
      for (var grant : object.grants()) {
        if (grant.privilege().equals(privilege)
            && grant.grantor() == grantor
            && grantor != object.owner()
            && found.add(grant)) {
          from.add(grant.grantee());
        }
      }
    }
    return found;
  }

  /// GRANT ROLE and GRANT DATABASE ROLE.
  static Result grantRole(
      Operation operation, Kind kind, QualifiedName name, GrantStatement.Grantee to)
      throws SnowflakeException {
    var role = Targets.get(operation, kind, name, "GRANT ROLE");
    var grantee = member(operation, kind, to);
    if (!operation.access().managesGrants(role)) {
      operation.access().requireOwnership(role);
    }
    if (grantee.kind() != Kind.USER
        && operation.draft().inherited(Set.of(role.id())).contains(grantee.id())) {
      throw new SnowflakeException(
          "003006",
          "42601",
          "SQL compilation error:\nCannot grant role "
              + role.name().sql()
              + " to "
              + grantee.name().sql()
              + ": a role cannot inherit itself.");
    }
    long grantor = role.owner() == 0 ? operation.access().role().id() : role.owner();
    add(
        operation,
        role,
        new Grant(Privileges.USAGE, grantee.id(), false, grantor, operation.now()));
    return Operation.DONE;
  }

  static Result revokeRole(
      Operation operation, Kind kind, QualifiedName name, GrantStatement.Grantee from)
      throws SnowflakeException {
    var role = Targets.get(operation, kind, name, "REVOKE ROLE");
    var grantee = member(operation, kind, from);
    if (!operation.access().managesGrants(role)) {
      operation.access().requireOwnership(role);
    }
    var grants = role.grants().stream().filter(g -> g.grantee() != grantee.id()).toList();
    operation.draft().update(role.withGrants(grants));
    return Operation.DONE;
  }

  private static Entity member(Operation operation, Kind kind, GrantStatement.Grantee grantee)
      throws SnowflakeException {
    if (grantee.kind() == ObjectKind.USER) {
      return Targets.get(operation, Kind.USER, grantee.name(), "GRANT ROLE");
    }
    if (grantee.kind() == ObjectKind.DATABASE_ROLE && kind == Kind.ROLE) {
      throw Errors.compilation(
          "003018", "42601", "An account role cannot be granted to a database role.");
    }
    return grantee(operation, grantee);
  }

  /// Future grants of a container.
  static List<FutureGrant> futures(Entity container) {
    return switch (container.body()) {
      case Body.Database database -> database.future();
      case Body.Schema schema -> schema.future();
      default -> List.of();
    };
  }
}
