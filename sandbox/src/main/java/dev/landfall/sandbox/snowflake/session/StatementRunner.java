package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.ddl.Ddl;
import dev.landfall.sandbox.snowflake.ddl.DdlContext;
import dev.landfall.sandbox.snowflake.load.LoadHistory;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.FileTransfer;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.query.Compiled;
import dev.landfall.sandbox.snowflake.query.Dml;
import dev.landfall.sandbox.snowflake.query.QueryCompiler;
import dev.landfall.sandbox.snowflake.query.Relation;
import dev.landfall.sandbox.snowflake.show.Describes;
import dev.landfall.sandbox.snowflake.show.Shows;
import dev.landfall.sandbox.snowflake.sql.AlterAction;
import dev.landfall.sandbox.snowflake.sql.AlterStatement;
import dev.landfall.sandbox.snowflake.sql.CodeStatement;
import dev.landfall.sandbox.snowflake.sql.DataStatement;
import dev.landfall.sandbox.snowflake.sql.FileStatement;
import dev.landfall.sandbox.snowflake.sql.ObjectKind;
import dev.landfall.sandbox.snowflake.sql.ObjectStatement;
import dev.landfall.sandbox.snowflake.sql.SessionStatement;
import dev.landfall.sandbox.snowflake.sql.ShowStatement;
import dev.landfall.sandbox.snowflake.sql.SnowflakeParser;
import dev.landfall.sandbox.snowflake.sql.Statement;
import dev.landfall.sandbox.snowflake.sql.TransactionStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs one statement, under its session's lock: finds out what it is, and hands it to whoever
/// carries such statements out.
final class StatementRunner {
  private final Session session;
  private final Query query;
  private final Request request;
  private final Parameters parameters;
  private final SessionAmbient ambient;
  private final Optional<Binds> variables;

  StatementRunner(Session session, Query query, Request request) throws SnowflakeException {
    this(session, query, request, Optional.empty());
  }

  /// @param variables what stands for placeholders when a script sends the statement
  StatementRunner(Session session, Query query, Request request, Optional<Binds> variables)
      throws SnowflakeException {
    this.variables = variables;
    this.session = session;
    this.query = query;
    this.request = request;
    this.parameters = session.parameters().with(request.parameters());
    this.ambient = new SessionAmbient(session, query, parameters);
  }

  /// @param binds how many placeholders the statement has
  /// @param arrayBinds whether it can be run for several sets of values at once
  /// @param transfer what is left for the client to do
  record Ran(Result result, int binds, boolean arrayBinds, Optional<FileTransfer> transfer) {
    Ran(Result result, int binds, boolean arrayBinds) {
      this(result, binds, arrayBinds, Optional.empty());
    }

    static Ran of(Result result) {
      return new Ran(result, 0, false);
    }

    static Ran of(FileTransfer transfer) {
      return new Ran(
          new Result(StatementKind.TRANSFER, List.of(), List.of()),
          0,
          false,
          Optional.of(transfer));
    }
  }

  Ran run(String text) throws SnowflakeException, SQLException {
    var statement =
        SnowflakeParser.parse(
            text,
            new SessionSurroundings(
                session, parameters, request.binds(), variables.orElse(Binds.NONE)));
    OwnersRights.require(session, statement);
    return switch (statement) {
      case DataStatement data -> data(data);
      case SessionStatement change ->
          Ran.of(command(new SessionCommands(session, ambient), change));
      case TransactionStatement transaction -> Ran.of(transaction(transaction));
      case ShowStatement show -> show(show);
      case CodeStatement.Call call ->
          new Procedures(session, query, request, parameters).call(call, binds().getFirst());
      case CodeStatement.CallAnonymous call ->
          new Procedures(session, query, request, parameters).call(call, binds().getFirst());
      case CodeStatement.Block(var span) -> Ran.of(script(scripts -> scripts.block(span.text())));
      case CodeStatement.ExecuteImmediate immediate ->
          Ran.of(script(scripts -> scripts.immediate(immediate, binds().getFirst())));
      case CodeStatement.ExecuteTask task ->
          Ran.of(new TaskCommand(session).run(task, request.describeOnly()));
      case CodeStatement.ExecuteAlert _ -> throw Errors.notSupported("EXECUTE ALERT");
      case FileStatement files ->
          new FileRunner(session, query, parameters, ambient, binds().getFirst())
              .run(files, request.describeOnly(), variables.isPresent());
      case AlterStatement alter
          when alter.kind() == ObjectKind.PIPE
              && alter.action() instanceof AlterAction.Refresh refresh ->
          Ran.of(PipeCommands.refresh(session, alter.name(), refresh, request.describeOnly()));
      case AlterStatement alter
          when alter.kind() == ObjectKind.STAGE
              && alter.action() instanceof AlterAction.Refresh refresh ->
          Ran.of(StageRefresh.refresh(session, alter, refresh, request.describeOnly()));
      case ObjectStatement.CreateStage create -> {
        var before = StageRefresh.find(session, create.name());
        var ran = ddl(statement, text);
        if (!request.describeOnly()) {
          StageRefresh.created(session, create.name(), before);
        }
        yield ran;
      }
      case ObjectStatement.Describe describe -> describe(describe);
      case ObjectStatement.DescribeResult(var queryId) ->
          Ran.of(
              ResultScan.describe(
                  session, queryId.or(() -> session.earlier(1)).orElse("LAST_QUERY_ID()")));
      default -> ddl(statement, text);
    };
  }

