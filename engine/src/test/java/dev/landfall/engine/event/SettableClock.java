package dev.landfall.engine.event;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands still until a test sets it forward.
public final class SettableClock extends Clock {
  private final AtomicReference<Instant> now;

  /// Stands at an instant.
  public SettableClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  /// Lets time pass.
  public void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
