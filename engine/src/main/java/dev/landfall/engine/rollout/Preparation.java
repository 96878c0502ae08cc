package dev.landfall.engine.rollout;

import dev.landfall.engine.event.EventLog.Held;
import dev.landfall.engine.event.Rollout;
import dev.landfall.engine.plan.PlanException;
import dev.landfall.engine.plan.TargetPlan;
import dev.landfall.engine.plan.World;
import dev.landfall.spi.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What would be done to each target, before anything is done. Immutable.
///
/// @param waves targets that are rolled out together, one wave after the other
/// @param targets what would be done to each
public record Preparation(World world, List<List<Target>> waves, Map<Target, Prepared> targets) {
  /// Copies the collections.
  public Preparation {
    waves = waves.stream().map(List::copyOf).toList();
    targets = Map.copyOf(targets);
  }

  /// What would be done to one target.
  public sealed interface Prepared {
    /// A plan. What an earlier rollout left unfinished is replaced by it.
    ///
    /// @param replaces an interrupted rollout of another release
    record Planned(TargetPlan plan, Optional<Rollout> replaces) implements Prepared {}

    /// An interrupted rollout of the same release is finished; its plan was approved before.
    record Resuming(Rollout rollout, TargetPlan plan) implements Prepared {}

    /// Another process works on the target.
    record Busy(Held held) implements Prepared {}

    /// It cannot be planned.
    record Unplannable(PlanException cause) implements Prepared {}
  }

  /// In the order of the waves.
  public Stream<Map.Entry<Target, Prepared>> inOrder() {
    return waves.stream()
        .flatMap(List::stream)
        .flatMap(target ->
            Optional.ofNullable(targets.get(target)).stream()
                .map(prepared -> Map.entry(target, prepared)));
  }

  /// The plans that have not been approved yet, in the order of the waves.
  public List<TargetPlan> plans() {
    return inOrder()
        .map(Map.Entry::getValue)
        .filter(Prepared.Planned.class::isInstance)
        .map(prepared -> ((Prepared.Planned) prepared).plan())
        .toList();
  }

  /// The same with approved plans in the place of those made here.
  ///
  /// @param approved by target
  public Preparation with(Map<Target, TargetPlan> approved) {
    var replaced = new HashMap<>(targets);
    replaced.replaceAll((target, prepared) ->
        prepared instanceof Prepared.Planned(var plan, var replaces)
            ? new Prepared.Planned(approved.getOrDefault(target, plan), replaces)
            : prepared);
    return new Preparation(world, waves, replaced);
  }
}
