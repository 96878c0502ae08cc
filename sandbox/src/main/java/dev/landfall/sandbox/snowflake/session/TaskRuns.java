package dev.landfall.sandbox.snowflake.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The runs of an account's tasks that are still remembered. Threads share it.
final class TaskRuns {
  private static final int REMEMBERED = 10_000;

  private final Deque<TaskRun> runs = new ArrayDeque<>();

  synchronized void add(TaskRun run) {
    runs.addFirst(run);
    if (runs.size() > REMEMBERED) {
      runs.removeLast();
    }
  }

  /// The latest first.
  synchronized List<TaskRun> all() {
    return List.copyOf(runs);
  }

  /// The latest run of a graph.
  ///
  /// @param root the id of its first task
  Optional<GraphRun> last(long root) {
    return all().stream().map(TaskRun::graph).filter(g -> g.root() == root).findFirst();
  }
}
