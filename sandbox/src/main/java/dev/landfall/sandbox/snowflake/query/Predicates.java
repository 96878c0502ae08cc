package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.function.Casts;
import dev.landfall.sandbox.snowflake.function.Functions;
import dev.landfall.sandbox.snowflake.function.Operators;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.expression.AnyComparisonExpression;
import net.sf.jsqlparser.expression.AnyType;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.ComparisonOperator;
import net.sf.jsqlparser.expression.operators.relational.ExistsExpression;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsBooleanExpression;
import net.sf.jsqlparser.expression.operators.relational.IsDistinctExpression;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.statement.select.Select;

/// Conditions that are more than an operator: IN, LIKE, BETWEEN, EXISTS, ANY and ALL.
final class Predicates {
  private static final DataType BOOL = new DataType.Bool();

  private final Translation translation;
  private final Ambient ambient;

  Predicates(Translation translation) {
    this.translation = translation;
    this.ambient = translation.ambient();
  }

  private Typed of(Expression node, Scope scope) throws SnowflakeException {
    return translation.expressions().of(node, scope);
  }

  Typed isBoolean(IsBooleanExpression node, Scope scope) throws SnowflakeException {
    var value = translation.expressions().condition(node.getLeftExpression(), scope);
    var wanted = node.isTrue() ? "TRUE" : "FALSE";
    var sql = "(" + value.sql() + " IS " + (node.isNot() ? "NOT " : "") + wanted + ")";
    return Typed.of(sql, BOOL, false);
  }

  Typed isDistinct(IsDistinctExpression node, Scope scope) throws SnowflakeException {
    return Operators.distinct(
        node.isNot(),
        of(node.getLeftExpression(), scope),
        of(node.getRightExpression(), scope),
        ambient);
  }

  Typed between(Between node, Scope scope) throws SnowflakeException {
    int volatiles = scope.volatiles();
    var value = of(node.getLeftExpression(), scope);
    if (scope.volatiles() > volatiles) {
      throw Errors.notSupported("BETWEEN of an expression that changes each time it is computed");
    }
    var from = Operators.binary(">=", value, of(node.getBetweenExpressionStart(), scope), ambient);
    var to = Operators.binary("<=", value, of(node.getBetweenExpressionEnd(), scope), ambient);
    var both = Operators.binary("AND", from, to, ambient);
    return node.isNot() ? Operators.not(both, ambient) : both;
  }

  Typed exists(ExistsExpression node, Scope scope) throws SnowflakeException {
    if (!(node.getRightExpression() instanceof Select select)) {
      throw Errors.notSupported("EXISTS of what is no query");
    }
    var query = translation.selects().subquery(select, scope);
    var sql = "(" + (node.isNot() ? "NOT " : "") + "EXISTS (" + query.sql() + "))";
    return Typed.of(sql, BOOL, false);
  }

  Typed in(InExpression node, Scope scope) throws SnowflakeException {
    List<? extends Expression> lefts =
        node.getLeftExpression() instanceof ParenthesedExpressionList<?> list && list.size() > 1
            ? list
            : List.of(node.getLeftExpression());
    var left = translation.expressions().all(lefts, scope);
    return switch (node.getRightExpression()) {
      case Select select -> inQuery(left, select, node.isNot(), scope);
      case ParenthesedExpressionList<?> list -> inList(left, list, node.isNot(), scope);
      default -> throw Errors.notSupported("IN without a list in parentheses");
    };
  }

  private Typed inList(List<Typed> left, ExpressionList<?> list, boolean not, Scope scope)
      throws SnowflakeException {
    if (left.size() == 1) {
      return Operators.in(
          left.getFirst(), translation.expressions().all(list, scope), not, ambient);
    }
    Optional<Typed> any = Optional.empty();
    for (Expression row : list) {
      if (!(row instanceof ParenthesedExpressionList<?> elements)
          || elements.size() != left.size()) {
        throw Errors.notSupported("IN with lists of different lengths");
      }
      var same = same(left, translation.expressions().all(elements, scope));
      any = Optional.of(any.isEmpty() ? same : Operators.binary("OR", any.get(), same, ambient));
    }
    var result = any.orElseThrow();
    return not ? Operators.not(result, ambient) : result;
  }

  private Typed same(List<Typed> left, List<Typed> right) throws SnowflakeException {
    var result = Operators.binary("=", left.getFirst(), right.getFirst(), ambient);
    for (int i = 1; i < left.size(); i++) {
      var next = Operators.binary("=", left.get(i), right.get(i), ambient);
      result = Operators.binary("AND", result, next, ambient);
    }
    return result;
  }

