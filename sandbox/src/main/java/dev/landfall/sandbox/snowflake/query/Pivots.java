package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.AggregateCall;
import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.function.Casts;
import dev.landfall.sandbox.snowflake.function.Functions;
import dev.landfall.sandbox.snowflake.function.Operators;
import dev.landfall.sandbox.snowflake.function.Physical;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Tables.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.Pivot;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.select.UnPivot;

/// PIVOT and UNPIVOT.
final class Pivots {
  private static final Set<String> AGGREGATES = Set.of("AVG", "COUNT", "MAX", "MIN", "SUM");

  private final Translation translation;
  private final Ambient ambient;

  Pivots(Translation translation) {
    this.translation = translation;
    this.ambient = translation.ambient();
  }

  /// `PIVOT (SUM(A) FOR B IN ('x', 'y'))`: one row for each group of the other columns.
  Placed pivot(Pivot pivot, Placed placed, Scope visible) throws SnowflakeException {
    Clauses.only(pivot, Set.of("functionItems", "forColumns", "singleInItems", "alias"));
    var fields = placed.source().fields();
    if (pivot.getFunctionItems().size() != 1
        || pivot.getForColumns().size() != 1
        || pivot.getSingleInItems() == null) {
      throw Errors.notSupported("PIVOT of several aggregates or columns");
    }
    SelectItem<Function> item = pivot.getFunctionItems().getFirst();
    Clauses.only(item, Set.of("expression"));
    var function = item.getExpression();
    Clauses.only(function, Set.of("nameparts", "parameters"));
    var name = translation.calls().simpleName(function).orElse("");
    var parameters = Calls.parameters(function);
    if (!AGGREGATES.contains(name)
        || parameters.size() != 1
        || !(parameters.getFirst() instanceof Column aggregated)) {
      throw Errors.notSupported("PIVOT with an aggregate other than one of a column");
    }
    var value = field(aggregated, fields);
    var key = field(pivot.getForColumns().getFirst(), fields);
    List<Field> groups = fields.stream().filter(field -> field != value && field != key).toList();
    List<String> items = new ArrayList<>();
    List<Query.Output> outputs = new ArrayList<>();
    for (Field group : groups) {
      items.add(group.value().sql() + " AS c" + (items.size() + 1));
      outputs.add(new Query.Output(group.name(), group.value().type(), group.value().nullable()));
    }
    var aggregate = Functions.aggregate(name).orElseThrow(() -> Functions.unknown(name));
    var empty = new Scope(visible.outer(), visible.ctes());
    for (SelectItem<?> wanted : pivot.getSingleInItems()) {
      Clauses.only(wanted, Set.of("expression", "alias"));
      var constant = translation.expressions().of(wanted.getExpression(), empty);
      var same = Operators.binary("=", key.value(), constant, ambient);
      var chosen =
          Typed.of(
              "CASE WHEN " + same.sql() + " THEN " + value.value().sql() + " END",
              value.value().type(),
              true);
      var result = aggregate.call(AggregateCall.of(chosen), ambient);
      items.add(result.sql() + " AS c" + (items.size() + 1));
      outputs.add(new Query.Output(pivoted(wanted, constant), result.type(), result.nullable()));
    }
    var sql = new StringBuilder("SELECT ").append(String.join(", ", items));
    sql.append(" FROM ").append(placed.sql());
    if (!groups.isEmpty()) {
      sql.append(" GROUP BY ");
      sql.append(String.join(", ", groups.stream().map(field -> field.value().sql()).toList()));
    }
    return derived(sql.toString(), outputs, placed.source());
  }

  /// A column is called as the value is written, with its quotes, unless it has an alias.
  private Name pivoted(SelectItem<?> item, Typed constant) throws SnowflakeException {
    Alias alias = item.getAlias();
    if (alias != null) {
      Clauses.only(alias, Set.of("name", "useAs"));
      return translation.placeholders().name(alias.getName());
    }
    var value =
        constant
            .constant()
            .orElseThrow(() -> Errors.notSupported("PIVOT … IN with what is no constant"));
    return new Name(constant.type() instanceof DataType.Text ? "'" + value + "'" : value);
  }

  private Placed derived(String sql, List<Query.Output> outputs, Source source) {
    var alias = translation.shared().alias();
    var fields = new Query(sql, outputs).fields(alias);
    return new Placed(
        "(" + sql + ") AS " + alias, new Source(source.name(), fields, Optional.empty()));
  }

