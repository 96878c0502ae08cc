package dev.landfall.engine.rollout;

import dev.landfall.engine.event.Event;
import dev.landfall.engine.event.EventLog;
import dev.landfall.engine.event.EventLog.Claim;
import dev.landfall.engine.event.EventLog.ClaimLostException;
import dev.landfall.engine.event.EventLog.HeldException;
import dev.landfall.engine.event.EventLog.Holder;
import dev.landfall.engine.event.EventLog.Liveness;
import dev.landfall.engine.event.Rollout;
import dev.landfall.engine.event.Status;
import dev.landfall.engine.event.TargetState;
import dev.landfall.engine.plan.Background;
import dev.landfall.engine.plan.ComponentPlan;
import dev.landfall.engine.plan.Lookups;
import dev.landfall.engine.plan.Parallel;
import dev.landfall.engine.plan.PlanDocument;
import dev.landfall.engine.plan.PlanDocument.InvalidPlanException;
import dev.landfall.engine.plan.PlanException;
import dev.landfall.engine.plan.Planner;
import dev.landfall.engine.plan.TargetPlan;
import dev.landfall.engine.plan.World;
import dev.landfall.engine.rollout.Preparation.Prepared;
import dev.landfall.engine.rollout.TargetResult.Reason;
import dev.landfall.engine.secret.Redactor;
import dev.landfall.engine.secret.SecretSource;
import dev.landfall.spi.Context;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Journal;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.Provider;
import dev.landfall.spi.Target;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Plans and carries out rollouts of many targets at once. One per process; threads may share it.
public final class Rollouts implements AutoCloseable, Lookups {
  private final Parts parts;
  private final Holder holder;
  private final Liveness liveness;
  private final Supplier<String> ids;
  private final ClaimKeeper keeper;
  private final Map<Target, TargetState> states = new ConcurrentHashMap<>();
  private volatile Background<?> looking = Background.done(Map.of());

  /// What the rollouts of this process share.
  ///
  /// @param defects where defects are written, with what was being done
  record Parts(
      EventLog log,
      Planner planner,
      Redactor redactor,
      Clock clock,
      Path cache,
      Liveness liveness,
      BiConsumer<String, Throwable> defects) {
    void defect(String during, Throwable defect) {
      defects.accept(during, defect);
    }

    /// Whether a rollout ended, or its process can write no more.
    boolean isDead(String rollout) {
      var events = log.ofRollout(rollout);
      if (events.isEmpty()) {
        return false;
      }
      if (Rollout.of(events).status().isFinal()) {
        return true;
      }
      var held = log.held(events.getFirst().target());
      return held.isEmpty()
          || !held.get().claim().rollout().equals(rollout)
          || liveness.isGone(held.get().claim().holder());
    }
  }

  /// What a process needs to carry out rollouts.
  ///
  /// @param providers by kind
  /// @param holder this process
  /// @param cache a folder for providers' caches
  /// @param ids makes the ids of new rollouts
  /// @param defects where defects are written, with what was being done
  public record Setup(
      EventLog log,
      Map<String, Provider<?>> providers,
      SecretSource secrets,
      Redactor redactor,
      Clock clock,
      Holder holder,
      Liveness liveness,
      Path cache,
      Supplier<String> ids,
      BiConsumer<String, Throwable> defects) {}

  /// Starts renewing claims in the background.
  public Rollouts(Setup setup) {
    this.holder = setup.holder();
    this.liveness = setup.liveness();
    this.ids = setup.ids();
    var planner = new Planner(setup.providers(), setup.secrets(), setup.redactor(), this);
    this.parts =
        new Parts(
            setup.log(),
            planner,
            setup.redactor(),
            setup.clock(),
            setup.cache(),
            setup.liveness(),
            setup.defects());
    this.keeper = new ClaimKeeper(setup.log());
  }

  /// The planner these rollouts use.
  public Planner planner() {
    return parts.planner();
  }

  @Override
  public Context context(Target target, String component) {
    return new RolloutContext(
        parts.clock(),
        "planning by " + holder,
        Journal.readOnly(),
        parts.cache(),
        parts::isDead,
        (doing, done, total) -> {});
  }

  @Override
  public Optional<Outputs> lastOutputs(Target target, String component) {
    return Optional.ofNullable(state(target).components().get(component))
        .filter(end -> !end.outputs().isEmpty())
        .map(end -> new Outputs(end.outputs()));
  }

  @Override
  public boolean isThere(Target target, String component) {
    return state(target).isThere(component);
  }

  private TargetState state(Target target) {
    looking.join();
    return Optional.ofNullable(states.get(target))
        .orElseGet(() -> new TargetState(target, Optional.empty(), Map.of(), Set.of()));
  }

