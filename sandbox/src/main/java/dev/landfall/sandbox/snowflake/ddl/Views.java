package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Column;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.query.QueryCompiler;
import dev.landfall.sandbox.snowflake.query.Relations;
import dev.landfall.sandbox.snowflake.sql.PolicyUse;
import dev.landfall.sandbox.snowflake.sql.Span;
import dev.landfall.sandbox.snowflake.sql.TableStatement;
import dev.landfall.sandbox.snowflake.sql.TagValue;
import dev.landfall.sandbox.snowflake.sql.ViewColumn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// CREATE VIEW and CREATE MATERIALIZED VIEW.
final class Views {
  private static final Set<String> NOT_MATERIALIZED =
      Set.of(
          "JOIN",
          "UNION",
          "INTERSECT",
          "EXCEPT",
          "MINUS",
          "HAVING",
          "ORDER",
          "LIMIT",
          "OVER",
          "QUALIFY",
          "DISTINCT",
          "ROLLUP",
          "CUBE");

  private Views() {}

  static Result create(Operation operation, TableStatement.CreateView statement)
      throws SnowflakeException, SQLException {
    if (statement.recursive()) {
      throw Errors.notSupported("CREATE RECURSIVE VIEW");
    }
    var options = statement.options().reader("CREATE VIEW");
    boolean tracking = options.bool("CHANGE_TRACKING").orElse(false);
    var comment = options.text("COMMENT");
    options.finish();
    var slot =
        Creations.begin(
            operation,
            Kind.VIEW,
            statement.creation(),
            statement.name(),
            statement.name().last().value(),
            statement.temporary());
    if (slot.isEmpty()) {
      return Creations.alreadyThere(statement.name().last());
    }
    var columns =
        columns(operation, insideOf(operation, slot.get()), statement.columns(), statement.query());
    var view =
        new Body.View(
            statement.secure(),
            false,
            operation.text(),
            statement.query().text(),
            columns,
            !statement.columns().isEmpty(),
            List.of(),
            tracking,
            Optional.empty());
    return finish(
        operation,
        slot.get(),
        view,
        statement.columns(),
        statement.copyGrants(),
        comment,
        statement.rowAccess(),
        statement.tags());
  }

  static Result create(Operation operation, TableStatement.CreateMaterializedView statement)
      throws SnowflakeException, SQLException {
    var options = statement.options().reader("CREATE MATERIALIZED VIEW");
    var comment = options.text("COMMENT");
    options.finish();
    var slot =
        Creations.begin(operation, Kind.MATERIALIZED_VIEW, statement.creation(), statement.name());
    if (slot.isEmpty()) {
      return Creations.alreadyThere(statement.name().last());
    }
    refuseComplex(statement.query().text());
    var columns =
        columns(operation, insideOf(operation, slot.get()), statement.columns(), statement.query());
    var view =
        new Body.View(
            statement.secure(),
            false,
            operation.text(),
            statement.query().text(),
            columns,
            !statement.columns().isEmpty(),
            Clustering.check(operation, columns, statement.clusterBy()),
            false,
            Optional.empty());
    return finish(
        operation,
        slot.get(),
        view,
        statement.columns(),
        statement.copyGrants(),
        comment,
        statement.rowAccess(),
        statement.tags());
  }

  /// A materialized view reads one table, without windows and sorting (Snowflake, "Working with
  /// Materialized Views", limitations).
  private static void refuseComplex(String query) throws SnowflakeException {
    var words = query.replaceAll("'([^']|'')*'", "''").split("[^A-Za-z_0-9$\"]+");
    for (var word : words) {
      if (NOT_MATERIALIZED.contains(word.toUpperCase(Locale.ROOT))) {
        throw Errors.compilation(
            "002294",
            "0A000",
            "Invalid materialized view definition. More than one table, or "
                + word.toUpperCase(Locale.ROOT)
                + " in the definition.");
      }
    }
  }

  private static Result finish(
      Operation operation,
      Creations.Slot slot,
      Body.View view,
      List<ViewColumn> listed,
      boolean copyGrants,
      Optional<String> comment,
      Optional<PolicyUse> rowAccess,
      List<TagValue> tags)
      throws SnowflakeException, SQLException {
    var entity =
        Creations.finish(operation, slot, operation.draft().newId(), view, copyGrants)
            .withComment(comment);
    for (var column : listed) {
      if (column.masking().isPresent()) {
        entity = Policies.mask(operation, entity, column.name(), column.masking().get(), false);
      }
      if (!column.tags().isEmpty()) {
        entity = Tags.setOnColumn(operation, entity, column.name(), column.tags());
      }
    }
    if (rowAccess.isPresent()) {
      entity = Policies.addRowPolicy(operation, entity, rowAccess.get());
    }
    entity = Tags.set(operation, entity, tags);
    operation.draft().update(entity);
    return Creations.created(slot.kind(), entity.name());
  }

  /// What the query of a view sees: names are looked up from the view's schema, with its owner's
  /// rights.
  static Relations insideOf(Operation operation, Creations.Slot slot) throws SnowflakeException {
    return operation
        .relations()
        .in(
            operation.draft().databaseOf(slot.place()).name(),
            slot.place().name(),
            operation.access().role().name());
  }

  /// The columns of a view, after its query has been compiled.
  static List<Column> columns(
      Operation operation, Relations inside, List<ViewColumn> listed, Span query)
      throws SnowflakeException {
    List<ResultColumn> selected =
        QueryCompiler.select(query.text(), inside, operation.ambient(), Binds.NONE).columns();
    if (!listed.isEmpty() && listed.size() != selected.size()) {
      throw Errors.compilation("002026", "42601", "Invalid column definition list");
    }
    var columns = new ArrayList<Column>();
    for (int i = 0; i < selected.size(); i++) {
      var column = selected.get(i);
      Name name;
      Optional<String> comment = Optional.empty();
      if (listed.isEmpty()) {
        Tables.requireNamed(column.name(), query.text());
        name = new Name(column.name());
      } else {
        if (listed.get(i).projection().isPresent()) {
          throw Errors.notSupported("PROJECTION POLICY");
        }
        name = listed.get(i).name();
        comment = listed.get(i).comment();
      }
      columns.add(
          Column.of(i + 1, name, Tables.stored(column.type()), column.nullable())
              .withComment(comment));
    }
    Columns.requireDistinct(columns.stream().map(Column::name).toList());
    return columns;
  }
}
