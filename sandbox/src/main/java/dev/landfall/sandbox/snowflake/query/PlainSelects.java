package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.PlainSelect;
import org.jspecify.annotations.Nullable;

/// `SELECT … FROM … WHERE … GROUP BY … HAVING … QUALIFY … ORDER BY … LIMIT …`
final class PlainSelects {
  private static final Set<String> FIELDS =
      Set.of(
          "distinct",
          "selectItems",
          "fromItem",
          "joins",
          "where",
          "groupBy",
          "having",
          "qualify",
          "top",
          "withItemsList",
          "orderByElements",
          "limit",
          "offset",
          "fetch");

  private final Translation translation;
  private final Tails tails;
  private final SelectItems items;
  private final Groupings groupings;

  PlainSelects(Translation translation, Tails tails) {
    this.translation = translation;
    this.tails = tails;
    this.items = new SelectItems(translation);
    this.groupings = new Groupings(translation, items, tails);
  }

  Query query(PlainSelect node, Optional<Scope> outer, Ctes ctes) throws SnowflakeException {
    Clauses.only(node, FIELDS);
    if (node.getDistinct() != null) {
      Clauses.only(node.getDistinct(), Set.of());
    }
    if (node.getSelectItems() == null) {
      throw Errors.notSupported("a query that does not begin with SELECT");
    }
    return new Running(node, new Scope(outer, ctes)).query();
  }

  /// The translation of one SELECT.
  private final class Running {
    private final PlainSelect node;
    private final Scope scope;

    Running(PlainSelect node, Scope scope) {
      this.node = node;
      this.scope = scope;
    }

    Query query() throws SnowflakeException {
      var from =
          node.getFromItem() == null
              ? ""
              : " FROM " + translation.froms().from(node.getFromItem(), node.getJoins(), scope);
      var listed = items.list(node.getSelectItems(), scope);
      var where = condition(" WHERE ", node.getWhere(), Scope.Clause.WHERE);
      scope.forget();
      var groupBy =
          node.getGroupBy() == null ? "" : groupings.groupBy(node.getGroupBy(), listed, scope);
      scope.clause(Scope.Clause.SELECT);
      List<Typed> values = new ArrayList<>();
      for (SelectItems.Listed column : listed) {
        values.add(items.value(column, scope));
      }
      var having = condition(" HAVING ", node.getHaving(), Scope.Clause.HAVING);
      var qualify = condition(" QUALIFY ", node.getQualify(), Scope.Clause.QUALIFY);
      if (!qualify.isEmpty() && scope.windows() == 0) {
        throw new SnowflakeException(
            "002303",
            "42601",
            "SQL compilation error:\nQUALIFY clause requires at least one window function.");
      }
      var keys = keys(listed, values);
      requireGrouped();
      var select = new StringBuilder(node.getDistinct() == null ? "SELECT " : "SELECT DISTINCT ");
      for (int i = 0; i < values.size(); i++) {
        select.append(i == 0 ? "" : ", ").append(SelectItems.sql(values.get(i), i));
      }
      select.append(from).append(where).append(groupBy).append(having).append(qualify);
      var query = new Query(Shared.bounded(select.toString()), outputs(listed, values));
      return finish(query, keys);
    }

    private String condition(String keyword, @Nullable Expression condition, Scope.Clause clause)
        throws SnowflakeException {
      if (condition == null) {
        return "";
      }
      scope.clause(clause);
      return keyword + translation.expressions().condition(condition, scope).sql();
    }

    private void requireGrouped() throws SnowflakeException {
      boolean grouped =
          node.getGroupBy() != null || node.getHaving() != null || scope.aggregates() > 0;
      var free = scope.firstFree();
      if (grouped && free.isPresent()) {
        throw new SnowflakeException(
            "000979",
            "42601",
            "SQL compilation error:\n["
                + free.get().written()
                + "] is not a valid group by expression");
      }
    }

    private List<Query.Output> outputs(List<SelectItems.Listed> listed, List<Typed> values) {
      List<Query.Output> outputs = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        var value = values.get(i);
        outputs.add(new Query.Output(listed.get(i).name(), value.type(), value.nullable()));
      }
      return outputs;
    }

    /// A key of ORDER BY.
    ///
    /// @param column the column of the SELECT list that it is, counted from 0; negative when it is
    ///   none of them
    private record Key(OrderByElement element, Typed value, int column) {}

    private List<Key> keys(List<SelectItems.Listed> listed, List<Typed> values)
        throws SnowflakeException {
      List<Key> keys = new ArrayList<>();
      if (node.getOrderByElements() == null) {
        return keys;
      }
      scope.clause(Scope.Clause.ORDER_BY);
      for (OrderByElement element : node.getOrderByElements()) {
        var expression = element.getExpression();
        if (Tails.isAll(node.getOrderByElements())) {
          for (int i = 0; i < values.size(); i++) {
            keys.add(new Key(element, values.get(i), i));
          }
          return keys;
        }
        int column =
            tails.ordinal(expression, values.size()).or(() -> Optional.ofNullable(null)).orElse(-1);
        column = column < 0 ? aliased(expression, listed) : column;
        var value =
            column >= 0 ? values.get(column) : translation.expressions().of(expression, scope);
        keys.add(new Key(element, value, column >= 0 ? column : index(value, values)));
      }
      return keys;
    }

    private int aliased(Expression expression, List<SelectItems.Listed> listed)
        throws SnowflakeException {
      if (!(expression instanceof Column column) || column.getTable() != null) {
        return -1;
      }
      if (!(translation.placeholders().item(column.getColumnName())
              instanceof Item.Token(int token))
          || !translation.text().isName(token)) {
        return -1;
      }
      Name name = translation.text().name(token);
      for (int i = 0; i < listed.size(); i++) {
        if (listed.get(i) instanceof SelectItems.Listed.Computed computed
            && computed.alias()
            && computed.name().equals(name)) {
          return i;
        }
      }
      return -1;
    }

    private static int index(Typed value, List<Typed> values) {
      for (int i = 0; i < values.size(); i++) {
        if (values.get(i).sql().equals(value.sql())) {
          return i;
        }
      }
      return -1;
    }

    /// Adds ORDER BY and LIMIT: around a DISTINCT, whose columns alone can be ordered by.
    private Query finish(Query query, List<Key> keys) throws SnowflakeException {
      Optional<Expression> top = Optional.empty();
      if (node.getTop() != null) {
        Clauses.only(node.getTop(), Set.of("expression", "hasParenthesis"));
        top = Optional.of(node.getTop().getExpression());
      }
      var limit = tails.limit(node, top);
      List<String> sorted = new ArrayList<>();
      if (node.getDistinct() == null) {
        for (Key key : keys) {
          sorted.add(Windows.order(key.element(), key.value()).sql());
        }
        var order = sorted.isEmpty() ? "" : " ORDER BY " + String.join(", ", sorted);
        return new Query(query.sql() + order + limit, query.outputs());
      }
      if (keys.isEmpty()) {
        return new Query(query.sql() + limit, query.outputs());
      }
      var alias = translation.shared().alias();
      for (Key key : keys) {
        if (key.column() < 0) {
          throw new SnowflakeException(
              "000979",
              "42601",
              "SQL compilation error:\n["
                  + translation.written(key.element().getExpression())
                  + "] is not a valid order by expression of a SELECT DISTINCT");
        }
        sorted.add(Windows.order(key.element(), query.column(alias, key.column())).sql());
      }
      return new Query(Tails.wrapped(query, alias, sorted) + limit, query.outputs());
    }
  }
}
