package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Column;
import dev.landfall.sandbox.snowflake.catalog.Constraint;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Primary, unique and foreign keys: recorded, not enforced (Snowflake, "Constraints").
final class Constraints {
  private Constraints() {}

  /// A table with this constraint more. A primary key makes its columns NOT NULL.
  ///
  /// @param self the table's id, for a foreign key of a table to itself
  static Body.Table with(
      Operation operation,
      Body.Table table,
      dev.landfall.sandbox.snowflake.sql.Constraint definition,
      long self)
      throws SnowflakeException {
    properties(definition.properties());
    var ids = new ArrayList<Integer>();
    var seen = new HashSet<Name>();
    for (var name : definition.rule().columns()) {
      if (!seen.add(name)) {
        throw Errors.compilation("002025", "42S21", "duplicate column name '" + name.sql() + "'");
      }
      ids.add(Columns.of(table.columns(), name).id());
    }
    var name = definition.name().orElseGet(() -> new Name("SYS_CONSTRAINT_" + UUID.randomUUID()));
    if (table.constraints().stream().anyMatch(c -> c.name().equals(name))) {
      throw Errors.alreadyExists(name.sql());
    }
    var type =
        switch (definition.rule()) {
          case dev.landfall.sandbox.snowflake.sql.Constraint.PrimaryKey key ->
              Constraint.Type.PRIMARY_KEY;
          case dev.landfall.sandbox.snowflake.sql.Constraint.Unique key -> Constraint.Type.UNIQUE;
          case dev.landfall.sandbox.snowflake.sql.Constraint.ForeignKey key ->
              Constraint.Type.FOREIGN_KEY;
        };
    if (type == Constraint.Type.PRIMARY_KEY && primaryKey(table).isPresent()) {
      throw Errors.compilation("002200", "42710", "Primary key already exists.");
    }
    if (type != Constraint.Type.FOREIGN_KEY
        && table.constraints().stream()
            .anyMatch(c -> c.type() == type && c.columns().equals(ids))) {
      throw Errors.alreadyExists(name.sql());
    }
    Optional<Constraint.Reference> reference =
        definition.rule() instanceof dev.landfall.sandbox.snowflake.sql.Constraint.ForeignKey key
            ? Optional.of(reference(operation, table, ids, key, self))
            : Optional.empty();
    var constraints = new ArrayList<>(table.constraints());
    constraints.add(
        new Constraint(
            name,
            definition.name().isPresent(),
            type,
            ids,
            reference,
            definition.properties().rely().orElse(false),
            definition.comment(),
            operation.now()));
    return table.withConstraints(constraints);
  }

  static void properties(dev.landfall.sandbox.snowflake.sql.Constraint.Properties properties)
      throws SnowflakeException {
    if (properties.enforced().orElse(false)) {
      throw Errors.notSupported("ENFORCED: keys are recorded only");
    }
    if (properties.deferrable().isPresent() && !properties.deferrable().get()) {
      throw Errors.notSupported("NOT DEFERRABLE");
    }
    if (properties.initiallyDeferred().isPresent() && !properties.initiallyDeferred().get()) {
      throw Errors.notSupported("INITIALLY IMMEDIATE");
    }
    if (properties.enable().orElse(false)) {
      throw Errors.notSupported("ENABLE: keys are recorded only");
    }
    if (properties.validate().orElse(false)) {
      throw Errors.notSupported("VALIDATE: keys are recorded only");
    }
  }

  static Optional<Constraint> primaryKey(Body.Table table) {
    return table.constraints().stream()
        .filter(c -> c.type() == Constraint.Type.PRIMARY_KEY)
        .findFirst();
  }

