package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Parameter;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.query.QueryCompiler;
import dev.landfall.sandbox.snowflake.query.Relation;
import dev.landfall.sandbox.snowflake.query.Relations;
import dev.landfall.sandbox.snowflake.query.SqlFunction;
import dev.landfall.sandbox.snowflake.sql.CodeStatement;
import dev.landfall.sandbox.snowflake.sql.Creation;
import dev.landfall.sandbox.snowflake.sql.OptionReader;
import dev.landfall.sandbox.snowflake.sql.Span;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// Functions and procedures. A function in SQL must compile; code in other languages is kept as it
/// is.
final class Callables {
  private static final Name NEW = new Name("\u0000new");

  private Callables() {}

  static Result create(Operation operation, CodeStatement.CreateFunction statement)
      throws SnowflakeException, SQLException {
    if (statement.aggregate()) {
      throw Errors.notSupported("CREATE AGGREGATE FUNCTION");
    }
    var options = statement.options().reader("CREATE FUNCTION");
    return create(
        operation,
        Kind.FUNCTION,
        statement.creation(),
        statement.name(),
        statement.temporary(),
        statement.copyGrants(),
        new Definition(
            statement.parameters(),
            statement.returns(),
            statement.language(),
            statement.body(),
            statement.secure(),
            statement.nullInput(),
            statement.volatility(),
            statement.memoizable(),
            CodeStatement.ExecuteAs.OWNER),
        options);
  }

  static Result create(Operation operation, CodeStatement.CreateProcedure statement)
      throws SnowflakeException, SQLException {
    if (statement.executeAs() == CodeStatement.ExecuteAs.RESTRICTED_CALLER) {
      throw Errors.notSupported("EXECUTE AS RESTRICTED CALLER");
    }
    var options = statement.options().reader("CREATE PROCEDURE");
    return create(
        operation,
        Kind.PROCEDURE,
        statement.creation(),
        statement.name(),
        statement.temporary(),
        statement.copyGrants(),
        definition(statement),
        options);
  }

  private static Definition definition(CodeStatement.CreateProcedure statement) {
    return new Definition(
        statement.parameters(),
        statement.returns(),
        statement.language(),
        statement.body(),
        statement.secure(),
        statement.nullInput(),
        statement.volatility(),
        false,
        statement.executeAs());
  }

  /// A procedure that is made for one call, with its caller's rights.
  static Body.Callable anonymous(CodeStatement.CreateProcedure statement)
      throws SnowflakeException {
    var options = statement.options().reader("WITH … AS PROCEDURE");
    SequencedMap<String, Value> parameters = new LinkedHashMap<>();
    Rules.CALLABLE.read(options, parameters);
    options.finish();
    var callable = callable(definition(statement), parameters);
    requireComplete(callable);
    return callable.withCaller(true);
  }

  private record Definition(
      List<dev.landfall.sandbox.snowflake.sql.Parameter> parameters,
      CodeStatement.Returns returns,
      CodeStatement.Language language,
      Optional<Span> body,
      boolean secure,
      Optional<CodeStatement.NullInput> nullInput,
      Optional<CodeStatement.Volatility> volatility,
      boolean memoizable,
      CodeStatement.ExecuteAs executeAs) {}

  private static Result create(
      Operation operation,
      Kind kind,
      Creation creation,
      QualifiedName name,
      boolean temporary,
      boolean copyGrants,
      Definition definition,
      OptionReader options)
      throws SnowflakeException, SQLException {
    var comment = options.text("COMMENT");
    SequencedMap<String, Value> parameters = new LinkedHashMap<>();
    Rules.CALLABLE.read(options, parameters);
    options.finish();
    var callable = callable(definition, parameters);
    requireComplete(callable);
    var slot =
        Creations.begin(
            operation, kind, creation, name, name.last().value() + callable.signature(), temporary);
    if (slot.isEmpty()) {
      return Creations.alreadyThere(name.last());
    }
    if (kind == Kind.FUNCTION && callable.language().equals("SQL")) {
      check(operation, slot.get(), callable);
    }
    var entity =
        Creations.finish(operation, slot.get(), operation.draft().newId(), callable, copyGrants);
    operation.draft().update(entity.withComment(comment));
    return Creations.created(kind, entity.name());
  }

  private static Body.Callable callable(
      Definition definition, SequencedMap<String, Value> parameters) throws SnowflakeException {
    var arguments = Policies.parameters(definition.parameters());
    DataType returns = new DataType.Variant();
    Optional<List<Parameter>> table = Optional.empty();
    boolean notNull = false;
    switch (definition.returns()) {
      case CodeStatement.Returns.Scalar(var type, var required) -> {
        returns = type;
        notNull = required;
      }
      case CodeStatement.Returns.Rows(var columns) ->
          table = Optional.of(Policies.parameters(columns));
    }
    if (definition.language() == CodeStatement.Language.JAVASCRIPT) {
      for (var argument : arguments) {
        refuseForJavaScript(argument.type());
      }
      if (table.isEmpty()) {
        refuseForJavaScript(returns);
      }
    }
    return new Body.Callable(
        arguments,
        returns,
        table,
        notNull,
        definition.language().name(),
        definition.body().map(Span::text),
        definition.secure(),
        definition.nullInput().equals(Optional.of(CodeStatement.NullInput.RETURNS_NULL)),
        definition.volatility().equals(Optional.of(CodeStatement.Volatility.IMMUTABLE)),
        definition.memoizable(),
        false,
        definition.executeAs() == CodeStatement.ExecuteAs.CALLER,
        parameters);
  }

