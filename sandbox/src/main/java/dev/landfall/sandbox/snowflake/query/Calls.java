package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.AggregateCall;
import dev.landfall.sandbox.snowflake.function.AggregateFunction;
import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.function.Functions;
import dev.landfall.sandbox.snowflake.function.Literals;
import dev.landfall.sandbox.snowflake.function.ScalarFunction;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.OracleNamedFunctionParameter;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;

/// Calls of functions: Snowflake's own, the aggregates among them, and those that users made.
final class Calls {
  static final Set<String> FIELDS = Set.of("nameparts", "parameters", "distinct");

  /// Functions whose value differs each time they are computed.
  private static final Set<String> VOLATILE =
      Set.of("RANDOM", "UUID_STRING", "UNIFORM", "NORMAL", "ZIPF", "RANDSTR");

  private final Translation translation;
  private final Ambient ambient;
  private final Windows windows;
  private final Lambdas lambdas;

  Calls(Translation translation) {
    this.translation = translation;
    this.ambient = translation.ambient();
    this.windows = new Windows(translation, this);
    this.lambdas = new Lambdas(translation);
  }

  Windows windows() {
    return windows;
  }

  Typed call(Function node, Scope scope) throws SnowflakeException {
    List<? extends Expression> parameters =
        node.getParameters() == null ? List.of() : node.getParameters();
    if (node.getParameters() != null) {
      Clauses.only(node.getParameters(), Set.of());
    }
    var parts = node.getMultipartName();
    if (parts.size() == 1) {
      switch (translation.placeholders().item(parts.getFirst())) {
        case Item.Cast(DataType target, boolean tries) -> {
          var value = translation.expressions().of(single(parameters), scope);
          return translation.expressions().cast(value, target, tries);
        }
        case Item.Function(String name) -> {
          return builtIn(name, parameters, node.isDistinct(), scope);
        }
        default -> {}
      }
    }
    var name = translation.placeholders().qualified(List.copyOf(parts));
    if (name.parts().size() > 1) {
      return userDefined(name, parameters, node.isDistinct(), scope);
    }
    var known = name.last().value();
    return isKnown(known)
        ? builtIn(known, parameters, node.isDistinct(), scope)
        : userDefined(name, parameters, node.isDistinct(), scope);
  }

  private static Expression single(List<? extends Expression> parameters)
      throws SnowflakeException {
    if (parameters.size() != 1) {
      throw Errors.notSupported("CAST of a list");
    }
    return parameters.getFirst();
  }

  private boolean isKnown(String name) {
    return RowNumbers.NAMES.contains(name)
        || name.equals("GROUPING")
        || name.equals("GROUPING_ID")
        || (Functions.scalar(name).isPresent() && !Functions.isRefused(name))
        || Functions.aggregate(name).isPresent()
        || Functions.window(name).isPresent();
  }

  private Typed builtIn(
      String name, List<? extends Expression> parameters, boolean distinct, Scope scope)
      throws SnowflakeException {
    var aggregate = Functions.aggregate(name);
    if (aggregate.isPresent()) {
      return aggregate(name, aggregate.get(), parameters, distinct, List.of(), scope);
    }
    if (distinct) {
      throw Errors.notSupported(name + "(DISTINCT …)");
    }
    if (RowNumbers.NAMES.contains(name)) {
      return RowNumbers.next(name, translation.expressions().all(parameters, scope), scope);
    }
    if (name.equals("GROUPING") || name.equals("GROUPING_ID")) {
      return grouping(name, translation.expressions().all(parameters, scope), scope);
    }
    var scalar = Functions.scalar(name);
    if (scalar.isEmpty()) {
      throw new SnowflakeException(
          "002303",
          "42601",
          "SQL compilation error:\nWindow function [" + name + "] requires an OVER clause.");
    }
    if (lambdas.takes(name)) {
      return lambdas.call(name, parameters, scope);
    }
    if (VOLATILE.contains(name)) {
      scope.sawVolatile();
    }
    return scalar.get().call(arguments(name, scalar.get(), parameters, scope), ambient);
  }

