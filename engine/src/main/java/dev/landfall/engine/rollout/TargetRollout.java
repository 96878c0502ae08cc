package dev.landfall.engine.rollout;

import dev.landfall.engine.blueprint.Blueprint;
import dev.landfall.engine.event.Event;
import dev.landfall.engine.event.EventLog.Claim;
import dev.landfall.engine.event.EventLog.ClaimLostException;
import dev.landfall.engine.event.EventRedaction;
import dev.landfall.engine.event.Rollout;
import dev.landfall.engine.event.Status;
import dev.landfall.engine.plan.ComponentPlan;
import dev.landfall.engine.plan.PlanDocument;
import dev.landfall.engine.plan.PlanException;
import dev.landfall.engine.plan.Planner;
import dev.landfall.engine.plan.TargetPlan;
import dev.landfall.engine.plan.World;
import dev.landfall.engine.rollout.Doubts.Leftovers;
import dev.landfall.engine.rollout.TargetResult.ComponentResult;
import dev.landfall.engine.rollout.TargetResult.Reason;
import dev.landfall.spi.Change;
import dev.landfall.spi.Desired;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Journal;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.Plan;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Provider;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Carries one plan out on one target, under a claim, from the first component to the last. Used
/// once, by one thread.
final class TargetRollout {
  private final Rollouts.Parts parts;
  private final World world;
  private final TargetPlan plan;
  private final Claim claim;
  private final Optional<Rollout> resumed;
  private final Map<String, Leftovers> leftovers;
  private final Map<String, Outputs> lastOutputs;
  private final RolloutListener listener;
  private final List<ComponentResult> results = new ArrayList<>();
  private final Map<String, Outputs> produced = new LinkedHashMap<>();
  private final Instant began;

  /// @param resumed what an earlier process had done of this very rollout
  /// @param leftovers what earlier rollouts left, by component
  /// @param lastOutputs what the components last put out
  TargetRollout(
      Rollouts.Parts parts,
      World world,
      TargetPlan plan,
      Claim claim,
      Optional<Rollout> resumed,
      Map<String, Leftovers> leftovers,
      Map<String, Outputs> lastOutputs,
      RolloutListener listener) {
    this.parts = parts;
    this.world = world;
    this.plan = plan;
    this.claim = claim;
    this.resumed = resumed;
    this.leftovers = leftovers;
    this.lastOutputs = lastOutputs;
    this.listener = listener;
    this.began = parts.clock().instant();
    var planned = plan.components().stream().map(ComponentPlan::name).toList();
    lastOutputs.forEach((name, outputs) -> {
      if (!planned.contains(name) || destroys()) {
        produced.put(name, outputs);
      }
    });
  }

  private String command() {
    return destroys() ? "destroy" : "deploy";
  }

  private boolean destroys() {
    return plan.goal() instanceof Goal.Destroyed;
  }

  /// A component's end that ends the rollout too.
  private static final class Stopped extends Exception {
    private static final long serialVersionUID = 1L;
    final Status status;
    final transient Reason reason;
    final String next;

    Stopped(Status status, Reason reason, String message, String next) {
      super(message);
      this.status = status;
      this.reason = reason;
      this.next = next;
    }
  }

