package dev.landfall.sandbox.aws.cloudformation.operation;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// Goes through resources, each behind those it needs and those that need nothing of each other at
/// the same time. Everything but the work itself happens in the caller's thread.
final class Walk {
  /// One resource's turn.
  interface Step {
    /// Begins; nothing when there is nothing to do.
    Optional<Work> begin(String name);
  }

  /// What may take long.
  interface Work {
    /// Works, and gives what is to be done with the result.
    End run();
  }

  /// What is done with a result.
  interface End {
    /// Whether those that wait for this resource may have their turn.
    boolean finish();
  }

  private record Finished(String name, End end) {}

  private final Function<String, Set<String>> needs;
  private final Executor workers;
  private final BooleanSupplier stopped;
  private final LinkedBlockingQueue<Finished> finished = new LinkedBlockingQueue<>();

  Walk(Function<String, Set<String>> needs, Executor workers, BooleanSupplier stopped) {
    this.needs = needs;
    this.workers = workers;
    this.stopped = stopped;
  }

  /// @param names in any order; what is needed and not among them counts as done
  void run(Collection<String> names, Step step) {
    var waiting = new LinkedHashSet<>(names);
    var open = new HashSet<>(names);
    int running = 0;
    while (true) {
      boolean moved = true;
      while (moved) {
        moved = false;
        for (var name : List.copyOf(waiting)) {
          if (stopped.getAsBoolean() || needs.apply(name).stream().anyMatch(open::contains)) {
            continue;
          }
          waiting.remove(name);
          var work = step.begin(name);
          if (work.isEmpty()) {
            open.remove(name);
            moved = true;
          } else {
            running++;
            workers.execute(() -> finished.add(new Finished(name, ended(work.get()))));
          }
        }
      }
      if (running == 0) {
        return;
      }
      var next = take();
      running--;
      if (next.end().finish()) {
        open.remove(next.name());
      }
    }
  }

  /// A fault of the work is the caller's to see.
  private static End ended(Work work) {
    try {
      return work.run();
    } catch (RuntimeException e) {
      return () -> {
        throw e;
      };
    }
  }

  private Finished take() {
    try {
      return finished.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while resources were worked on", e);
    }
  }
}
