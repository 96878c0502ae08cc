package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Catalogue;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Value;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A run of a graph of tasks: its root, then each task whose predecessors have succeeded, at last
/// its finalizer (Snowflake, "Create a sequence of tasks with a task graph"). A task that is
/// suspended counts as one that succeeded; a task whose condition does not hold is skipped, and a
/// task is left out when all its predecessors were skipped. Tasks run one after the other.
final class GraphRun implements Runnable {
  private final OpenAccount account;
  private final TaskSessions sessions;
  private final long root;
  private final String group;
  private final String id;
  private final Instant scheduled;
  private final String origin;
  private final Optional<String> config;

  /// By the id of the task, what came of it.
  private final Map<Long, End> ends = new HashMap<>();

  private final Map<Long, TaskRun> runs = new HashMap<>();
  private int attempt;
  private volatile boolean over;

  /// How a task of the graph ended.
  private enum End {
    SUCCEEDED,
    SUSPENDED,
    SKIPPED,
    FAILED,
    LEFT_OUT
  }

  /// @param root the id of the graph's first task
  /// @param origin `EXECUTE TASK` or `SCHEDULE`
  /// @param config what the caller gives in place of the root's CONFIG
  GraphRun(
      OpenAccount account,
      TaskSessions sessions,
      Entity root,
      Instant scheduled,
      String origin,
      Optional<String> config) {
    this.account = account;
    this.sessions = sessions;
    this.root = root.id();
    this.scheduled = scheduled;
    this.origin = origin;
    this.config =
        config.or(() ->
            Optional.ofNullable(root.body(Body.Task.class).parameters().get("CONFIG"))
                .map(Value::plain));
    this.group = UUID.randomUUID().toString();
    this.id = Long.toString(scheduled.toEpochMilli());
    schedule(root);
  }

  long root() {
    return root;
  }

  String id() {
    return id;
  }

  /// The same for a run and those that try it again.
  String group() {
    return group;
  }

  Instant scheduled() {
    return scheduled;
  }

  String origin() {
    return origin;
  }

  Optional<String> config() {
    return config;
  }

  int attempt() {
    return attempt;
  }

  /// Whether it has ended.
  boolean over() {
    return over;
  }

  /// Whether a task of it failed.
  synchronized boolean failed() {
    return ends.containsValue(End.FAILED);
  }

  /// The latest run of one of its tasks.
  synchronized Optional<TaskRun> run(long task) {
    return Optional.ofNullable(runs.get(task));
  }

  private synchronized TaskRun schedule(Entity task) {
    var known = Optional.ofNullable(runs.get(task.id()));
    if (known.isPresent() && known.get().state() == TaskRun.State.SCHEDULED) {
      return known.get();
    }
    var body = task.body(Body.Task.class);
    var run = new TaskRun(this, task.id(), task.name(), body.definition(), body.when());
    runs.put(task.id(), run);
    account.taskRuns().add(run);
    return run;
  }

  private synchronized void end(long task, End how) {
    ends.put(task, how);
  }

  private synchronized Optional<End> end(long task) {
    return Optional.ofNullable(ends.get(task));
  }

  /// Prepares another attempt: what failed, and what could not run for it, runs again.
  synchronized void again() {
    attempt++;
    over = false;
    ends.values().removeIf(end -> end == End.FAILED || end == End.LEFT_OUT);
  }

  @Override
  public void run() {
    var catalogue = account.catalog().catalogue();
    var first = catalogue.alive(root);
    if (first.isPresent()) {
      do {
        all(catalogue, first.get());
      } while (retries(first.get()));
    }
    over = true;
  }

  /// Whether the graph is tried again: as often as TASK_AUTO_RETRY_ATTEMPTS says.
  private boolean retries(Entity first) {
    var most =
        Optional.ofNullable(
                first.body(Body.Task.class).parameters().get("TASK_AUTO_RETRY_ATTEMPTS"))
            .map(value -> Integer.parseInt(value.plain()))
            .orElse(0);
    if (!failed() || attempt >= most) {
      return false;
    }
    again();
    return true;
  }

  private void all(Catalogue catalogue, Entity first) {
    if (end(root).isEmpty()) {
      end(root, perform(first));
    }
    if (end(root).equals(Optional.of(End.SKIPPED))) {
      return;
    }
    var progress = true;
    while (progress) {
      progress = false;
      for (var task : catalogue.all(Kind.TASK)) {
        var ready = end(task.id()).isEmpty() && ready(catalogue, task);
        if (ready) {
          end(task.id(), successor(task));
        }
        progress |= ready;
      }
    }
    for (var task : catalogue.all(Kind.TASK)) {
      var body = task.body(Body.Task.class);
      if (body.finalizes().equals(Optional.of(root)) && body.started()) {
        perform(task);
      }
    }
  }

  /// Whether all its predecessors are of this graph and have ended.
  private boolean ready(Catalogue catalogue, Entity task) {
    var after = predecessors(catalogue, task);
    return !after.isEmpty() && after.stream().allMatch(other -> end(other).isPresent());
  }

  static List<Long> predecessors(Catalogue catalogue, Entity task) {
    return task.body(Body.Task.class).after().stream()
        .filter(other -> catalogue.alive(other).isPresent())
        .toList();
  }

  private End successor(Entity task) {
    var before =
        task.body(Body.Task.class).after().stream().flatMap(other -> end(other).stream()).toList();
    if (before.contains(End.FAILED)
        || before.contains(End.LEFT_OUT)
        || before.stream().allMatch(End.SKIPPED::equals)) {
      return End.LEFT_OUT;
    }
    return task.body(Body.Task.class).started() ? perform(task) : End.SUSPENDED;
  }

  private End perform(Entity task) {
    var run = schedule(task);
    sessions.perform(account, task, run);
    return switch (run.state()) {
      case SUCCEEDED -> End.SUCCEEDED;
      case SKIPPED -> End.SKIPPED;
      case SCHEDULED, EXECUTING, FAILED -> End.FAILED;
    };
  }
}
