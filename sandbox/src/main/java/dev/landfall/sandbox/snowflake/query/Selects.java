package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.select.Values;

/// Queries of all forms, and where they may stand.
final class Selects {
  static final Set<String> PARENTHESED =
      Set.of("select", "withItemsList", "orderByElements", "limit", "offset", "fetch");

  private final Translation translation;
  private final PlainSelects plain;
  private final SetOperations setOperations;
  private final Withs withs;
  private final Tails tails;

  Selects(Translation translation) {
    this.translation = translation;
    this.tails = new Tails(translation);
    this.plain = new PlainSelects(translation, tails);
    this.setOperations = new SetOperations(translation, this);
    this.withs = new Withs(translation, this, setOperations);
  }

  /// The whole text as a query.
  Query whole() throws SnowflakeException {
    return translation.<Query>statement(this::whole);
  }

  private Query whole(Statement statement) throws SnowflakeException {
    if (statement instanceof Select select) {
      return query(select, Optional.empty(), Ctes.none());
    }
    throw Errors.notSupported(
        "a statement of the kind " + statement.getClass().getSimpleName() + " as a query");
  }

  /// The whole text as an expression; a query counts as the value of its row.
  Typed value() throws SnowflakeException {
    var text = translation.text();
    boolean query = text.tokens().isWord(0, "SELECT") || text.tokens().isWord(0, "WITH");
    if (query) {
      return scalar(whole());
    }
    if (text.size() == 0) {
      throw text.tokens().unexpected(0);
    }
    var scope = new Scope(Optional.empty(), Ctes.none());
    scope.clause(Scope.Clause.SELECT);
    var value =
        translation.<Typed>expression(
            0, text.size(), node -> translation.expressions().of(node, scope));
    if (scope.aggregates() > 0 || scope.windows() > 0) {
      throw Errors.notSupported("an aggregate or window function in an expression by itself");
    }
    return value;
  }

  /// @param outer whose columns the query may use
  Query query(Select select, Optional<Scope> outer, Ctes ctes) throws SnowflakeException {
    var with = withs.of(select.getWithItemsList(), outer, ctes);
    var query =
        switch (select) {
          case PlainSelect node -> plain.query(node, outer, with.ctes());
          case SetOperationList node -> {
            Clauses.only(
                node,
                Set.of(
                    "selects",
                    "operations",
                    "withItemsList",
                    "orderByElements",
                    "limit",
                    "offset",
                    "fetch"));
            yield tails.apply(setOperations.query(node, outer, with.ctes()), node);
          }
          case ParenthesedSelect node -> {
            Clauses.only(node, PARENTHESED);
            yield tails.apply(query(node.getSelect(), outer, with.ctes()), node);
          }
          case Values node -> {
            Clauses.only(
                node,
                Set.of(
                    "expressions", "withItemsList", "orderByElements", "limit", "offset", "fetch"));
            yield tails.apply(values(node, new Scope(outer, with.ctes())), node);
          }
          default ->
              throw Errors.notSupported("a query of the kind " + select.getClass().getSimpleName());
        };
    return with.sql().isEmpty() ? query : new Query(with.sql() + query.sql(), query.outputs());
  }

  /// A query in an expression, which may use the columns around it.
  Query subquery(Select select, Scope scope) throws SnowflakeException {
    return query(select, Optional.of(scope), scope.ctes());
  }

  /// A query in parentheses as a value.
  Typed scalar(ParenthesedSelect node, Scope scope) throws SnowflakeException {
    return scalar(subquery(node, scope));
  }

  private static Typed scalar(Query query) throws SnowflakeException {
    if (query.outputs().size() != 1) {
      throw new SnowflakeException(
          "001034",
          "42601",
          "SQL compilation error:\nScalar subquery must select exactly one column.");
    }
    return Typed.of("(" + query.sql() + ")", query.outputs().getFirst().type(), true);
  }

  /// `VALUES (…), (…)`
  Query values(Values node, Scope scope) throws SnowflakeException {
    return translation
        .rowValues()
        .query(rows(node), new Scope(scope.outer(), scope.ctes()), Optional.empty());
  }

  Item.Rows rows(Values node) throws SnowflakeException {
    if (node.getExpressions().size() == 1
        && first(node.getExpressions().getFirst()) instanceof Column column
        && translation.placeholders().item(column.getColumnName()) instanceof Item.Rows rows) {
      return rows;
    }
    throw Errors.notSupported("VALUES of this form");
  }

  private static Expression first(Expression node) {
    return node instanceof List<?> list
            && list.size() == 1
            && list.getFirst() instanceof Expression single
        ? single
        : node;
  }

  /// What `t` means in `t.*`.
  Source source(AllTableColumns columns, Scope scope) throws SnowflakeException {
    var table = columns.getTable();
    Clauses.only(table, Set.of("partItems", "partDelimiters"));
    var name =
        translation.placeholders().qualified(new ArrayList<>(table.getNameParts().reversed()));
    Optional<Scope> searched = Optional.of(scope);
    while (searched.isPresent()) {
      for (Source source : searched.get().sources()) {
        if (source.is(name.parts())) {
          return source;
        }
      }
      searched = searched.get().outer();
    }
    throw translation.text().invalidIdentifier(translation.first(columns), name.sql());
  }

  /// Names that stand twice.
  static Optional<Name> duplicate(List<Name> names) {
    Set<Name> seen = new HashSet<>();
    return names.stream().filter(name -> !seen.add(name)).findFirst();
  }
}