  private Typed inQuery(List<Typed> left, Select select, boolean not, Scope scope)
      throws SnowflakeException {
    var query = translation.selects().subquery(select, scope);
    if (query.outputs().size() != left.size()) {
      throw new SnowflakeException(
          "002021",
          "42601",
          "SQL compilation error:\nInvalid number of columns in the subquery of IN: expected "
              + left.size()
              + ", got "
              + query.outputs().size());
    }
    var alias = translation.shared().alias();
    List<String> keys = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    boolean nullable = false;
    for (int i = 0; i < left.size(); i++) {
      var column = query.column(alias, i);
      var common = Casts.common(List.of(left.get(i).type(), column.type()));
      keys.add(Operators.sortKey(Casts.coerce(left.get(i), common, ambient)));
      columns.add(Operators.sortKey(Casts.coerce(column, common, ambient)));
      nullable |= left.get(i).nullable() || column.nullable();
    }
    var key = keys.size() == 1 ? keys.getFirst() : "(" + String.join(", ", keys) + ")";
    var rows = keys.size() == 1 ? columns.getFirst() : "(" + String.join(", ", columns) + ")";
    var sql =
        "("
            + key
            + (not ? " NOT IN (" : " IN (")
            + "SELECT "
            + rows
            + " FROM ("
            + query.sql()
            + ") AS "
            + alias
            + "))";
    return Typed.of(sql, BOOL, nullable);
  }

  /// Whether it is `ANY (…)` or `ALL (…)`.
  boolean isQuantified(Expression right) {
    return right instanceof AnyComparisonExpression;
  }

  Typed quantified(ComparisonOperator node, String operator, Typed left, Scope scope)
      throws SnowflakeException {
    if (!(node.getRightExpression() instanceof AnyComparisonExpression any)) {
      throw new IllegalArgumentException();
    }
    Clauses.only(any, Set.of("select", "anyType"));
    if (any.getSelect() == null) {
      throw Errors.notSupported("ANY or ALL of what is no query");
    }
    var query = translation.selects().subquery(any.getSelect(), scope);
    if (query.outputs().size() != 1) {
      throw Errors.notSupported("ANY or ALL of a query of several columns");
    }
    var alias = translation.shared().alias();
    var column = query.column(alias, 0);
    var common = Casts.common(List.of(left.type(), column.type()));
    var sql =
        "("
            + Operators.sortKey(Casts.coerce(left, common, ambient))
            + " "
            + operator
            + (any.getAnyType() == AnyType.ALL ? " ALL (" : " ANY (")
            + "SELECT "
            + Operators.sortKey(Casts.coerce(column, common, ambient))
            + " FROM ("
            + query.sql()
            + ") AS "
            + alias
            + "))";
    return Typed.of(sql, BOOL, left.nullable() || column.nullable());
  }

  Typed like(LikeExpression node, Scope scope) throws SnowflakeException {
    var subject = of(node.getLeftExpression(), scope);
    return switch (node.getLikeKeyWord()) {
      case LIKE, ILIKE -> {
        Optional<Typed> escape =
            node.getEscape() == null ? Optional.empty() : Optional.of(of(node.getEscape(), scope));
        yield quantifier(node.getRightExpression()).isPresent()
            ? likeSome(node, subject, escape, scope)
            : Operators.like(
                subject,
                of(node.getRightExpression(), scope),
                escape,
                ignoresCase(node),
                node.isNot(),
                ambient);
      }
      case RLIKE, REGEXP -> {
        if (node.getEscape() != null) {
          throw Errors.notSupported("RLIKE … ESCAPE");
        }
        var function = Functions.scalar("RLIKE").orElseThrow(() -> Errors.notSupported("RLIKE"));
        var matches =
            function.call(List.of(subject, of(node.getRightExpression(), scope)), ambient);
        yield node.isNot() ? Operators.not(matches, ambient) : matches;
      }
      default -> throw Errors.notSupported(node.getLikeKeyWord().name());
    };
  }

  private static boolean ignoresCase(LikeExpression node) {
    return node.getLikeKeyWord() == LikeExpression.KeyWord.ILIKE;
  }

  /// `ANY` or `ALL`, which JSqlParser takes for a function.
  private static Optional<String> quantifier(Expression pattern) {
    if (pattern instanceof Function function && function.getMultipartName().size() == 1) {
      var name = function.getMultipartName().getFirst();
      return name.equals("ANY") || name.equals("ALL") ? Optional.of(name) : Optional.empty();
    }
    return Optional.empty();
  }

  private Typed likeSome(LikeExpression node, Typed subject, Optional<Typed> escape, Scope scope)
      throws SnowflakeException {
    if (!(node.getRightExpression() instanceof Function function)) {
      throw new IllegalArgumentException();
    }
    Clauses.only(function, Set.of("nameparts", "parameters"));
    var parameters = function.getParameters();
    if (parameters == null || parameters.isEmpty()) {
      throw Errors.notSupported("LIKE ANY or ALL without patterns");
    }
    var operator = quantifier(function).orElseThrow().equals("ANY") ? "OR" : "AND";
    Optional<Typed> result = Optional.empty();
    for (Expression pattern : parameters) {
      var one =
          Operators.like(subject, of(pattern, scope), escape, ignoresCase(node), false, ambient);
      result =
          Optional.of(
              result.isEmpty() ? one : Operators.binary(operator, result.get(), one, ambient));
    }
    return node.isNot() ? Operators.not(result.orElseThrow(), ambient) : result.orElseThrow();
  }
}
