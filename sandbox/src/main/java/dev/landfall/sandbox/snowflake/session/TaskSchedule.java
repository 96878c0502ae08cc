package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.ddl.Schedules;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Runs the tasks of an account that were resumed whenever their schedules say so (Snowflake,
/// "Introduction to tasks"). A task that only has a condition is looked at as often as its
/// USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS says. A run that is due while the last one still
/// goes on is left out. For one thread.
final class TaskSchedule {
  /// USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS unless the task says otherwise.
  private static final String TRIGGER_INTERVAL = "30";

  /// SUSPEND_TASK_AFTER_NUM_FAILURES unless the task says otherwise.
  private static final String FAILURES = "10";

  private final OpenAccount account;

  /// By the id of a root task.
  private final Map<Long, Due> due = new HashMap<>();

  TaskSchedule(OpenAccount account) {
    this.account = account;
  }

  private static final class Due {
    private final String schedule;
    private Optional<Instant> next;
    private Optional<GraphRun> last = Optional.empty();
    private int failures;

    Due(String schedule, Optional<Instant> next) {
      this.schedule = schedule;
      this.next = next;
    }
  }

  /// Runs what is due by now.
  void tick() {
    var now = account.clock().instant();
    var catalogue = account.catalog().catalogue();
    var started =
        catalogue.all(Kind.TASK).stream()
            .filter(task -> isScheduled(task.body(Body.Task.class)))
            .toList();
    due.keySet().retainAll(started.stream().map(Entity::id).toList());
    for (var task : started) {
      var schedule = schedule(task.body(Body.Task.class));
      var entry = due.get(task.id());
      if (entry == null || !entry.schedule.equals(schedule)) {
        due.put(task.id(), new Due(schedule, Schedules.next(schedule, now)));
      } else {
        look(task, entry, now);
      }
    }
  }

  private static boolean isScheduled(Body.Task task) {
    return task.started()
        && task.after().isEmpty()
        && task.finalizes().isEmpty()
        && (task.schedule().isPresent() || task.when().isPresent());
  }

  private static String schedule(Body.Task task) {
    return task.schedule()
        .orElseGet(() ->
            setting(task, "USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS", TRIGGER_INTERVAL)
                + " SECONDS");
  }

  private static String setting(Body.Task task, String name, String initial) {
    return Optional.ofNullable(task.parameters().get(name)).map(Value::plain).orElse(initial);
  }

  private void look(Entity task, Due entry, Instant now) {
    if (entry.last.isPresent() && entry.last.get().over()) {
      entry.failures = entry.last.get().failed() ? entry.failures + 1 : 0;
      entry.last = Optional.empty();
      var most = setting(task.body(Body.Task.class), "SUSPEND_TASK_AFTER_NUM_FAILURES", FAILURES);
      if (!most.equals("0") && entry.failures >= Long.parseLong(most)) {
        account.taskSessions().suspend(account, task);
        return;
      }
    }
    if (entry.next.isEmpty() || now.isBefore(entry.next.get())) {
      return;
    }
    var scheduled = entry.next.get();
    entry.next = Schedules.next(entry.schedule, now);
    if (entry.last.isEmpty()) {
      var run =
          new GraphRun(
              account, account.taskSessions(), task, scheduled, "SCHEDULE", Optional.empty());
      entry.last = Optional.of(run);
      account.runTask(run);
    }
  }
}
