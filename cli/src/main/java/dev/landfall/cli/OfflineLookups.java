package dev.landfall.cli;

import dev.landfall.engine.plan.Lookups;
import dev.landfall.spi.Context;
import dev.landfall.spi.Journal;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.Target;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/// What is known without an event log: nothing of earlier rollouts.
record OfflineLookups(Clock clock, Path cache) implements Lookups {
  @Override
  public Context context(Target target, String component) {
    return new OfflineContext(clock, cache);
  }

  @Override
  public Optional<Outputs> lastOutputs(Target target, String component) {
    return Optional.empty();
  }

  @Override
  public boolean isThere(Target target, String component) {
    return false;
  }

  private record OfflineContext(Clock clock, Path cache) implements Context {
    @Override
    public String rollout() {
      return "validating";
    }

    @Override
    public boolean isDead(String rollout) {
      return false;
    }

    @Override
    public Journal journal() {
      return Journal.readOnly();
    }

    @Override
    public void progress(String doing, int done, int total) {}
  }
}
