package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Column;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.function.Physical;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Span;
import dev.landfall.sandbox.snowflake.sql.TableAction;
import java.sql.SQLException;
import java.util.Optional;

/// ALTER TABLE … ALTER COLUMN (Snowflake, "ALTER TABLE … ALTER COLUMN").
final class ColumnChanges {
  private ColumnChanges() {}

  static Entity apply(Operation operation, Entity object, TableAction.ColumnChange change)
      throws SnowflakeException, SQLException {
    var name = change.column();
    return switch (change.action()) {
      case TableAction.SetMaskingPolicy(var policy, var force) ->
          Policies.mask(operation, object, name, policy, force);
      case TableAction.UnsetMaskingPolicy() -> Policies.unmask(operation, object, name);
      case TableAction.SetColumnTags(var tags) -> Tags.setOnColumn(operation, object, name, tags);
      case TableAction.UnsetColumnTags(var tags) ->
          Tags.unsetOnColumn(operation, object, name, tags);
      case TableAction.SetProjectionPolicy policy -> throw Errors.notSupported("PROJECTION POLICY");
      case TableAction.UnsetProjectionPolicy() -> throw Errors.notSupported("PROJECTION POLICY");
      case TableAction.SetComment(var comment) ->
          withComment(operation, object, change, Optional.of(comment));
      case TableAction.UnsetComment() -> withComment(operation, object, change, Optional.empty());
      case TableAction.SetDefault(var expression) -> {
        var column = owned(operation, object, change);
        yield replace(object, newSequence(operation, column, expression));
      }
      case TableAction.DropDefault() -> {
        var column = owned(operation, object, change);
        if (column.added() && column.fallback().isPresent()) {
          throw Errors.compilation(
              "002133",
              "0A000",
              "Cannot drop the default of column '"
                  + name.sql()
                  + "', which was added by ALTER TABLE with it.");
        }
        if (column.identity().isPresent()) {
          operation.run("DROP SEQUENCE " + column.identity().get().physical());
        }
        yield replace(
            object,
            column.withFallback(Optional.empty(), Optional.empty()).withIdentity(Optional.empty()));
      }
      case TableAction.SetNotNull() -> setNotNull(operation, object, change);
      case TableAction.DropNotNull() -> {
        var column = owned(operation, object, change);
        boolean key =
            Constraints.primaryKey(TableChanges.table(object))
                .filter(c -> c.columns().contains(column.id()))
                .isPresent();
        if (key) {
          throw Errors.compilation(
              "002129",
              "42601",
              "Column '" + name.sql() + "' of the primary key cannot be nullable.");
        }
        if (!column.nullable()) {
          alter(operation, object, column, "DROP NOT NULL");
        }
        yield replace(object, column.withNullable(true));
      }
      case TableAction.SetType(var type, var collation) -> {
        if (collation.filter(c -> !c.isEmpty()).isPresent()) {
          throw Errors.notSupported("COLLATE '" + collation.get() + "'");
        }
        yield setType(operation, object, owned(operation, object, change), type);
      }
    };
  }

  private static Column owned(Operation operation, Entity object, TableAction.ColumnChange change)
      throws SnowflakeException {
    operation.access().requireOwnership(object);
    if (!(object.body() instanceof Body.Table table)) {
      throw Errors.notSupported("this change of a column of a " + object.kind().word());
    }
    return Columns.of(table.columns(), change.column());
  }

  private static Entity withComment(
      Operation operation, Entity object, TableAction.ColumnChange change, Optional<String> comment)
      throws SnowflakeException {
    operation.access().requireOwnership(object);
    return Policies.withColumn(
        object, Columns.of(Policies.columnsOf(object), change.column()).withComment(comment));
  }

  private static Entity replace(Entity object, Column column) {
    return object.withBody(object.body(Body.Table.class).withColumn(column));
  }

  private static void alter(Operation operation, Entity object, Column column, String what)
      throws SnowflakeException, SQLException {
    operation.run(
        "ALTER TABLE "
            + TableChanges.table(object).physical()
            + " ALTER COLUMN "
            + column.physical()
            + " "
            + what);
  }

