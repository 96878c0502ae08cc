package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Column;
import dev.landfall.sandbox.snowflake.catalog.Constraint;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Storage;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.query.QueryCompiler;
import dev.landfall.sandbox.snowflake.sql.Lifetime;
import dev.landfall.sandbox.snowflake.sql.OptionReader;
import dev.landfall.sandbox.snowflake.sql.Span;
import dev.landfall.sandbox.snowflake.sql.TableStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// CREATE TABLE, with columns, AS a query or LIKE another table.
final class Tables {
  private Tables() {}

  static Result create(Operation operation, TableStatement.CreateTable statement)
      throws SnowflakeException, SQLException {
    boolean temporary = statement.lifetime() == Lifetime.TEMPORARY;
    var slot =
        Creations.begin(
            operation,
            Kind.TABLE,
            statement.creation(),
            statement.name(),
            statement.name().last().value(),
            temporary);
    if (slot.isEmpty()) {
      return Creations.alreadyThere(statement.name().last());
    }
    var durability = durability(statement.lifetime(), slot.get().place());
    var settings = Settings.of(statement.options().reader("CREATE TABLE"), durability);

    var query = statement.query();
    List<ResultColumn> selected = query.isPresent() ? columnsOf(operation, query.get()) : List.of();
    long id = operation.draft().newId();
    var physical = Storage.table(id, temporary);
    var columns =
        statement.columns().isEmpty()
            ? fromQuery(selected, query)
            : Columns.define(
                operation,
                statement.columns(),
                selected.stream().map(c -> stored(c.type())).toList(),
                temporary);
    if (columns.isEmpty()) {
      throw Errors.compilation("002026", "42601", "Missing column specification");
    }
    var table = settings.table(durability, physical, columns);
    for (var definition : statement.columns()) {
      for (var constraint : definition.constraints()) {
        table = Constraints.with(operation, table, constraint, id);
      }
    }
    for (var constraint : statement.constraints()) {
      table = Constraints.with(operation, table, constraint, id);
    }
    table = keysNotNull(table);
    table =
        table.withClusterBy(Clustering.check(operation, table.columns(), statement.clusterBy()));

    operation.run("CREATE TABLE " + physical + " " + Columns.physical(table.columns()));
    if (query.isPresent()) {
      Filling.fill(operation, slot.get(), table, query.get());
    }
    var entity =
        Creations.finish(operation, slot.get(), id, table, statement.copyGrants())
            .withComment(settings.comment());
    entity = Policies.onColumns(operation, entity, statement.columns());
    if (statement.rowAccess().isPresent()) {
      entity = Policies.addRowPolicy(operation, entity, statement.rowAccess().get());
    }
    entity = Tags.set(operation, entity, statement.tags());
    operation.draft().update(entity);
    if (settings.changeTracking()) {
      Streams.track(operation, entity.id());
    }
    return Creations.created(Kind.TABLE, entity.name());
  }

  static Result createLike(Operation operation, TableStatement.CreateTableLike statement)
      throws SnowflakeException, SQLException {
    boolean temporary = statement.lifetime() == Lifetime.TEMPORARY;
    var source = Targets.get(operation, Kind.TABLE, statement.source(), "CREATE TABLE");
    operation.access().require(source, "SELECT");
    var slot =
        Creations.begin(
            operation,
            Kind.TABLE,
            statement.creation(),
            statement.name(),
            statement.name().last().value(),
            temporary);
    if (slot.isEmpty()) {
      return Creations.alreadyThere(statement.name().last());
    }
    var durability = durability(statement.lifetime(), slot.get().place());
    var settings = Settings.of(statement.options().reader("CREATE TABLE … LIKE"), durability);
    long id = operation.draft().newId();
    var physical = Storage.table(id, temporary);
    var like = source.body(Body.Table.class);
    var columns = new ArrayList<Column>();
    for (var column : like.columns()) {
      columns.add(ownIdentity(operation, column, temporary));
    }
    var table =
        settings
            .table(durability, physical, columns)
            .withConstraints(
                like.constraints().stream()
                    .filter(c -> c.type() != Constraint.Type.FOREIGN_KEY)
                    .toList())
            .withClusterBy(
                statement.clusterBy().isEmpty()
                    ? like.clusterBy()
                    : Clustering.check(operation, columns, statement.clusterBy()))
            .withRows(like.rows());
    operation.run("CREATE TABLE " + physical + " " + Columns.physical(columns));
    var entity =
        Creations.finish(operation, slot.get(), id, table, statement.copyGrants())
            .withComment(settings.comment());
    operation.draft().update(entity);
    if (settings.changeTracking()) {
      Streams.track(operation, entity.id());
    }
    return Creations.created(Kind.TABLE, entity.name());
  }

