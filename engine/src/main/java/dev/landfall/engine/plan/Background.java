package dev.landfall.engine.plan;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// Work that goes on beside its caller, on a thread of its own. Threads may share it.
public final class Background<T> {
  private final CompletableFuture<T> result;

  private Background(CompletableFuture<T> result) {
    this.result = result;
  }

  /// Starts work.
  ///
  /// @param name of the thread
  public static <T> Background<T> start(String name, Supplier<T> work) {
    return new Background<>(
        CompletableFuture.supplyAsync(
            work, task -> Thread.ofPlatform().daemon().name(name).start(task)));
  }

  /// Work that is done already.
  public static <T> Background<T> done(T result) {
    return new Background<>(CompletableFuture.completedFuture(result));
  }

  /// Waits for the result, also when interrupted, and throws what the work threw.
  public T join() {
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /// Waits for the end.
  ///
  /// @return whether it succeeded
  public boolean succeeded() {
    return result.handle((value, failure) -> failure == null).join();
  }
}
