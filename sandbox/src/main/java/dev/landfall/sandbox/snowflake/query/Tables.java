package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a FROM clause names: common table expressions, tables, views and computed rows.
final class Tables {
  private final Translation translation;

  Tables(Translation translation) {
    this.translation = translation;
  }

  /// Something in FROM.
  ///
  /// @param sql with an alias of DuckDB's that nothing else has
  record Placed(String sql, Source source) {}

  Placed named(QualifiedName name, Ctes ctes) throws SnowflakeException {
    if (name.parts().size() == 1) {
      var cte = ctes.find(name.last());
      if (cte.isPresent()) {
        return cte(name.last(), cte.get());
      }
    }
    return relation(translation.relations().from(name), name);
  }

  private Placed cte(Name name, Ctes.Cte cte) {
    cte.use();
    var alias = translation.shared().alias();
    var fields = new Query("", cte.outputs()).fields(alias);
    return new Placed(cte.physical() + " AS " + alias, Source.of(Optional.of(name), fields));
  }

  /// @param written how the statement names it
  Placed relation(Relation relation, QualifiedName written) throws SnowflakeException {
    return switch (relation) {
      case Relation.Table table -> table(table);
      case Relation.View view -> view(view);
      case Relation.Computed computed -> computed(computed, written);
    };
  }

  private Placed computed(Relation.Computed computed, QualifiedName written)
      throws SnowflakeException {
    var alias = translation.shared().alias();
    var values = values(computed.columns(), alias);
    var sql = "(" + computed.sql() + ") AS " + alias;
    return masked(sql, computed.columns(), values, Optional.of(written), Optional.empty());
  }

  private Placed table(Relation.Table table) throws SnowflakeException {
    var alias = translation.shared().alias();
    var values = values(table.columns(), alias);
    var name = QualifiedName.of(table.database(), table.schema(), table.name());
    return masked(
        table.physical() + " AS " + alias,
        table.columns(),
        values,
        Optional.of(name),
        table.rows());
  }

  private Placed view(Relation.View view) throws SnowflakeException {
    var query = translation.bodies().view(view);
    var alias = translation.shared().alias();
    List<Typed> values = new ArrayList<>();
    for (int i = 0; i < query.outputs().size(); i++) {
      values.add(query.column(alias, i));
    }
    var name = QualifiedName.of(view.database(), view.schema(), view.name());
    var sql = "(" + query.sql() + ") AS " + alias;
    return masked(sql, view.columns(), values, Optional.of(name), view.rows());
  }

  private static List<Typed> values(List<Relation.Column> columns, String alias) {
    List<Typed> values = new ArrayList<>();
    for (Relation.Column column : columns) {
      values.add(Typed.of(alias + "." + column.physical(), column.type(), column.nullable()));
    }
    return values;
  }

  /// Applies policies where there are any: once, in a SELECT of its own.
  private Placed masked(
      String sql,
      List<Relation.Column> columns,
      List<Typed> values,
      Optional<QualifiedName> name,
      Optional<Relation.Policy> rows)
      throws SnowflakeException {
    if (rows.isEmpty() && columns.stream().allMatch(column -> column.masking().isEmpty())) {
      return new Placed(sql, new Source(name, fields(columns, values), Optional.empty()));
    }
    var known = known(columns, values);
    List<String> items = new ArrayList<>();
    List<Query.Output> outputs = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      var shown = shown(columns.get(i), values.get(i), known);
      items.add(shown.sql() + " AS c" + (i + 1));
      outputs.add(new Query.Output(columns.get(i).name(), shown.type(), shown.nullable()));
    }
    var select = new StringBuilder("(SELECT ").append(String.join(", ", items));
    select.append(" FROM ").append(sql);
    if (rows.isPresent()) {
      var visible = translation.bodies().visible(rows.get(), known);
      select.append(" WHERE ").append(visible.sql());
    }
    var alias = translation.shared().alias();
    var fields = new Query("", outputs).fields(alias);
    return new Placed(
        select.append(") AS ").append(alias).toString(),
        new Source(name, fields, Optional.empty()));
  }

  private static Map<Name, Typed> known(List<Relation.Column> columns, List<Typed> values) {
    Map<Name, Typed> known = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      known.put(columns.get(i).name(), values.get(i));
    }
    return known;
  }

  private Typed shown(Relation.Column column, Typed value, Map<Name, Typed> known)
      throws SnowflakeException {
    return column.masking().isEmpty()
        ? value
        : translation.bodies().masked(column.masking().get(), value, known);
  }

  private static List<Field> fields(List<Relation.Column> columns, List<Typed> values) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      fields.add(new Field(columns.get(i).name(), values.get(i)));
    }
    return fields;
  }

  /// A table that a DML statement changes: itself, not a SELECT of it, so that its rows can be told
  /// by their `rowid`.
  ///
  /// @param alias its name in DuckDB's SQL
  /// @param source its columns as the policies show them
  /// @param visible what the row-access policy demands of a row
  record Target(Relation.Table table, String alias, Source source, Optional<Typed> visible) {}

  /// @param named the alias that the statement gives to it
  Target target(Relation.Table table, Optional<Name> named) throws SnowflakeException {
    var alias = translation.shared().alias();
    var values = values(table.columns(), alias);
    var known = known(table.columns(), values);
    List<Typed> shown = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      shown.add(shown(table.columns().get(i), values.get(i), known));
    }
    var name =
        named
            .map(QualifiedName::of)
            .orElse(QualifiedName.of(table.database(), table.schema(), table.name()));
    var source = new Source(Optional.of(name), fields(table.columns(), shown), Optional.empty());
    Optional<Typed> visible =
        table.rows().isEmpty()
            ? Optional.empty()
            : Optional.of(translation.bodies().visible(table.rows().get(), known));
    return new Target(table, alias, source, visible);
  }
}
