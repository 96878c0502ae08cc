package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Constraint;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Retention;
import dev.landfall.sandbox.snowflake.catalog.SystemRole;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.ObjectStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// DROP and UNDROP.
final class Drops {
  private Drops() {}

  static Result drop(Operation operation, ObjectStatement.Drop statement)
      throws SnowflakeException, SQLException {
    var kind = Integrations.kind(statement.kind(), "DROP");
    boolean restrict =
        statement.dependents().map(d -> d == ObjectStatement.Dependents.RESTRICT).orElse(false);
    Optional<Entity> found;
    try {
      found =
          Targets.find(
              operation, kind, statement.name(), statement.arguments(), "DROP " + kind.word());
    } catch (SnowflakeException e) {
      if (statement.ifExists() && e.code().equals("002003")) {
        return alreadyDropped(statement.name());
      }
      throw e;
    }
    if (found.filter(object -> Integrations.fits(object, statement.kind())).isEmpty()) {
      if (statement.ifExists()) {
        return alreadyDropped(statement.name());
      }
      throw Targets.missing(operation, kind, statement.name(), statement.arguments());
    }
    var object = found.get();
    Access.requireKind(object, kind);
    authorize(operation, object);
    drop(operation, object, restrict);
    RetentionOption.purge(operation);
    leave(operation, object);
    return Operation.status(Operation.plain(object) + " successfully dropped.");
  }

  private static Result alreadyDropped(QualifiedName name) {
    return Operation.status(
        "Drop statement executed successfully (" + name.last().value() + " already dropped).");
  }

  private static void authorize(Operation operation, Entity object) throws SnowflakeException {
    var access = operation.access();
    boolean bySchema =
        switch (object.kind()) {
          case MASKING_POLICY, ROW_ACCESS_POLICY, TAG ->
              access.owns(operation.draft().schemaOf(object));
          default -> false;
        };
    if (!bySchema) {
      access.requireOwnership(object);
    }
  }

  /// The session does not stay where it is no more.
  private static void leave(Operation operation, Entity object) {
    var actor = operation.actor();
    var name = Optional.of(object.name());
    switch (object.kind()) {
      case DATABASE -> {
        if (actor.database().equals(name)) {
          operation.moveTo(actor.in(Optional.empty(), Optional.empty()));
        }
      }
      case SCHEMA -> {
        if (actor.schema().equals(name)
            && actor.database().equals(Optional.of(operation.draft().databaseOf(object).name()))) {
          operation.moveTo(actor.in(actor.database(), Optional.empty()));
        }
      }
      case WAREHOUSE -> {
        if (actor.warehouse().equals(name)) {
          operation.moveTo(actor.with(Optional.empty()));
        }
      }
      default -> {}
    }
  }

  /// Takes away what OR REPLACE replaces.
  static void replaced(Operation operation, Entity object) throws SnowflakeException, SQLException {
    drop(operation, object, false);
  }

  private static void drop(Operation operation, Entity object, boolean restrict)
      throws SnowflakeException, SQLException {
    var draft = operation.draft();
    InUse.check(operation, object);
    switch (object.kind()) {
      case TABLE -> dropReferences(operation, Set.of(object.id()), restrict);
      case SCHEMA, DATABASE -> dropReferences(operation, tablesIn(operation, object), restrict);
      case ROLE, DATABASE_ROLE -> forgetRole(operation, object);
      case TASK -> Tasks.forget(operation, object);
      default -> {}
    }
    if (object.kind() == Kind.ROLE && SystemRole.ALL.contains(object.name().value())) {
      throw Access.insufficient(object);
    }
    boolean kept =
        object.kind().undroppable()
            && !object.temporary()
            && (object.kind() == Kind.TAG || Retention.days(draft, object) > 0);
    if (kept) {
      draft.put(object.withDropped(Optional.of(operation.now())));
    } else {
      destroy(operation, object);
    }
  }

  /// Removes an object and all that lies in it, in DuckDB too.
  static void destroy(Operation operation, Entity object) throws SQLException {
    var draft = operation.draft();
    for (var child : draft.all().filter(e -> e.parent() == object.id()).toList()) {
      destroy(operation, child);
    }
    switch (object.body()) {
      case Body.Table table -> dropTable(operation, table);
      case Body.Dynamic dynamic -> dropTable(operation, dynamic.table());
      case Body.Sequence sequence ->
          operation.run("DROP SEQUENCE IF EXISTS " + sequence.physical());
      case Body.Stream stream -> operation.run("DROP TABLE IF EXISTS " + stream.physical());
      default -> {}
    }
    if (object.kind() == Kind.USER) {
      forgetGrantee(operation, object.id());
    }
    draft.remove(object.id());
  }

