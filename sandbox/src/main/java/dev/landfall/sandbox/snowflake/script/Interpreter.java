package dev.landfall.sandbox.snowflake.script;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.CodeStatement;
import dev.landfall.sandbox.snowflake.sql.Declaration;
import dev.landfall.sandbox.snowflake.sql.Place;
import dev.landfall.sandbox.snowflake.sql.ScriptStatement;
import dev.landfall.sandbox.snowflake.sql.SnowflakeParser;
import dev.landfall.sandbox.snowflake.sql.Span;
import dev.landfall.sandbox.snowflake.sql.Surroundings;
import dev.landfall.sandbox.snowflake.sql.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs one block (Snowflake, "Snowflake Scripting reference"). Used once, by one thread.
public final class Interpreter {
  private static final Name OTHER = new Name("OTHER");
  private static final Name ROW_COUNT = new Name("SQLROWCOUNT");
  private static final Name FOUND = new Name("SQLFOUND");
  private static final Name NOT_FOUND = new Name("SQLNOTFOUND");
  private static final Name QUERY = new Name("SQLID");
  private static final Name CODE = new Name("SQLCODE");
  private static final Name STATE = new Name("SQLSTATE");
  private static final Name MESSAGE = new Name("SQLERRM");

  private final Host host;
  private final Scope root = new Scope(null);

  public Interpreter(Host host) {
    this.host = host;
    root.declare(ROW_COUNT, new Variable.Value(DataType.Fixed.INTEGER, null));
    root.declare(FOUND, new Variable.Value(new DataType.Bool(), null));
    root.declare(NOT_FOUND, new Variable.Value(new DataType.Bool(), null));
    root.declare(QUERY, new Variable.Value(DataType.Text.MAX, null));
  }

  /// @param arguments values of a procedure's parameters
  /// @throws SnowflakeException what no handler took
  public Returned run(ScriptStatement.Block block, Map<Name, Argument> arguments)
      throws SnowflakeException {
    arguments.forEach((name, argument) ->
        root.declare(name, new Variable.Value(argument.type(), argument.cell())));
    try {
      return block(block, root) instanceof Flow.Return(var value) ? value : Returned.NOTHING;
    } catch (Raised e) {
      throw e.uncaught();
    }
  }

  /// The value of a procedure's parameter.
  ///
  /// @param cell as results write it
  public record Argument(DataType type, @Nullable String cell) {}

  private Flow block(ScriptStatement.Block block, Scope outer) throws SnowflakeException, Raised {
    var scope = new Scope(outer);
    try {
      for (var declaration : block.declarations()) {
        declare(declaration, scope);
      }
      for (var statement : block.body()) {
        try {
          var flow = run(statement, scope);
          if (!(flow instanceof Flow.Next)) {
            return flow;
          }
        } catch (Raised e) {
          var handler = handler(block, e);
          if (handler.isEmpty() || !handler.get().goesOn()) {
            throw e;
          }
          var flow = handle(handler.get(), e, scope);
          if (!(flow instanceof Flow.Next)) {
            return flow;
          }
        }
      }
      return Flow.NEXT;
    } catch (Raised e) {
      var handler = handler(block, e).filter(h -> !h.goesOn());
      if (handler.isEmpty()) {
        throw e;
      }
      return handle(handler.get(), e, scope);
    }
  }

  private static Optional<ScriptStatement.Handler> handler(
      ScriptStatement.Block block, Raised raised) {
    return block.handlers().stream()
        .filter(handler ->
            handler.exceptions().stream()
                .anyMatch(name -> name.equals(OTHER) || name.value().equals(raised.type())))
        .findFirst();
  }

  private Flow handle(ScriptStatement.Handler handler, Raised raised, Scope around)
      throws SnowflakeException, Raised {
    var scope = new Scope(around);
    scope.declare(CODE, Variable.Value.number(raised.number()));
    scope.declare(STATE, Variable.Value.text(raised.state()));
    scope.declare(MESSAGE, Variable.Value.text(raised.text()));
    try {
      return all(handler.body(), scope);
    } catch (Again e) {
      throw raised;
    }
  }

