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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    var rollouts =
        log.rollouts(target, RECENT).reversed().stream()
            .map(id -> Rollout.of(log.ofRollout(id)))
            .toList();
    return rollouts.stream()
        .flatMap(rollout -> rollout.components().keySet().stream())
        .distinct()
        .flatMap(component -> Rollout.openEffects(rollouts, component).stream())
        .toList();
  }

  /// The same, as a provider's journal takes them: by component.
  Map<String, List<Journal.Effect>> byComponent(Target target) {
    var effects = new LinkedHashMap<String, List<Journal.Effect>>();
    for (var open : of(target)) {
      effects
          .computeIfAbsent(open.component(), name -> new ArrayList<>())
          .add(new Journal.Effect(open.key(), open.what(), open.question()));
    }
    return effects;
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
