package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.sql.Statements;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs what one request asks for, under its session's lock.
final class RequestRunner {
  private final Session session;

  RequestRunner(Session session) {
    this.session = session;
  }

  Outcome run(Query query, Request request) {
    try {
      var parameters = session.parameters().with(request.parameters());
      try (var _ = Timeouts.start(parameters, query)) {
        query.cancellation().check();
        var pieces = Statements.split(request.text());
        var count = Math.max(1, pieces.size());
        var wanted = parameters.number("MULTI_STATEMENT_COUNT");
        if (wanted != 0 && wanted != count) {
          throw new SnowflakeException(
              "000008",
              "0A000",
              "Actual statement count "
                  + count
                  + " did not match the desired statement count "
                  + wanted
                  + ".");
        }
        return count == 1
            ? single(query, request, request.text())
            : several(query, request, pieces);
      }
    } catch (SnowflakeException e) {
      return new Outcome.Failure(e);
    }
  }

  private Outcome single(Query query, Request request, String text) {
    if (!request.describeOnly()) {
      session.begin(query);
    }
    try {
      var ran = new StatementRunner(session, query, request).run(text);
      if (!request.describeOnly()) {
        session.remember(query.id());
      }
      return new Outcome.Success(
          ran.result(),
          session.where(),
          session.parameters().forClients(),
          ran.binds(),
          ran.arrayBinds(),
          ran.transfer(),
          List.of());
    } catch (SnowflakeException e) {
      return failed(query, e);
    } catch (SQLException e) {
      return failed(query, query.cancellation().reason().orElseGet(() -> DuckErrors.translate(e)));
    } catch (StackOverflowError e) {
      return failed(
          query,
          new SnowflakeException(
              "000603", "XX000", "SQL compilation error: the statement is nested too deeply."));
    } catch (RuntimeException e) {
      return failed(
          query,
          new SnowflakeException(
              "000603", "XX000", "SQL execution internal error: " + e + at(e.getStackTrace())));
    }
  }

  private static String at(StackTraceElement[] trace) {
    return trace.length == 0 ? "" : " at " + trace[0];
  }

  private Outcome failed(Query query, SnowflakeException e) {
    session.remember(query.id());
    if (session.parameters().flag("TRANSACTION_ABORT_ON_ERROR")) {
      session.work().end();
    }
    return new Outcome.Failure(e);
  }

  private Outcome several(Query query, Request request, List<Statements.Piece> pieces)
      throws SnowflakeException {
    if (request.describeOnly()) {
      throw new SnowflakeException(
          "000007", "0A000", "Multiple statements cannot be described in one request.");
    }
    session.begin(query);
    var children = new ArrayList<Outcome.Child>();
    for (var piece : pieces) {
      var text = piece.text();
      query.cancellation().check();
      var child = session.newQuery(text, Optional.empty());
      try (var _ = query.cancellation().onCancel(child::cancel)) {
        var outcome = single(child, request, text);
        child.end(outcome, session.clock().instant());
        session.account().history().ended(child);
        switch (outcome) {
          case Outcome.Failure failure -> {
            return failure;
          }
          case Outcome.Success success when success.transfer().isPresent() -> {
            return new Outcome.Failure(FileRunner.unsupported("PUT_FILES, GET_FILES"));
          }
          case Outcome.Success success ->
              children.add(new Outcome.Child(child.id(), success.result().kind()));
        }
      }
    }
    return new Outcome.Success(
        new Result(
            StatementKind.MULTIPLE,
            List.of(new ResultColumn("multiple statement execution", DataType.Text.MAX, false)),
            List.of(List.of("Multiple statements executed successfully."))),
        session.where(),
        session.parameters().forClients(),
        0,
        false,
        children);
  }
}