  private static Constraint.Reference reference(
      Operation operation,
      Body.Table table,
      List<Integer> ids,
      dev.landfall.sandbox.snowflake.sql.Constraint.ForeignKey key,
      long self)
      throws SnowflakeException {
    var found = operation.access().find(Kind.TABLE, key.table(), "CREATE TABLE").map(Entity::id);
    Entity target;
    Body.Table other;
    if (found.equals(Optional.of(self))) {
      target = operation.draft().get(self);
      other = table;
    } else {
      target = Targets.get(operation, Kind.TABLE, key.table(), "CREATE TABLE");
      operation.access().require(target, "REFERENCES");
      other = target.body(Body.Table.class);
    }
    var referenced = new ArrayList<Integer>();
    if (key.referenced().isEmpty()) {
      referenced.addAll(
          primaryKey(other)
              .orElseThrow(() ->
                  Errors.compilation(
                      "002263", "42601", "Table '" + target.name().sql() + "' has no primary key."))
              .columns());
    } else {
      for (var name : key.referenced()) {
        referenced.add(Columns.of(other.columns(), name).id());
      }
      boolean isKey =
          other.constraints().stream()
              .anyMatch(c ->
                  c.type() != Constraint.Type.FOREIGN_KEY
                      && new HashSet<>(c.columns()).equals(new HashSet<>(referenced)));
      if (!isKey) {
        throw Errors.compilation(
            "002265",
            "42601",
            "Foreign key references columns of '"
                + target.name().sql()
                + "' that are neither its primary key nor a unique key.");
      }
    }
    if (referenced.size() != ids.size()) {
      throw Errors.compilation(
          "002264",
          "42601",
          "The number of columns of the foreign key does not match the referenced key.");
    }
    for (int i = 0; i < ids.size(); i++) {
      var own = table.column(ids.get(i)).orElseThrow();
      var its = other.column(referenced.get(i)).orElseThrow();
      if (!sameFamily(own, its)) {
        throw Errors.compilation(
            "002266",
            "42601",
            "The type of foreign key column "
                + own.name().sql()
                + " ("
                + own.type().sql()
                + ") does not match that of referenced column "
                + its.name().sql()
                + " ("
                + its.type().sql()
                + ").");
      }
    }
    return new Constraint.Reference(
        target.id(),
        referenced,
        key.onUpdate().map(Constraints::rule).orElse("NO ACTION"),
        key.onDelete().map(Constraints::rule).orElse("NO ACTION"),
        key.match().map(Enum::name).orElse("FULL"));
  }

  private static boolean sameFamily(Column one, Column other) {
    return Body.Callable.baseName(one.type()).equals(Body.Callable.baseName(other.type()));
  }

  private static String rule(dev.landfall.sandbox.snowflake.sql.Constraint.Action action) {
    return action.name().replace('_', ' ');
  }

  /// The constraint that a statement means.
  ///
  /// @throws SnowflakeException when there is none
  static Constraint select(
      Body.Table table, dev.landfall.sandbox.snowflake.sql.Constraint.Selector selector)
      throws SnowflakeException {
    return switch (selector) {
      case dev.landfall.sandbox.snowflake.sql.Constraint.Selector.Named(var name) ->
          table.constraints().stream()
              .filter(c -> c.name().equals(name))
              .findFirst()
              .orElseThrow(() -> Errors.doesNotExist("Constraint", name.sql()));
      case dev.landfall.sandbox.snowflake.sql.Constraint.Selector.ThePrimaryKey(var names) ->
          names.isEmpty()
              ? primaryKey(table)
                  .orElseThrow(() -> Errors.doesNotExist("Constraint", "PRIMARY KEY"))
              : on(table, Constraint.Type.PRIMARY_KEY, names);
      case dev.landfall.sandbox.snowflake.sql.Constraint.Selector.UniqueOn(var names) ->
          on(table, Constraint.Type.UNIQUE, names);
      case dev.landfall.sandbox.snowflake.sql.Constraint.Selector.ForeignKeyOn(var names) ->
          on(table, Constraint.Type.FOREIGN_KEY, names);
    };
  }

  private static Constraint on(Body.Table table, Constraint.Type type, List<Name> names)
      throws SnowflakeException {
    var ids = new ArrayList<Integer>();
    for (var name : names) {
      ids.add(Columns.of(table.columns(), name).id());
    }
    return table.constraints().stream()
        .filter(c -> c.type() == type && c.columns().equals(ids))
        .findFirst()
        .orElseThrow(() -> Errors.doesNotExist("Constraint", type.word()));
  }
}
