package dev.landfall.engine.rollout;

import dev.landfall.engine.event.EventLog;
import dev.landfall.engine.event.EventLog.Held;
import dev.landfall.engine.plan.PlanException;
import dev.landfall.engine.plan.Planner;
import dev.landfall.engine.plan.World;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.Provider;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Frees targets from rollouts that are dead. Threads may share it.
public final class Unlocking {
  private final EventLog log;
  private final Rollouts rollouts;

  /// @param rollouts whose planner and contexts are used
  public Unlocking(EventLog log, Rollouts rollouts) {
    this.log = log;
    this.rollouts = rollouts;
  }

  /// What came of it.
  public sealed interface Outcome {
    /// Nobody holds it any more.
    ///
    /// @param lines what was taken away; empty when nothing was held
    record Freed(List<String> lines) implements Outcome {}

    /// Somebody who may be alive holds it; nothing was taken away.
    record Alive(Held held) implements Outcome {}
  }

  /// Frees one target and what its components hold in other systems.
  ///
  /// @param force whether to take it even from a holder that may be alive
  /// @throws PlanException when a component's system cannot be reached
  public Outcome unlock(World world, Target target, boolean force)
      throws PlanException, InterruptedException {
    var lines = new ArrayList<String>();
    var held = log.held(target);
    if (held.isPresent()) {
      if (!force && rollouts.isAlive(held.get())) {
        return new Outcome.Alive(held.get());
      }
      log.release(held.get().claim());
      lines.add("the claim of " + held.get().claim().holder());
    }
    rollouts.look(List.of(target));
    var produced = new HashMap<String, Outputs>();
    for (var component : world.blueprint().inOrder()) {
      rollouts
          .lastOutputs(target, component.name())
          .ifPresent(outputs -> produced.put(component.name(), outputs));
      var provider = rollouts.planner().provider(component);
      lines.addAll(unlock(world, component.name(), target, produced, provider));
    }
    return new Outcome.Freed(lines);
  }

  private <S extends Record> List<String> unlock(
      World world, String name, Target target, Map<String, Outputs> produced, Provider<S> provider)
      throws PlanException, InterruptedException {
    var component = world.blueprint().component(name);
    var prepared = rollouts.planner().prepare(world, component, target, produced, provider);
    if (!(prepared instanceof Planner.Prepared.Ready<S> ready)) {
      return List.of();
    }
    try {
      return provider.unlock(ready.desired(), rollouts.context(target, name));
    } catch (ProviderException e) {
      throw PlanException.of(target, name, e);
    }
  }
}
