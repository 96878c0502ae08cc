package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Ends a query early. Threads share it.
final class Cancellation {
  private Optional<SnowflakeException> why = Optional.empty();
  private final Set<Runnable> hooks = new LinkedHashSet<>();

  /// Takes a hook back.
  interface Hook extends AutoCloseable {
    @Override
    void close();
  }

  /// `SQL execution canceled`
  static SnowflakeException cancelled() {
    return new SnowflakeException("000604", "57014", "SQL execution canceled");
  }

  /// Ends the query, when it has not ended yet.
  void cancel(SnowflakeException reason) {
    List<Runnable> run;
    synchronized (this) {
      if (why.isPresent()) {
        return;
      }
      why = Optional.of(reason);
      run = List.copyOf(hooks);
    }
    run.forEach(Runnable::run);
  }

  /// Why the query was cancelled; empty when it was not.
  synchronized Optional<SnowflakeException> reason() {
    return why;
  }

  /// @throws SnowflakeException the reason, when it was cancelled
  void check() throws SnowflakeException {
    var reason = reason();
    if (reason.isPresent()) {
      throw reason.get();
    }
  }

  /// Something to do when it is cancelled, until the hook is closed. When it has been cancelled
  /// already, that is done at once.
  Hook onCancel(Runnable action) {
    boolean late;
    synchronized (this) {
      late = why.isPresent();
      hooks.add(action);
    }
    if (late) {
      action.run();
    }
    return () -> {
      synchronized (this) {
        hooks.remove(action);
      }
    };
  }
}
