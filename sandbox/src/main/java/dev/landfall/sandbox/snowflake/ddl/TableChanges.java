package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Column;
import dev.landfall.sandbox.snowflake.catalog.Constraint;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.function.Physical;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.query.QueryCompiler;
import dev.landfall.sandbox.snowflake.sql.ObjectStatement;
import dev.landfall.sandbox.snowflake.sql.TableAction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What ALTER TABLE does to columns, constraints and clustering.
final class TableChanges {
  private TableChanges() {}

  /// @param object a table, or for changes of columns and policies also a view
  static Entity apply(Operation operation, Entity object, TableAction action)
      throws SnowflakeException, SQLException {
    return switch (action) {
      case TableAction.AddColumns(var columns) -> {
        operation.access().requireOwnership(object);
        var result = object;
        for (var column : columns) {
          result = addColumn(operation, result, column);
        }
        yield result;
      }
      case TableAction.DropColumns(var ifExists, var columns) -> {
        operation.access().requireOwnership(object);
        var result = object;
        for (var column : columns) {
          result = dropColumn(operation, result, column, ifExists);
        }
        yield result;
      }
      case TableAction.RenameColumn(var from, var to) -> renameColumn(operation, object, from, to);
      case TableAction.AlterColumns(var changes) -> {
        var result = object;
        for (var change : changes) {
          result = ColumnChanges.apply(operation, result, change);
        }
        yield result;
      }
      case TableAction.AddConstraint(var constraint) -> {
        operation.access().requireOwnership(object);
        var before = table(object);
        var after =
            Tables.keysNotNull(Constraints.with(operation, before, constraint, object.id()));
        for (var column : after.columns()) {
          if (!column.nullable() && before.column(column.id()).orElseThrow().nullable()) {
            ColumnChanges.requireNoNulls(operation, before, column);
            operation.run(
                "ALTER TABLE "
                    + before.physical()
                    + " ALTER COLUMN "
                    + column.physical()
                    + " SET NOT NULL");
          }
        }
        yield object.withBody(after);
      }
      case TableAction.AlterConstraint(var selector, var properties) -> {
        operation.access().requireOwnership(object);
        Constraints.properties(properties);
        var table = table(object);
        var constraint = Constraints.select(table, selector);
        var changed = constraint.withRely(properties.rely().orElse(constraint.rely()));
        yield object.withBody(replace(table, constraint, Optional.of(changed)));
      }
      case TableAction.DropConstraint(var selector, var dependents) ->
          dropConstraint(
              operation,
              object,
              selector,
              dependents.equals(Optional.of(ObjectStatement.Dependents.RESTRICT)));
      case TableAction.RenameConstraint(var from, var to) -> {
        operation.access().requireOwnership(object);
        var table = table(object);
        var constraint =
            Constraints.select(
                table, new dev.landfall.sandbox.snowflake.sql.Constraint.Selector.Named(from));
        if (table.constraints().stream().anyMatch(c -> c.name().equals(to))) {
          throw Errors.alreadyExists(to.sql());
        }
        yield object.withBody(replace(table, constraint, Optional.of(constraint.withName(to))));
      }
      case TableAction.ClusterBy(var expressions) -> {
        operation.access().requireOwnership(object);
        var table = table(object);
        yield withTable(
            object, table.withClusterBy(Clustering.check(operation, table.columns(), expressions)));
      }
      case TableAction.DropClusteringKey() -> {
        operation.access().requireOwnership(object);
        yield withTable(object, table(object).withClusterBy(List.of()));
      }
      case TableAction.Recluster(var resume) ->
          throw Errors.notSupported((resume ? "RESUME" : "SUSPEND") + " RECLUSTER");
      case TableAction.SearchOptimization(var add, var on) ->
          throw Errors.notSupported((add ? "ADD" : "DROP") + " SEARCH OPTIMIZATION");
      case TableAction.AddRowAccessPolicy(var policy) ->
          Policies.addRowPolicy(operation, object, policy);
      case TableAction.DropRowAccessPolicy(var policy) ->
          Policies.dropRowPolicy(operation, object, policy);
      case TableAction.ReplaceRowAccessPolicy(var dropped, var added) ->
          Policies.addRowPolicy(
              operation, Policies.dropRowPolicy(operation, object, dropped), added);
      case TableAction.DropAllRowAccessPolicies() -> Policies.dropAllRowPolicies(operation, object);
    };
  }

  /// The table that a table or dynamic table has.
  static Body.Table table(Entity object) throws SnowflakeException {
    return switch (object.body()) {
      case Body.Table table -> table;
      case Body.Dynamic dynamic -> dynamic.table();
      default -> throw Errors.notSupported("this change of a " + object.kind().word());
    };
  }