  private List<Typed> arguments(
      String name, ScalarFunction function, List<? extends Expression> parameters, Scope scope)
      throws SnowflakeException {
    if (parameters.size() == 1 && parameters.getFirst() instanceof AllColumns star) {
      return everything(name, star, scope);
    }
    List<Optional<String>> identifiers = new ArrayList<>();
    for (Expression parameter : parameters) {
      identifiers.add(identifier(parameter));
    }
    var words = function.words(identifiers);
    List<Typed> arguments = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      arguments.add(
          words.contains(i) && identifiers.get(i).isPresent()
              ? Literals.word(identifiers.get(i).get())
              : translation.expressions().of(parameters.get(i), scope));
    }
    return arguments;
  }

  /// An unquoted name without qualifier, if the expression is one.
  private Optional<String> identifier(Expression parameter) throws SnowflakeException {
    if (parameter instanceof Column column
        && column.getTable() == null
        && translation.placeholders().item(column.getColumnName()) instanceof Item.Token(int index)
        && translation.text().tokens().kind(index) == TokenKind.WORD) {
      return Optional.of(translation.text().tokens().text(index));
    }
    return Optional.empty();
  }

  /// `OBJECT_CONSTRUCT(*)` has names and values, `HASH(*)` has values.
  private List<Typed> everything(String name, AllColumns star, Scope scope)
      throws SnowflakeException {
    List<Typed> arguments = new ArrayList<>();
    boolean named = name.startsWith("OBJECT_CONSTRUCT");
    if (!named && !name.equals("HASH")) {
      throw Errors.notSupported(name + "(*)");
    }
    for (Field field : starred(star, scope)) {
      if (named) {
        arguments.add(Literals.text(field.name().value()));
      }
      scope.read(field.name().sql());
      arguments.add(field.value());
    }
    return arguments;
  }

  /// The columns of `*` or `t.*`.
  private List<Field> starred(AllColumns star, Scope scope) throws SnowflakeException {
    if (!(star instanceof AllTableColumns columns)) {
      Clauses.only(star, Set.of());
      return scope.star();
    }
    Clauses.only(star, Set.of("table"));
    return translation.selects().source(columns, scope).fields();
  }

  /// A call of an aggregate over groups.
  Typed aggregate(
      String name,
      AggregateFunction function,
      List<? extends Expression> parameters,
      boolean distinct,
      List<AggregateCall.Order> within,
      Scope scope)
      throws SnowflakeException {
    if (scope.insideAggregate()) {
      throw new SnowflakeException(
          "002033",
          "42601",
          "SQL compilation error:\nAggregate functions cannot be nested: [" + name + "]");
    }
    switch (scope.clause()) {
      case FROM, WHERE, GROUP_BY ->
          throw new SnowflakeException(
              "002035",
              "42601",
              "SQL compilation error:\nInvalid aggregate function in "
                  + (scope.clause() == Scope.Clause.GROUP_BY ? "group by" : "where")
                  + " clause ["
                  + name
                  + "]");
      default -> {}
    }
    scope.sawAggregate();
    scope.insideAggregate(true);
    try {
      boolean star = parameters.size() == 1 && parameters.getFirst().getClass() == AllColumns.class;
      var arguments = star ? List.<Typed>of() : aggregated(parameters, scope);
      return function.call(
          new AggregateCall(arguments, star, distinct, within, false, Optional.empty()), ambient);
    } finally {
      scope.insideAggregate(false);
    }
  }

  /// The arguments of an aggregate, of which one may be `t.*`.
  List<Typed> aggregated(List<? extends Expression> parameters, Scope scope)
      throws SnowflakeException {
    List<Typed> arguments = new ArrayList<>();
    for (Expression parameter : parameters) {
      if (parameter instanceof AllTableColumns star) {
        for (Field field : starred(star, scope)) {
          arguments.add(field.value());
        }
      } else {
        arguments.add(translation.expressions().of(parameter, scope));
      }
    }
    return arguments;
  }

  /// Whether a key of ROLLUP, CUBE or GROUPING SETS is left out of a row's group.
  private Typed grouping(String name, List<Typed> keys, Scope scope) throws SnowflakeException {
    List<String> columns = new ArrayList<>();
    for (Typed key : keys) {
      var sql =
          scope.keys().entrySet().stream()
              .filter(entry -> entry.getValue().sql().equals(key.sql()))
              .findFirst()
              .orElseThrow(() ->
                  new SnowflakeException(
                      "002071",
                      "42601",
                      "SQL compilation error:\nArguments of " + name + " must be keys of GROUP BY"))
              .getKey();
      columns.add(sql);
    }
    scope.sawAggregate();
    return Typed.of(
        "CAST(grouping(" + String.join(", ", columns) + ") AS DECIMAL(38,0))",
        DataType.Fixed.INTEGER,
        false);
  }

  private Typed userDefined(
      QualifiedName name, List<? extends Expression> parameters, boolean distinct, Scope scope)
      throws SnowflakeException {
    if (distinct) {
      throw Errors.notSupported(name.sql() + "(DISTINCT …)");
    }
    boolean simple = name.parts().size() == 1;
    var refused =
        Optional.of(name.last().value())
            .filter(last -> simple && Functions.isRefused(last))
            .flatMap(Functions::scalar);
    if (refused.isPresent() && parameters.stream().anyMatch(Calls::isNoValue)) {
      return refused.get().call(List.of(), ambient);
    }
    var arguments = named(parameters, scope);
    if (simple && arguments.stream().allMatch(a -> a.name().isEmpty())) {
      var values = arguments.stream().map(Relations.Argument::value).toList();
      var answer = translation.relations().answer(name.last().value(), values);
      if (answer.isPresent()) {
        return answer.get();
      }
      if (refused.isPresent()) {
        return refused.get().call(values, ambient);
      }
    } else if (name.parts().getFirst().value().equals("SNOWFLAKE")) {
      throw Errors.notSupported("function " + name.sql() + ", since the sandbox has no Cortex");
    }
    var function = translation.relations().function(name, arguments);
    return translation.bodies().scalar(function, arguments);
  }

  /// Whether it is a star, or passed by name.
  private static boolean isNoValue(Expression parameter) {
    return parameter instanceof AllColumns || parameter instanceof OracleNamedFunctionParameter;
  }

  /// Arguments of which some may be passed by name.
  List<Relations.Argument> named(List<? extends Expression> parameters, Scope scope)
      throws SnowflakeException {
    List<Relations.Argument> arguments = new ArrayList<>();
    for (Expression parameter : parameters) {
      if (parameter instanceof OracleNamedFunctionParameter named) {
        Clauses.only(named, Set.of("name", "expression"));
        arguments.add(
            new Relations.Argument(
                Optional.of(translation.placeholders().name(named.getName())),
                translation.expressions().of(named.getExpression(), scope)));
      } else {
        arguments.add(
            new Relations.Argument(
                Optional.empty(), translation.expressions().of(parameter, scope)));
      }
    }
    return arguments;
  }

  /// The name by which a function is called when it is called by one name.
  Optional<String> simpleName(Function node) throws SnowflakeException {
    var parts = node.getMultipartName();
    if (parts.size() != 1) {
      return Optional.empty();
    }
    return switch (translation.placeholders().item(parts.getFirst())) {
      case Item.Token(int index) when translation.text().isName(index) -> {
        Name name = translation.text().name(index);
        yield Optional.of(name.value());
      }
      default -> Optional.empty();
    };
  }

  static List<? extends Expression> parameters(Function node) {
    ExpressionList<?> parameters = node.getParameters();
    return parameters == null ? List.of() : parameters;
  }
}