  private static void dropTable(Operation operation, Body.Table table) throws SQLException {
    operation.run("DROP TABLE IF EXISTS " + table.physical());
    for (var column : table.columns()) {
      if (column.identity().isPresent()) {
        operation.run("DROP SEQUENCE IF EXISTS " + column.identity().get().physical());
      }
    }
  }

  private static Set<Long> tablesIn(Operation operation, Entity container) {
    var tables = new HashSet<Long>();
    for (var child : operation.draft().children(container.id())) {
      if (child.kind() == Kind.SCHEMA) {
        tables.addAll(tablesIn(operation, child));
      } else if (child.kind() == Kind.TABLE) {
        tables.add(child.id());
      }
    }
    return tables;
  }

  /// Drops the foreign keys of other tables that reference these, or with RESTRICT refuses.
  private static void dropReferences(Operation operation, Set<Long> tables, boolean restrict)
      throws SnowflakeException {
    for (var other : operation.draft().all(Kind.TABLE)) {
      if (tables.contains(other.id())) {
        continue;
      }
      var body = other.body(Body.Table.class);
      var left = body.constraints().stream().filter(c -> !references(c, tables)).toList();
      if (left.size() < body.constraints().size()) {
        if (restrict) {
          throw Errors.compilation(
              "003540",
              "23001",
              "Cannot drop the object because the foreign key of table '"
                  + operation.draft().nameOf(other).sql()
                  + "' references it.");
        }
        operation.draft().update(other.withBody(body.withConstraints(left)));
      }
    }
  }

  private static boolean references(Constraint constraint, Set<Long> tables) {
    return constraint.reference().map(r -> tables.contains(r.table())).orElse(false);
  }

  /// What a dropped role owned goes to the role that drops it; what was granted to it is revoked
  /// (Snowflake, "DROP ROLE").
  private static void forgetRole(Operation operation, Entity role) throws SnowflakeException {
    var draft = operation.draft();
    long heir = operation.access().role().id();
    for (var object : draft.all().filter(e -> e.owner() == role.id()).toList()) {
      draft.update(draft.get(object.id()).withOwner(heir));
    }
    forgetGrantee(operation, role.id());
  }

  private static void forgetGrantee(Operation operation, long grantee) {
    var draft = operation.draft();
    for (var object : List.copyOf(draft.all().toList())) {
      var grants = object.grants().stream().filter(g -> g.grantee() != grantee).toList();
      var changed = object.withGrants(grants);
      switch (changed.body()) {
        case Body.Schema schema ->
            changed =
                changed.withBody(
                    schema.withFuture(
                        schema.future().stream().filter(f -> f.grantee() != grantee).toList()));
        case Body.Database database ->
            changed =
                changed.withBody(
                    database.withFuture(
                        database.future().stream().filter(f -> f.grantee() != grantee).toList()));
        default -> {}
      }
      if (!changed.equals(object)) {
        draft.update(changed);
      }
    }
  }

  static Result undrop(Operation operation, ObjectStatement.Undrop statement)
      throws SnowflakeException {
    var kind = Operation.kind(statement.kind(), "UNDROP");
    if (!kind.undroppable()) {
      throw Errors.notSupported("UNDROP " + kind.word());
    }
    if (statement.renamedTo().isPresent()) {
      throw Errors.notSupported("UNDROP … RENAME TO");
    }
    var access = operation.access();
    var draft = operation.draft();
    var name = statement.name();
    var place =
        switch (kind.home()) {
          case SCHEMA -> access.place(name, "UNDROP");
          case DATABASE -> access.databasePlace(name, "UNDROP");
          case ACCOUNT, ROOT -> draft.account();
        };
    var found =
        draft
            .all()
            .filter(e ->
                e.kind() == kind
                    && e.parent() == place.id()
                    && e.dropped().isPresent()
                    && e.name().equals(name.last()))
            .max(
                java.util.Comparator.comparing((Entity e) -> e.dropped().orElseThrow())
                    .thenComparingLong(Entity::id));
    if (found.isEmpty()) {
      throw new SnowflakeException(
          "002003",
          "02000",
          kind.title() + " " + name.last().sql() + " did not exist or was purged.");
    }
    var object = found.get();
    access.requireOwnership(object);
    if (draft.permanent(place.id(), kind.space(), object.key()).isPresent()) {
      throw Errors.alreadyExists(name.sql());
    }
    Policies.requireThere(operation, object);
    draft.put(object.withDropped(Optional.empty()));
    return Operation.status(
        kind.title() + " " + Operation.plain(object) + " successfully restored.");
  }
}
