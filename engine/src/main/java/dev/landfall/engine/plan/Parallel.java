package dev.landfall.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs tasks at the same time, a bounded number of them, and waits for all.
public final class Parallel {
  private Parallel() {}

  /// Runs every task and returns what they return, in their order. Tasks report failures in what
  /// they return; a task that throws nevertheless is a defect and ends the call when all others are
  /// done.
  ///
  /// Platform threads: a short-lived process with virtual ones exits a third of a second later.
  ///
  /// @param name of the threads
  /// @param most how many run at once
  /// @throws InterruptedException when the caller is interrupted: then every running task has been
  ///   interrupted too, and has ended
  public static <T> List<T> run(String name, int most, List<? extends Callable<T>> tasks)
      throws InterruptedException {
    if (tasks.isEmpty()) {
      return List.of();
    }
    if (tasks.size() == 1) {
      return List.of(call(tasks.getFirst()));
    }
    var threads = Thread.ofPlatform().name(name + "-", 1).daemon(true).factory();
    try (var executor = Executors.newFixedThreadPool(Math.min(most, tasks.size()), threads)) {
      var futures = new ArrayList<Future<T>>();
      tasks.forEach(task -> futures.add(executor.submit(task)));
      try {
        var results = new ArrayList<T>();
        for (var future : futures) {
          results.add(result(future));
        }
        return results;
      } catch (InterruptedException e) {
        executor.shutdownNow();
        throw e;
      }
    }
  }

  private static <T> T call(Callable<T> task) throws InterruptedException {
    try {
      return task.call();
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("a parallel task failed", e);
    }
  }

  private static <T> T result(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("a parallel task failed", e.getCause());
    }
  }
}
