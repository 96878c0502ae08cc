package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/// Runs tasks: each in a session of the user SYSTEM, with the role that owns the task, in the
/// task's schema and warehouse (Snowflake, "Introduction to tasks"). Threads share it.
///
/// @param workers run what the sessions send
record TaskSessions(Executor workers, QueryIds queryIds) {
  private static final Name SYSTEM = new Name("SYSTEM");

  /// USER_TASK_TIMEOUT_MS unless the task says otherwise.
  private static final long TIMEOUT = 3_600_000;

  /// Parameters of a task that are not parameters of its session.
  private static final Set<String> OF_THE_TASK =
      Set.of(
          "CONFIG",
          "ALLOW_OVERLAPPING_EXECUTION",
          "USER_TASK_TIMEOUT_MS",
          "SUSPEND_TASK_AFTER_NUM_FAILURES",
          "ERROR_INTEGRATION",
          "SUCCESS_INTEGRATION",
          "TASK_AUTO_RETRY_ATTEMPTS",
          "USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE",
          "USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS",
          "LOG_LEVEL");

  /// Runs a task, when its condition holds; what came of it stands in its run.
  void perform(OpenAccount account, Entity task, TaskRun run) {
    run.begin(account.clock().instant());
    try (var session = open(account, task)) {
      session.runs(run);
      if (run.condition().isPresent() && !holds(session, run.condition().get())) {
        run.skip(account.clock().instant());
        return;
      }
      var query = session.submit(request(run.text()), Optional.empty());
      run.sent(query.id());
      var timeout = number(task, "USER_TASK_TIMEOUT_MS").orElse(TIMEOUT);
      switch (query.await(Duration.ofMillis(timeout)).orElse(null)) {
        case Outcome.Success _ -> run.succeed(account.clock().instant());
        case Outcome.Failure(var error) -> run.fail(error, account.clock().instant());
        case null -> {
          query.cancel();
          run.fail(timedOut(timeout), account.clock().instant());
        }
      }
    } catch (SnowflakeException e) {
      run.fail(e, account.clock().instant());
    } catch (SQLException e) {
      run.fail(DuckErrors.translate(e), account.clock().instant());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      run.fail(Cancellation.cancelled(), account.clock().instant());
    }
  }

  private static SnowflakeException timedOut(long millis) {
    return new SnowflakeException(
        "000630",
        "57014",
        "Statement reached its statement or warehouse timeout of "
            + millis / 1000
            + " second(s) and was canceled.");
  }

  private static Optional<Long> number(Entity task, String parameter) {
    return Optional.ofNullable(task.body(Body.Task.class).parameters().get(parameter))
        .map(value -> Long.parseLong(value.plain()));
  }

  private static Request request(String text) {
    return new Request(text, new TreeMap<>(), false, Map.of());
  }

  private static boolean holds(Session session, String condition)
      throws SnowflakeException, InterruptedException {
    var query =
        session.submit(request("SELECT CAST((" + condition + "\n) AS BOOLEAN)"), Optional.empty());
    return switch (query.await(Duration.ofMillis(TIMEOUT)).orElse(null)) {
      case Outcome.Success success -> "1".equals(success.result().rows().getFirst().getFirst());
      case Outcome.Failure(var error) -> throw error;
      case null -> throw timedOut(TIMEOUT);
    };
  }

  /// Suspends a task that has failed too often.
  void suspend(OpenAccount account, Entity task) {
    var name = account.catalog().catalogue().nameOf(task).sql();
    try (var session = open(account, task)) {
      session
          .submit(request("ALTER TASK " + name + " SUSPEND"), Optional.empty())
          .await(Duration.ofMillis(TIMEOUT));
    } catch (SnowflakeException | SQLException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Session open(OpenAccount account, Entity task) throws SnowflakeException, SQLException {
    var catalogue = account.catalog().catalogue();
    var body = task.body(Body.Task.class);
    var owner = catalogue.entity(task.owner()).map(Entity::name);
    var warehouse = body.warehouse().flatMap(catalogue::alive).map(Entity::name);
    if (owner.isEmpty()) {
      throw Errors.notSupported("a task that no role owns");
    }
    if (body.warehouse().isPresent() && warehouse.isEmpty()) {
      throw Errors.compilation("002003", "02000", "The warehouse of the task is not there.");
    }
    var parameters = new Parameters();
    for (var entry : catalogue.account().body(Body.Account.class).parameters().entrySet()) {
      parameters.inherit(entry.getKey(), entry.getValue().plain(), "ACCOUNT");
    }
    for (Map.Entry<String, Value> entry : body.parameters().entrySet()) {
      if (!OF_THE_TASK.contains(entry.getKey())) {
        parameters.inherit(entry.getKey(), entry.getValue().plain(), "TASK");
      }
    }
    var session =
        new Session(
            account.nextTransaction(),
            account,
            SYSTEM,
            "TASK",
            new Where(
                Optional.of(catalogue.databaseOf(task).name()),
                Optional.of(catalogue.schemaOf(task).name()),
                warehouse,
                owner),
            parameters,
            workers,
            queryIds);
    session.secondary(new dev.landfall.sandbox.snowflake.catalog.Actor.Secondary.None());
    account.add(session);
    return session;
  }
}
