package dev.landfall.cli;

import dev.landfall.engine.plan.Lookups;
import dev.landfall.spi.Context;
import dev.landfall.spi.Journal;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.Target;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
      return new Journal() {
        @Override
        public List<Effect> open() {
          return List.of();
        }

        @Override
        public Set<String> done() {
          return Set.of();
        }

        @Override
        public void record(List<Entry> entries) throws ProviderException {
          throw new ProviderException(
              ProviderException.Kind.FAILED, "nothing is changed while validating", "");
        }

        @Override
        public Optional<String> checkpoint(String key) {
          return Optional.empty();
        }
      };
    }

    @Override
    public void progress(String doing, int done, int total) {}
  }
}
