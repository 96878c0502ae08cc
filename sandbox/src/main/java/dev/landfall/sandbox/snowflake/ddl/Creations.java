package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Directory;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.FutureGrant;
import dev.landfall.sandbox.snowflake.catalog.Grant;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Privileges;
import dev.landfall.sandbox.snowflake.catalog.SystemRole;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Creation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What all CREATE statements have in common: privileges, OR REPLACE, IF NOT EXISTS, the grants of
/// a new object.
final class Creations {
  private Creations() {}

  /// Where a new object goes.
  ///
  /// @param replaced the object of the same name that OR REPLACE takes away
  record Slot(Kind kind, Entity place, Name name, long session, Optional<Entity> replaced) {}

  /// Clears the way for a new object.
  ///
  /// @param key the name, with argument types for functions and procedures
  /// @param temporary whether the object is to be the session's own
  /// @return empty when IF NOT EXISTS found one
  /// @throws SnowflakeException when the session may not create it there, or it is there already
  static Optional<Slot> begin(
      Operation operation,
      Kind kind,
      Creation creation,
      QualifiedName name,
      String key,
      boolean temporary)
      throws SnowflakeException {
    var access = operation.access();
    var draft = operation.draft();
    var place = place(operation, kind, name);
    if (!(temporary && kind == Kind.TABLE && access.sees(place))) {
      authorize(operation, kind, place);
    }
    long session = temporary ? operation.actor().session() : 0;
    var existing =
        temporary
            ? draft
                .lookup(place.id(), kind.space(), key, session)
                .filter(e -> e.temporary() || e.kind() == Kind.STREAM)
            : draft.permanent(place.id(), kind.space(), key);
    if (existing.isEmpty()) {
      return Optional.of(new Slot(kind, place, name.last(), session, Optional.empty()));
    }
    var found = existing.get();
    if (found.kind() != kind) {
      throw Errors.compilation(
          "002002",
          "42710",
          "Object '" + name.sql() + "' already exists as " + found.kind().granted());
    }
    return switch (creation) {
      case NEW -> throw Errors.alreadyExists(name.sql());
      case IF_NOT_EXISTS -> Optional.empty();
      case OR_REPLACE -> {
        access.requireOwnership(found);
        yield Optional.of(new Slot(kind, place, name.last(), session, existing));
      }
    };
  }

  static Optional<Slot> begin(Operation operation, Kind kind, Creation creation, QualifiedName name)
      throws SnowflakeException {
    return begin(operation, kind, creation, name, name.last().value(), false);
  }

  private static Entity place(Operation operation, Kind kind, QualifiedName name)
      throws SnowflakeException {
    var statement = "CREATE " + kind.word();
    return switch (kind.home()) {
      case ROOT -> throw new IllegalArgumentException("an account cannot be created");
      case ACCOUNT -> {
        if (name.parts().size() > 1) {
          throw Errors.notSupported(statement + " " + name.sql() + ": a name of one part");
        }
        yield operation.draft().account();
      }
      case DATABASE -> operation.access().databasePlace(name, statement);
      case SCHEMA -> operation.access().place(name, statement);
    };
  }

  /// @throws SnowflakeException 003001 unless the primary role may create objects of this kind
  ///   there
  static void authorize(Operation operation, Kind kind, Entity place) throws SnowflakeException {
    var access = operation.access();
    if (kind == Kind.RESOURCE_MONITOR) {
      var admin = operation.draft().role(new Name(SystemRole.ACCOUNTADMIN)).orElseThrow();
      if (!access.primary().contains(admin.id())) {
        throw Access.insufficient(place);
      }
      return;
    }
    access.requirePrimary(place, "CREATE " + kind.word());
  }

  /// Adds the new object: takes the replaced one away, applies future grants.
  ///
  /// @param copyGrants whether the new object has the grants of the one it replaces
  static Entity finish(Operation operation, Slot slot, long id, Body body, boolean copyGrants)
      throws SnowflakeException, SQLException {
    return finish(
        operation,
        slot,
        Entity.of(
            id,
            slot.kind(),
            slot.place().id(),
            slot.name(),
            operation.access().role().id(),
            operation.now(),
            body),
        copyGrants);
  }

  /// The same for an object that is complete but for its session and grants.
  static Entity finish(Operation operation, Slot slot, Entity object, boolean copyGrants)
      throws SnowflakeException, SQLException {
    var draft = operation.draft();
    var entity = object.withSession(slot.session());
    var grants = new ArrayList<Grant>(entity.grants());
    if (slot.session() == 0) {
      for (var future : futureGrants(draft, slot.place(), slot.kind())) {
        if (future.privilege().equals(Privileges.OWNERSHIP)) {
          entity = entity.withOwner(future.grantee());
        } else if (Privileges.applies(entity, future.privilege())) {
          add(
              grants,
              new Grant(
                  future.privilege(),
                  future.grantee(),
                  future.option(),
                  future.grantor(),
                  operation.now()));
        }
      }
    }
    if (slot.replaced().isPresent()) {
      if (copyGrants) {
        slot.replaced().get().grants().forEach(grant -> add(grants, grant));
      }
      Drops.replaced(operation, slot.replaced().get());
    }
    return draft.add(entity.withGrants(grants));
  }

  private static void add(List<Grant> grants, Grant grant) {
    boolean there =
        grants.stream()
            .anyMatch(g ->
                g.privilege().equals(grant.privilege())
                    && g.grantee() == grant.grantee()
                    && g.grantor() == grant.grantor());
    if (!there) {
      grants.add(grant);
    }
  }

  /// The future grants for new objects of a kind: those of the schema, or when it has none for this
  /// kind, those of the database.
  static List<FutureGrant> futureGrants(Directory directory, Entity place, Kind kind) {
    if (place.body() instanceof Body.Schema schema) {
      var own = schema.future().stream().filter(f -> f.on() == kind).toList();
      if (!own.isEmpty()) {
        return own;
      }
      var database = directory.databaseOf(place).body(Body.Database.class);
      return database.future().stream()
          .filter(f -> f.on() == kind)
          .filter(f -> !(schema.managed() && f.privilege().equals(Privileges.OWNERSHIP)))
          .toList();
    }
    if (place.body() instanceof Body.Database database) {
      return database.future().stream().filter(f -> f.on() == kind).toList();
    }
    return List.of();
  }

  /// `Table T successfully created.`
  static Result created(Kind kind, Name name) {
    var title =
        switch (kind) {
          case STAGE -> "Stage area";
          case PROCEDURE -> "Function";
          default -> kind.title();
        };
    return Operation.status(title + " " + name.value() + " successfully created.");
  }

  /// `T already exists, statement succeeded.`
  static Result alreadyThere(Name name) {
    return Operation.status(name.value() + " already exists, statement succeeded.");
  }
}
