package dev.landfall.liquibase.execute;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Calls a driver that does not stand interruption on a thread that nobody interrupts. Whoever
/// waits for it and is interrupted meanwhile finds the interruption standing afterwards.
final class Undisturbed {
  private Undisturbed() {}

  /// Works with a database.
  @FunctionalInterface
  interface Call<T> {
    T make() throws SqlFailure;
  }

  static <T> T call(Call<T> call) throws SqlFailure {
    var task = new FutureTask<>(call::make);
    Thread.ofVirtual().name("driver").start(task);
    var interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static SqlFailure unwrapped(ExecutionException e) {
    return switch (e.getCause()) {
      case SqlFailure failure -> failure;
      case RuntimeException failure -> throw failure;
      case Error failure -> throw failure;
      case null, default -> throw new IllegalStateException(e);
    };
  }
}
