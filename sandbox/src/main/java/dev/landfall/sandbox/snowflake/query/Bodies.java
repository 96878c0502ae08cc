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
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /// A view's query, its columns named as the view names them.
  Query view(Relation.View view) throws SnowflakeException {
    var name = view.database().sql() + "." + view.schema().sql() + "." + view.name().sql();
    translation.shared().enter("view " + name);
    try {
      var query = translation.of(view.query(), in(view.scope()), Map.of()).selects().whole();
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
  Typed scalar(SqlFunction function, List<Typed> arguments) throws SnowflakeException {
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
      var inner =
          translation.of(function.body(), in(function.scope()), parameters(function, arguments));
      var value = inner.selects().value();
      Shared.bounded(value.sql());
      var result = Casts.cast(value, function.returns(), ambient);
      return Typed.of(result.sql(), result.type(), true);
    } finally {
      translation.shared().leave();
    }
  }

  /// A call of a table function.
  Query table(SqlFunction function, List<Typed> arguments) throws SnowflakeException {
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
      var inner =
          translation.of(function.body(), in(function.scope()), parameters(function, arguments));
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
      return retyped(query, columns);
    } finally {
      translation.shared().leave();
    }
  }

  private Query retyped(Query query, List<Relation.Parameter> columns) throws SnowflakeException {
    var alias = translation.shared().alias();
    List<String> items = new ArrayList<>();
    List<Query.Output> outputs = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      var column = columns.get(i);
      var value = Casts.cast(query.column(alias, i), column.type(), ambient);
      items.add(value.sql() + " AS c" + (i + 1));
      outputs.add(new Query.Output(column.name(), column.type(), true));
    }
    var sql = "SELECT " + String.join(", ", items) + " FROM (" + query.sql() + ") AS " + alias;
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

  private Map<Name, Typed> parameters(SqlFunction function, List<Typed> arguments)
      throws SnowflakeException {
    var parameters = function.parameters();
    if (arguments.size() > parameters.size()) {
      throw Errors.notSupported("too many arguments for " + function.name().sql());
    }
    Map<Name, Typed> names = new HashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      var parameter = parameters.get(i);
      var value = i < arguments.size() ? arguments.get(i) : fallback(function, parameter);
      names.put(parameter.name(), argument(value, parameter.type()));
    }
    return names;
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
