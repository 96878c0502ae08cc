package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Ends queries that run longer than `STATEMENT_TIMEOUT_IN_SECONDS`.
final class Timeouts {
  /// Longer ones are not worth a timer.
  private static final long NEVER = 86_400;

  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("snowflake-timeouts").unstarted(task));

  private Timeouts() {}

  /// The wait for a query's time to be up, until it is closed.
  interface Waiting extends AutoCloseable {
    @Override
    void close();
  }

  static Waiting start(Parameters parameters, Query query) {
    var seconds = parameters.number("STATEMENT_TIMEOUT_IN_SECONDS");
    if (seconds == 0 || seconds >= NEVER) {
      return () -> {};
    }
    var timer =
        TIMER.schedule(
            () ->
                query.cancel(
                    new SnowflakeException(
                        "000630",
                        "57014",
                        "Statement reached its statement or warehouse timeout of "
                            + seconds
                            + " second(s) and was canceled.")),
            seconds,
            TimeUnit.SECONDS);
    return () -> timer.cancel(false);
  }
}
