package dev.landfall.engine.plan;

import dev.landfall.engine.blueprint.Blueprint;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.Plan;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Provider;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Plans the destruction of a target's components: what needs another one goes before it. Threads
/// may share it.
final class Teardown {
  private final Planner planner;
  private final Lookups lookups;

  Teardown(Planner planner, Lookups lookups) {
    this.planner = planner;
    this.lookups = lookups;
  }

  /// @throws PlanException when a component cannot be planned, or another one still needs it
  TargetPlan plan(World world, Target target) throws PlanException, InterruptedException {
    requireNobodyNeedsThem(world, target);
    var unseen = new LinkedHashMap<String, PlanException>();
    var present = present(world, target, unseen);
    var components =
        world.blueprint().inOrder().reversed().stream()
            .filter(component -> world.includes(component.name()))
            .toList();
    var tasks =
        components.stream()
            .map(component -> (Callable<Attempt>) () -> attempt(world, component, target, present))
            .toList();
    var planned = new ArrayList<ComponentPlan>();
    for (var attempt : Parallel.run("plan-" + target.region(), tasks.size(), tasks)) {
      switch (attempt) {
        case Attempt.Planned(var plan) -> planned.add(known(world, target, plan, unseen));
        case Attempt.Failed(var cause) -> throw cause;
      }
    }
    return new TargetPlan(target, world.release().id(), world.goal(), planned);
  }

  private sealed interface Attempt {
    record Planned(ComponentPlan plan) implements Attempt {}

    record Failed(PlanException cause) implements Attempt {}
  }

  private Attempt attempt(
      World world, Blueprint.Component component, Target target, Map<String, Outputs> present)
      throws InterruptedException {
    try {
      return new Attempt.Planned(planner.plan(world, component, target, present));
    } catch (PlanException e) {
      return new Attempt.Failed(e);
    }
  }

  /// What waits for values of others is not there, unless a rollout began it, or one of those
  /// cannot be seen: they would have put the values out before it.
  private ComponentPlan known(
      World world, Target target, ComponentPlan component, Map<String, PlanException> unseen)
      throws PlanException {
    if (!component.deferred()) {
      var plan = component.plan();
      return new ComponentPlan(
          component.name(),
          component.uses(),
          new Plan(plan.basis(), plan.changes(), List.of(), plan.notes()),
          false);
    }
    for (var need : world.blueprint().component(component.name()).needs()) {
      var cause = unseen.get(need);
      if (cause != null) {
        throw cause;
      }
    }
    if (lookups.isThere(target, component.name())) {
      throw PlanException.of(
          target,
          component.name(),
          new ProviderException(
              ProviderException.Kind.FAILED,
              "nobody can tell where it is: " + String.join(", ", component.plan().unknown()),
              "Write these values into the blueprint, or deploy once so that they are known."));
    }
    var note =
        "not looked for, as no rollout left what would tell where it is: "
            + String.join(", ", component.plan().unknown());
    return new ComponentPlan(
        component.name(),
        component.uses(),
        new Plan("", List.of(), List.of(), List.of(note)),
        false);
  }

  private void requireNobodyNeedsThem(World world, Target target) throws PlanException {
    var problems = new ArrayList<Problem>();
    var first = Optional.<String>empty();
    for (var component : world.blueprint().inOrder()) {
      if (world.includes(component.name()) || !lookups.isThere(target, component.name())) {
        continue;
      }
      for (var need : component.needs()) {
        if (world.includes(need)) {
          first = first.or(() -> Optional.of(need));
          problems.add(
              Problem.error(
                  component.with().where(),
                  "component \"" + component.name() + "\" needs \"" + need + "\"",
                  "It is still there. Destroy it too: add --component " + component.name() + "."));
        }
      }
    }
    if (first.isPresent()) {
      throw PlanException.wrong(target, first.get(), problems);
    }
  }

  /// What the components put out, as long as they are there.
  ///
  /// @param unseen gets those that are not known and cannot be looked at
  Map<String, Outputs> present(World world, Target target, Map<String, PlanException> unseen)
      throws InterruptedException {
    var latest =
        new World(
            world.blueprint(), world.release(), world.sources(), new Goal.Latest(), world.only());
    var present = new LinkedHashMap<String, Outputs>();
    for (var component : world.blueprint().inOrder()) {
      var last = lookups.lastOutputs(target, component.name());
      var outputs =
          last.isPresent() || !isRead(world, component)
              ? last
              : observe(latest, component, target, present, planner.provider(component), unseen);
      outputs.ifPresent(known -> present.put(component.name(), known));
    }
    return present;
  }

  private static boolean isRead(World world, Blueprint.Component component) {
    return world.blueprint().components().values().stream()
        .anyMatch(other -> other.needs().contains(component.name()));
  }

  /// Of a component that another event log tells of.
  private <S extends Record> Optional<Outputs> observe(
      World world,
      Blueprint.Component component,
      Target target,
      Map<String, Outputs> present,
      Provider<S> provider,
      Map<String, PlanException> unseen)
      throws InterruptedException {
    try {
      if (planner.prepare(world, component, target, present, provider)
          instanceof Planner.Prepared.Ready<S> ready) {
        var context = lookups.context(target, component.name());
        return Optional.of(provider.observe(ready.desired(), context).outputs())
            .filter(outputs -> !outputs.values().isEmpty());
      }
      return Optional.empty();
    } catch (PlanException e) {
      unseen.put(component.name(), e);
      return Optional.empty();
    } catch (ProviderException e) {
      unseen.put(component.name(), PlanException.of(target, component.name(), e));
      return Optional.empty();
    }
  }
}
