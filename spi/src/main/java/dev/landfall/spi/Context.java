package dev.landfall.spi;

import java.nio.file.Path;
import java.time.Clock;

/// What the engine lends a provider for one call. Threads may share it.
public interface Context {
  /// The time; never ask the system for it.
  Clock clock();

  /// The rollout's id while applying; a name for the planning otherwise. Names the owner of what
  /// the provider holds in the other system, such as a lock.
  String rollout();

  /// Whether a rollout that left something held is known to have ended or to have lost its process,
  /// so that what it held may be taken over. False when nobody knows.
  boolean isDead(String rollout);

  /// The record of effects. While planning or observing it takes no entries.
  Journal journal();

  /// A folder that survives the process and may be emptied at any time. Other processes use it at
  /// the same time: write a new file, then move it into place. Nothing secret goes into it.
  Path cache();

  /// Tells people how far the work is. Cheap; may be called often.
  ///
  /// @param doing what is being done, in a few words
  /// @param done how many steps are done
  /// @param total how many steps there are
  void progress(String doing, int done, int total);
}