  TargetResult run() throws ClaimLostException {
    append(opening());
    for (var component : plan.components()) {
      var started = parts.clock().instant();
      try {
        if (!alreadyDone(component)) {
          apply(component, started);
        }
      } catch (Stopped e) {
        return stopped(component, started, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return stopped(
            component,
            started,
            new Stopped(
                Status.CANCELLED,
                new Reason.Ended(),
                "it was cancelled",
                "`landfall " + command() + "` goes on with what is left."));
      } catch (RuntimeException e) {
        parts.defect("component " + component.name() + " of " + plan.target(), e);
        return stopped(
            component,
            started,
            new Stopped(
                Status.FAILED,
                new Reason.Ended(),
                "a defect in Landfall or a provider: " + e,
                "The log file has the details; please report it."));
      }
    }
    append(List.of(new Event.RolloutFinished(Status.SUCCEEDED, "")));
    return result(Status.SUCCEEDED, new Reason.Ended(), "", "");
  }

  private List<Event> opening() {
    var holder = claim.holder();
    var process = holder.host() + ", process " + holder.pid();
    if (resumed.isPresent()) {
      return List.of(new Event.RolloutResumed(holder.actor(), process, resumed.get().found()));
    }
    var events = new ArrayList<Event>();
    var changes = (int) plan.changes().count();
    events.add(
        new Event.RolloutStarted(plan.release(), plan.digest(), changes, holder.actor(), process));
    if (!plan.isEmpty()) {
      events.add(new Event.PlanApproved(PlanDocument.write(plan).toString()));
    }
    return events;
  }

  private boolean alreadyDone(ComponentPlan component) {
    var earlier = resumed.map(rollout -> rollout.components().get(component.name())).orElse(null);
    if (earlier == null || earlier.status() != Status.SUCCEEDED) {
      return false;
    }
    produced.put(component.name(), new Outputs(earlier.outputs()));
    results.add(
        new ComponentResult(
            component.name(),
            Status.SUCCEEDED,
            component.plan().changes().size(),
            earlier.seconds(),
            "",
            earlier.outputs()));
    return true;
  }

  private void apply(ComponentPlan approved, Instant started)
      throws Stopped, InterruptedException, ClaimLostException {
    var component =
        Optional.ofNullable(world.blueprint().components().get(approved.name()))
            .orElseThrow(() ->
                new Stopped(
                    Status.FAILED,
                    new Reason.ApprovalNeeded(),
                    "the blueprint no longer has component " + approved.name(),
                    "Make a new plan."));
    try {
      var now = approved;
      if (!destroys() && (!isExact(approved) || (readsNew(component) && !isBegun(component)))) {
        now =
            parts
                .planner()
                .plan(world, component, plan.target(), produced, planning(approved.name()));
        refuseMoreThanApproved(approved, now);
        if (isExact(approved) && resumed.isPresent()) {
          now = approved;
        }
      }
      append(List.of(new Event.ComponentStarted(approved.name(), now.plan().changes().size())));
      var provider = parts.planner().provider(component);
      if (destroys()) {
        destroy(component, now.plan(), started, provider);
      } else {
        apply(component, now.plan(), started, provider);
      }
    } catch (PlanException e) {
      throw new Stopped(Status.FAILED, reason(e.kind(), e.problems()), e.getMessage(), e.next());
    } catch (ProviderException e) {
      var status = e.kind() == ProviderException.Kind.IN_DOUBT ? Status.IN_DOUBT : Status.FAILED;
      throw new Stopped(status, reason(e.kind(), e.problems()), e.getMessage(), e.next());
    }
  }

  /// Whether every value was known when it was approved.
  private static boolean isExact(ComponentPlan approved) {
    return !approved.deferred() && approved.plan().unknown().isEmpty();
  }

  /// Whether a component may read other values than it was planned with: those it comes after put
  /// out something new, or an earlier process rolled them out.
  private boolean readsNew(Blueprint.Component component) {
    return component.needs().stream()
        .anyMatch(need ->
            resumed.isPresent() || !outputs(produced, need).equals(outputs(lastOutputs, need)));
  }

  /// Whether an earlier process began it: what it reads was looked at then.
  private boolean isBegun(Blueprint.Component component) {
    return resumed.isPresent() && resumed.get().components().containsKey(component.name());
  }

  private static Outputs outputs(Map<String, Outputs> outputs, String component) {
    return outputs.getOrDefault(component, Outputs.NONE);
  }

  private static Reason reason(ProviderException.Kind kind, List<Problem> problems) {
    return switch (kind) {
      case INVALID -> new Reason.Invalid(problems);
      case STALE -> new Reason.ApprovalNeeded();
      case HELD -> new Reason.Locked();
      case FAILED, IN_DOUBT -> new Reason.Ended();
    };
  }

  private <S extends Record> void apply(
      Blueprint.Component component, Plan toApply, Instant started, Provider<S> provider)
      throws PlanException, ProviderException, InterruptedException, ClaimLostException {
    var name = component.name();
    var desired = desired(component, provider);
    var context = context(name);
    var isDone = toApply.isEmpty() && left(name).open().isEmpty();
    var ending = new ArrayList<Event>();
    Outputs outputs;
    var known = lastOutputs.get(name);
    if (isDone && known != null && !Planner.lacks(known, desired, provider)) {
      outputs = known;
    } else {
      var applied =
          isDone
              ? Optional.<Outputs>empty()
              : Optional.of(provider.apply(toApply, desired, context));
      var observation = provider.observe(desired, context);
      ending.add(new Event.Observed(name, observation.items(), observation.unchecked()));
      outputs = applied.orElse(observation.outputs());
    }
    finish(name, toApply.changes().size(), outputs, started, ending);
    produced.put(name, outputs);
  }

  /// What it put out stays known to those that are destroyed after it.
  private <S extends Record> void destroy(
      Blueprint.Component component, Plan toApply, Instant started, Provider<S> provider)
      throws PlanException, ProviderException, InterruptedException, ClaimLostException {
    var name = component.name();
    produced.putAll(parts.planner().present(world, plan.target()));
    if (!toApply.isEmpty() || !left(name).open().isEmpty()) {
      provider.apply(toApply, desired(component, provider), context(name));
    }
    var isLookedFor =
        parts.planner().prepare(world, component, plan.target(), produced, provider)
            instanceof Planner.Prepared.Ready<S>;
    List<Event> ending =
        isLookedFor ? List.of(new Event.ComponentDestroyed(name)) : List.<Event>of();
    finish(name, toApply.changes().size(), Outputs.NONE, started, ending);
  }

  private <S extends Record> Desired<S> desired(Blueprint.Component component, Provider<S> provider)
      throws PlanException, ProviderException {
    var prepared = parts.planner().prepare(world, component, plan.target(), produced, provider);
    if (prepared instanceof Planner.Prepared.Ready<S> ready) {
      return ready.desired();
    }
    throw new ProviderException(
        ProviderException.Kind.FAILED,
        "values that component " + component.name() + " needs were not produced",
        "Look at the outputs of the components before it: `landfall outputs`.");
  }

  private Leftovers left(String component) {
    return leftovers.getOrDefault(component, Leftovers.NONE);
  }

  /// To plan a component anew: nothing is recorded, but the provider knows whose operation it may
  /// find under way.
  private RolloutContext planning(String component) {
    return context(component, Journal.readOnly());
  }

  private RolloutContext context(String component) {
    var left = left(component);
    Map<String, String> checkpoints =
        resumed
            .map(rollout -> rollout.components().get(component))
            .<Map<String, String>>map(Rollout.Component::checkpoints)
            .orElse(Map.of());
    return context(
        component, new LogJournal(component, left.open(), left.done(), checkpoints, this::append));
  }

  private RolloutContext context(String component, Journal journal) {
    return new RolloutContext(
        parts.clock(),
        claim.rollout(),
        journal,
        parts.cache(),
        other -> other.equals(claim.rollout()) || parts.isDead(other),
        (doing, done, total) ->
            listener.progressed(
                plan.target(), component, parts.redactor().redact(doing), done, total));
  }

  /// @param ending what is recorded together with its end
  private void finish(
      String component, int changes, Outputs outputs, Instant started, List<Event> ending)
      throws ClaimLostException {
    var seconds = seconds(started);
    var events = new ArrayList<>(ending);
    events.add(
        new Event.ComponentFinished(component, Status.SUCCEEDED, "", outputs.values(), seconds));
    append(events);
    results.add(
        new ComponentResult(
            component,
            Status.SUCCEEDED,
            changes,
            seconds,
            "",
            EventRedaction.redact(outputs.values(), parts.redactor()::redact)));
  }

  /// A component whose values were unknown may do what was shown with placeholders, a deferred one
  /// anything that destroys nothing, and any other one exactly what was shown: more was not
  /// approved.
  private static void refuseMoreThanApproved(ComponentPlan approved, ComponentPlan now)
      throws Stopped {
    if (now.deferred() || !now.plan().unknown().isEmpty()) {
      throw new Stopped(
          Status.FAILED,
          new Reason.Ended(),
          "values are still unknown: " + String.join(", ", now.plan().unknown()),
          "Look at the outputs of the components before it: `landfall outputs`.");
    }
    if (approved.deferred()) {
      if (now.losesData()) {
        throw notApproved(
            "now that its values are known, component "
                + now.name()
                + " would destroy data that no approved plan showed");
      }
      return;
    }
    var exact = isExact(approved);
    var shown = approved.plan().changes().stream().map(change -> shape(change, exact)).toList();
    var more =
        now.plan().changes().stream()
            .filter(change -> !shown.contains(shape(change, exact)))
            .findFirst();
    if (more.isPresent()) {
      throw notApproved(
          "now that its values are known, component "
              + now.name()
              + " would also "
              + more.get().action().word()
              + " "
              + more.get().address());
    }
  }

  private static Stopped notApproved(String message) {
    return new Stopped(
        Status.FAILED,
        new Reason.ApprovalNeeded(),
        message,
        "What was rolled out so far stays. Make a new plan and have it approved.");
  }

  /// @param exact whether how it is done counts too
  private static List<String> shape(Change change, boolean exact) {
    var shape = new ArrayList<String>();
    shape.add(change.action().word());
    shape.add(change.address());
    if (exact) {
      shape.add(change.summary());
      shape.add(change.diff());
    }
    change.losses().forEach(loss -> shape.add(loss.what()));
    return shape;
  }

  private TargetResult stopped(ComponentPlan component, Instant started, Stopped end)
      throws ClaimLostException {
    var seconds = seconds(started);
    var message = parts.redactor().redact(String.valueOf(end.getMessage()));
    var kept = lastOutputs.getOrDefault(component.name(), Outputs.NONE).values();
    append(
        List.of(
            new Event.ComponentFinished(component.name(), end.status, message, kept, seconds),
            new Event.RolloutFinished(end.status, component.name() + ": " + message)));
    results.add(
        new ComponentResult(
            component.name(),
            end.status,
            component.plan().changes().size(),
            seconds,
            message,
            kept));
    plan.components().stream()
        .skip(results.size())
        .map(rest ->
            new ComponentResult(
                rest.name(), Status.PENDING, rest.plan().changes().size(), 0, "", Map.of()))
        .forEach(results::add);
    return result(
        end.status,
        end.reason,
        component.name() + ": " + message,
        parts.redactor().redact(end.next));
  }

  private TargetResult result(Status status, Reason reason, String message, String next) {
    return new TargetResult(
        plan.target(),
        Optional.of(claim.rollout()),
        status,
        reason,
        message,
        next,
        resumed.isPresent(),
        seconds(began),
        results);
  }

  private void append(List<Event> events) throws ClaimLostException {
    var redacted =
        events.stream()
            .map(event -> EventRedaction.redact(event, parts.redactor()::redact))
            .toList();
    parts.log().append(claim, redacted);
    redacted.forEach(event -> listener.happened(target(), claim.rollout(), event));
  }

  private Target target() {
    return plan.target();
  }

  private double seconds(Instant since) {
    return Duration.between(since, parts.clock().instant()).toMillis() / 1000.0;
  }
}
