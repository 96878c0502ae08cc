package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Parameter;
import dev.landfall.sandbox.snowflake.ddl.CatalogueRelations;
import dev.landfall.sandbox.snowflake.ddl.Procedure;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.script.Interpreter;
import dev.landfall.sandbox.snowflake.script.Returned;
import dev.landfall.sandbox.snowflake.sql.CodeStatement;
import dev.landfall.sandbox.snowflake.sql.SnowflakeParser;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Calls procedures (Snowflake, "CALL").
final class Procedures {
  /// How many procedures may call each other (Snowflake, "Overview of stored procedures", nested
  /// calls).
  private static final int DEEPEST = 8;

  private static final Name VALUE = new Name("V");

  private final Session session;
  private final Query query;
  private final Request request;
  private final Parameters parameters;

  Procedures(Session session, Query query, Request request, Parameters parameters) {
    this.session = session;
    this.query = query;
    this.request = request;
    this.parameters = parameters;
  }

  /// @param binds what the placeholders in the arguments stand for
  StatementRunner.Ran call(CodeStatement.Call call, Binds binds)
      throws SnowflakeException, SQLException {
    if (call.into().isPresent()) {
      throw Errors.notSupported("CALL … INTO outside Snowflake Scripting");
    }
    if (call.procedure().parts().size() == 1
        && call.procedure().last().value().startsWith("SYSTEM$")) {
      return system(call, binds);
    }
    return call(
        call.arguments(),
        binds,
        types -> Procedure.find(relations(), call.procedure(), call.arguments(), types));
  }

  /// Calls a function of the system's.
  private StatementRunner.Ran system(CodeStatement.Call call, Binds binds)
      throws SnowflakeException, SQLException {
    var name = call.procedure().last().value();
    var arguments =
        call.arguments().stream()
            .map(argument -> argument.expression().text() + "\n")
            .collect(Collectors.joining(", "));
    var ran = select("SELECT " + name + "(" + arguments + ")", binds, request.describeOnly());
    var column = new ResultColumn(name, ran.result().columns().getFirst().type(), true);
    return new StatementRunner.Ran(
        new Result(StatementKind.CALL, List.of(column), ran.result().rows()), ran.binds(), false);
  }

  /// Calls a procedure that lives for this call.
  StatementRunner.Ran call(CodeStatement.CallAnonymous statement, Binds binds)
      throws SnowflakeException, SQLException {
    if (statement.call().into().isPresent()) {
      throw Errors.notSupported("CALL … INTO outside Snowflake Scripting");
    }
    return call(
        statement.call().arguments(),
        binds,
        types -> Procedure.anonymous(relations(), statement, types));
  }

  private CatalogueRelations relations() {
    return new CatalogueRelations(
        session.account().catalog().catalogue(), session.actor(), SessionFunctions.of(session));
  }

  private interface Finder {
    Procedure find(List<DataType> types) throws SnowflakeException;
  }

  private StatementRunner.Ran call(
      List<CodeStatement.Argument> given, Binds binds, Finder procedures)
      throws SnowflakeException, SQLException {
    var arguments = arguments(given, binds);
    var procedure =
        procedures.find(arguments.result().columns().stream().map(ResultColumn::type).toList());
    var result = request.describeOnly() ? described(procedure) : run(procedure, arguments.result());
    return new StatementRunner.Ran(result, arguments.binds(), false);
  }

  /// The arguments' types and values, as the one row of a query.
  private StatementRunner.Ran arguments(List<CodeStatement.Argument> arguments, Binds binds)
      throws SnowflakeException, SQLException {
    if (arguments.isEmpty()) {
      return StatementRunner.Ran.of(new Result(StatementKind.SELECT, List.of(), List.of()));
    }
    return select(
        arguments.stream()
            .map(argument -> "(" + argument.expression().text() + "\n)")
            .collect(Collectors.joining(", ", "SELECT ", "")),
        binds,
        request.describeOnly());
  }

  private StatementRunner.Ran select(String sql, Binds binds, boolean describeOnly)
      throws SnowflakeException, SQLException {
    var inner = new Request(sql, new TreeMap<>(), describeOnly, request.parameters());
    return new StatementRunner(session, query, inner, Optional.of(binds)).run(sql);
  }

  private static Result described(Procedure procedure) {
    var callable = procedure.callable();
    return new Result(
        StatementKind.CALL,
        callable.table().isPresent()
            ? columns(callable.table().get())
            : List.of(new ResultColumn(procedure.name().value(), callable.returns(), true)),
        List.of());
  }

  private static List<ResultColumn> columns(List<Parameter> table) {
    return table.stream().map(c -> new ResultColumn(c.name().value(), c.type(), true)).toList();
  }