  /// RAISE alone: what is handled goes on.
  private static final class Again extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Again() {
      super(null, null, false, false);
    }
  }

  private Flow all(List<ScriptStatement> statements, Scope scope)
      throws SnowflakeException, Raised {
    for (var statement : statements) {
      var flow = run(statement, scope);
      if (!(flow instanceof Flow.Next)) {
        return flow;
      }
    }
    return Flow.NEXT;
  }

  private void declare(Declaration declaration, Scope scope) throws SnowflakeException, Raised {
    Variable variable =
        switch (declaration) {
          case Declaration.Variable(var name, var type, var value, var at) ->
              value.isPresent()
                  ? evaluate(value.get(), type, scope, at)
                  : new Variable.Value(type.orElse(DataType.Text.MAX), null);
          case Declaration.QueryCursor(var name, var query, var at) ->
              new Variable.Cursor(new Variable.Source.Query(query.text()));
          case Declaration.ResultSetCursor(var name, var source, var at) ->
              new Variable.Cursor(new Variable.Source.ResultSet(rows(source, scope, at)));
          case Declaration.ResultSet(var name, var query, var at) ->
              new Variable.Rows(
                  query.isPresent()
                      ? Optional.of(query(query.get().text(), scope, at))
                      : Optional.empty());
          case Declaration.UserException(var name, var number, var message, var at) ->
              new Variable.UserException(name, number, message);
        };
    scope.declare(declaration.name(), variable);
  }

  private void open(Variable.Cursor cursor, Scope scope, List<Typed> values, Place at)
      throws SnowflakeException, Raised {
    cursor.open(
        switch (cursor.source()) {
          case Variable.Source.Query(var text) -> sql(text, scope, values, at);
          case Variable.Source.ResultSet(var rows) -> rows;
        });
  }

  private Flow run(ScriptStatement statement, Scope scope) throws SnowflakeException, Raised {
    host.check();
    return switch (statement) {
      case ScriptStatement.Block block -> block(block, scope);
      case ScriptStatement.Let(var declaration, var at) -> {
        declare(declaration, scope);
        yield Flow.NEXT;
      }
      case ScriptStatement.Assign assign -> {
        assign(assign, scope);
        yield Flow.NEXT;
      }
      case ScriptStatement.If(var branches, var otherwise, var at) -> {
        for (var branch : branches) {
          if (holds(branch.condition(), scope, at)) {
            yield all(branch.body(), scope);
          }
        }
        yield all(otherwise, scope);
      }
      case ScriptStatement.Case choice -> choose(choice, scope);
      case ScriptStatement.ForRows loop -> new Loops(this).rows(loop, scope);
      case ScriptStatement.ForRange loop -> new Loops(this).range(loop, scope);
      case ScriptStatement.While loop -> new Loops(this).whileHolds(loop, scope);
      case ScriptStatement.Repeat loop -> new Loops(this).repeat(loop, scope);
      case ScriptStatement.Loop loop -> new Loops(this).forever(loop, scope);
      case ScriptStatement.Break(var label, var at) -> new Flow.Break(label);
      case ScriptStatement.Continue(var label, var at) -> new Flow.Continue(label);
      case ScriptStatement.Return(var value, var at) ->
          new Flow.Return(value.isPresent() ? returned(value.get(), scope, at) : Returned.NOTHING);
      case ScriptStatement.ReturnTable(var rows, var at) ->
          new Flow.Return(new Returned.Table(table(rows, scope, at)));
      case ScriptStatement.Raise(var exception, var at) -> throw raised(exception, scope, at);
      case ScriptStatement.Open(var cursor, var using, var at) -> {
        var values = new ArrayList<Typed>();
        for (var value : using) {
          values.add(typed(evaluate(value, Optional.empty(), scope, at)));
        }
        open(cursor(cursor, scope), scope, values, at);
        yield Flow.NEXT;
      }
      case ScriptStatement.Fetch(var cursor, var into, var at) -> {
        fetch(cursor(cursor, scope), into, scope, at);
        yield Flow.NEXT;
      }
      case ScriptStatement.Close(var cursor, var at) -> {
        cursor(cursor, scope).close();
        yield Flow.NEXT;
      }
      case ScriptStatement.Nothing nothing -> Flow.NEXT;
      case ScriptStatement.SelectInto(var query, var into, var at) -> {
        store(one(sql(query.text(), scope, List.of(), at), at), into, scope, at);
        yield Flow.NEXT;
      }
      case ScriptStatement.Call(var call, var at) -> {
        var result = sql(call.text().text(), scope, List.of(), at);
        if (call.into().isPresent()) {
          store(one(result, at), List.of(call.into().get()), scope, at);
        }
        yield Flow.NEXT;
      }
      case ScriptStatement.ExecuteImmediate(var execute, var at) -> {
        immediate(execute, scope, at);
        yield Flow.NEXT;
      }
      case ScriptStatement.Sql(var text, var at) -> {
        counted(sql(text.text(), scope, List.of(), at));
        yield Flow.NEXT;
      }
    };
  }

  private Result immediate(CodeStatement.ExecuteImmediate execute, Scope scope, Place at)
      throws SnowflakeException, Raised {
    String text;
    if (execute.literal().isPresent()) {
      text = execute.literal().get().text();
    } else {
      var source = evaluate(execute.source(), Optional.empty(), scope, at);
      text = source.cell() == null ? "" : source.cell();
    }
    var values = new ArrayList<Typed>();
    for (var name : execute.using()) {
      values.add(typed(value(name, scope)));
    }
    var result = sql(text, new Scope(null), values, at);
    counted(result);
    return result;
  }

  private Flow choose(ScriptStatement.Case choice, Scope scope) throws SnowflakeException, Raised {
    for (var branch : choice.branches()) {
      var condition =
          choice.subject().isPresent()
              ? "(" + choice.subject().get().text() + ") = (" + branch.condition().text() + ")"
              : branch.condition().text();
      if (holds(condition, scope, choice.at())) {
        return all(branch.body(), scope);
      }
    }
    if (choice.otherwise().isEmpty()) {
      throw new Raised(
          "EXPRESSION_ERROR",
          "090242",
          "P0000",
          "No CASE branch fits, and there is no ELSE.",
          choice.at());
    }
    return all(choice.otherwise().get(), scope);
  }

  private void assign(ScriptStatement.Assign assign, Scope scope)
      throws SnowflakeException, Raised {
    var known = scope.find(assign.variable()).orElseThrow(() -> Scope.unknown(assign.variable()));
    switch (known) {
      case Variable.Value(var type, var cell) ->
          scope.set(
              assign.variable(), evaluate(assign.value(), Optional.of(type), scope, assign.at()));
      case Variable.Rows rows ->
          scope.set(
              assign.variable(),
              new Variable.Rows(
                  Optional.of(query(unwrapped(assign.value().text()), scope, assign.at()))));
      case Variable.Cursor cursor -> throw Scope.unknown(assign.variable());
      case Variable.Row row -> throw Scope.unknown(assign.variable());
      case Variable.UserException exception -> throw Scope.unknown(assign.variable());
    }
  }

  /// The rows for a result set: of a query, a CALL or an EXECUTE IMMEDIATE.
  private Result query(String text, Scope scope, Place at) throws SnowflakeException, Raised {
    return Tokens.of(text).isWord(0, "EXECUTE")
            && SnowflakeParser.parse(text, Surroundings.none())
                instanceof CodeStatement.ExecuteImmediate execute
        ? immediate(execute, scope, at)
        : sql(text, scope, List.of(), at);
  }

  /// A query without the parentheses around it.
  private static String unwrapped(String text) {
    var query = text.strip();
    return query.startsWith("(") && query.endsWith(")")
        ? query.substring(1, query.length() - 1)
        : query;
  }

  private Raised raised(Optional<Name> exception, Scope scope, Place at) throws SnowflakeException {
    if (exception.isEmpty()) {
      throw new Again();
    }
    if (scope.find(exception.get()).orElse(null)
        instanceof Variable.UserException(var name, var number, var message)) {
      return new Raised(name.value(), String.valueOf(number), "P0001", message, at);
    }
    throw Scope.unknown(exception.get());
  }

  private Returned returned(Span value, Scope scope, Place at) throws SnowflakeException, Raised {
    var name = Name.unquoted(value.text().strip());
    if (scope.find(name).orElse(null) instanceof Variable.Rows(var rows) && rows.isPresent()) {
      return new Returned.Table(rows.get());
    }
    var scalar = evaluate(value, Optional.empty(), scope, at);
    return new Returned.Scalar(scalar.type(), scalar.cell());
  }

  private Result table(Span rows, Scope scope, Place at) throws SnowflakeException, Raised {
    var name = Name.unquoted(rows.text().strip());
    return scope.find(name).isPresent()
        ? rows(name, scope, at)
        : sql(rows.text(), scope, List.of(), at);
  }

  /// The rows of a result set or of an open cursor.
  Result rows(Name name, Scope scope, Place at) throws SnowflakeException, Raised {
    var rows =
        switch (scope.find(name).orElseThrow(() -> Scope.unknown(name))) {
          case Variable.Rows(var fetched) -> fetched;
          case Variable.Cursor cursor -> {
            if (cursor.rows().isEmpty()) {
              open(cursor, scope, List.of(), at);
            }
            yield cursor.rows();
          }
          case Variable.Value value -> Optional.<Result>empty();
          case Variable.Row row -> Optional.<Result>empty();
          case Variable.UserException exception -> Optional.<Result>empty();
        };
    return rows.orElseThrow(() -> Scope.unknown(name));
  }

  private static Variable.Cursor cursor(Name name, Scope scope) throws SnowflakeException {
    if (scope.find(name).orElse(null) instanceof Variable.Cursor cursor) {
      return cursor;
    }
    throw Scope.unknown(name);
  }

  private void fetch(Variable.Cursor cursor, List<Name> into, Scope scope, Place at)
      throws SnowflakeException, Raised {
    if (cursor.rows().isEmpty()) {
      throw new Raised("STATEMENT_ERROR", "090244", "P0000", "The cursor is not open.", at);
    }
    var result = cursor.rows().get();
    var row = cursor.fetch();
    root.declare(FOUND, Variable.Value.bool(row.isPresent()));
    root.declare(NOT_FOUND, Variable.Value.bool(row.isEmpty()));
    var values = new ArrayList<Variable.Value>();
    for (var i = 0; i < result.columns().size(); i++) {
      var cell = row.isPresent() ? (@Nullable String) row.get().get(i) : null;
      values.add(new Variable.Value(result.columns().get(i).type(), cell));
    }
    store(values, into, scope, at);
  }

  /// The values of the one row a statement must bring; NULLs when it brings none.
  private static List<Variable.Value> one(Result result, Place at) throws Raised {
    if (result.rows().size() > 1) {
      throw new Raised(
          "STATEMENT_ERROR",
          "090237",
          "P0000",
          "A SELECT INTO statement expects exactly 1 returned row, but got "
              + result.rows().size()
              + ".",
          at);
    }
    var values = new ArrayList<Variable.Value>();
    for (var i = 0; i < result.columns().size(); i++) {
      var cell = result.rows().isEmpty() ? null : result.rows().getFirst().get(i);
      values.add(new Variable.Value(result.columns().get(i).type(), cell));
    }
    return values;
  }

  private void store(List<Variable.Value> values, List<Name> into, Scope scope, Place at)
      throws SnowflakeException, Raised {
    if (values.size() != into.size()) {
      throw new Raised(
          "STATEMENT_ERROR",
          "090235",
          "P0000",
          "The INTO clause expects " + into.size() + " columns, but got " + values.size() + ".",
          at);
    }
    for (var i = 0; i < into.size(); i++) {
      var wanted = value(into.get(i), scope).type();
      scope.set(into.get(i), cast(values.get(i), wanted, at));
    }
  }

  private static Variable.Value value(Name name, Scope scope) throws SnowflakeException {
    if (scope.find(name).orElse(null) instanceof Variable.Value value) {
      return value;
    }
    throw Scope.unknown(name);
  }

  private Variable.Value cast(Variable.Value value, DataType type, Place at)
      throws SnowflakeException, Raised {
    if (value.type().equals(type) || value.cell() == null) {
      return new Variable.Value(type, value.cell());
    }
    var scope = new Scope(null);
    scope.declare(new Name("V"), value);
    return evaluate("V", Optional.of(type), scope, at);
  }

  private Variable.Value evaluate(Span expression, Optional<DataType> type, Scope scope, Place at)
      throws SnowflakeException, Raised {
    return evaluate(expression.text(), type, scope, at);
  }

  private Variable.Value evaluate(String expression, Optional<DataType> type, Scope scope, Place at)
      throws SnowflakeException, Raised {
    var plain = Plain.value(expression, type, scope);
    if (plain.isPresent()) {
      return plain.get();
    }
    var wanted =
        type.filter(t -> !(t instanceof DataType.Null))
            .map(t -> "CAST((" + expression + ") AS " + t.sql() + ")")
            .orElse("(" + expression + ")");
    try {
      var result = host.evaluate(Expressions.query(wanted, scope), binds(scope, List.of()));
      return new Variable.Value(
          type.orElse(result.columns().getFirst().type()), result.rows().getFirst().getFirst());
    } catch (SnowflakeException e) {
      throw Raised.expression(e, at);
    }
  }

  boolean holds(Span condition, Scope scope, Place at) throws SnowflakeException, Raised {
    return holds(condition.text(), scope, at);
  }

  private boolean holds(String condition, Scope scope, Place at) throws SnowflakeException, Raised {
    return "1".equals(evaluate(condition, Optional.of(new DataType.Bool()), scope, at).cell());
  }

  long whole(Span expression, Scope scope, Place at) throws SnowflakeException, Raised {
    var cell = evaluate(expression, Optional.of(DataType.Fixed.INTEGER), scope, at).cell();
    if (cell == null) {
      throw new Raised("EXPRESSION_ERROR", "090239", "P0000", "A bound of a loop is NULL.", at);
    }
    return Long.parseLong(cell);
  }

  Flow body(List<ScriptStatement> statements, Scope scope) throws SnowflakeException, Raised {
    return all(statements, scope);
  }

  private Typed typed(Variable.Value value) throws SnowflakeException {
    return host.value(value.cell(), value.type());
  }

  private dev.landfall.sandbox.snowflake.query.Binds binds(Scope scope, List<Typed> positions) {
    return Expressions.binds(scope, positions, host);
  }

  private Result sql(String text, Scope scope, List<Typed> positions, Place at)
      throws SnowflakeException, Raised {
    try {
      return host.run(text, binds(scope, positions));
    } catch (SnowflakeException e) {
      throw Raised.statement(e, at);
    } finally {
      root.declare(QUERY, Variable.Value.text(host.lastQuery()));
    }
  }

  /// Notes how many rows a DML statement changed.
  private void counted(Result result) {
    switch (result.kind()) {
      case INSERT, UPDATE, DELETE, MERGE, MULTI_TABLE_INSERT -> {
        var rows = 0L;
        var columns = result.columns();
        for (var i = 0; i < columns.size(); i++) {
          var cell = result.rows().isEmpty() ? null : result.rows().getFirst().get(i);
          if (cell != null && !columns.get(i).name().contains("multi-joined")) {
            rows += Long.parseLong(cell);
          }
        }
        root.declare(ROW_COUNT, Variable.Value.number(rows));
        root.declare(FOUND, Variable.Value.bool(rows > 0));
        root.declare(NOT_FOUND, Variable.Value.bool(rows == 0));
      }
      default -> {}
    }
  }
}
