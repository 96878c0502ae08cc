package dev.landfall.engine.event;

import java.util.List;
import java.util.Map;

/// One thing that happened in a rollout. Immutable, never holds a secret, and never changes its
/// meaning: a type's name and fields are stored for good.
public sealed interface Event {
  /// The first event of a rollout.
  ///
  /// @param release the release's id
  /// @param digest of the plan that is carried out
  /// @param changes how many changes it has
  /// @param actor who started it
  /// @param process the host and process that carries it out
  record RolloutStarted(String release, String digest, int changes, String actor, String process)
      implements Event {}

  /// What was approved; follows [RolloutStarted] when there is anything to do.
  ///
  /// @param plan the whole plan, as its JSON document
  record PlanApproved(String plan) implements Event {}

  /// Another process took over after the first one was lost.
  ///
  /// @param actor who started it again
  /// @param process the host and process that carries it on
  /// @param found what the earlier process had left, in one sentence
  record RolloutResumed(String actor, String process, String found) implements Event {}

  /// A component's turn came.
  ///
  /// @param changes how many changes its plan has
  record ComponentStarted(String component, int changes) implements Event {}

  /// A call that changes the world is about to be sent.
  ///
  /// @param clue what helps the provider to find out what came of it; may be empty
  record EffectBegun(String component, String key, String what, String question, String clue)
      implements Event {}

  /// It took effect.
  record EffectDone(String component, String key, String note) implements Event {}

  /// It did not take effect.
  record EffectNotDone(String component, String key, String reason) implements Event {}

  /// Nobody can tell whether it did.
  record EffectInDoubt(String component, String key, String reason) implements Event {}

  /// A value a resumed rollout needs.
  record Checkpointed(String component, String key, String value) implements Event {}

  /// The live state the rollout left behind: what drift is measured against.
  record Observed(String component, Map<String, String> items, List<String> unchecked)
      implements Event {}

  /// Nothing is left of a component, but what its own rules keep; its end follows.
  record ComponentDestroyed(String component) implements Event {}

  /// A component ended.
  ///
  /// @param message why it failed; empty when it succeeded
  /// @param seconds how long it took in this process
  record ComponentFinished(
      String component, Status status, String message, Map<String, Object> outputs, double seconds)
      implements Event {}

  /// The last event of a rollout.
  ///
  /// @param message why it failed; empty when it succeeded
  record RolloutFinished(Status status, String message) implements Event {}
}
