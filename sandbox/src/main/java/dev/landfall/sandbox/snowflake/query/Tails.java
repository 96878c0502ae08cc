package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.expression.AllValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.Select;
import org.jspecify.annotations.Nullable;

/// What ends a query: ORDER BY, LIMIT, OFFSET and FETCH.
final class Tails {
  private final Translation translation;

  Tails(Translation translation) {
    this.translation = translation;
  }

  /// The query with its ORDER BY and LIMIT around it, which see nothing but its columns.
  Query apply(Query query, Select node) throws SnowflakeException {
    var elements = node.getOrderByElements();
    var limit = limit(node, Optional.empty());
    if ((elements == null || elements.isEmpty()) && limit.isEmpty()) {
      return query;
    }
    var alias = translation.shared().alias();
    var scope = new Scope(Optional.empty(), Ctes.none());
    scope.add(Source.of(Optional.empty(), query.fields(alias)));
    scope.clause(Scope.Clause.ORDER_BY);
    List<String> keys = new ArrayList<>();
    if (elements != null) {
      for (OrderByElement element : elements) {
        if (isAll(elements)) {
          for (int i = 0; i < query.outputs().size(); i++) {
            keys.add(Windows.order(element, query.column(alias, i)).sql());
          }
          break;
        }
        var ordinal = ordinal(element.getExpression(), query.outputs().size());
        var key =
            ordinal.isPresent()
                ? query.column(alias, ordinal.get())
                : translation.expressions().of(element.getExpression(), scope);
        keys.add(Windows.order(element, key).sql());
      }
    }
    var sql = wrapped(query, alias, keys) + limit;
    return new Query(sql, query.outputs());
  }

  /// `ORDER BY ALL`: by every column.
  static boolean isAll(List<OrderByElement> elements) {
    return elements.size() == 1 && elements.getFirst().getExpression() instanceof AllValue;
  }

  /// @param keys of ORDER BY, ready to use
  static String wrapped(Query query, String alias, List<String> keys) {
    List<String> items = new ArrayList<>();
    for (int i = 1; i <= query.outputs().size(); i++) {
      items.add(alias + ".c" + i + " AS c" + i);
    }
    var sql = "SELECT " + String.join(", ", items) + " FROM (" + query.sql() + ") AS " + alias;
    return keys.isEmpty() ? sql : sql + " ORDER BY " + String.join(", ", keys);
  }

  /// The column that a number in ORDER BY or GROUP BY means, counted from 0.
  Optional<Integer> ordinal(Expression node, int columns) throws SnowflakeException {
    if (!(node instanceof LongValue number)) {
      return Optional.empty();
    }
    int token = translation.placeholders().token(number.getStringValue());
    var written = translation.text().tokens().text(token);
    try {
      int ordinal = Integer.parseInt(written);
      if (ordinal >= 1 && ordinal <= columns) {
        return Optional.of(ordinal - 1);
      }
    } catch (NumberFormatException e) {
      // Handled like a number that is too large.
    }
    throw new SnowflakeException(
        "002037",
        "42601",
        "SQL compilation error: "
            + translation.text().place(token)
            + "\ninvalid ordinal "
            + written
            + ": the SELECT list has "
            + columns
            + " column(s)");
  }

  /// ` LIMIT … OFFSET …`, or nothing.
  ///
  /// @param top the number of TOP
  String limit(Select node, Optional<Expression> top) throws SnowflakeException {
    Optional<String> rows = top.isPresent() ? count(top.get()) : Optional.empty();
    Optional<String> skipped = Optional.empty();
    var limit = node.getLimit();
    if (limit != null) {
      Clauses.only(limit, Set.of("rowCount"));
      requireOne(top.isPresent());
      rows = count(limit.getRowCount());
    }
    var fetch = node.getFetch();
    if (fetch != null) {
      Clauses.only(fetch, Set.of("expression", "fetchParameters", "isFetchParamFirst"));
      requireOne(top.isPresent() || limit != null);
      rows = count(fetch.getExpression());
    }
    var offset = node.getOffset();
    if (offset != null) {
      Clauses.only(offset, Set.of("offsetExpression"));
      skipped = count(offset.getOffset());
    }
    return rows.map(number -> " LIMIT " + number).orElse("")
        + skipped.map(number -> " OFFSET " + number).orElse("");
  }

  private static void requireOne(boolean another) throws SnowflakeException {
    if (another) {
      throw new SnowflakeException(
          "001003",
          "42000",
          "SQL compilation error:\nonly one of TOP, LIMIT and FETCH may be used.");
    }
  }

  /// A constant number of rows; empty when there is no limit.
  private Optional<String> count(@Nullable Expression node) throws SnowflakeException {
    if (node == null) {
      throw Errors.notSupported("LIMIT without a number");
    }
    var scope = new Scope(Optional.empty(), Ctes.none());
    var value = translation.expressions().of(node, scope);
    if (value.isNull() || value.constant().equals(Optional.of(""))) {
      return Optional.empty();
    }
    try {
      long rows = Long.parseLong(value.constant().orElse(""));
      if (rows >= 0) {
        return Optional.of(Long.toString(rows));
      }
    } catch (NumberFormatException e) {
      // Handled like a negative number.
    }
    throw new SnowflakeException(
        "001014",
        "22023",
        "SQL compilation error:\ninvalid value ["
            + value.constant().orElse(value.sql())
            + "] for limit or offset: it must be a number that is not negative");
  }
}
