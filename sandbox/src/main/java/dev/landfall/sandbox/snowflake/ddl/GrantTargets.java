package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Directory;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Privileges;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Container;
import dev.landfall.sandbox.snowflake.sql.GrantStatement;
import dev.landfall.sandbox.snowflake.sql.ObjectKind;
import java.util.List;

/// The objects that GRANT and REVOKE name.
final class GrantTargets {
  private GrantTargets() {}

  static List<Entity> of(Operation operation, GrantStatement.Target target, String statement)
      throws SnowflakeException {
    return switch (target) {
      case GrantStatement.Target.Account() -> List.of(operation.draft().account());
      case GrantStatement.Target.One(var objectKind, var name, var arguments) -> {
        var kind = Operation.kind(objectKind, statement + " … ON");
        if (kind == Kind.DYNAMIC_TABLE || kind == Kind.TABLE || kind == Kind.VIEW) {
          var found =
              Targets.find(operation, kind, name, arguments, statement)
                  .orElseThrow(() -> Targets.missing(operation, kind, name, arguments));
          // GRANT … ON VIEW means materialized views as well.
          if (!(kind == Kind.VIEW && found.kind() == Kind.MATERIALIZED_VIEW)) {
            Access.requireKind(found, kind);
          }
          yield List.of(found);
        }
        yield List.of(Targets.get(operation, kind, name, arguments, statement));
      }
      case GrantStatement.Target.All(var objectKind, var in) -> {
        var kind = Operation.kind(objectKind, statement + " … ON ALL");
        if (!Privileges.bulk(kind)) {
          throw Errors.compilation(
              "003021",
              "0A000",
              "Unsupported feature '" + statement + " ON ALL " + kind.plural() + "'.");
        }
        var container = container(operation, in, statement);
        yield within(operation.draft(), container, kind).stream()
            .filter(operation.access()::sees)
            .toList();
      }
      case GrantStatement.Target.Future future -> throw new IllegalArgumentException();
    };
  }

  /// The live objects of a kind in a database or schema. Those of INFORMATION_SCHEMA are not among
  /// them.
  static List<Entity> within(Directory directory, Entity container, Kind kind) {
    return directory.all(kind).stream()
        .filter(e -> !e.temporary())
        .filter(e ->
            container.kind() == Kind.SCHEMA
                ? e.parent() == container.id()
                : directory.databaseOf(e).id() == container.id())
        .filter(e -> e.kind() != Kind.SCHEMA || !e.name().equals(Access.INFORMATION_SCHEMA))
        .toList();
  }

  /// `IN SCHEMA s` or `IN DATABASE d`.
  static Entity container(Operation operation, Container in, String statement)
      throws SnowflakeException {
    var access = operation.access();
    var kind = in.kind().orElse(ObjectKind.SCHEMA);
    return switch (kind) {
      case DATABASE ->
          in.name().isPresent()
              ? access.database(in.name().get().last())
              : access.currentDatabase(statement);
      case SCHEMA ->
          in.name().isPresent()
              ? access.schema(in.name().get(), statement)
              : access.currentSchema(statement);
      default -> throw Errors.notSupported(statement + " … IN " + kind.sql());
    };
  }
}
