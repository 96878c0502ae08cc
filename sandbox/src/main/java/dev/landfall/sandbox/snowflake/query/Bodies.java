package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.function.Casts;
import dev.landfall.sandbox.snowflake.function.Operators;
import dev.landfall.sandbox.snowflake.function.Refusal;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Views, user-defined functions and policies: their bodies are translated where they are used,
/// with the names and rights of where they were made.
final class Bodies {
  private final Translation translation;
  private final Ambient ambient;

  Bodies(Translation translation) {
    this.translation = translation;
    this.ambient = translation.ambient();
  }

  private Relations in(Relation.Scope scope) {
    return translation.relations().in(scope.database(), scope.schema(), scope.owner());
  }

  /// A view whose query does not compile any more says so (Snowflake's error 2037).
  private Query expanded(Relation.View view) throws SnowflakeException {
    try {
      return translation.of(view.query(), in(view.scope()), Map.of()).selects().whole();
    } catch (SnowflakeException e) {
      if (!e.text().startsWith("SQL compilation error")) {
        throw e;
      }
      throw new SnowflakeException(
          "002037",
          "42601",
          "SQL compilation error:\nFailure during expansion of view '"
              + view.name().value()
              + "': "
              + e.text());
    }
  }

  /// A view's query, its columns named as the view names them.
  Query view(Relation.View view) throws SnowflakeException {
    var name = view.database().sql() + "." + view.schema().sql() + "." + view.name().sql();
    translation.shared().enter("view " + name);
    try {
      var query = expanded(view);
      var columns = view.columns();
      if (columns.size() != query.outputs().size()) {
        throw new SnowflakeException(
            "002057",
            "42601",
            "SQL compilation error:\nView definition for '"
                + name
                + "' declared "
                + columns.size()
                + " column(s), but view query produces "
                + query.outputs().size()
                + " column(s).");
      }
      List<Query.Output> outputs = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        var output = query.outputs().get(i);
        requireFit(name, i, columns.get(i), output);
        outputs.add(new Query.Output(columns.get(i).name(), output.type(), output.nullable()));
      }
      return new Query(query.sql(), outputs);
    } finally {
      translation.shared().leave();
    }
  }

  private static void requireFit(
      String view, int index, Relation.Column declared, Query.Output output)
      throws SnowflakeException {
    var type = declared.type();
    boolean fits =
        type.getClass() == output.type().getClass()
            || type instanceof DataType.Null
            || output.type() instanceof DataType.Null;
    if (!fits) {
      throw new SnowflakeException(
          "002037",
          "42601",
          "SQL compilation error:\nView columns mismatch with view definition for view '"
              + view
              + "', at column "
              + index
              + ", column name is '"
              + declared.name().value()
              + "', expected type "
              + type.sql()
              + ", got "
              + output.type().sql());
    }
  }

  /// A call of a scalar function.
  Typed scalar(SqlFunction function, List<Relations.Argument> arguments) throws SnowflakeException {
    if (function.table().isPresent()) {
      throw Errors.notSupported(
          "the table function " + function.name().sql() + " in an expression");
    }
    if (!function.language().equalsIgnoreCase("SQL")) {
      return Refusal.of(
          function.language() + " function " + function.name().sql(), function.returns());
    }
    translation.shared().enter("function " + identity(function));
    try {
      var names = parameters(function, arguments);
      var inner = translation.of(function.body(), in(function.scope()), names);
      var value = inner.selects().value();
      Shared.bounded(value.sql());
      requireReturned(value.type(), function.returns());
      var result = Casts.cast(value, function.returns(), ambient);
      var sql =
          missing(function, names)
              .map(missing -> "CASE WHEN NOT (" + missing + ") THEN " + result.sql() + " END")
              .orElse(result.sql());
      return Typed.of(sql, result.type(), true);
    } finally {
      translation.shared().leave();
    }
  }

  /// A call of a table function.
  Query table(SqlFunction function, List<Relations.Argument> arguments) throws SnowflakeException {
    var columns =
        function
            .table()
            .orElseThrow(() ->
                Errors.notSupported(
                    "the scalar function " + function.name().sql() + " as a table"));
    if (!function.language().equalsIgnoreCase("SQL")) {
      throw Errors.notSupported(function.language() + " table function " + function.name().sql());
    }
    translation.shared().enter("function " + identity(function));
    try {
      var names = parameters(function, arguments);
      var inner = translation.of(function.body(), in(function.scope()), names);
      var query = inner.selects().whole();
      if (query.outputs().size() != columns.size()) {
        throw new SnowflakeException(
            "002057",
            "42601",
            "SQL compilation error:\nFunction "
                + function.name().sql()
                + " declared "
                + columns.size()
                + " column(s), but its query produces "
                + query.outputs().size()
                + " column(s).");
      }
      return retyped(query, columns, missing(function, names));
    } finally {
      translation.shared().leave();
    }
  }

  /// What tells that a strict function is not to be computed.
  private static Optional<String> missing(SqlFunction function, Map<Name, Typed> arguments) {
    return function.strict() && !arguments.isEmpty()
        ? Optional.of(
            arguments.values().stream()
                .map(argument -> argument.sql() + " IS NULL")
                .collect(Collectors.joining(" OR ")))
        : Optional.empty();
  }

  /// A function's value is of the kind it declares: only numbers are converted.
  private static void requireReturned(DataType actual, DataType declared)
      throws SnowflakeException {
    if (!actual.getClass().equals(declared.getClass())
        && !(actual instanceof DataType.Null)
        && !(isNumber(actual) && isNumber(declared))) {
      throw incompatible(declared.sql(), actual);
    }
  }

  private static boolean isNumber(DataType type) {
    return type instanceof DataType.Fixed || type instanceof DataType.Float64;
  }

  private static SnowflakeException incompatible(String declared, DataType actual) {
    return Errors.compilation(
        "001316",
        "42P13",
        "Declared return type '"
            + declared
            + "' is incompatible with actual return type '"
            + actual.sql()
            + "'");
  }

  private Query retyped(Query query, List<Relation.Parameter> columns, Optional<String> missing)
      throws SnowflakeException {
    var alias = translation.shared().alias();
    List<String> items = new ArrayList<>();
    List<Query.Output> outputs = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      var column = columns.get(i);
      var found = query.column(alias, i);
      if (!found.type().getClass().equals(column.type().getClass())
          && !(found.type() instanceof DataType.Null)) {
        throw incompatible(
            column.type().sql() + "' for column '" + column.name().value(), found.type());
      }
      var value = Casts.cast(found, column.type(), ambient);
      items.add(value.sql() + " AS c" + (i + 1));
      outputs.add(new Query.Output(column.name(), column.type(), true));
    }
    var sql =
        "SELECT "
            + String.join(", ", items)
            + " FROM ("
            + query.sql()
            + ") AS "
            + alias
            + missing.map(condition -> " WHERE NOT (" + condition + ")").orElse("");
    return new Query(sql, outputs);
  }

  private static String identity(SqlFunction function) {
    var types = new StringBuilder();
    for (var parameter : function.parameters()) {
      types.append(' ').append(parameter.type().sql());
    }
    var scope = function.scope();
    return scope.database().sql()
        + "."
        + scope.schema().sql()
        + "."
        + function.name().sql()
        + types;
  }

  private Map<Name, Typed> parameters(SqlFunction function, List<Relations.Argument> arguments)
      throws SnowflakeException {
    var parameters = function.parameters();
    if (arguments.size() > parameters.size()) {
      throw Errors.notSupported("too many arguments for " + function.name().sql());
    }
    Map<Name, Typed> names = new LinkedHashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      var parameter = parameters.get(i);
      var given = given(arguments, i, parameter.name());
      var value = given.isPresent() ? given.get() : fallback(function, parameter);
      names.put(parameter.name(), argument(value, parameter.type()));
    }
    return names;
  }

  private static Optional<Typed> given(List<Relations.Argument> arguments, int index, Name name) {
    if (index < arguments.size() && arguments.get(index).name().isEmpty()) {
      return Optional.of(arguments.get(index).value());
    }
    return arguments.stream()
        .filter(argument -> argument.name().equals(Optional.of(name)))
        .map(Relations.Argument::value)
        .findFirst();
  }

  private Typed fallback(SqlFunction function, Relation.Parameter parameter)
      throws SnowflakeException {
    var text =
        parameter
            .fallback()
            .orElseThrow(() ->
                Errors.notSupported(
                    "a call of " + function.name().sql() + " without " + parameter.name()));
    return translation.of(text, in(function.scope()), Map.of()).selects().value();
  }

  private Typed argument(Typed value, DataType type) throws SnowflakeException {
    var cast = Casts.coerce(value, type, ambient);
    return Typed.of(cast.sql(), type, cast.nullable());
  }

  /// What a masking policy shows of a column.
  ///
  /// @param columns the columns of the table, among them those that the policy is given
  Typed masked(Relation.Policy policy, Typed value, Map<Name, Typed> columns)
      throws SnowflakeException {
    var shown = policy(policy, columns);
    var cast = Casts.cast(shown, value.type(), ambient);
    return Typed.of(cast.sql(), value.type(), true);
  }

  /// Whether a row-access policy lets a row be seen.
  Typed visible(Relation.Policy policy, Map<Name, Typed> columns) throws SnowflakeException {
    return Operators.condition(policy(policy, columns), ambient);
  }

  private Typed policy(Relation.Policy policy, Map<Name, Typed> columns) throws SnowflakeException {
    if (policy.arguments().size() != policy.parameters().size()) {
      throw new IllegalArgumentException("arguments of a policy");
    }
    Map<Name, Typed> names = new HashMap<>();
    for (int i = 0; i < policy.arguments().size(); i++) {
      var column = Optional.ofNullable(columns.get(policy.arguments().get(i)));
      var parameter = policy.parameters().get(i);
      names.put(parameter.name(), argument(column.orElseThrow(), parameter.type()));
    }
    translation.shared().enter("policy " + policy.scope() + " " + policy.body());
    try {
      return translation.of(policy.body(), in(policy.scope()), names).selects().value();
    } finally {
      translation.shared().leave();
    }
  }
}