  private Result run(Procedure procedure, Result given) throws SnowflakeException, SQLException {
    var callable = procedure.callable();
    if (!callable.language().equals("SQL")) {
      throw Errors.notSupported(
          "CALL of the procedure "
              + procedure.sql()
              + ", which is written in "
              + callable.language());
    }
    var caller = session.rights();
    if (caller.depth() >= DEEPEST) {
      throw new SnowflakeException(
          "090238",
          "54001",
          "Stored procedure execution error: procedures call each other more than "
              + DEEPEST
              + " deep.");
    }
    session.rights(
        callable.caller()
            ? caller.deeper()
            : new Session.Rights(
                new Where(
                    Optional.of(procedure.scope().database()),
                    Optional.of(procedure.scope().schema()),
                    caller.where().warehouse(),
                    Optional.of(procedure.scope().owner())),
                new dev.landfall.sandbox.snowflake.catalog.Actor.Secondary.None(),
                true,
                caller.depth() + 1));
    try {
      return new RoutineScope(session.work()).run(() -> result(procedure, body(procedure, given)));
    } finally {
      session.rights(callable.caller() ? caller.after(session.rights()) : caller);
    }
  }

  private Returned body(Procedure procedure, Result given) throws SnowflakeException {
    var callable = procedure.callable();
    var arguments = values(procedure, given);
    if (callable.strict() && arguments.values().stream().anyMatch(a -> a.cell() == null)) {
      return Returned.NOTHING;
    }
    var surroundings = new SessionSurroundings(session, parameters, request.binds());
    var block = SnowflakeParser.script(callable.body().orElse(""), surroundings);
    return new Interpreter(new Scripts(session, query, request, parameters)).run(block, arguments);
  }

  private Map<Name, Interpreter.Argument> values(Procedure procedure, Result given)
      throws SnowflakeException {
    var values = new LinkedHashMap<Name, Interpreter.Argument>();
    var declared = procedure.callable().arguments();
    for (var i = 0; i < declared.size(); i++) {
      var parameter = declared.get(i);
      var at = procedure.order().get(i);
      values.put(
          parameter.name(),
          at < 0
              ? evaluate(
                  "CAST(("
                      + parameter.fallback().orElseThrow()
                      + ") AS "
                      + parameter.type().sql()
                      + ")",
                  Binds.NONE,
                  parameter.type())
              : cast(
                  given.columns().get(at).type(),
                  given.rows().getFirst().get(at),
                  parameter.type()));
    }
    return values;
  }

  private Interpreter.Argument cast(DataType from, @Nullable String cell, DataType to)
      throws SnowflakeException {
    if (cell == null || from.equals(to)) {
      return new Interpreter.Argument(to, cell);
    }
    var value = WireValues.typed(cell, from);
    return evaluate("CAST(:V AS " + to.sql() + ")", new One(value), to);
  }

  private Interpreter.Argument evaluate(String expression, Binds binds, DataType type)
      throws SnowflakeException {
    try {
      var result = select("SELECT " + expression, binds, false).result();
      return new Interpreter.Argument(type, result.rows().getFirst().getFirst());
    } catch (SQLException e) {
      throw DuckErrors.translate(e);
    }
  }

  private record One(Typed value) implements Binds {
    @Override
    public Optional<Typed> position(int position) {
      return Optional.empty();
    }

    @Override
    public Optional<Typed> name(Name name) {
      return name.equals(VALUE) ? Optional.of(value) : Optional.empty();
    }
  }

  /// What the caller gets of it, as the procedure declares it.
  private Result result(Procedure procedure, Returned returned) throws SnowflakeException {
    var callable = procedure.callable();
    return switch (returned) {
      case Returned.Table(var rows) ->
          table(callable.table().orElseThrow(() -> incompatible("SCALAR", "TABLE")), rows);
      case Returned.Scalar(var type, var cell) -> {
        if (callable.table().isPresent()) {
          throw incompatible("TABLE", "SCALAR");
        }
        if (cell != null && !Procedure.converts(type, callable.returns())) {
          throw incompatible(callable.returns().sql(), type.sql());
        }
        var value = cast(type, cell, callable.returns());
        if (callable.notNull() && value.cell() == null) {
          throw new SnowflakeException(
              "100132",
              "P0000",
              "NULL result for a procedure that returns NOT NULL: " + procedure.sql());
        }
        yield Scripts.one(procedure.name().value(), value.type(), value.cell());
      }
    };
  }

  private static Result table(List<Parameter> declared, Result rows) throws SnowflakeException {
    if (declared.isEmpty()) {
      return new Result(StatementKind.CALL, rows.columns(), rows.rows());
    }
    var actual = rows.columns();
    if (declared.size() != actual.size()) {
      throw incompatible(declared.size() + " columns", actual.size() + " columns");
    }
    for (var i = 0; i < declared.size(); i++) {
      var type = declared.get(i).type();
      var found = actual.get(i).type();
      if (type.getClass() != found.getClass() && !(found instanceof DataType.Null)) {
        throw incompatible(
            type.sql() + "' for column '" + declared.get(i).name().value(), found.sql());
      }
    }
    return new Result(StatementKind.CALL, columns(declared), rows.rows());
  }

  private static SnowflakeException incompatible(String declared, String actual) {
    return Errors.compilation(
        "090234",
        "42601",
        "Declared return type '"
            + declared
            + "' is incompatible with actual return type '"
            + actual
            + "'");
  }
}
