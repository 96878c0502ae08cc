package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.function.Casts;
import dev.landfall.sandbox.snowflake.function.Functions;
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
import java.util.Set;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.BooleanValue;
import net.sf.jsqlparser.expression.CaseExpression;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.WhenClause;
import net.sf.jsqlparser.expression.operators.arithmetic.Addition;
import net.sf.jsqlparser.expression.operators.arithmetic.Concat;
import net.sf.jsqlparser.expression.operators.arithmetic.Division;
import net.sf.jsqlparser.expression.operators.arithmetic.Modulo;
import net.sf.jsqlparser.expression.operators.arithmetic.Multiplication;
import net.sf.jsqlparser.expression.operators.arithmetic.Subtraction;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ExistsExpression;
import net.sf.jsqlparser.expression.operators.relational.GreaterThan;
import net.sf.jsqlparser.expression.operators.relational.GreaterThanEquals;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsBooleanExpression;
import net.sf.jsqlparser.expression.operators.relational.IsDistinctExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;
import net.sf.jsqlparser.expression.operators.relational.MinorThan;
import net.sf.jsqlparser.expression.operators.relational.MinorThanEquals;
import net.sf.jsqlparser.expression.operators.relational.NotEqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.create.table.ColDataType;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;

/// Expressions, with Snowflake's types. Each kind of node is listed with the fields that its
/// translation reads; a node that is not listed, or has another field set, is refused.
final class Expressions {
  private interface Rule<E> {
    Typed apply(E node, Scope scope) throws SnowflakeException;
  }

  private record Handler(Set<String> fields, Rule<Expression> rule) {}

  private final Map<Class<?>, Handler> handlers = new HashMap<>();
  private final Translation translation;
  private final Ambient ambient;
  private final Columns columns;
  private final Predicates predicates;
  private final Chains chains;

  Expressions(Translation translation) {
    this.translation = translation;
    this.ambient = translation.ambient();
    this.columns = new Columns(translation);
    this.predicates = new Predicates(translation);
    this.chains = new Chains(translation, predicates);
    literals();
    operators();
    conditions();
    on(Column.class, columns::column, Columns.FIELDS);
    on(CaseExpression.class, this::caseOf, "switchExpression", "whenClauses", "elseExpression");
    on(CastExpression.class, this::cast, "keyword", "leftExpression", "colDataType");
    on(Function.class, (node, scope) -> translation.calls().call(node, scope), Calls.FIELDS);
    on(
        AnalyticExpression.class,
        (node, scope) -> translation.calls().windows().call(node, scope),
        Windows.FIELDS);
    on(
        ParenthesedSelect.class,
        (node, scope) -> translation.selects().scalar(node, scope),
        Selects.PARENTHESED);
  }

  private void literals() {
    on(LongValue.class, (node, scope) -> number(node), "stringValue");
    on(StringValue.class, (node, scope) -> text(node), "value", "quoteStr");
    on(NullValue.class, (node, scope) -> Literals.nothing());
    on(BooleanValue.class, (node, scope) -> Literals.bool(node.getValue()), "value");
  }

  private void operators() {
    binary(Addition.class, "+");
    binary(Subtraction.class, "-");
    binary(Multiplication.class, "*");
    binary(Division.class, "/");
    binary(Modulo.class, "%");
    binary(Concat.class, "||");
    binary(AndExpression.class, "AND");
    binary(OrExpression.class, "OR");
    binary(EqualsTo.class, "=");
    binary(NotEqualsTo.class, "<>");
    binary(MinorThan.class, "<");
    binary(MinorThanEquals.class, "<=");
    binary(GreaterThan.class, ">");
    binary(GreaterThanEquals.class, ">=");
    on(SignedExpression.class, this::signed, "sign", "expression");
    on(ParenthesedExpressionList.class, this::parenthesised);
  }

  private void conditions() {
    on(NotExpression.class, this::not, "expression");
    on(
        IsNullExpression.class,
        (node, scope) -> Operators.isNull(of(node.getLeftExpression(), scope), node.isNot()),
        "leftExpression",
        "not");
    on(IsBooleanExpression.class, predicates::isBoolean, "leftExpression", "not", "isTrue");
    on(
        IsDistinctExpression.class,
        predicates::isDistinct,
        "leftExpression",
        "rightExpression",
        "not");
    on(
        Between.class,
        predicates::between,
        "leftExpression",
        "betweenExpressionStart",
        "betweenExpressionEnd",
        "not");
    on(InExpression.class, predicates::in, "leftExpression", "rightExpression", "not");
    on(
        LikeExpression.class,
        predicates::like,
        "leftExpression",
        "rightExpression",
        "not",
        "likeKeyWord",
        "escapeExpression");
    on(ExistsExpression.class, predicates::exists, "rightExpression", "not");
  }

  private <E extends Expression> void on(Class<E> type, Rule<E> rule, String... fields) {
    on(type, rule, Set.of(fields));
  }

  private <E extends Expression> void on(Class<E> type, Rule<E> rule, Set<String> fields) {
    handlers.put(type, new Handler(fields, (node, scope) -> rule.apply(type.cast(node), scope)));
  }

  private void binary(Class<? extends BinaryExpression> type, String operator) {
    on(type, chains::of, Chains.fields(type));
    chains.add(type, operator);
  }