  private Field field(Column column, List<Field> fields) throws SnowflakeException {
    if (column.getTable() != null) {
      throw Errors.notSupported("a qualified name in PIVOT or UNPIVOT");
    }
    var name = translation.placeholders().name(column.getColumnName());
    return fields.stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> translation.text().invalidIdentifier(translation.first(column), name.sql()));
  }

  /// `UNPIVOT (V FOR N IN (A, B))`: a row for each of the columns, in their order.
  Placed unpivot(UnPivot unpivot, Placed placed, Scope visible) throws SnowflakeException {
    Clauses.only(
        unpivot,
        Set.of(
            "includeNulls",
            "includeNullsSpecified",
            "unpivotClause",
            "unpivotForClause",
            "unpivotInClause",
            "alias"));
    var fields = placed.source().fields();
    if (unpivot.getUnPivotClause().size() != 1 || unpivot.getUnPivotForClause().size() != 1) {
      throw Errors.notSupported("UNPIVOT to several columns");
    }
    var valueName = name(unpivot.getUnPivotClause().getFirst());
    var keyName = name(unpivot.getUnPivotForClause().getFirst());
    List<Field> chosen = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (SelectItem<?> item : unpivot.getUnPivotInClause()) {
      Clauses.only(item, Set.of("expression", "alias"));
      if (!(item.getExpression() instanceof Column column)) {
        throw Errors.notSupported("UNPIVOT of what is no column");
      }
      var field = field(column, fields);
      chosen.add(field);
      keys.add(key(item, field));
    }
    var common = Casts.common(chosen.stream().map(field -> field.value().type()).toList());
    List<String> rows = new ArrayList<>();
    int longest = 1;
    for (int i = 0; i < chosen.size(); i++) {
      requireSame(chosen.getFirst(), chosen.get(i));
      var value = Casts.coerce(chosen.get(i).value(), common, ambient);
      var key = keys.get(i);
      longest = Math.max(longest, key.length());
      rows.add(
          "{'k': '"
              + key.replace("'", "''")
              + "', 'v': CAST("
              + value.sql()
              + " AS "
              + Physical.type(common)
              + ")}");
    }
    List<String> items = new ArrayList<>();
    List<Query.Output> outputs = new ArrayList<>();
    for (Field field : fields) {
      if (!chosen.contains(field)) {
        items.add(field.value().sql() + " AS c" + (items.size() + 1));
        outputs.add(new Query.Output(field.name(), field.value().type(), field.value().nullable()));
      }
    }
    int rest = items.size();
    items.add("unnest([" + String.join(", ", rows) + "]) AS r");
    var inner = "SELECT " + String.join(", ", items) + " FROM " + placed.sql();
    outputs.add(new Query.Output(keyName, new DataType.Text(longest), false));
    outputs.add(new Query.Output(valueName, common, true));
    var alias = translation.shared().alias();
    List<String> kept = new ArrayList<>();
    for (int i = 1; i <= rest; i++) {
      kept.add(alias + ".c" + i);
    }
    kept.add(alias + ".r.k AS c" + (rest + 1));
    kept.add(alias + ".r.v AS c" + (rest + 2));
    var sql = "SELECT " + String.join(", ", kept) + " FROM (" + inner + ") AS " + alias;
    if (!unpivot.getIncludeNulls()) {
      sql += " WHERE " + alias + ".r.v IS NOT NULL";
    }
    return derived(sql, outputs, placed.source());
  }

  private static void requireSame(Field first, Field other) throws SnowflakeException {
    if (first.value().type().getClass() != other.value().type().getClass()) {
      throw new SnowflakeException(
          "002002",
          "42601",
          "SQL compilation error:\nThe type of column '"
              + other.name().value()
              + "' conflicts with the type of other columns in the UNPIVOT list.");
    }
  }

  private Name name(Expression column) throws SnowflakeException {
    if (column instanceof Column plain && plain.getTable() == null) {
      return translation.placeholders().name(plain.getColumnName());
    }
    throw Errors.notSupported("UNPIVOT to what is no column");
  }

  private String key(SelectItem<?> item, Field field) throws SnowflakeException {
    Alias alias = item.getAlias();
    if (alias == null) {
      return field.name().value();
    }
    Clauses.only(alias, Set.of("name", "useAs"));
    var written = alias.getName();
    return written.startsWith("'")
        ? translation.placeholders().string(written.replace("'", ""))
        : translation.placeholders().name(written).value().toUpperCase(Locale.ROOT);
  }
}
