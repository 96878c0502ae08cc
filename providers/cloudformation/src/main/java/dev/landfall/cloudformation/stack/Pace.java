package dev.landfall.cloudformation.stack;

import java.time.Duration;

/// How often one account and region may be asked, learnt from its answers: the gap between two
/// questions doubles when AWS throttles one, and shrinks by a tenth with each that it answers.
/// Threads may share it.
final class Pace {
  /// Between two questions while AWS answers all of them.
  static final Duration SHORTEST = Duration.ofMillis(10);

  /// After the first one that is throttled. DescribeStackEvents is answered some ten times a
  /// second.
  static final Duration THROTTLED = Duration.ofMillis(100);

  static final Duration LONGEST = Duration.ofSeconds(1);

  private Duration gap = SHORTEST;
  private long free;
  private boolean isStarted;

  /// Takes the next turn.
  ///
  /// @param now on any clock that only goes forward, in nanoseconds
  /// @return how long to wait for it
  synchronized Duration turn(long now) {
    long at = isStarted && free - now > 0 ? free : now;
    isStarted = true;
    free = at + gap.toNanos();
    return Duration.ofNanos(at - now);
  }

  synchronized void throttled() {
    var longer = gap.multipliedBy(2);
    var least = longer.compareTo(THROTTLED) < 0 ? THROTTLED : longer;
    gap = least.compareTo(LONGEST) > 0 ? LONGEST : least;
  }

  synchronized void answered() {
    var shorter = gap.minus(gap.dividedBy(10));
    gap = shorter.compareTo(SHORTEST) < 0 ? SHORTEST : shorter;
  }

  synchronized Duration gap() {
    return gap;
  }
}
