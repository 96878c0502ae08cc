package dev.landfall.engine.rollout;

import dev.landfall.engine.event.Event;
import dev.landfall.engine.event.EventLog;
import dev.landfall.engine.event.EventLog.ClaimLostException;
import dev.landfall.engine.event.EventLog.Held;
import dev.landfall.engine.event.EventLog.HeldException;
import dev.landfall.engine.event.EventLog.Holder;
import dev.landfall.engine.event.EventLog.Liveness;
import dev.landfall.engine.event.Rollout;
import dev.landfall.engine.event.Rollout.OpenEffect;
import dev.landfall.spi.Journal;
import dev.landfall.spi.Target;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Effects of which nobody knows whether they took place, and people's answers. Threads may share
/// it.
public final class Doubts {
  private final EventLog log;
  private final Holder holder;
  private final Liveness liveness;

  /// @param holder this process
  public Doubts(EventLog log, Holder holder, Liveness liveness) {
    this.log = log;
    this.holder = holder;
    this.liveness = liveness;
  }

  /// How many rollouts back an effect may have been left open.
  private static final int RECENT = 20;

  /// The effects a target's rollouts began and whose end nobody recorded, oldest first.
  public List<OpenEffect> of(Target target) {
    var rollouts = recent(target);
    return components(rollouts).stream()
        .flatMap(component -> Rollout.openEffects(rollouts, component).stream())
        .toList();
  }

  /// What a target's earlier rollouts left in each component.
  Map<String, Leftovers> leftovers(Target target) {
    var rollouts = recent(target);
    var leftovers = new LinkedHashMap<String, Leftovers>();
    for (var component : components(rollouts)) {
      var open =
          Rollout.openEffects(rollouts, component).stream()
              .map(effect ->
                  new Journal.Effect(effect.key(), effect.what(), effect.question(), effect.clue()))
              .toList();
      leftovers.put(component, new Leftovers(open, Rollout.effectsDone(rollouts, component)));
    }
    return leftovers;
  }

  /// What earlier rollouts left in a component.
  ///
  /// @param open effects whose end nobody recorded, oldest first
  /// @param done the keys of effects that took place since the component last succeeded
  record Leftovers(List<Journal.Effect> open, Set<String> done) {
    static final Leftovers NONE = new Leftovers(List.of(), Set.of());
  }

  private List<Rollout> recent(Target target) {
    return log.rollouts(target, RECENT).reversed().stream()
        .map(id -> Rollout.of(log.ofRollout(id)))
        .toList();
  }

  private static Set<String> components(List<Rollout> rollouts) {
    var names = new LinkedHashSet<String>();
    rollouts.forEach(rollout -> names.addAll(rollout.components().keySet()));
    return names;
  }

  /// Records an answer.
  ///
  /// @param done whether it took place
  /// @return who holds the target, when it cannot be recorded for that reason
  public Optional<Held> settle(Target target, OpenEffect open, boolean done) {
    try {
      var claim = log.claim(target, open.rollout(), holder, ClaimKeeper.LASTS, liveness);
      try {
        var who = "as " + holder.actor() + " answered";
        Event answer =
            done
                ? new Event.EffectDone(open.component(), open.key(), who)
                : new Event.EffectNotDone(open.component(), open.key(), who);
        log.append(claim, List.of(answer));
        return Optional.empty();
      } finally {
        log.release(claim);
      }
    } catch (HeldException e) {
      return Optional.of(e.held());
    } catch (ClaimLostException e) {
      return log.held(target);
    }
  }
}