  /// Only one sequence may take the place of another.
  private static Column newSequence(Operation operation, Column column, Span expression)
      throws SnowflakeException {
    if (column.sequence().isPresent()) {
      var changed = Defaults.with(operation, column, expression);
      if (changed.sequence().isPresent()) {
        return changed;
      }
    }
    throw Errors.compilation(
        "002134",
        "0A000",
        "Unsupported feature 'Alter Column Set Default': the default of column '"
            + column.name().sql()
            + "' is not a sequence, or would not be one.");
  }

  private static Entity setNotNull(
      Operation operation, Entity object, TableAction.ColumnChange change)
      throws SnowflakeException, SQLException {
    var column = owned(operation, object, change);
    if (!column.nullable()) {
      return object;
    }
    var table = object.body(Body.Table.class);
    boolean semi =
        column.type() instanceof DataType.Variant
            || column.type() instanceof DataType.Obj
            || column.type() instanceof DataType.Array;
    if (semi && operation.number("SELECT count(*) FROM " + table.physical()) > 0) {
      throw Errors.compilation(
          "002135",
          "0A000",
          "Column '"
              + column.name().sql()
              + "' of type "
              + column.type().sql()
              + " cannot be set NOT NULL while the table has rows.");
    }
    requireNoNulls(operation, table, column);
    alter(operation, object, column, "SET NOT NULL");
    return replace(object, column.withNullable(false));
  }

  /// @throws SnowflakeException when a row has no value in the column
  static void requireNoNulls(Operation operation, Body.Table table, Column column)
      throws SnowflakeException, SQLException {
    long nulls =
        operation.number(
            "SELECT count(*) FROM "
                + table.physical()
                + " WHERE "
                + column.physical()
                + " IS NULL");
    if (nulls > 0) {
      throw Errors.compilation(
          "002131",
          "22000",
          "Column '"
              + column.name().sql()
              + "' contains null values. Not null constraint"
              + " cannot be added.");
    }
  }

  private static Entity setType(Operation operation, Entity object, Column column, DataType type)
      throws SnowflakeException, SQLException {
    if (column.type().equals(type)) {
      return object;
    }
    switch (column.type()) {
      case DataType.Text(var length) when type instanceof DataType.Text(var wanted) -> {
        if (wanted < length) {
          throw cannotChange(
              column, type, " because reducing the byte-length of a varchar is not supported.");
        }
      }
      case DataType.Fixed(var precision, var scale)
          when type instanceof DataType.Fixed(var wanted, var wantedScale) -> {
        if (scale != wantedScale) {
          throw cannotChange(
              column, type, " because changing the scale of a number is not supported.");
        }
        if (wanted < precision) {
          requireFitting(operation, object, column, type, precision, wanted, scale);
        }
        alter(operation, object, column, "TYPE " + Physical.type(type));
      }
      default -> throw cannotChange(column, type, "");
    }
    var changed = object.body(Body.Table.class).withColumn(column.withType(type));
    Streams.columnsChanged(operation, object, changed);
    return object.withBody(changed);
  }

  private static void requireFitting(
      Operation operation,
      Entity object,
      Column column,
      DataType type,
      int precision,
      int wanted,
      int scale)
      throws SnowflakeException, SQLException {
    var limit = "1" + "0".repeat(wanted - scale);
    long over =
        operation.number(
            "SELECT count(*) FROM "
                + object.body(Body.Table.class).physical()
                + " WHERE abs("
                + column.physical()
                + ") >= "
                + limit
                + "::HUGEINT");
    if (over > 0) {
      throw cannotChange(
          column,
          type,
          " because some existing values cannot be represented using precision "
              + wanted
              + " instead of precision "
              + precision
              + ".");
    }
  }

  private static SnowflakeException cannotChange(Column column, DataType type, String reason) {
    return new SnowflakeException(
        "002108",
        "22000",
        "SQL compilation error: cannot change column "
            + column.name().sql()
            + " from type "
            + column.type().sql()
            + " to "
            + type.sql()
            + reason
            + "\n");
  }
}
