package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Grant;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Privileges;
import dev.landfall.sandbox.snowflake.catalog.SystemRole;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.GrantStatement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// GRANT OWNERSHIP (Snowflake, "GRANT OWNERSHIP").
final class Ownership {
  private Ownership() {}

  static Result grant(Operation operation, GrantStatement.GrantOwnership statement)
      throws SnowflakeException {
    var grantee = Grants.grantee(operation, statement.to());
    if (grantee.kind() != Kind.ROLE) {
      throw Errors.notSupported("GRANT OWNERSHIP … TO DATABASE ROLE");
    }
    if (statement.on() instanceof GrantStatement.Target.Future(var kind, var in)) {
      FutureGrants.grant(
          operation,
          List.of(Privileges.OWNERSHIP),
          Operation.kind(kind, "GRANT OWNERSHIP ON FUTURE"),
          in,
          grantee,
          false);
      return Operation.DONE;
    }
    var objects = GrantTargets.of(operation, statement.on(), "GRANT OWNERSHIP");
    for (var object : objects) {
      transfer(operation, object, grantee, statement.currentGrants());
    }
    return Grants.done(statement.on(), objects.size());
  }

  private static void transfer(
      Operation operation,
      Entity object,
      Entity grantee,
      Optional<GrantStatement.CurrentGrants> current)
      throws SnowflakeException {
    var access = operation.access();
    if (object.kind() == Kind.ACCOUNT
        || object.owner() == 0
        || (object.kind() == Kind.ROLE && SystemRole.ALL.contains(object.name().value()))) {
      throw Access.insufficient(object);
    }
    boolean manages = access.managesGrants(object);
    if (!manages) {
      access.requireOwnership(object);
    }
    requireManagedAccess(operation, object, grantee);
    boolean outbound =
        object.grants().stream().anyMatch(g -> g.grantee() != object.owner())
            && object.kind() != Kind.ROLE;
    if (outbound && current.isEmpty()) {
      throw new SnowflakeException(
          "003036",
          "23001",
          "SQL execution error: Dependent grant of privilege '"
              + object.grants().getFirst().privilege()
              + "' on securable '"
              + operation.draft().nameOf(object).sql()
              + "' to role '"
              + operation
                  .draft()
                  .entity(object.grants().getFirst().grantee())
                  .map(role -> role.name().sql())
                  .orElse("")
              + "' exists. It must be revoked first. More than one dependent grant may exist: use"
              + " 'SHOW GRANTS' command to view them. To revoke all dependent grants while"
              + " transferring object ownership, use convenience command 'GRANT OWNERSHIP ON"
              + " <target_objects> TO <target_role> REVOKE CURRENT GRANTS'.");
    }
    boolean copy = current.equals(Optional.of(GrantStatement.CurrentGrants.COPY));
    if (copy && !manages && !access.roles().contains(grantee.id())) {
      throw Access.insufficient(object);
    }
    var grants =
        object.kind() == Kind.ROLE && !copy
            ? object.grants()
            : copy
                ? object.grants().stream()
                    .map(g ->
                        new Grant(
                            g.privilege(), g.grantee(), g.option(), grantee.id(), g.created()))
                    .distinct()
                    .toList()
                : List.<Grant>of();
    var changed = object.withOwner(grantee.id()).withGrants(grants);
    operation.draft().update(suspended(changed));
  }

  /// A task that changes hands is suspended, and so is a pipe.
  private static Entity suspended(Entity object) throws SnowflakeException {
    return switch (object.body()) {
      case Body.Task task -> object.withBody(task.withStarted(false));
      case Body.Pipe pipe -> {
        if (!pipe.paused()) {
          throw Errors.compilation(
              "003099",
              "55000",
              "Pipe '"
                  + object.name().sql()
                  + "' must be paused before its ownership is transferred.");
        }
        yield object;
      }
      default -> object;
    };
  }

  /// In a schema with managed access only a subordinate of the schema's owner can own objects.
  private static void requireManagedAccess(Operation operation, Entity object, Entity grantee)
      throws SnowflakeException {
    if (object.kind().home() != Kind.Home.SCHEMA) {
      return;
    }
    var schema = operation.draft().schemaOf(object);
    if (schema.body(Body.Schema.class).managed()
        && !operation.draft().inherited(Set.of(schema.owner())).contains(grantee.id())) {
      throw Errors.compilation(
          "003037",
          "42501",
          "In a schema with managed access, ownership can only go to a subordinate role of the"
              + " schema's owner.");
    }
  }
}