  /// Reads how targets stand, so that outputs of earlier rollouts are known.
  public Map<Target, TargetState> look(Collection<Target> targets) {
    var read = TargetState.of(parts.log(), targets);
    states.putAll(read);
    return read;
  }

  /// Looks at every target, and plans those that are free. Nothing is written.
  ///
  /// Targets are planned while the log is asked how they stand: most are free, and a plan of one
  /// that is not is thrown away.
  ///
  /// @param most how many targets at once
  public Preparation prepare(World world, List<List<Target>> waves, int most)
      throws InterruptedException {
    var targets = waves.stream().flatMap(List::stream).toList();
    looking = Background.start("look", () -> look(targets));
    var tasks =
        targets.stream().map(target -> (Callable<Prepared>) () -> prepare(world, target)).toList();
    var results = Parallel.run("plan", most, tasks);
    var prepared = new HashMap<Target, Prepared>();
    for (var i = 0; i < targets.size(); i++) {
      prepared.put(targets.get(i), results.get(i));
    }
    return new Preparation(world, waves, prepared);
  }

  private Prepared prepare(World world, Target target) throws InterruptedException {
    var planned = plan(world, target);
    Optional<Rollout> replaces = Optional.empty();
    var unfinished = state(target).unfinished();
    if (unfinished.isPresent()) {
      var held = parts.log().held(target);
      if (held.isPresent() && isAlive(held.get())) {
        return new Prepared.Busy(held.get());
      }
      var rollout = Rollout.of(parts.log().ofRollout(unfinished.get()));
      var approved = approved(rollout);
      if (approved.isPresent() && isSame(world, approved.get())) {
        return new Prepared.Resuming(rollout, approved.get());
      }
      replaces = Optional.of(rollout);
    }
    return planned instanceof Prepared.Planned(var plan, var none)
        ? new Prepared.Planned(plan, replaces)
        : planned;
  }

  private Prepared plan(World world, Target target) throws InterruptedException {
    try {
      return new Prepared.Planned(parts.planner().plan(world, target), Optional.empty());
    } catch (PlanException e) {
      return new Prepared.Unplannable(e);
    }
  }

  /// Whether a plan leads where a world leads to, with the same components.
  private static boolean isSame(World world, TargetPlan plan) {
    var planned = plan.components().stream().map(ComponentPlan::name).collect(Collectors.toSet());
    return plan.release().equals(world.release().id())
        && plan.goal().equals(world.goal())
        && world.blueprint().components().keySet().stream()
            .filter(world::includes)
            .collect(Collectors.toSet())
            .equals(planned);
  }

  /// Whether a holder may still be at work.
  boolean isAlive(EventLog.Held held) {
    return held.expires().isAfter(parts.clock().instant())
        && !liveness.isGone(held.claim().holder());
  }

  private static Optional<TargetPlan> approved(Rollout rollout) {
    try {
      return rollout.plan().isEmpty()
          ? Optional.empty()
          : Optional.of(PlanDocument.read(rollout.plan().get()));
    } catch (InvalidPlanException e) {
      return Optional.empty();
    }
  }

  /// Carries out what was prepared: the targets of a wave at once, the next wave when none of them
  /// failed. A failing target does not stop the others of its wave.
  ///
  /// @param most how many targets at once
  /// @return one result per target, in the order of the waves; a plan of another release, goal or
  ///   target is refused
  public List<TargetResult> carryOut(Preparation preparation, int most, RolloutListener listener)
      throws InterruptedException {
    var results = new ArrayList<TargetResult>();
    var failed = false;
    for (var wave : preparation.waves()) {
      if (failed) {
        wave.forEach(target -> results.add(TargetResult.skipped(target)));
        continue;
      }
      var unchanged = recordUnchanged(preparation, wave, listener);
      var tasks =
          wave.stream()
              .filter(target -> !unchanged.containsKey(target))
              .map(target ->
                  (Callable<TargetResult>)
                      () ->
                          carryOut(
                              preparation.world(),
                              target,
                              preparation.targets().get(target),
                              listener))
              .toList();
      var ended = new HashMap<>(unchanged);
      Parallel.run("rollout", most, tasks).forEach(result -> ended.put(result.target(), result));
      wave.forEach(target -> results.add(Objects.requireNonNull(ended.get(target))));
      failed = ended.values().stream().anyMatch(result -> result.status() != Status.SUCCEEDED);
    }
    return results;
  }

