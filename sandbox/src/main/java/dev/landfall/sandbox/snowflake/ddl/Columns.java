package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Column;
import dev.landfall.sandbox.snowflake.catalog.Storage;
import dev.landfall.sandbox.snowflake.function.Physical;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Columns as statements define them, and as DuckDB keeps them.
final class Columns {
  private Columns() {}

  /// What CREATE TABLE defines. Constraints, policies and tags are left to others.
  ///
  /// @param types the types of the query's columns, for columns that have none of their own; empty
  ///   without a query
  static List<Column> define(
      Operation operation,
      List<dev.landfall.sandbox.snowflake.sql.Column> definitions,
      List<DataType> types,
      boolean temporary)
      throws SnowflakeException, SQLException {
    if (!types.isEmpty() && types.size() != definitions.size()) {
      throw Errors.compilation("002026", "42601", "Invalid column definition list");
    }
    var columns = new ArrayList<Column>();
    for (int i = 0; i < definitions.size(); i++) {
      var definition = definitions.get(i);
      DataType type;
      if (definition.type().isPresent()) {
        type = definition.type().get();
      } else if (!types.isEmpty()) {
        type = types.get(i);
      } else {
        throw Errors.compilation(
            "002026", "42601", "Missing data type of column " + definition.name().sql());
      }
      columns.add(define(operation, i + 1, definition, type, temporary, false));
    }
    requireDistinct(columns.stream().map(Column::name).toList());
    return columns;
  }

  /// One column.
  ///
  /// @param added whether ALTER TABLE adds it
  static Column define(
      Operation operation,
      int id,
      dev.landfall.sandbox.snowflake.sql.Column definition,
      DataType type,
      boolean temporary,
      boolean added)
      throws SnowflakeException, SQLException {
    refuse(definition);
    var column =
        Column.of(id, definition.name(), type, !definition.notNull())
            .withComment(definition.comment());
    if (definition.fallback().isEmpty()) {
      return column;
    }
    return switch (definition.fallback().get()) {
      case dev.landfall.sandbox.snowflake.sql.Column.Fallback.Expression(var expression) ->
          added
              ? Defaults.added(operation, column, expression)
              : Defaults.with(operation, column, expression);
      case dev.landfall.sandbox.snowflake.sql.Column.Fallback.Identity(
              var start,
              var increment,
              var ordered) ->
          column.withIdentity(
              Optional.of(
                  identity(operation, column, start, increment, ordered.orElse(false), temporary)));
    };
  }

  private static void refuse(dev.landfall.sandbox.snowflake.sql.Column definition)
      throws SnowflakeException {
    if (definition.collation().filter(c -> !c.isEmpty()).isPresent()) {
      throw Errors.notSupported("COLLATE '" + definition.collation().get() + "'");
    }
    if (definition.computed().isPresent()) {
      throw Errors.notSupported(
          "a virtual column: "
              + definition.name().sql()
              + " AS ("
              + definition.computed().get().text()
              + ")");
    }
    if (definition.projection().isPresent()) {
      throw Errors.notSupported("PROJECTION POLICY");
    }
  }

  static void requireDistinct(List<Name> names) throws SnowflakeException {
    var seen = new HashSet<Name>();
    for (var name : names) {
      if (!seen.add(name)) {
        throw Errors.compilation("002025", "42S21", "duplicate column name '" + name.sql() + "'");
      }
    }
  }

  private static Column.Identity identity(
      Operation operation,
      Column column,
      BigInteger start,
      BigInteger increment,
      boolean ordered,
      boolean temporary)
      throws SnowflakeException, SQLException {
    if (!(column.type() instanceof DataType.Fixed)
        && !(column.type() instanceof DataType.Float64)) {
      throw Errors.compilation(
          "002121",
          "42601",
          "Identity column "
              + column.name().sql()
              + " must be of a numeric type, but is of type "
              + column.type().sql());
    }
    long from = Sequences.bounded(start, "START");
    long by = Sequences.bounded(increment, "INCREMENT");
    if (by == 0) {
      throw Errors.compilation("002122", "22023", "INCREMENT of an identity must not be 0");
    }
    var physical = Storage.sequence(operation.draft().newId(), temporary);
    Sequences.create(operation, physical, from, by);
    return new Column.Identity(from, by, ordered, physical);
  }

  /// The columns as CREATE TABLE of DuckDB wants them.
  static String physical(List<Column> columns) {
    return columns.stream()
        .map(c -> c.physical() + " " + Physical.type(c.type()) + (c.nullable() ? "" : " NOT NULL"))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /// Names of columns in DuckDB, with commas between them.
  static String list(List<Column> columns) {
    return columns.stream().map(Column::physical).collect(Collectors.joining(", "));
  }

  /// The column of this name.
  ///
  /// @throws SnowflakeException 000904 when there is none
  static Column of(List<Column> columns, Name name) throws SnowflakeException {
    return columns.stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> Errors.compilation("000904", "42000", "invalid identifier '" + name.sql() + "'"));
  }
}