  /// Translates an expression.
  Typed of(Expression node, Scope scope) throws SnowflakeException {
    var handler = handlers.get(node.getClass());
    if (handler == null) {
      throw Errors.notSupported("the expression " + node.getClass().getSimpleName());
    }
    Clauses.only(node, handler.fields());
    int mark = scope.free();
    var typed = handler.rule().apply(node, scope);
    var key = scope.insideAggregate() ? null : scope.keys().get(typed.sql());
    if (key == null) {
      return typed;
    }
    scope.covered(mark);
    return key;
  }

  List<Typed> all(List<? extends Expression> nodes, Scope scope) throws SnowflakeException {
    List<Typed> typed = new ArrayList<>();
    for (Expression node : nodes) {
      typed.add(of(node, scope));
    }
    return typed;
  }

  /// Translates what must be a condition.
  Typed condition(Expression node, Scope scope) throws SnowflakeException {
    return Operators.condition(of(node, scope), ambient);
  }

  private Typed number(LongValue node) throws SnowflakeException {
    int token = translation.placeholders().token(node.getStringValue());
    return Literals.number(translation.text().tokens().text(token));
  }

  private Typed text(StringValue node) throws SnowflakeException {
    return Literals.text(translation.placeholders().string(node.getValue()));
  }

  private Typed signed(SignedExpression node, Scope scope) throws SnowflakeException {
    var value = of(node.getExpression(), scope);
    return switch (node.getSign()) {
      case '-' -> Operators.negate(value, ambient);
      case '+' -> Operators.plus(value, ambient);
      default -> throw Errors.notSupported("the operator " + node.getSign());
    };
  }

  private Typed parenthesised(ParenthesedExpressionList<?> node, Scope scope)
      throws SnowflakeException {
    if (node.size() != 1) {
      throw Errors.notSupported("a list of expressions where one is wanted");
    }
    return of(node.getFirst(), scope);
  }

  private Typed not(NotExpression node, Scope scope) throws SnowflakeException {
    return Operators.not(of(node.getExpression(), scope), ambient);
  }

  private Typed cast(CastExpression node, Scope scope) throws SnowflakeException {
    ColDataType type = node.getColDataType();
    Clauses.only(type, Set.of("dataType"));
    var value = of(node.getLeftExpression(), scope);
    return switch (translation.placeholders().item(type.getDataType())) {
      case Item.Cast(DataType target, boolean tries) -> cast(value, target, tries);
      case Item.Path path -> path(value, path, scope);
      default -> throw Errors.notSupported("a cast to an expression");
    };
  }

  Typed cast(Typed value, DataType target, boolean tries) throws SnowflakeException {
    return tries ? Casts.tryCast(value, target, ambient) : Casts.cast(value, target, ambient);
  }

  private Typed path(Typed value, Item.Path path, Scope scope) throws SnowflakeException {
    var get = Functions.scalar("GET").orElseThrow(() -> Errors.notSupported("paths"));
    var result = value;
    for (Item.Step step : path.steps()) {
      var index =
          switch (step) {
            case Item.Step.Key(String key) -> Literals.text(key);
            case Item.Step.Index(long number) -> Literals.number(Long.toString(number));
            case Item.Step.Computed(int from, int to) ->
                translation.<Typed>expression(from, to, node -> of(node, scope));
          };
      result = get.call(List.of(result, index), ambient);
    }
    return result;
  }

  private Typed caseOf(CaseExpression node, Scope scope) throws SnowflakeException {
    List<String> conditions = new ArrayList<>();
    List<Typed> results = new ArrayList<>();
    var subject = node.getSwitchExpression();
    int volatiles = scope.volatiles();
    var compared = subject == null ? Literals.nothing() : of(subject, scope);
    if (scope.volatiles() > volatiles) {
      throw Errors.notSupported("CASE of an expression that changes each time it is computed");
    }
    for (WhenClause when : node.getWhenClauses()) {
      Clauses.only(when, Set.of("whenExpression", "thenExpression"));
      var condition =
          subject == null
              ? condition(when.getWhenExpression(), scope)
              : Operators.binary("=", compared, of(when.getWhenExpression(), scope), ambient);
      conditions.add(condition.sql());
      results.add(of(when.getThenExpression(), scope));
    }
    if (node.getElseExpression() != null) {
      results.add(of(node.getElseExpression(), scope));
    }
    return caseOf(conditions, results);
  }

  /// @param results one for each condition, and one more for ELSE if there is one
  private Typed caseOf(List<String> conditions, List<Typed> results) throws SnowflakeException {
    var common = Casts.common(results.stream().map(Typed::type).toList());
    var sql = new StringBuilder("(CASE");
    boolean nullable = results.size() == conditions.size();
    for (int i = 0; i < results.size(); i++) {
      var result = Casts.coerce(results.get(i), common, ambient);
      nullable |= result.nullable();
      if (i < conditions.size()) {
        sql.append(" WHEN ").append(conditions.get(i)).append(" THEN ").append(result.sql());
      } else {
        sql.append(" ELSE ").append(result.sql());
      }
    }
    return Typed.of(sql.append(" END)").toString(), common, nullable);
  }
}
