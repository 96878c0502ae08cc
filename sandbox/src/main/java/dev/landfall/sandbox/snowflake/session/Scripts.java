package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.script.Host;
import dev.landfall.sandbox.snowflake.script.Interpreter;
import dev.landfall.sandbox.snowflake.script.Returned;
import dev.landfall.sandbox.snowflake.sql.CodeStatement;
import dev.landfall.sandbox.snowflake.sql.SnowflakeParser;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Runs blocks, and texts that are statements, in a session: each statement in them is a query of
/// its own.
final class Scripts implements Host {
  private static final String BLOCK = "anonymous block";

  private final Session session;
  private final Query query;
  private final Request request;
  private final Parameters parameters;

  Scripts(Session session, Query query, Request request, Parameters parameters) {
    this.session = session;
    this.query = query;
    this.request = request;
    this.parameters = parameters;
  }

  /// Runs an anonymous block.
  ///
  /// @throws SnowflakeException what no handler took
  Result block(String text) throws SnowflakeException, SQLException {
    var surroundings = new SessionSurroundings(session, parameters, request.binds());
    var block = SnowflakeParser.script(text, surroundings);
    var returned =
        new RoutineScope(session.work()).run(() -> new Interpreter(this).run(block, Map.of()));
    return switch (returned) {
      case Returned.Table(var rows) -> rows;
      case Returned.Scalar(var type, var cell) -> one(BLOCK, type, cell);
    };
  }

  /// The result of what returns one value.
  static Result one(String column, DataType type, @Nullable String cell) {
    return new Result(
        StatementKind.CALL,
        List.of(new ResultColumn(column, type, true)),
        List.of(Collections.singletonList(cell)));
  }

  /// Runs the text that EXECUTE IMMEDIATE names, outside of a block.
  ///
  /// @param binds what the statement's own placeholders stand for
  Result immediate(CodeStatement.ExecuteImmediate statement, Binds binds)
      throws SnowflakeException {
    if (!statement.using().isEmpty()) {
      throw Errors.notSupported("EXECUTE IMMEDIATE … USING outside of a block");
    }
    if (statement.literal().isPresent()) {
      return run(statement.literal().get().text(), Binds.NONE);
    }
    var source =
        evaluate("SELECT " + statement.source().text(), binds).rows().getFirst().getFirst();
    return run(source == null ? "" : source, Binds.NONE);
  }

  @Override
  public Result run(String sql, Binds binds) throws SnowflakeException {
    var child = session.newQuery(sql, Optional.empty());
    session.begin(child);
    var inner = new Request(sql, new TreeMap<>(), false, request.parameters());
    try (var _ = query.cancellation().onCancel(child::cancel)) {
      var result = new StatementRunner(session, child, inner, Optional.of(binds)).run(sql).result();
      session.remember(child.id());
      end(
          child,
          new Outcome.Success(
              result, session.where(), session.parameters().forClients(), 0, false, List.of()));
      return result;
    } catch (SnowflakeException e) {
      throw failed(child, e);
    } catch (SQLException e) {
      throw failed(child, DuckErrors.translate(e));
    }
  }

  private SnowflakeException failed(Query child, SnowflakeException e) {
    session.remember(child.id());
    end(child, new Outcome.Failure(e));
    return e;
  }

  private void end(Query child, Outcome outcome) {
    child.end(outcome, session.clock().instant());
    session.account().history().ended(child);
  }

  @Override
  public String lastQuery() {
    return session.earlier(1).orElseThrow();
  }

  @Override
  public Result evaluate(String sql, Binds binds) throws SnowflakeException {
    var inner = new Request(sql, new TreeMap<>(), false, request.parameters());
    try {
      return new StatementRunner(session, query, inner, Optional.of(binds)).run(sql).result();
    } catch (SQLException e) {
      throw DuckErrors.translate(e);
    }
  }

  @Override
  public Typed value(@Nullable String cell, DataType type) throws SnowflakeException {
    return WireValues.typed(cell, type);
  }

  @Override
  public void check() throws SnowflakeException {
    query.cancellation().check();
  }
}
