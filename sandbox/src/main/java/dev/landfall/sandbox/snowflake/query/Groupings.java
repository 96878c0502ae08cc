package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Operators;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.expression.AllValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.statement.select.GroupByElement;

/// GROUP BY with expressions, ordinals, aliases, ALL, ROLLUP, CUBE and GROUPING SETS.
final class Groupings {
  private final Translation translation;
  private final SelectItems items;
  private final Tails tails;

  Groupings(Translation translation, SelectItems items, Tails tails) {
    this.translation = translation;
    this.items = items;
    this.tails = tails;
  }

  /// Makes the keys known to the scope.
  ///
  /// @return what follows DuckDB's SELECT
  String groupBy(GroupByElement node, List<SelectItems.Listed> listed, Scope scope)
      throws SnowflakeException {
    Clauses.only(node, Set.of("groupByExpressions", "groupingSets"));
    scope.clause(Scope.Clause.GROUP_BY);
    List<Typed> keys = new ArrayList<>();
    List<String> elements = new ArrayList<>();
    boolean several = false;
    ExpressionList<?> expressions = node.getGroupByExpressionList();
    if (expressions != null && isAll(expressions)) {
      keys.addAll(unaggregated(listed, scope));
      keys.forEach(key -> elements.add(key(key)));
    } else if (expressions != null) {
      for (Expression expression : expressions) {
        several |= add(expression, listed, scope, keys, elements);
      }
    }
    if (node.getGroupingSets() != null && !node.getGroupingSets().isEmpty()) {
      several = true;
      List<String> sets = new ArrayList<>();
      for (ExpressionList<Expression> set : node.getGroupingSets()) {
        sets.add(set(set, listed, scope, keys));
      }
      elements.add("GROUPING SETS (" + String.join(", ", sets) + ")");
    }
    scope.forget();
    for (Typed key : keys) {
      know(key, several, scope);
    }
    return elements.isEmpty() ? "" : " GROUP BY " + String.join(", ", elements);
  }

  private static boolean isAll(ExpressionList<?> expressions) {
    return expressions.size() == 1 && expressions.getFirst() instanceof AllValue;
  }

  /// GROUP BY ALL: every column of the SELECT list that has no aggregate in it.
  private List<Typed> unaggregated(List<SelectItems.Listed> listed, Scope scope)
      throws SnowflakeException {
    List<Typed> keys = new ArrayList<>();
    scope.clause(Scope.Clause.SELECT);
    for (SelectItems.Listed column : listed) {
      int aggregates = scope.aggregates();
      var value = items.value(column, scope);
      if (scope.aggregates() == aggregates && value.constant().isEmpty() && !value.isNull()) {
        keys.add(value);
      }
    }
    return keys;
  }

  /// @return whether the element makes several groupings
  private boolean add(
      Expression expression,
      List<SelectItems.Listed> listed,
      Scope scope,
      List<Typed> keys,
      List<String> elements)
      throws SnowflakeException {
    if (expression instanceof Function function) {
      var name = translation.calls().simpleName(function).orElse("");
      if (name.equals("ROLLUP") || name.equals("CUBE")) {
        Clauses.only(function, Set.of("nameparts", "parameters"));
        List<String> sets = new ArrayList<>();
        for (Expression parameter : Calls.parameters(function)) {
          sets.add(set(parameter, listed, scope, keys));
        }
        elements.add(name + " (" + String.join(", ", sets) + ")");
        return true;
      }
    }
    if (expression instanceof ParenthesedExpressionList<?> list && list.size() > 1) {
      for (Expression one : list) {
        add(one, listed, scope, keys, elements);
      }
      return false;
    }
    var value = value(expression, listed, scope);
    keys.add(value);
    elements.add(key(value));
    return false;
  }

  /// `a` or `(a, b)`
  private String set(
      Expression expression, List<SelectItems.Listed> listed, Scope scope, List<Typed> keys)
      throws SnowflakeException {
    if (!(expression instanceof ExpressionList<?> list)) {
      var value = value(expression, listed, scope);
      keys.add(value);
      return key(value);
    }
    List<String> set = new ArrayList<>();
    for (Expression one : list) {
      var value = value(one, listed, scope);
      keys.add(value);
      set.add(key(value));
    }
    return "(" + String.join(", ", set) + ")";
  }

  private Typed value(Expression expression, List<SelectItems.Listed> listed, Scope scope)
      throws SnowflakeException {
    Optional<Integer> ordinal = tails.ordinal(expression, listed.size());
    return ordinal.isPresent()
        ? items.value(listed.get(ordinal.get()), scope)
        : translation.expressions().of(expression, scope);
  }

  /// A key as DuckDB's GROUP BY has it.
  private static String key(Typed value) {
    // DuckDB would take a number for an ordinal.
    return isConstant(value) ? "concat('', " + value.sql() + ")" : grouped(value);
  }

  private static boolean isConstant(Typed value) {
    return value.constant().isPresent() || value.isNull();
  }

  /// Equal instants are one group, whatever their offset is.
  private static String grouped(Typed value) {
    return isZoned(value) ? Operators.sortKey(value) : value.sql();
  }

  private static boolean isZoned(Typed value) {
    return value.type()
            instanceof dev.landfall.sandbox.snowflake.model.DataType.Timestamp(var zone, var scale)
        && zone == dev.landfall.sandbox.snowflake.model.DataType.Timestamp.Zone.TZ;
  }

  private static void know(Typed key, boolean several, Scope scope) throws SnowflakeException {
    if (isConstant(key)) {
      return;
    }
    if (isZoned(key) && several) {
      throw Errors.notSupported("TIMESTAMP_TZ in ROLLUP, CUBE and GROUPING SETS");
    }
    var shown = isZoned(key) ? "any_value(" + key.sql() + ")" : key.sql();
    scope.keys().put(key.sql(), Typed.of(shown, key.type(), key.nullable() || several));
  }
}