  /// Records the rollouts of those targets that have nothing to change, all in one append. Who is
  /// held, or whose outputs nobody knows, goes the long way.
  private Map<Target, TargetResult> recordUnchanged(
      Preparation preparation, List<Target> wave, RolloutListener listener) {
    var rollouts = new ArrayList<UnchangedRollout>();
    for (var target : wave) {
      if (preparation.targets().get(target) instanceof Prepared.Planned(var plan, var replaces)
          && plan.target().equals(target)
          && isSame(preparation.world(), plan)
          && plan.isEmpty()
          && !(plan.goal() instanceof Goal.Destroyed)
          && replaces.isEmpty()
          && leftovers(target).isEmpty()) {
        UnchangedRollout.of(plan, ids.get(), holder, component -> lastOutputs(target, component))
            .ifPresent(rollouts::add);
      }
    }
    var written =
        parts.log().append(rollouts.stream().map(r -> r.record(parts.redactor()::redact)).toList());
    var results = new HashMap<Target, TargetResult>();
    for (var rollout : rollouts) {
      if (written.contains(rollout.id())) {
        rollout.tell(listener, parts.redactor()::redact);
        results.put(rollout.plan().target(), rollout.result(parts.redactor()::redact));
      }
    }
    return results;
  }

  private TargetResult carryOut(
      World world, Target target, @Nullable Prepared prepared, RolloutListener listener) {
    return switch (prepared) {
      case null -> throw new IllegalArgumentException(target + " was not prepared");
      case Prepared.Busy(var held) -> TargetResult.held(target, held);
      case Prepared.Unplannable(var cause) -> TargetResult.unplannable(target, cause);
      case Prepared.Planned(var plan, var replaces)
          when !plan.target().equals(target) || !isSame(world, plan) ->
          TargetResult.another(world, target, plan);
      case Prepared.Planned(var plan, var replaces) ->
          begin(world, target, plan, replaces, Optional.empty(), listener);
      case Prepared.Resuming(var rollout, var plan) ->
          begin(world, target, plan, Optional.empty(), Optional.of(rollout), listener);
    };
  }

  private TargetResult begin(
      World world,
      Target target,
      TargetPlan plan,
      Optional<Rollout> replaces,
      Optional<Rollout> resumed,
      RolloutListener listener) {
    try {
      if (replaces.isPresent()) {
        close(target, replaces.get(), plan.release());
      }
      var id = resumed.map(Rollout::id).orElseGet(ids);
      var claim = parts.log().claim(target, id, holder, ClaimKeeper.LASTS, liveness);
      keeper.keep(claim);
      try {
        return run(world, plan, claim, resumed, listener);
      } finally {
        keeper.release(claim);
      }
    } catch (HeldException e) {
      return TargetResult.held(target, e.held());
    } catch (ClaimLostException e) {
      return new TargetResult(
          target,
          resumed.map(Rollout::id),
          Status.FAILED,
          new Reason.Ended(),
          "another process took over the target",
          "See `landfall status` for who has it now.",
          resumed.isPresent(),
          0,
          List.of());
    }
  }

  private TargetResult run(
      World world,
      TargetPlan plan,
      Claim claim,
      Optional<Rollout> resumed,
      RolloutListener listener)
      throws ClaimLostException {
    return new TargetRollout(
            parts,
            world,
            plan,
            claim,
            resumed,
            leftovers(claim.target()),
            outputs(world, claim.target()),
            listener)
        .run();
  }

  private Map<String, Outputs> outputs(World world, Target target) {
    var outputs = new LinkedHashMap<String, Outputs>();
    for (var component : world.blueprint().components().keySet()) {
      lastOutputs(target, component).ifPresent(last -> outputs.put(component, last));
    }
    return outputs;
  }

  /// Ends a rollout that will not be resumed because another release takes its place.
  private void close(Target target, Rollout rollout, String release)
      throws HeldException, ClaimLostException {
    var claim = parts.log().claim(target, rollout.id(), holder, ClaimKeeper.LASTS, liveness);
    try {
      var message = rollout.found() + "; release " + release + " takes its place";
      parts.log().append(claim, List.of(new Event.RolloutFinished(Status.CANCELLED, message)));
    } finally {
      parts.log().release(claim);
    }
  }

  /// What earlier rollouts left, by component; nothing when the last one succeeded.
  private Map<String, Doubts.Leftovers> leftovers(Target target) {
    var last = state(target).last();
    if (last.isEmpty() || last.get().status() == Status.SUCCEEDED) {
      return Map.of();
    }
    return new Doubts(parts.log(), holder, liveness).leftovers(target);
  }

  /// Ids such as `ro-20261124-101530-1f8e`: sorted by time, told apart by a random part.
  public static Supplier<String> ids(Clock clock, RandomGenerator random) {
    var format = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    return () -> "ro-%s-%04x".formatted(format.format(clock.instant()), random.nextInt(0x10000));
  }

  /// Targets in the order of waves.
  public static Stream<Target> flat(List<List<Target>> waves) {
    return waves.stream().flatMap(List::stream);
  }

  @Override
  public void close() {
    keeper.close();
  }
}
