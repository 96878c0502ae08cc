package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.function.Literals;
import dev.landfall.sandbox.snowflake.function.Operators;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.arithmetic.Addition;
import net.sf.jsqlparser.expression.operators.arithmetic.Concat;
import net.sf.jsqlparser.expression.operators.arithmetic.Subtraction;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.expression.operators.relational.ComparisonOperator;
import net.sf.jsqlparser.schema.Column;

/// Operators between two operands.
final class Chains {
  /// How long a chain of operators may be that DuckDB nests.
  private static final int MAX_CHAIN = 800;

  private final Translation translation;
  private final Ambient ambient;
  private final Predicates predicates;
  private final Map<Class<?>, String> operators = new HashMap<>();

  Chains(Translation translation, Predicates predicates) {
    this.translation = translation;
    this.ambient = translation.ambient();
    this.predicates = predicates;
  }

  void add(Class<? extends BinaryExpression> type, String operator) {
    operators.put(type, operator);
  }

  /// The fields of an operator that are read here.
  static Set<String> fields(Class<?> type) {
    return ComparisonOperator.class.isAssignableFrom(type)
        ? Set.of("leftExpression", "rightExpression", "operator")
        : Set.of("leftExpression", "rightExpression");
  }

  /// A chain of operators that bind from the left, such as `a AND b AND c`, without recursion.
  Typed of(BinaryExpression node, Scope scope) throws SnowflakeException {
    List<BinaryExpression> nodes = new ArrayList<>();
    nodes.add(node);
    Expression left = node.getLeftExpression();
    while (left instanceof BinaryExpression binary && operators.containsKey(left.getClass())) {
      Clauses.only(left, fields(left.getClass()));
      nodes.add(binary);
      left = binary.getLeftExpression();
    }
    return chain(nodes.reversed(), left, scope);
  }

  private Typed chain(List<BinaryExpression> nodes, Expression first, Scope scope)
      throws SnowflakeException {
    int mark = scope.free();
    var value = isInterval(first) ? Literals.nothing() : translation.expressions().of(first, scope);
    var interval = isInterval(first) ? first : null;
    int at = 0;
    int length = 0;
    while (at < nodes.size()) {
      var node = nodes.get(at);
      if (interval != null) {
        value = intervalFirst(node, interval, scope);
        interval = null;
        at++;
      } else if (isLogical(node)) {
        int end = at;
        while (end < nodes.size() && nodes.get(end).getClass() == node.getClass()) {
          end++;
        }
        value = logical(value, nodes.subList(at, end), scope);
        at = end;
      } else {
        value = binary(node, value, scope);
        at++;
      }
      length++;
      if (length > MAX_CHAIN) {
        throw Errors.notSupported("more than " + MAX_CHAIN + " operators in a row");
      }
      var key = scope.insideAggregate() ? null : scope.keys().get(value.sql());
      if (key != null) {
        scope.covered(mark);
        value = key;
      }
    }
    return value;
  }

  private static boolean isLogical(BinaryExpression node) {
    return node instanceof AndExpression || node instanceof OrExpression;
  }

  /// `a AND b AND c` side by side, since thousands of them would nest too deep for DuckDB.
  private Typed logical(Typed first, List<BinaryExpression> nodes, Scope scope)
      throws SnowflakeException {
    var operator = operator(nodes.getFirst());
    List<String> operands = new ArrayList<>();
    var start = Operators.binary(operator, first, Literals.bool(true), ambient);
    boolean nullable = start.nullable();
    operands.add(
        first.type() instanceof DataType.Bool
            ? first.sql()
            : Operators.condition(first, ambient).sql());
    for (BinaryExpression node : nodes) {
      var right = translation.expressions().of(node.getRightExpression(), scope);
      nullable |= Operators.binary(operator, right, Literals.bool(true), ambient).nullable();
      operands.add(Operators.condition(right, ambient).sql());
    }
    return Typed.of(
        "(" + String.join(" " + operator + " ", operands) + ")", new DataType.Bool(), nullable);
  }

  private String operator(BinaryExpression node) {
    return Objects.requireNonNull(operators.get(node.getClass()));
  }

  private Typed binary(BinaryExpression node, Typed left, Scope scope) throws SnowflakeException {
    var right = node.getRightExpression();
    if (isInterval(right)) {
      return interval(node, left, right);
    }
    if (node instanceof ComparisonOperator comparison && predicates.isQuantified(right)) {
      return predicates.quantified(comparison, operator(node), left, scope);
    }
    refuseMixed(node);
    return Operators.binary(
        operator(node), left, translation.expressions().of(right, scope), ambient);
  }

  /// Snowflake does not say which of `||` and `+` binds more tightly.
  private void refuseMixed(BinaryExpression node) throws SnowflakeException {
    boolean concat = node instanceof Concat;
    boolean sum = node instanceof Addition || node instanceof Subtraction;
    for (Expression side : List.of(node.getLeftExpression(), node.getRightExpression())) {
      boolean mixed =
          (concat && (side instanceof Addition || side instanceof Subtraction))
              || (sum && side instanceof Concat);
      if (mixed) {
        throw Errors.notSupported("|| beside + or - without parentheses");
      }
    }
  }

  private boolean isInterval(Expression node) throws SnowflakeException {
    return node instanceof Column column
        && column.getTable() == null
        && translation.placeholders().item(column.getColumnName()) instanceof Item.Interval;
  }

  private String intervalText(Expression node) throws SnowflakeException {
    if (node instanceof Column column
        && translation.placeholders().item(column.getColumnName())
            instanceof Item.Interval(String text)) {
      return text;
    }
    throw new IllegalArgumentException();
  }

  private Typed interval(BinaryExpression node, Typed left, Expression right)
      throws SnowflakeException {
    if (!(node instanceof Addition) && !(node instanceof Subtraction)) {
      throw Errors.notSupported("INTERVAL with the operator " + operator(node));
    }
    return Operators.interval(left, intervalText(right), node instanceof Subtraction, ambient);
  }

  private Typed intervalFirst(BinaryExpression node, Expression interval, Scope scope)
      throws SnowflakeException {
    if (!(node instanceof Addition)) {
      throw Errors.notSupported("INTERVAL before the operator " + operator(node));
    }
    return Operators.interval(
        translation.expressions().of(node.getRightExpression(), scope),
        intervalText(interval),
        false,
        ambient);
  }
}
