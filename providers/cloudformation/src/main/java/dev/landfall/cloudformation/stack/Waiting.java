package dev.landfall.cloudformation.stack;

import java.time.Duration;

/// Waits between two looks at what takes its time: longer and longer while nothing happens. For one
/// thread.
final class Waiting {
  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(3);

  private Duration next = FIRST;

  void once() throws InterruptedException {
    Thread.sleep(next);
    var longer = next.plus(next.dividedBy(2));
    next = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
  }

  /// Something happened: looks are worth more again.
  void restart() {
    next = FIRST;
  }
}
