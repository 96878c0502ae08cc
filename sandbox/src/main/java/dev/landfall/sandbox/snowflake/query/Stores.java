package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.function.Casts;
import dev.landfall.sandbox.snowflake.function.Literals;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.update.UpdateSet;

/// What goes into the columns of a table: values that fit, and defaults where none are given.
final class Stores {
  private final Translation translation;
  private final Ambient ambient;

  Stores(Translation translation) {
    this.translation = translation;
    this.ambient = translation.ambient();
  }

  /// The table that a statement changes, asked for with each privilege.
  Relation.Table target(Table node, Set<String> fields, List<String> privileges)
      throws SnowflakeException {
    Clauses.only(node, fields);
    var name =
        translation.placeholders().qualified(new ArrayList<>(node.getNameParts().reversed()));
    Optional<Relation.Table> table = Optional.empty();
    for (String privilege : privileges) {
      table = Optional.of(translation.relations().target(name, privilege));
    }
    return table.orElseThrow();
  }

  Optional<Name> alias(Table node) throws SnowflakeException {
    Alias alias = node.getAlias();
    if (alias == null) {
      return Optional.empty();
    }
    Clauses.only(alias, Set.of("name", "useAs"));
    return Optional.of(translation.placeholders().name(alias.getName()));
  }

  /// The columns of a list, or all of them if there is no list.
  List<Relation.Column> columns(Relation.Table table, List<Column> listed)
      throws SnowflakeException {
    if (listed.isEmpty()) {
      return table.columns();
    }
    List<Relation.Column> columns = new ArrayList<>();
    for (Column column : listed) {
      columns.add(column(table, Optional.empty(), column));
    }
    requireOnce(columns);
    return columns;
  }

  void requireOnce(List<Relation.Column> columns) throws SnowflakeException {
    var twice = Selects.duplicate(columns.stream().map(Relation.Column::name).toList());
    if (twice.isPresent()) {
      throw new SnowflakeException(
          "002025",
          "42S21",
          "SQL compilation error:\nduplicate column name '" + twice.get().value() + "'");
    }
  }

  /// A column of the table.
  ///
  /// @param source by what it may be qualified
  Relation.Column column(Relation.Table table, Optional<Source> source, Column node)
      throws SnowflakeException {
    var name = translation.placeholders().qualified(List.copyOf(Placeholders.parts(node)));
    var qualifier = name.parts().subList(0, name.parts().size() - 1);
    boolean ours = qualifier.isEmpty() || (source.isPresent() && source.get().is(qualifier));
    return table.columns().stream()
        .filter(column -> ours && column.name().equals(name.last()))
        .findFirst()
        .orElseThrow(
            () -> translation.text().invalidIdentifier(translation.first(node), name.sql()));
  }

  /// What a column has when nothing is said: its default, the next number of its sequence, or NULL.
  Typed fallback(Relation.Table table, Relation.Column column) throws SnowflakeException {
    if (column.identity().isPresent()) {
      return Typed.of(
          "CAST(nextval(" + column.identity().get() + ") AS DECIMAL(38,0))",
          DataType.Fixed.INTEGER,
          false);
    }
    if (column.fallback().isEmpty()) {
      return Literals.nothing();
    }
    var relations = translation.relations().in(table.database(), table.schema(), table.owner());
    return translation.of(column.fallback().get(), relations, Map.of()).selects().value();
  }

  /// A value as the column takes it, or refuses it when the statement runs.
  String assigned(Typed value, Relation.Column column) throws SnowflakeException {
    return Casts.assign(value, column.type(), column.nullable(), column.name(), ambient).sql();
  }

  /// The statement that inserts rows.
  ///
  /// @param given what the listed columns get
  /// @param from what follows DuckDB's SELECT list
  String insert(Relation.Table table, List<Relation.Column> listed, List<Typed> given, String from)
      throws SnowflakeException {
    Map<Name, Typed> values = new HashMap<>();
    for (int i = 0; i < listed.size(); i++) {
      values.put(listed.get(i).name(), given.get(i));
    }
    List<String> items = new ArrayList<>();
    for (Relation.Column column : table.columns()) {
      var value = values.get(column.name());
      items.add(assigned(value == null ? fallback(table, column) : value, column));
    }
    return "INSERT INTO "
        + table.physical()
        + " ("
        + table.columns().stream().map(Relation.Column::physical).collect(Collectors.joining(", "))
        + ") SELECT "
        + String.join(", ", items)
        + from;
  }

  static void requireWidth(int expected, int given) throws SnowflakeException {
    if (expected != given) {
      throw new SnowflakeException(
          "002020",
          "21S01",
          "SQL compilation error:\nInsert value list does not match column list expecting "
              + expected
              + " but got "
              + given);
    }
  }

  /// `SET a = …, b = …`
  Map<Relation.Column, Typed> sets(
      Relation.Table table, Source target, List<UpdateSet> nodes, Scope scope)
      throws SnowflakeException {
    Map<Relation.Column, Typed> sets = new java.util.LinkedHashMap<>();
    scope.clause(Scope.Clause.SELECT);
    for (UpdateSet node : nodes) {
      if (node.getColumns().size() != 1 || node.getValues().size() != 1) {
        throw Errors.notSupported("SET of several columns at once");
      }
      var column = column(table, Optional.of(target), node.getColumn(0));
      var value = node.getValue(0);
      var typed =
          isDefault(value, scope)
              ? fallback(table, column)
              : translation.expressions().of(value, scope);
      if (sets.put(column, typed) != null) {
        requireOnce(List.of(column, column));
      }
    }
    if (scope.aggregates() > 0 || scope.windows() > 0) {
      throw Errors.notSupported("an aggregate or window function in SET");
    }
    return sets;
  }

  private boolean isDefault(Expression value, Scope scope) throws SnowflakeException {
    return value instanceof Column column
        && column.getTable() == null
        && translation.placeholders().item(column.getColumnName()) instanceof Item.Token(int token)
        && translation.text().tokens().isWord(token, "DEFAULT")
        && scope.star().stream().noneMatch(field -> field.name().value().equals("DEFAULT"));
  }

  /// `"a" = …, "b" = …`
  String assignments(Map<Relation.Column, Typed> sets) throws SnowflakeException {
    List<String> assignments = new ArrayList<>();
    for (Map.Entry<Relation.Column, Typed> set : sets.entrySet()) {
      assignments.add(set.getKey().physical() + " = " + assigned(set.getValue(), set.getKey()));
    }
    return String.join(", ", assignments);
  }
}