  static Entity withTable(Entity object, Body.Table table) {
    return object.body() instanceof Body.Dynamic dynamic
        ? object.withBody(dynamic.withTable(table))
        : object.withBody(table);
  }

  private static Body.Table ordinary(Entity object) throws SnowflakeException {
    if (object.body() instanceof Body.Table table) {
      return table;
    }
    throw Errors.notSupported("this change of a " + object.kind().word());
  }

  private static Entity addColumn(Operation operation, Entity object, TableAction.NewColumn added)
      throws SnowflakeException, SQLException {
    var table = ordinary(object);
    var definition = added.column();
    if (table.column(definition.name()).isPresent()) {
      if (added.ifNotExists()) {
        return object;
      }
      throw Errors.compilation(
          "001430", "42601", "column '" + definition.name().sql() + "' already exists");
    }
    if (added.ifNotExists()
        && (definition.fallback().isPresent() || !definition.constraints().isEmpty())) {
      throw Errors.compilation(
          "001003",
          "42000",
          "ADD COLUMN IF NOT EXISTS takes no default, AUTOINCREMENT or constraint.");
    }
    var type =
        definition
            .type()
            .orElseThrow(() ->
                Errors.compilation(
                    "001003", "42000", "Missing data type of column " + definition.name().sql()));
    var column =
        Columns.define(operation, table.nextColumn(), definition, type, object.temporary(), true);
    boolean empty = operation.number("SELECT count(*) FROM " + table.physical()) == 0;
    if (column.identity().isPresent() && !empty) {
      throw Errors.compilation(
          "002129",
          "42601",
          "Cannot add column '"
              + column.name().sql()
              + "' with AUTOINCREMENT to table '"
              + object.name().sql()
              + "', which has rows.");
    }
    if (!column.nullable()
        && !empty
        && column.fallback().filter(f -> !f.equalsIgnoreCase("NULL")).isEmpty()) {
      throw Errors.compilation(
          "002128",
          "22000",
          "Non-nullable column '"
              + column.name().sql()
              + "' cannot be added to non-empty table '"
              + object.name().sql()
              + "' unless it has a non-null default value.");
    }
    var columns = new ArrayList<>(table.columns());
    columns.add(column);
    var changed = table.withColumns(columns);
    operation.run(
        "ALTER TABLE "
            + table.physical()
            + " ADD COLUMN "
            + column.physical()
            + " "
            + Physical.type(column.type())
            + fill(operation, column));
    if (column.fallback().isPresent()) {
      operation.run(
          "ALTER TABLE "
              + table.physical()
              + " ALTER COLUMN "
              + column.physical()
              + " DROP DEFAULT");
    }
    for (var constraint : definition.constraints()) {
      changed = Constraints.with(operation, changed, constraint, object.id());
    }
    changed = Tables.keysNotNull(changed);
    if (!changed.column(column.id()).orElseThrow().nullable()) {
      operation.run(
          "ALTER TABLE "
              + table.physical()
              + " ALTER COLUMN "
              + column.physical()
              + " SET NOT NULL");
    }
    Streams.columnsChanged(operation, object, changed);
    var result = Policies.onColumns(operation, object.withBody(changed), List.of(definition));
    return result;
  }

  /// The value of the new column in rows that are there, as DuckDB's default.
  private static String fill(Operation operation, Column column) throws SnowflakeException {
    if (column.fallback().isEmpty()) {
      return "";
    }
    var text = column.fallback().get();
    Typed typed =
        QueryCompiler.expression(
            "CAST((" + text + ") AS " + column.type().sql() + ")",
            Map.of(),
            operation.relations(),
            operation.ambient(),
            Binds.NONE);
    return " DEFAULT " + typed.sql();
  }

  private static Entity dropColumn(Operation operation, Entity object, Name name, boolean ifExists)
      throws SnowflakeException, SQLException {
    var table = ordinary(object);
    var found = table.column(name);
    if (found.isEmpty()) {
      if (ifExists) {
        return object;
      }
      throw Errors.compilation("000904", "42000", "column '" + name.sql() + "' does not exist");
    }
    var column = found.get();
    if (table.columns().size() == 1) {
      throw Errors.compilation(
          "001477", "42601", "Cannot drop the only column '" + name.sql() + "' of a table.");
    }
    if (mentions(table.clusterBy(), name)) {
      throw Errors.compilation(
          "001477",
          "42601",
          "Cannot drop column '" + name.sql() + "' which is used by clustering key.");
    }
    if (usedByPolicy(table, column)) {
      throw Errors.compilation(
          "003531",
          "23001",
          "Column '" + name.sql() + "' cannot be dropped as it is used by a policy.");
    }
    for (var constraint : table.constraints()) {
      if (constraint.columns().contains(column.id())
          && constraint.type() != Constraint.Type.FOREIGN_KEY) {
        requireUnreferenced(operation, object, constraint);
      }
    }
    operation.run("ALTER TABLE " + table.physical() + " DROP COLUMN " + column.physical());
    if (column.identity().isPresent()) {
      operation.run("DROP SEQUENCE " + column.identity().get().physical());
    }
    var changed =
        table
            .withColumns(table.columns().stream().filter(c -> c.id() != column.id()).toList())
            .withConstraints(
                table.constraints().stream()
                    .filter(c -> !c.columns().contains(column.id()))
                    .toList());
    Streams.columnsChanged(operation, object, changed);
    return object.withBody(changed);
  }

