package dev.landfall.sandbox.snowflake.session;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// Makes the ids of queries. They have a UUID's form and begin with the time, as Snowflake's do, so
/// that they sort by it. Threads may share it.
final class QueryIds {
  private final Clock clock;
  private final AtomicLong counter = new AtomicLong();
  private final long server = new SecureRandom().nextLong() & 0xffff_ffffL;

  QueryIds(Clock clock) {
    this.clock = clock;
  }

  String next() {
    var now = clock.millis();
    var minutes = now / 60_000;
    var number = counter.incrementAndGet();
    var high = (minutes << 32) | (now % 60_000 & 0xffffL) << 16 | (number >>> 16 & 0xffffL);
    var low = (number & 0xffffL) << 48 | server << 16 | 0x2eL;
    return new UUID(high, low).toString();
  }
}
