package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Retention;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Lifetime;
import dev.landfall.sandbox.snowflake.sql.ObjectStatement;
import dev.landfall.sandbox.snowflake.sql.OptionReader;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Databases and schemas.
final class Containers {
  private static final Name PUBLIC = new Name("PUBLIC");

  private Containers() {}

  static Result create(Operation operation, ObjectStatement.CreateDatabase statement)
      throws SnowflakeException, SQLException {
    boolean isTransient = isTransient(statement.lifetime(), "DATABASE");
    var options = statement.options().reader("CREATE DATABASE");
    var retention = RetentionOption.read(options, isTransient);
    var comment = options.text("COMMENT");
    Map<String, Value> parameters = new LinkedHashMap<>();
    Rules.CONTAINER.read(options, parameters);
    options.finish();
    var slot = Creations.begin(operation, Kind.DATABASE, statement.creation(), statement.name());
    if (slot.isEmpty()) {
      return Creations.alreadyThere(statement.name().last());
    }
    var database =
        Creations.finish(
                operation,
                slot.get(),
                operation.draft().newId(),
                new Body.Database(isTransient, retention, parameters, List.of()),
                false)
            .withComment(comment);
    operation.draft().update(Tags.set(operation, database, statement.tags()));
    addSchema(operation, database, Access.INFORMATION_SCHEMA, 0);
    addSchema(operation, database, PUBLIC, database.owner());
    operation.moveTo(operation.actor().in(Optional.of(database.name()), Optional.of(PUBLIC)));
    return Creations.created(Kind.DATABASE, database.name());
  }

  private static void addSchema(Operation operation, Entity database, Name name, long owner)
      throws SnowflakeException {
    operation
        .draft()
        .add(
            Entity.of(
                operation.draft().newId(),
                Kind.SCHEMA,
                database.id(),
                name,
                owner,
                operation.now(),
                new Body.Schema(
                    database.body(Body.Database.class).isTransient(),
                    false,
                    OptionalInt.empty(),
                    new LinkedHashMap<>(),
                    List.of())));
  }

  private static boolean isTransient(Lifetime lifetime, String what) throws SnowflakeException {
    return switch (lifetime) {
      case PERMANENT -> false;
      case TRANSIENT -> true;
      case TEMPORARY -> throw Errors.notSupported("CREATE TEMPORARY " + what);
    };
  }

  static Result create(Operation operation, ObjectStatement.CreateSchema statement)
      throws SnowflakeException, SQLException {
    boolean isTransient = isTransient(statement.lifetime(), "SCHEMA");
    var options = statement.options().reader("CREATE SCHEMA");
    var retention = RetentionOption.read(options, isTransient);
    var comment = options.text("COMMENT");
    Map<String, Value> parameters = new LinkedHashMap<>();
    Rules.CONTAINER.read(options, parameters);
    options.finish();
    var slot = Creations.begin(operation, Kind.SCHEMA, statement.creation(), statement.name());
    if (slot.isEmpty()) {
      return Creations.alreadyThere(statement.name().last());
    }
    refuseReplaced(slot.get());
    var database = slot.get().place();
    var schema =
        Creations.finish(
                operation,
                slot.get(),
                operation.draft().newId(),
                new Body.Schema(
                    isTransient || database.body(Body.Database.class).isTransient(),
                    statement.managedAccess(),
                    retention,
                    parameters,
                    List.of()),
                false)
            .withComment(comment);
    operation.draft().update(Tags.set(operation, schema, statement.tags()));
    operation.moveTo(
        operation.actor().in(Optional.of(database.name()), Optional.of(schema.name())));
    return Creations.created(Kind.SCHEMA, schema.name());
  }

  /// INFORMATION_SCHEMA is always there and cannot be replaced.
  private static void refuseReplaced(Creations.Slot slot) throws SnowflakeException {
    if (slot.name().equals(Access.INFORMATION_SCHEMA)) {
      throw Errors.alreadyExists(slot.name().sql());
    }
  }

  /// ALTER DATABASE … SET and ALTER SCHEMA … SET.
  static Entity set(Operation operation, Entity container, OptionReader options)
      throws SnowflakeException {
    boolean isTransient =
        switch (container.body()) {
          case Body.Database database -> database.isTransient();
          case Body.Schema schema -> schema.isTransient();
          default -> throw new IllegalArgumentException("no container: " + container.kind());
        };
    var retention = RetentionOption.read(options, isTransient);
    var comment = options.text("COMMENT");
    Map<String, Value> changed = new LinkedHashMap<>();
    Rules.CONTAINER.read(options, changed);
    options.finish();
    if (retention.isPresent() || !changed.isEmpty()) {
      operation.access().requireOwnership(container);
    } else {
      operation.access().require(container, "MODIFY");
    }
    var result = container;
    if (comment.isPresent()) {
      result = result.withComment(comment);
    }
    return switch (result.body()) {
      case Body.Database database ->
          result.withBody(
              database
                  .withRetention(retention.isPresent() ? retention : database.retention())
                  .withParameters(merged(database.parameters(), changed)));
      case Body.Schema schema ->
          result.withBody(
              schema
                  .withRetention(retention.isPresent() ? retention : schema.retention())
                  .withParameters(merged(schema.parameters(), changed)));
      default -> throw new IllegalArgumentException("no container: " + container.kind());
    };
  }

  /// ALTER DATABASE … UNSET and ALTER SCHEMA … UNSET.
  static Entity unset(Operation operation, Entity container, List<String> names)
      throws SnowflakeException {
    operation.access().requireOwnership(container);
    var result = container;
    for (var name : names) {
      if (name.equals("COMMENT")) {
        result = result.withComment(Optional.empty());
      } else if (name.equals(Retention.NAME)) {
        result =
            switch (result.body()) {
              case Body.Database database ->
                  result.withBody(database.withRetention(OptionalInt.empty()));
              case Body.Schema schema -> result.withBody(schema.withRetention(OptionalInt.empty()));
              default -> result;
            };
      } else if (Rules.CONTAINER.has(name)) {
        result =
            switch (result.body()) {
              case Body.Database database ->
                  result.withBody(database.withParameters(without(database.parameters(), name)));
              case Body.Schema schema ->
                  result.withBody(schema.withParameters(without(schema.parameters(), name)));
              default -> result;
            };
      } else {
        throw Errors.notSupported("ALTER " + container.kind().word() + " … UNSET " + name);
      }
    }
    return result;
  }

  static Map<String, Value> merged(Map<String, Value> before, Map<String, Value> changed) {
    var all = new LinkedHashMap<>(before);
    all.putAll(changed);
    return all;
  }

  static Map<String, Value> without(Map<String, Value> before, String name) {
    var all = new LinkedHashMap<>(before);
    all.remove(name);
    return all;
  }
}
