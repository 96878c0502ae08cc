package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.query.QueryCompiler;
import dev.landfall.sandbox.snowflake.query.Relations;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Functions by which the tasks of a graph tell each other something (Snowflake, "Manage task
/// dependencies with return values", "Pass configuration information to the task graph").
final class TaskFunctions {
  private TaskFunctions() {}

  /// @return empty when it is no such function
  static Optional<Typed> answer(
      Session session, Relations relations, String function, List<Typed> arguments)
      throws SnowflakeException {
    return switch (function) {
      case "SYSTEM$GET_PREDECESSOR_RETURN_VALUE" -> {
        SessionFunctions.count(function, arguments, 0, 1);
        var name =
            arguments.isEmpty()
                ? Optional.<String>empty()
                : Optional.of(SessionFunctions.constant(function, arguments, 0));
        yield Optional.of(
            SessionFunctions.text(predecessor(session, run(session, function), name)));
      }
      case "SYSTEM$GET_TASK_GRAPH_CONFIG" -> {
        SessionFunctions.count(function, arguments, 0, 1);
        var config = run(session, function).graph().config();
        yield Optional.of(
            config.isEmpty() || arguments.isEmpty()
                ? SessionFunctions.text(config)
                : at(
                    session,
                    relations,
                    config.get(),
                    SessionFunctions.constant(function, arguments, 0)));
      }
      case "SYSTEM$TASK_RUNTIME_INFO" -> {
        SessionFunctions.count(function, arguments, 1, 1);
        yield Optional.of(
            SessionFunctions.text(
                Optional.of(
                    info(
                        session,
                        run(session, function),
                        SessionFunctions.constant(function, arguments, 0)))));
      }
      default -> Optional.empty();
    };
  }

  /// The task that the session runs.
  static TaskRun run(Session session, String function) throws SnowflakeException {
    return session
        .run()
        .orElseThrow(() ->
            new SnowflakeException(
                "100336", "22000", "Function " + function + " must be called in a task."));
  }

  private static Optional<String> predecessor(Session session, TaskRun run, Optional<String> name)
      throws SnowflakeException {
    var catalogue = session.account().catalog().catalogue();
    var task = catalogue.get(run.task());
    var after =
        GraphRun.predecessors(catalogue, task).stream()
            .map(catalogue::get)
            .filter(other -> name.isEmpty() || isNamed(other, name.get()))
            .toList();
    if (after.size() != 1) {
      throw Errors.compilation(
          "100337",
          "22000",
          name.isEmpty()
              ? "The task has " + after.size() + " predecessors: name one of them."
              : "The task has no predecessor " + name.get() + ".");
    }
    return run.graph().run(after.getFirst().id()).flatMap(TaskRun::returned);
  }

  private static boolean isNamed(Entity task, String name) {
    var last = name.substring(name.lastIndexOf('.') + 1);
    return task.name().value().equals(last)
        || task.name().value().equals(last.toUpperCase(Locale.ROOT));
  }

  private static Typed at(Session session, Relations relations, String config, String path)
      throws SnowflakeException {
    var query = new Query("", "", session, session.clock().instant(), Optional.empty());
    return QueryCompiler.expression(
        "GET_PATH(PARSE_JSON(" + quoted(config) + "), " + quoted(path) + ")::VARCHAR",
        Map.<Name, Typed>of(),
        relations,
        new SessionAmbient(session, query, session.parameters()),
        Binds.NONE);
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private static String info(Session session, TaskRun run, String what) throws SnowflakeException {
    var catalogue = session.account().catalog().catalogue();
    return switch (what.toUpperCase(Locale.ROOT)) {
      case "CURRENT_TASK_NAME" -> catalogue.nameOf(catalogue.get(run.task())).sql();
      case "CURRENT_ROOT_TASK_NAME" -> catalogue.nameOf(catalogue.get(run.graph().root())).sql();
      case "CURRENT_TASK_GRAPH_RUN_GROUP_ID" -> run.graph().group();
      case "CURRENT_TASK_GRAPH_ORIGINAL_SCHEDULED_TIMESTAMP" -> run.graph().scheduled().toString();
      default -> throw Errors.notSupported("SYSTEM$TASK_RUNTIME_INFO('" + what + "')");
    };
  }
}