  private static void refuseForJavaScript(DataType type) throws SnowflakeException {
    if (type instanceof DataType.Fixed || type instanceof DataType.Time) {
      throw Errors.compilation(
          "002138",
          "0A000",
          "Language JAVASCRIPT does not support type '"
              + type.sql()
              + "' for argument or return type.");
    }
  }

  private static void requireComplete(Body.Callable callable) throws SnowflakeException {
    if (List.of("PYTHON", "JAVA", "SCALA").contains(callable.language())) {
      for (var name : List.of("HANDLER", "RUNTIME_VERSION")) {
        boolean optional = name.equals("RUNTIME_VERSION") && callable.language().equals("JAVA");
        if (!optional && !callable.parameters().containsKey(name)) {
          throw Errors.compilation("002029", "42601", "Missing option(s): [" + name + "]");
        }
      }
    } else {
      for (var name : callable.parameters().keySet()) {
        if (!name.endsWith("_LEVEL")) {
          throw Errors.compilation(
              "001420",
              "22023",
              "invalid property '" + name + "' for language " + callable.language());
        }
      }
      if (callable.body().isEmpty()) {
        throw Errors.compilation("002029", "42601", "Missing option(s): [AS]");
      }
    }
  }

  /// A function in SQL compiles when a call of it does.
  private static void check(Operation operation, Creations.Slot slot, Body.Callable callable)
      throws SnowflakeException {
    var inside = Views.insideOf(operation, slot);
    var function =
        new SqlFunction(
            slot.name(),
            CatalogueRelations.parameters(callable.arguments()),
            callable.returns(),
            callable.table().map(CatalogueRelations::parameters),
            callable.strict(),
            "SQL",
            callable.body().orElse(""),
            new Relation.Scope(
                operation.draft().databaseOf(slot.place()).name(),
                slot.place().name(),
                operation.access().role().name()));
    var call =
        NEW.sql()
            + callable.arguments().stream()
                .map(argument -> "CAST(NULL AS " + argument.type().sql() + ")")
                .collect(Collectors.joining(", ", "(", ")"));
    QueryCompiler.select(
        callable.table().isPresent() ? "SELECT * FROM TABLE(" + call + ")" : "SELECT " + call,
        new WithNew(inside, function),
        operation.ambient(),
        Binds.NONE);
  }

  /// The catalogue, and the new function under its secret name.
  private record WithNew(Relations relations, SqlFunction function) implements Relations {
    @Override
    public Relation from(QualifiedName name) throws SnowflakeException {
      return relations.from(name);
    }

    @Override
    public Relation.Table target(QualifiedName name, String privilege) throws SnowflakeException {
      return relations.target(name, privilege);
    }

    @Override
    public String sequence(QualifiedName name) throws SnowflakeException {
      return relations.sequence(name);
    }

    @Override
    public SqlFunction function(QualifiedName name, List<Argument> arguments)
        throws SnowflakeException {
      return name.last().equals(NEW) ? function : relations.function(name, arguments);
    }

    @Override
    public Relations in(Name database, Name schema, Name owner) {
      return relations.in(database, schema, owner);
    }
  }

  /// ALTER FUNCTION … SET and ALTER PROCEDURE … SET.
  static Entity set(Operation operation, Entity callable, OptionReader options)
      throws SnowflakeException {
    operation.access().requireOwnership(callable);
    var comment = options.text("COMMENT");
    var body = callable.body(Body.Callable.class);
    SequencedMap<String, Value> parameters = new LinkedHashMap<>(body.parameters());
    new Rules(
            java.util.Map.of(
                "LOG_LEVEL",
                Rules.CALLABLE.rules().getOrDefault("LOG_LEVEL", Rules.text()),
                "TRACE_LEVEL",
                Rules.CALLABLE.rules().getOrDefault("TRACE_LEVEL", Rules.text())))
        .read(options, parameters);
    options.finish();
    var result =
        callable.withBody(
            new Body.Callable(
                body.arguments(),
                body.returns(),
                body.table(),
                body.notNull(),
                body.language(),
                body.body(),
                body.secure(),
                body.strict(),
                body.immutable(),
                body.memoizable(),
                body.aggregate(),
                body.caller(),
                parameters));
    return comment.isPresent() ? result.withComment(comment) : result;
  }
}