  private static boolean usedByPolicy(Body.Table table, Column column) {
    boolean rows = table.rows().map(use -> use.columns().contains(column.id())).orElse(false);
    boolean others =
        table.columns().stream()
            .filter(c -> c.id() != column.id())
            .flatMap(c -> c.masking().stream())
            .anyMatch(use -> use.columns().contains(column.id()));
    return rows || others;
  }

  private static boolean mentions(List<String> expressions, Name name) {
    var pattern =
        java.util.regex.Pattern.compile(
            "(?i)(?<![A-Za-z0-9_$])"
                + java.util.regex.Pattern.quote(name.value())
                + "(?![A-Za-z0-9_$])");
    return expressions.stream().anyMatch(e -> pattern.matcher(e).find());
  }

  private static void requireUnreferenced(Operation operation, Entity object, Constraint constraint)
      throws SnowflakeException {
    for (var other : operation.draft().all(Kind.TABLE)) {
      for (var key : other.body(Body.Table.class).constraints()) {
        if (key.reference()
            .filter(r -> r.table() == object.id() && r.columns().equals(constraint.columns()))
            .isPresent()) {
          throw Errors.compilation(
              "003540",
              "23001",
              "Constraint '"
                  + constraint.name().sql()
                  + "' cannot be dropped because the foreign key of table '"
                  + operation.draft().nameOf(other).sql()
                  + "' references it.");
        }
      }
    }
  }

  private static Entity renameColumn(Operation operation, Entity object, Name from, Name to)
      throws SnowflakeException {
    operation.access().requireOwnership(object);
    var table = ordinary(object);
    var column = table.column(from);
    if (column.isEmpty()) {
      throw Errors.compilation("000904", "42000", "column '" + from.sql() + "' does not exist");
    }
    if (table.column(to).isPresent()) {
      throw Errors.alreadyExists(object.name().sql() + "." + to.sql());
    }
    if (mentions(table.clusterBy(), from)) {
      throw Errors.compilation(
          "001477",
          "42601",
          "Cannot rename column '" + from.sql() + "' which is used by clustering key.");
    }
    return object.withBody(table.withColumn(column.get().withName(to)));
  }

  private static Entity dropConstraint(
      Operation operation,
      Entity object,
      dev.landfall.sandbox.snowflake.sql.Constraint.Selector selector,
      boolean restrict)
      throws SnowflakeException {
    operation.access().requireOwnership(object);
    var table = table(object);
    var constraint = Constraints.select(table, selector);
    if (restrict && constraint.type() != Constraint.Type.FOREIGN_KEY) {
      requireUnreferenced(operation, object, constraint);
    } else if (constraint.type() != Constraint.Type.FOREIGN_KEY) {
      dropReferences(operation, object, constraint);
    }
    var left =
        table.constraints().stream()
            .filter(c -> !c.equals(constraint))
            .filter(c -> !references(c, object.id(), constraint.columns()))
            .toList();
    return object.withBody(table.withConstraints(left));
  }

  /// CASCADE, which is what DROP CONSTRAINT does unless told otherwise: the foreign keys go, too.
  private static void dropReferences(Operation operation, Entity object, Constraint constraint) {
    for (var other : operation.draft().all(Kind.TABLE)) {
      if (other.id() == object.id()) {
        continue;
      }
      var body = other.body(Body.Table.class);
      var left =
          body.constraints().stream()
              .filter(c -> !references(c, object.id(), constraint.columns()))
              .toList();
      if (left.size() < body.constraints().size()) {
        operation.draft().update(other.withBody(body.withConstraints(left)));
      }
    }
  }

  private static boolean references(Constraint key, long table, List<Integer> columns) {
    return key.reference()
        .filter(r -> r.table() == table && r.columns().equals(columns))
        .isPresent();
  }

  private static Body.Table replace(
      Body.Table table, Constraint before, Optional<Constraint> after) {
    var constraints = new ArrayList<Constraint>();
    for (var constraint : table.constraints()) {
      if (constraint.equals(before)) {
        after.ifPresent(constraints::add);
      } else {
        constraints.add(constraint);
      }
    }
    return table.withConstraints(constraints);
  }
}
