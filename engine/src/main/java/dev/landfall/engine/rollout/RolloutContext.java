package dev.landfall.engine.rollout;

import dev.landfall.spi.Context;
import dev.landfall.spi.Journal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Predicate;

/// What a provider is lent for one call.
record RolloutContext(
    Clock clock,
    String rollout,
    Journal journal,
    Path cache,
    Predicate<String> dead,
    Progress ticker)
    implements Context {

  /// Where progress goes.
  interface Progress {
    void progressed(String doing, int done, int total);
  }

  @Override
  public boolean isDead(String other) {
    return dead.test(other);
  }

  @Override
  public void progress(String doing, int done, int total) {
    ticker.progressed(doing, done, total);
  }
}