  /// A column with a DuckDB sequence of its own, if it has one at all, that begins anew.
  static Column ownIdentity(Operation operation, Column column, boolean temporary)
      throws SQLException {
    if (column.identity().isEmpty()) {
      return column;
    }
    var identity = column.identity().get();
    var physical = Storage.sequence(operation.draft().newId(), temporary);
    Sequences.create(operation, physical, identity.start(), identity.increment());
    return column.withIdentity(
        Optional.of(
            new Column.Identity(
                identity.start(), identity.increment(), identity.ordered(), physical)));
  }

  /// A table in a transient schema is transient itself.
  static Body.Durability durability(Lifetime lifetime, Entity schema) {
    return switch (lifetime) {
      case TEMPORARY -> Body.Durability.TEMPORARY;
      case TRANSIENT -> Body.Durability.TRANSIENT;
      case PERMANENT ->
          schema.body(Body.Schema.class).isTransient()
              ? Body.Durability.TRANSIENT
              : Body.Durability.PERMANENT;
    };
  }

  /// The columns of a query, which must all have names.
  static List<ResultColumn> columnsOf(Operation operation, Span query) throws SnowflakeException {
    var compiled =
        QueryCompiler.select(query.text(), operation.relations(), operation.ambient(), Binds.NONE);
    return compiled.columns();
  }

  private static List<Column> fromQuery(List<ResultColumn> selected, Optional<Span> query)
      throws SnowflakeException {
    var columns = new ArrayList<Column>();
    for (var column : selected) {
      requireNamed(column.name(), query.map(Span::text).orElse(""));
      columns.add(
          Column.of(columns.size() + 1, new Name(column.name()), stored(column.type()), true));
    }
    Columns.requireDistinct(columns.stream().map(Column::name).toList());
    return columns;
  }

  /// An expression needs an alias to become a column.
  static void requireNamed(String name, String query) throws SnowflakeException {
    boolean plain = name.matches("[A-Z_][A-Z0-9_$]*");
    if (!plain && !query.contains('"' + name.replace("\"", "\"\"") + '"')) {
      throw Errors.compilation("002022", "42601", "Missing column specification");
    }
  }

  /// The type of a column that takes an expression's value.
  static DataType stored(DataType type) {
    return type instanceof DataType.Null ? DataType.Text.MAX : type;
  }

  /// The columns of a primary key are NOT NULL.
  static Body.Table keysNotNull(Body.Table table) {
    var result = table;
    for (var constraint : table.constraints()) {
      if (constraint.type() == Constraint.Type.PRIMARY_KEY) {
        for (int id : constraint.columns()) {
          result = result.withColumn(result.column(id).orElseThrow().withNullable(false));
        }
      }
    }
    return result;
  }

  /// The properties of a table.
  record Settings(
      OptionalInt retention,
      boolean changeTracking,
      Optional<String> comment,
      Map<String, Value> parameters) {
    static Settings of(OptionReader options, Body.Durability durability) throws SnowflakeException {
      var retention = RetentionOption.read(options, durability != Body.Durability.PERMANENT);
      boolean tracking = options.bool("CHANGE_TRACKING").orElse(false);
      var comment = options.text("COMMENT");
      Map<String, Value> parameters = new LinkedHashMap<>();
      Rules.TABLE.read(options, parameters);
      options.finish();
      return new Settings(retention, tracking, comment, parameters);
    }

    Body.Table table(Body.Durability durability, String physical, List<Column> columns) {
      return new Body.Table(
          durability,
          physical,
          columns,
          List.of(),
          List.of(),
          retention,
          false,
          Optional.empty(),
          columns.size() + 1,
          parameters);
    }
  }
}
