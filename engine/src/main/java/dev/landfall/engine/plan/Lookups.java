package dev.landfall.engine.plan;

import dev.landfall.spi.Context;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.Target;
import java.util.Optional;

/// What a planner asks the world for. Threads share it.
public interface Lookups {
  /// What a provider is lent while it plans or observes.
  Context context(Target target, String component);

  /// What the last successful rollout of a component put out.
  Optional<Outputs> lastOutputs(Target target, String component);

  /// Whether a rollout began a component that none has destroyed since.
  boolean isThere(Target target, String component);
}
