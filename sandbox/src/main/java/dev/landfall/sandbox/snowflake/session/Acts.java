package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Names;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Functions that act on the account instead of computing something (Snowflake, "System functions",
/// control functions). Compiling a statement does not act; running it does, once, before its rows
/// are read.
final class Acts {
  private static final Name ADMINISTRATOR = new Name("ACCOUNTADMIN");

  private final Session session;

  Acts(Session session) {
    this.session = session;
  }

  /// What a call does when its statement runs.
  @FunctionalInterface
  interface Act {
    /// @param query the statement that does it
    /// @return what the function gives
    String done(Query query) throws SnowflakeException;
  }

  /// @param function in upper case
  /// @return empty when it is no such function
  Optional<Act> of(String function, List<Typed> arguments) throws SnowflakeException {
    return switch (function) {
      case "SYSTEM$ABORT_SESSION" -> {
        var number = number(function, arguments);
        yield Optional.of(query -> abortSession(number));
      }
      case "SYSTEM$ABORT_TRANSACTION" -> {
        var number = number(function, arguments);
        yield Optional.of(query -> abortTransaction(number));
      }
      case "SYSTEM$CANCEL_QUERY" -> {
        SessionFunctions.count(function, arguments, 1, 1);
        var id = SessionFunctions.constant(function, arguments, 0);
        yield Optional.of(query -> cancelQuery(id, query));
      }
      case "SYSTEM$CANCEL_ALL_QUERIES" -> {
        var number = number(function, arguments);
        yield Optional.of(query -> cancelAll(number, query));
      }
      case "SYSTEM$SET_RETURN_VALUE" -> {
        SessionFunctions.count(function, arguments, 1, 1);
        var value = SessionFunctions.constant(function, arguments, 0);
        var run = TaskFunctions.run(session, function);
        yield Optional.of(query -> {
          run.returns(value);
          return "Return value set.";
        });
      }
      case "SYSTEM$TASK_DEPENDENTS_ENABLE" -> {
        SessionFunctions.count(function, arguments, 1, 1);
        var name = Names.parse(SessionFunctions.constant(function, arguments, 0));
        yield Optional.of(query -> enable(name, query));
      }
      case "SYSTEM$WAIT" -> Optional.of(waiting(arguments));
      default -> Optional.empty();
    };
  }

  private static long number(String function, List<Typed> arguments) throws SnowflakeException {
    SessionFunctions.count(function, arguments, 1, 1);
    var text = SessionFunctions.constant(function, arguments, 0);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new SnowflakeException(
          "100038", "22018", "Numeric value '" + text + "' is not recognized");
    }
  }

  private void requirePower(Session over, String what) throws SnowflakeException {
    if (!over.user().equals(session.user())
        && !session.where().role().equals(Optional.of(ADMINISTRATOR))) {
      throw Errors.insufficientPrivileges(what);
    }
  }

  private String abortSession(long number) throws SnowflakeException {
    var other = session.account().session(number);
    if (other.isEmpty()) {
      return "session [" + number + "] not found.";
    }
    if (other.get() == session) {
      throw Errors.notSupported("SYSTEM$ABORT_SESSION of the session that calls it");
    }
    requirePower(other.get(), "session '" + number + "'");
    other.get().close();
    return "session [" + number + "] terminated.";
  }

  private String abortTransaction(long number) throws SnowflakeException {
    for (var other : session.account().sessions()) {
      if (other.work().transaction().filter(t -> t.id() == number).isPresent()) {
        requirePower(other, "transaction '" + number + "'");
        if (other.abortTransaction(number)) {
          return "transaction [" + number + "] aborted.";
        }
      }
    }
    return "transaction [" + number + "] not found.";
  }

  private String cancelQuery(String id, Query own) throws SnowflakeException {
    var other = session.account().history().find(id).filter(q -> q.outcome().isEmpty());
    if (other.isEmpty() || other.get() == own) {
      return "Identified SQL statement is not currently executing.";
    }
    requirePower(other.get().session(), "query '" + id + "'");
    other.get().cancel();
    return "query [" + id + "] terminated.";
  }

  private String cancelAll(long number, Query own) throws SnowflakeException {
    var other = session.account().session(number);
    if (other.isEmpty()) {
      return "session [" + number + "] not found.";
    }
    requirePower(other.get(), "session '" + number + "'");
    var running =
        session.account().history().running().stream()
            .filter(q -> q.session() == other.get() && q != own)
            .toList();
    running.forEach(Query::cancel);
    return running.size() + " statements cancelled.";
  }

  /// Resumes a task and all that run after it, these first: that needs a root that is suspended.
  private String enable(QualifiedName name, Query query) throws SnowflakeException {
    var tasks = new TaskTables(session).graph(name).reversed();
    for (var task : tasks) {
      var catalogue = session.account().catalog().catalogue();
      if (!catalogue.get(task).body(Body.Task.class).started()) {
        var sql = "ALTER TASK " + catalogue.nameOf(catalogue.get(task)).sql() + " RESUME";
        var request = new Request(sql, new TreeMap<>(), false, Map.of());
        try {
          new StatementRunner(session, query, request).run(sql);
        } catch (SQLException e) {
          throw DuckErrors.translate(e);
        }
      }
    }
    return "true";
  }

  private static Act waiting(List<Typed> arguments) throws SnowflakeException {
    var function = "SYSTEM$WAIT";
    SessionFunctions.count(function, arguments, 1, 2);
    var amount = number(function, arguments.subList(0, 1));
    var unit =
        arguments.size() == 2
            ? SessionFunctions.constant(function, arguments, 1).toUpperCase(Locale.ROOT)
            : "SECONDS";
    var duration =
        switch (unit) {
          case "DAYS" -> Duration.ofDays(amount);
          case "HOURS" -> Duration.ofHours(amount);
          case "MINUTES" -> Duration.ofMinutes(amount);
          case "SECONDS" -> Duration.ofSeconds(amount);
          case "MILLISECONDS" -> Duration.ofMillis(amount);
          default ->
              throw Errors.compilation(
                  "001011", "22023", "invalid value [" + unit + "] for parameter 'time_unit'");
        };
    return query -> {
      await(duration, query.cancellation());
      return "waited " + amount + " " + unit.toLowerCase(Locale.ROOT);
    };
  }

  private static void await(Duration duration, Cancellation cancellation)
      throws SnowflakeException {
    var cancelled = new CountDownLatch(1);
    try (var _ = cancellation.onCancel(cancelled::countDown)) {
      if (cancelled.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
        cancellation.check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Cancellation.cancelled();
    }
  }
}
