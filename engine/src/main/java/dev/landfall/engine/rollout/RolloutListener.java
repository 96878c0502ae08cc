package dev.landfall.engine.rollout;

import dev.landfall.engine.event.Event;
import dev.landfall.spi.Target;

/// Somebody who watches rollouts. Called by many threads at once, from the thread that does the
/// work: return quickly.
public interface RolloutListener {
  /// Watches nothing.
  RolloutListener NONE =
      new RolloutListener() {
        @Override
        public void happened(Target target, String rollout, Event event) {}

        @Override
        public void progressed(
            Target target, String component, String doing, int done, int total) {}
      };

  /// An event was appended to the log.
  void happened(Target target, String rollout, Event event);

  /// A component came on. Not in the log.
  void progressed(Target target, String component, String doing, int done, int total);
}
