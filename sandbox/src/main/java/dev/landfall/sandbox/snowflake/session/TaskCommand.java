package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.ddl.TaskRights;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.sql.CodeStatement;

/// EXECUTE TASK: has a graph of tasks run once, whatever its schedule, also when its root is
/// suspended (Snowflake, "EXECUTE TASK"). The statement does not wait for its end.
///
/// @param session of the one who asks
record TaskCommand(Session session) {
  Result run(CodeStatement.ExecuteTask statement, boolean describeOnly) throws SnowflakeException {
    var catalogue = session.account().catalog().catalogue();
    var access = new Access(catalogue, session.actor());
    var task = access.object(Kind.TASK, statement.task(), "EXECUTE TASK");
    access.require(task, "OPERATE");
    var body = task.body(Body.Task.class);
    if (!GraphRun.predecessors(catalogue, task).isEmpty() || body.finalizes().isPresent()) {
      throw Errors.compilation(
          "091086",
          "22000",
          "Cannot execute task " + catalogue.nameOf(task).sql() + " since it is not a root task.");
    }
    TaskRights.requireMayRun(catalogue, task);
    if (!describeOnly) {
      session.account().runTask(graph(statement, task));
    }
    return Result.status(
        StatementKind.DDL, "Task " + task.name().sql() + " is scheduled to run immediately.");
  }

  private GraphRun graph(CodeStatement.ExecuteTask statement, Entity task)
      throws SnowflakeException {
    if (!statement.retryLast()) {
      return new GraphRun(
          session.account(),
          session.account().taskSessions(),
          task,
          session.clock().instant(),
          "EXECUTE TASK",
          statement.config());
    }
    var last =
        session
            .account()
            .taskRuns()
            .last(task.id())
            .filter(run -> run.over() && run.failed())
            .orElseThrow(() ->
                Errors.compilation(
                    "091087",
                    "22000",
                    "Cannot retry task "
                        + task.name().sql()
                        + " since its last run has not failed."));
    last.again();
    return last;
  }
}