  private Ran data(DataStatement statement) throws SnowflakeException, SQLException {
    return switch (statement) {
      case DataStatement.Select(var span) -> select(span.text());
      case DataStatement.Insert(var span, var _) -> dml(span.text(), StatementKind.INSERT);
      case DataStatement.MultiTableInsert(var span, var _) ->
          dml(span.text(), StatementKind.MULTI_TABLE_INSERT);
      case DataStatement.Update(var span) -> dml(span.text(), StatementKind.UPDATE);
      case DataStatement.Delete(var span) -> dml(span.text(), StatementKind.DELETE);
      case DataStatement.Merge(var span) -> dml(span.text(), StatementKind.MERGE);
      case DataStatement.Truncate truncate -> truncate(truncate);
      case DataStatement.Explain _ -> throw Errors.notSupported("EXPLAIN");
    };
  }

  private Reading reading() throws SnowflakeException {
    return new Reading(session, stages());
  }

  private Reading.Stages stages() throws SnowflakeException {
    var binds = binds().getFirst();
    return (files, sql, access) ->
        new SessionLoading(session, query, parameters, new Reading(session), ambient, binds)
            .stage(files, sql, access);
  }

  private interface Script {
    Result run(Scripts scripts) throws SnowflakeException, SQLException;
  }

  private Result script(Script script) throws SnowflakeException, SQLException {
    return request.describeOnly()
        ? new Result(
            StatementKind.CALL,
            List.of(new ResultColumn("anonymous block", DataType.Text.MAX, true)),
            List.of())
        : script.run(new Scripts(session, query, request, parameters));
  }

  private List<Binds> binds() throws SnowflakeException {
    if (variables.isPresent()) {
      return List.of(variables.get());
    }
    return request.describeOnly() && request.binds().isEmpty()
        ? List.of(BoundValues.UNKNOWN)
        : BoundValues.of(request.binds());
  }

  private Ran select(String text) throws SnowflakeException, SQLException {
    var binds = binds();
    if (binds.size() > 1) {
      throw Errors.notSupported("a query with arrays of bound values");
    }
    for (var attempt = 1; ; attempt++) {
      var version = session.account().catalog().catalogue();
      var compiled = compiled(text, binds.getFirst());
      if (!compiled.into().isEmpty()) {
        throw Errors.notSupported("SELECT … INTO outside Snowflake Scripting");
      }
      try {
        var rows = request.describeOnly() ? List.<List<@Nullable String>>of() : rows(compiled);
        return new Ran(
            new Result(StatementKind.SELECT, compiled.columns(), rows), compiled.binds(), false);
      } catch (SQLException e) {
        // A table may have been dropped or altered since the statement was compiled.
        if (attempt > 1 || version == session.account().catalog().catalogue()) {
          throw e;
        }
      }
    }
  }

  private Compiled compiled(String text, Binds binds) throws SnowflakeException {
    var reading = Reading.acting(session, stages(), List.of());
    var compiled = QueryCompiler.select(text, reading, ambient, binds);
    reading.requireRepeatable();
    if (request.describeOnly() || reading.acts().isEmpty()) {
      return compiled;
    }
    var done = new ArrayList<String>();
    for (var act : reading.acts()) {
      done.add(act.done(query));
    }
    return QueryCompiler.select(text, Reading.acting(session, stages(), done), ambient, binds);
  }

  private List<List<@Nullable String>> rows(Compiled compiled)
      throws SnowflakeException, SQLException {
    return session
        .work()
        .select(
            compiled,
            PhysicalTables.in(compiled.sql()),
            query,
            new Cells(parameters),
            parameters.number("ROWS_PER_RESULTSET"));
  }

  private Ran dml(String text, StatementKind kind) throws SnowflakeException, SQLException {
    var binds = binds();
    var arrays = kind == StatementKind.INSERT;
    if (request.describeOnly()) {
      var dml = QueryCompiler.dml(text, reading(), ambient, binds.getFirst());
      return new Ran(new Result(dml.kind(), dml.columns(), List.of()), dml.binds(), arrays);
    }
    var described = new ArrayList<Dml>();
    var cells =
        session
            .work()
            .dml(
                () -> {
                  var prepared = prepare(text, binds);
                  described.add(prepared.dml());
                  return prepared;
                },
                query,
                Duration.ofSeconds(parameters.number("LOCK_TIMEOUT")),
                parameters.flag("AUTOCOMMIT"));
    var dml = described.getLast();
    var row = new ArrayList<@Nullable String>();
    for (var cell : cells) {
      row.add(Long.toString(cell));
    }
    return new Ran(new Result(dml.kind(), dml.columns(), List.of(row)), dml.binds(), arrays);
  }

