package dev.landfall.engine.rollout;

import dev.landfall.engine.event.Event;
import dev.landfall.engine.event.EventLog;
import dev.landfall.engine.event.TargetState;
import dev.landfall.engine.plan.Parallel;
import dev.landfall.engine.plan.PlanException;
import dev.landfall.engine.plan.Planner;
import dev.landfall.engine.plan.World;
import dev.landfall.spi.Inspection.Deviation;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.Provider;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/// Compares live state with what the last rollout left. Threads may share it.
public final class DriftCheck {
  private final EventLog log;
  private final Rollouts rollouts;

  /// @param rollouts whose planner and contexts are used
  public DriftCheck(EventLog log, Rollouts rollouts) {
    this.log = log;
    this.rollouts = rollouts;
  }

  /// What happened to a thing since the last rollout.
  public enum Kind {
    /// It is there and was not.
    ADDED,
    /// It is there and looks different.
    CHANGED,
    /// It was there and is not.
    DROPPED
  }

  /// One thing that differs.
  ///
  /// @param was its description after the rollout; empty when added
  /// @param is its description now; empty when dropped
  public record Difference(Kind kind, String address, String was, String is) {}

  /// What was found out about one component of one target.
  public sealed interface Finding {
    /// It was compared.
    ///
    /// @param since when the state it was compared with was seen
    /// @param unchecked what was not looked at
    record Compared(
        Target target,
        String component,
        Instant since,
        List<Difference> differences,
        List<String> unchecked)
        implements Finding {}

    /// A rollout destroyed it: there is nothing to compare with.
    record Destroyed(Target target, String component, Instant at) implements Finding {}

    /// It could not be compared.
    record NotCompared(Target target, String component, String why, String next)
        implements Finding {}
  }

  /// Looks at targets, a bounded number at once.
  public List<Finding> check(World world, List<Target> targets, int most)
      throws InterruptedException {
    var states = rollouts.look(targets);
    var baselines = baselines(targets);
    var tasks =
        targets.stream()
            .map(target ->
                (Callable<List<Finding>>)
                    () ->
                        check(world, target, Objects.requireNonNull(states.get(target)), baselines))
            .toList();
    return Parallel.run("drift", most, tasks).stream().flatMap(List::stream).toList();
  }

  private record Key(Target target, String component) {}

  private record Baseline(Instant at, Event.Observed observed) {}

  private Map<Key, Baseline> baselines(List<Target> targets) {
    var baselines = new HashMap<Key, Baseline>();
    for (var recorded : log.latest(targets, Set.of(Event.Observed.class))) {
      if (recorded.event() instanceof Event.Observed observed) {
        baselines.put(
            new Key(recorded.target(), observed.component()),
            new Baseline(recorded.at(), observed));
      }
    }
    return baselines;
  }

  private List<Finding> check(
      World world, Target target, TargetState state, Map<Key, Baseline> baselines)
      throws InterruptedException {
    var findings = new ArrayList<Finding>();
    var produced = new HashMap<String, Outputs>();
    for (var component : world.blueprint().inOrder()) {
      rollouts
          .lastOutputs(target, component.name())
          .ifPresent(outputs -> produced.put(component.name(), outputs));
      var end = state.components().get(component.name());
      if (end != null && state.isDestroyed(component.name())) {
        findings.add(new Finding.Destroyed(target, component.name(), end.at()));
        continue;
      }
      var baseline = baselines.get(new Key(target, component.name()));
      if (baseline == null) {
        findings.add(
            new Finding.NotCompared(
                target,
                component.name(),
                "no rollout of it is recorded",
                "Deploy it once; drift is measured against what a rollout left."));
        continue;
      }
      var provider = rollouts.planner().provider(component);
      findings.add(compare(world, component.name(), target, produced, provider, baseline));
    }
    return findings;
  }

  private <S extends Record> Finding compare(
      World world,
      String name,
      Target target,
      Map<String, Outputs> produced,
      Provider<S> provider,
      Baseline baseline)
      throws InterruptedException {
    try {
      var component = world.blueprint().component(name);
      var prepared = rollouts.planner().prepare(world, component, target, produced, provider);
      if (!(prepared instanceof Planner.Prepared.Ready<S> ready)) {
        return new Finding.NotCompared(
            target,
            name,
            "values it needs were never produced",
            "Deploy the components before it.");
      }
      var found = provider.inspect(ready.desired(), rollouts.context(target, name));
      var now = found.observation();
      return new Finding.Compared(
          target,
          name,
          baseline.at(),
          differences(baseline.observed().items(), now.items(), found.deviations()),
          now.unchecked());
    } catch (PlanException e) {
      return new Finding.NotCompared(target, name, e.getMessage(), e.next());
    } catch (ProviderException e) {
      return new Finding.NotCompared(target, name, e.getMessage(), e.next());
    }
  }

  /// The differences between two observations, and what else is not as declared, by address.
  static List<Difference> differences(
      Map<String, String> was, Map<String, String> is, List<Deviation> deviations) {
    var before = new TreeMap<>(was);
    var after = new TreeMap<>(is);
    for (var deviation : deviations) {
      put(before, deviation.address(), deviation.declared());
      put(after, deviation.address(), deviation.live());
    }
    var addresses = new TreeSet<>(before.keySet());
    addresses.addAll(after.keySet());
    var differences = new ArrayList<Difference>();
    for (var address : addresses) {
      var old = Optional.ofNullable(before.get(address));
      var now = Optional.ofNullable(after.get(address));
      if (old.equals(now)) {
        continue;
      }
      var kind = old.isEmpty() ? Kind.ADDED : now.isEmpty() ? Kind.DROPPED : Kind.CHANGED;
      differences.add(new Difference(kind, address, old.orElse(""), now.orElse("")));
    }
    return List.copyOf(differences);
  }

  private static void put(Map<String, String> items, String address, String description) {
    if (description.isEmpty()) {
      items.remove(address);
    } else {
      items.put(address, description);
    }
  }
}
