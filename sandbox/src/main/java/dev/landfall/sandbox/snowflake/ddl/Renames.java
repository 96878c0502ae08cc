package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.SystemRole;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.Optional;

/// ALTER … RENAME TO and SWAP WITH. Only the catalogue changes.
final class Renames {
  private Renames() {}

  static void rename(Operation operation, Entity object, QualifiedName name)
      throws SnowflakeException {
    var access = operation.access();
    var draft = operation.draft();
    access.requireOwnership(object);
    if (object.kind() == Kind.ROLE && SystemRole.ALL.contains(object.name().value())) {
      throw Access.insufficient(object);
    }
    var statement = "ALTER " + object.kind().word();
    long place =
        switch (object.kind().home()) {
          case SCHEMA -> {
            var schema = newPlace(operation, object, name, statement);
            if (schema.id() != object.parent()) {
              Creations.authorize(operation, object.kind(), schema);
            }
            yield schema.id();
          }
          case DATABASE -> {
            var database =
                name.parent().isPresent()
                    ? access.database(name.parent().get())
                    : draft.databaseOf(object);
            if (database.id() != object.parent()) {
              Creations.authorize(operation, object.kind(), database);
            }
            yield database.id();
          }
          case ACCOUNT -> object.parent();
          case ROOT -> throw Errors.notSupported("ALTER ACCOUNT … RENAME");
        };
    var renamed = object.withName(place, name.last());
    var taken = draft.lookup(place, object.kind().space(), renamed.key(), object.session());
    if (taken.isPresent()) {
      throw Errors.alreadyExists(name.sql());
    }
    draft.put(renamed);
    follow(operation, object, renamed);
  }

  private static Entity newPlace(
      Operation operation, Entity object, QualifiedName name, String statement)
      throws SnowflakeException {
    return name.parts().size() == 1
        ? operation.draft().schemaOf(object)
        : operation.access().place(name, statement);
  }

  /// The session stays in the database or schema that it uses, under its new name.
  private static void follow(Operation operation, Entity before, Entity after) {
    var actor = operation.actor();
    switch (before.kind()) {
      case DATABASE -> {
        if (actor.database().equals(Optional.of(before.name()))) {
          operation.moveTo(actor.in(Optional.of(after.name()), actor.schema()));
        }
      }
      case SCHEMA -> {
        var database = operation.draft().get(before.parent()).name();
        if (actor.schema().equals(Optional.of(before.name()))
            && actor.database().equals(Optional.of(database))) {
          operation.moveTo(
              actor.in(
                  Optional.of(operation.draft().databaseOf(after).name()),
                  Optional.of(after.name())));
        }
      }
      case WAREHOUSE -> {
        if (actor.warehouse().equals(Optional.of(before.name()))) {
          operation.moveTo(actor.with(Optional.of(after.name())));
        }
      }
      default -> {}
    }
  }

  static void swap(Operation operation, Entity object, QualifiedName name)
      throws SnowflakeException {
    var access = operation.access();
    var other =
        switch (object.kind().home()) {
          case SCHEMA ->
              name.parts().size() == 1
                  ? access
                      .find(
                          operation.draft().schemaOf(object),
                          object.kind().space(),
                          name.last().value())
                      .orElseThrow(() -> access.doesNotExist(object.kind(), name))
                  : Targets.get(operation, object.kind(), name, "ALTER … SWAP");
          default -> Targets.get(operation, object.kind(), name, "ALTER … SWAP");
        };
    Access.requireKind(other, object.kind());
    access.requireOwnership(object);
    access.requireOwnership(other);
    if (object.temporary() != other.temporary()) {
      throw Errors.compilation(
          "002141", "0A000", "Cannot swap a temporary table with one that is not temporary.");
    }
    if (object.id() != other.id()) {
      operation.draft().swap(object, other);
    }
  }
}