  private Prepared prepare(String text, List<Binds> binds) throws SnowflakeException {
    var reading = reading();
    var dml =
        binds.size() == 1
            ? QueryCompiler.dml(text, reading, ambient, binds.getFirst())
            : QueryCompiler.dml(text, reading, ambient, binds);
    reading.requireRepeatable();
    return prepared(dml, reading, reading.target());
  }

  private Ran truncate(DataStatement.Truncate truncate) throws SnowflakeException, SQLException {
    if (truncate.kind() != ObjectKind.TABLE) {
      throw Errors.notSupported("TRUNCATE " + truncate.kind().sql());
    }
    if (!request.describeOnly()) {
      try {
        var _ =
            session
                .work()
                .dml(
                    () -> truncation(truncate),
                    query,
                    Duration.ofSeconds(parameters.number("LOCK_TIMEOUT")),
                    parameters.flag("AUTOCOMMIT"));
      } catch (SnowflakeException e) {
        if (!truncate.ifExists() || !e.code().equals("002003")) {
          throw e;
        }
      }
    }
    return Ran.of(Result.status(StatementKind.DDL, "Statement executed successfully."));
  }

  private Prepared truncation(DataStatement.Truncate truncate) throws SnowflakeException {
    var reading = reading();
    var table = reading.target(truncate.table(), "TRUNCATE");
    return prepared(
        new Dml(
            StatementKind.DELETE,
            List.of(
                new Dml.Step.Run("DELETE FROM " + table.physical()),
                new Dml.Step.Run(
                    LoadHistory.truncated(
                        reading.access().object(Kind.TABLE, truncate.table(), "TRUNCATE").id(),
                        ambient.now()))),
            List.of(),
            0),
        reading,
        Optional.of(table));
  }

  private static Prepared prepared(Dml dml, Reading reading, Optional<Relation.Table> target)
      throws SnowflakeException {
    return Prepared.of(
        dml,
        reading.before(),
        reading.after(),
        reading.reads(),
        target.map(Relation.Table::physical),
        target.map(t -> t.name().value()).orElse(""));
  }

  private Result command(SessionCommands commands, SessionStatement statement)
      throws SnowflakeException, SQLException {
    return request.describeOnly()
        ? SessionCommands.done(statement)
        : commands.run(statement, query);
  }

  private Result transaction(TransactionStatement statement)
      throws SnowflakeException, SQLException {
    var work = session.work();
    if (!request.describeOnly()) {
      switch (statement) {
        case TransactionStatement.Begin(var name) -> work.begin(name.map(n -> n.value()));
        case TransactionStatement.Commit() -> work.commit();
        case TransactionStatement.Rollback() -> work.rollback();
      }
    }
    return Result.status(StatementKind.TRANSACTION, "Statement executed successfully.");
  }

  private Ran show(ShowStatement statement) throws SnowflakeException, SQLException {
    var own = new SessionShows(session).run(statement);
    return Ran.of(
        own.isPresent()
            ? own.get()
            : Shows.show(
                statement,
                session.account().catalog().catalogue(),
                session.actor(),
                session.work().reader()));
  }

  private Ran describe(ObjectStatement.Describe statement) throws SnowflakeException, SQLException {
    return Ran.of(
        Describes.describe(
            statement,
            session.account().catalog().catalogue(),
            session.actor(),
            session.work().reader()));
  }

  /// What changes the account's objects. It ends an open transaction: what that has changed is
  /// committed (Snowflake, "Transactions", DDL).
  private Ran ddl(Statement statement, String text) throws SnowflakeException, SQLException {
    if (!Ddl.handles(statement)) {
      throw Errors.notSupported("this kind of statement");
    }
    if (request.describeOnly()) {
      return Ran.of(Result.status(StatementKind.DDL, "Statement executed successfully."));
    }
    var work = session.work();
    work.commit();
    var stages = stages();
    var ddl = new Ddl(session.account().catalog());
    var locks = ddl.locks(statement, session.actor());
    var executed =
        work.ddl(
            locks,
            query,
            Duration.ofSeconds(parameters.number("LOCK_TIMEOUT")),
            connection ->
                ddl.execute(
                    statement,
                    text,
                    new DdlContext(
                        session.actor(),
                        ambient,
                        SessionFunctions.of(session, stages),
                        connection)));
    session.moveTo(executed.actor());
    session.removeFilesOfDropped();
    session.account().pipes().resume();
    return Ran.of(executed.result());
  }
}
