package dev.landfall.engine.event;

import dev.landfall.engine.event.EventLog.Recorded;
import dev.landfall.engine.event.Rollout.Component;
import dev.landfall.engine.event.Rollout.OpenEffect;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A rollout that events are being applied to. For one thread, and one use.
final class RolloutFold {
  private final Rollout before;
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private Optional<String> plan;
  private String process;
  private Status status;
  private String message;
  private Optional<Instant> finished;
  private long last;

  RolloutFold(Rollout before) {
    this.before = before;
    plan = before.plan();
    process = before.process();
    status = before.status();
    message = before.message();
    finished = before.finished();
    last = before.lastEvent();
    before.components().forEach((name, component) -> parts.put(name, new Part(component)));
  }

  Rollout then(List<Recorded> events) {
    for (var recorded : events) {
      if (!recorded.rollout().equals(before.id()) || recorded.number() <= last) {
        throw new IllegalArgumentException(
            "event %d of rollout %s does not follow event %d of rollout %s"
                .formatted(recorded.number(), recorded.rollout(), last, before.id()));
      }
      apply(recorded.event(), recorded.at());
      last = recorded.number();
    }
    var components = new LinkedHashMap<String, Component>();
    parts.forEach((name, part) -> components.put(name, part.component()));
    return new Rollout(
        before.id(),
        before.target(),
        before.release(),
        before.digest(),
        before.changes(),
        plan,
        before.actor(),
        process,
        before.started(),
        finished,
        status,
        message,
        components,
        last);
  }

  private void apply(Event event, Instant at) {
    switch (event) {
      case Event.RolloutStarted _ ->
          throw new IllegalArgumentException("rollout " + before.id() + " is started twice");
      case Event.PlanApproved approved -> plan = Optional.of(approved.plan());
      case Event.RolloutResumed resumed -> {
        process = resumed.process();
        status = Status.RUNNING;
        message = "";
        finished = Optional.empty();
      }
      case Event.ComponentStarted begun -> {
        var part = part(begun.component());
        part.status = Status.RUNNING;
        part.changes = begun.changes();
        part.message = "";
      }
      case Event.EffectBegun(
              String component,
              String key,
              String what,
              String question,
              String clue) ->
          part(component)
              .begin(
                  new OpenEffect(
                      before.id(), component, key, what, question, clue, Optional.empty(), at));
      case Event.EffectDone(String component, String key, String _) -> part(component).done(key);
      case Event.EffectNotDone(String component, String key, String _) ->
          part(component).notDone(key);
      case Event.EffectInDoubt(String component, String key, String reason) ->
          part(component)
              .doubt(
                  new OpenEffect(
                      before.id(), component, key, key, "", "", Optional.of(reason), at));
      case Event.Checkpointed(String component, String key, String value) ->
          part(component).checkpoints.put(key, value);
      case Event.Observed observed -> part(observed.component()).observed = Optional.of(observed);
      case Event.ComponentDestroyed _ -> {} // its end follows, and tells all a rollout needs
      case Event.ComponentFinished ended -> {
        var part = part(ended.component());
        part.status = ended.status();
        part.message = ended.message();
        part.outputs = ended.outputs();
        part.seconds += ended.seconds();
      }
      case Event.RolloutFinished ended -> {
        status = ended.status();
        message = ended.message();
        finished = Optional.of(at);
      }
    }
  }

  private Part part(String component) {
    return parts.computeIfAbsent(component, Part::new);
  }

  private static final class Part {
    private final String name;
    private final Map<String, OpenEffect> open = new LinkedHashMap<>();
    private final Set<String> done = new LinkedHashSet<>();
    private final Set<String> notDone = new LinkedHashSet<>();
    private final SortedMap<String, String> checkpoints = new TreeMap<>();
    private Status status = Status.PENDING;
    private int changes;
    private String message = "";
    private Map<String, Object> outputs = Map.of();
    private double seconds;
    private Optional<Event.Observed> observed = Optional.empty();

    private Part(String name) {
      this.name = name;
    }

    private Part(Component before) {
      this(before.name());
      before.open().forEach(effect -> open.put(effect.key(), effect));
      done.addAll(before.done());
      notDone.addAll(before.notDone());
      checkpoints.putAll(before.checkpoints());
      status = before.status();
      changes = before.changes();
      message = before.message();
      outputs = before.outputs();
      seconds = before.seconds();
      observed = before.observed();
    }

    private void begin(OpenEffect effect) {
      open.remove(effect.key());
      open.put(effect.key(), effect);
      done.remove(effect.key());
      notDone.remove(effect.key());
    }

    private void done(String key) {
      open.remove(key);
      notDone.remove(key);
      done.add(key);
    }

    private void notDone(String key) {
      open.remove(key);
      done.remove(key);
      notDone.add(key);
    }

    /// A doubt about an effect nobody began is kept too: what is in doubt is never forgotten.
    private void doubt(OpenEffect doubted) {
      var begun = open.getOrDefault(doubted.key(), doubted);
      open.put(
          doubted.key(),
          new OpenEffect(
              begun.rollout(),
              begun.component(),
              begun.key(),
              begun.what(),
              begun.question(),
              begun.clue(),
              doubted.doubt(),
              begun.begun()));
      done.remove(doubted.key());
      notDone.remove(doubted.key());
    }

    private Component component() {
      return new Component(
          name,
          status,
          changes,
          message,
          outputs,
          seconds,
          List.copyOf(open.values()),
          done,
          notDone,
          checkpoints,
          observed);
    }
  }
}
