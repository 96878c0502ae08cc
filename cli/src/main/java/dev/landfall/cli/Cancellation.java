package dev.landfall.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Turns Ctrl-C into an interruption of the working thread, and gives it time to record where it
/// stopped.
final class Cancellation implements AutoCloseable {
  private static final int SECONDS = 20;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  private Cancellation(Thread worker) {
    this.hook =
        new Thread(
            () -> {
              worker.interrupt();
              try {
                if (!ended.await(SECONDS, TimeUnit.SECONDS)) {
                  System.err.println("The rollout did not stop; `landfall deploy` will find it.");
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "cancellation");
  }

  static Cancellation of(Thread worker) {
    var cancellation = new Cancellation(worker);
    Runtime.getRuntime().addShutdownHook(cancellation.hook);
    return cancellation;
  }

  /// The work is over: nothing is left to cancel.
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, which is what the hook is for.
      Thread.currentThread().interrupt();
    }
  }
}
