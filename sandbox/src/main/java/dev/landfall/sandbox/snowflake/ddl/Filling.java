package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Column;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.query.Dml;
import dev.landfall.sandbox.snowflake.query.QueryCompiler;
import dev.landfall.sandbox.snowflake.query.Relation;
import dev.landfall.sandbox.snowflake.query.Relations;
import dev.landfall.sandbox.snowflake.sql.Span;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;

/// Puts the rows of a query into a new table that the catalogue does not have yet.
final class Filling {
  /// A name that no statement can write.
  private static final Name NEW = new Name("\u0000new");

  private Filling() {}

  static void fill(Operation operation, Creations.Slot slot, Body.Table table, Span query)
      throws SnowflakeException, SQLException {
    fill(operation, operation.relations(), slot, table, query.text());
  }

  static void fill(
      Operation operation, Relations relations, Creations.Slot slot, Body.Table table, String query)
      throws SnowflakeException, SQLException {
    var target =
        new Relation.Table(
            table.physical(),
            operation.draft().databaseOf(slot.place()).name(),
            slot.place().name(),
            slot.name(),
            operation.access().role().name(),
            table.columns().stream()
                .map(c -> Relation.Column.of(c.name(), c.type(), c.nullable(), c.physical()))
                .toList(),
            Optional.empty());
    var dml =
        QueryCompiler.dml(
            "INSERT INTO "
                + NEW.sql()
                + " ("
                + table.columns().stream()
                    .map(Column::name)
                    .map(Name::sql)
                    .collect(Collectors.joining(", "))
                + ") "
                + query,
            new WithNew(relations, target),
            operation.ambient(),
            Binds.NONE);
    for (var step : dml.steps()) {
      switch (step) {
        case Dml.Step.Run(var sql) -> operation.run(sql);
        case Dml.Step.Change(var sql, var cell) -> operation.run(sql);
        case Dml.Step.Count(var sql, var cell) -> operation.number(sql);
        case Dml.Step.Refuse(var sql, var failure) -> {
          if (operation.number(sql) != 0) {
            throw failure;
          }
        }
      }
    }
  }

  /// The catalogue, and the new table under its secret name.
  private record WithNew(Relations relations, Relation.Table table) implements Relations {
    @Override
    public Relation from(QualifiedName name) throws SnowflakeException {
      return relations.from(name);
    }

    @Override
    public Relation.Table target(QualifiedName name, String privilege) throws SnowflakeException {
      return name.last().equals(NEW) ? table : relations.target(name, privilege);
    }

    @Override
    public String sequence(QualifiedName name) throws SnowflakeException {
      return relations.sequence(name);
    }

    @Override
    public dev.landfall.sandbox.snowflake.query.SqlFunction function(
        QualifiedName name, java.util.List<Argument> arguments) throws SnowflakeException {
      return relations.function(name, arguments);
    }

    @Override
    public Relation stage(StageFiles files, String query) throws SnowflakeException {
      return relations.stage(files, query);
    }

    @Override
    public Relations in(Name database, Name schema, Name owner) {
      return relations.in(database, schema, owner);
    }
  }
}
