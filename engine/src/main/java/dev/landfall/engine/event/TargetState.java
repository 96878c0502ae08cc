package dev.landfall.engine.event;

import dev.landfall.engine.event.EventLog.Recorded;
import dev.landfall.spi.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// How a target stands: its last rollout, and how each component's last turn ended. A fold of
/// [EventLog#latest]. Immutable.
///
/// @param last the last rollout, under way or ended
/// @param components the last end of each component
/// @param begun the components that were begun since their last end
public record TargetState(
    Target target, Optional<Head> last, Map<String, ComponentEnd> components, Set<String> begun) {
  private static final Set<Class<? extends Event>> TYPES =
      Set.of(
          Event.RolloutStarted.class,
          Event.RolloutFinished.class,
          Event.ComponentStarted.class,
          Event.ComponentDestroyed.class,
          Event.ComponentFinished.class);

  /// Copies the collections.
  public TargetState {
    begun = Set.copyOf(begun);
    components = Collections.unmodifiableMap(new LinkedHashMap<>(components));
  }

  /// A rollout in short.
  ///
  /// @param finished when it ended; empty while it is under way or was interrupted
  /// @param status [Status#RUNNING] until it ended
  public record Head(
      String rollout,
      String release,
      int changes,
      String actor,
      Instant started,
      Optional<Instant> finished,
      Status status,
      String message) {}

  /// How a component's turn ended.
  ///
  /// @param isDestroyed whether nothing is left of it
  public record ComponentEnd(
      String rollout,
      Instant at,
      Status status,
      Map<String, Object> outputs,
      double seconds,
      boolean isDestroyed) {}

  /// The states of targets, with one query.
  public static Map<Target, TargetState> of(EventLog log, Collection<Target> targets) {
    var perTarget = new TreeMap<Target, List<Recorded>>();
    targets.forEach(target -> perTarget.put(target, new ArrayList<>()));
    for (var recorded : log.latest(targets, TYPES)) {
      Optional.ofNullable(perTarget.get(recorded.target())).ifPresent(list -> list.add(recorded));
    }
    var states = new TreeMap<Target, TargetState>();
    perTarget.forEach((target, events) -> states.put(target, fold(target, events)));
    return states;
  }

  private static TargetState fold(Target target, List<Recorded> events) {
    Optional<Recorded> started = Optional.empty();
    Optional<Recorded> finished = Optional.empty();
    var components = new LinkedHashMap<String, ComponentEnd>();
    var begun = new HashSet<String>();
    var destroyedBy = new HashMap<String, String>();
    for (var recorded : events) {
      switch (recorded.event()) {
        case Event.RolloutStarted event -> started = Optional.of(recorded);
        case Event.RolloutFinished event -> finished = Optional.of(recorded);
        case Event.ComponentStarted(var component, var _) -> begun.add(component);
        case Event.ComponentDestroyed(var component) ->
            destroyedBy.put(component, recorded.rollout());
        case Event.ComponentFinished end -> {
          begun.remove(end.component());
          components.put(
              end.component(),
              new ComponentEnd(
                  recorded.rollout(),
                  recorded.at(),
                  end.status(),
                  end.outputs(),
                  end.seconds(),
                  recorded.rollout().equals(destroyedBy.get(end.component()))));
        }
        default -> {}
      }
    }
    var end = finished;
    var head = started.map(recorded -> head(recorded, end));
    return new TargetState(target, head, components, begun);
  }

  private static Head head(Recorded started, Optional<Recorded> end) {
    if (!(started.event() instanceof Event.RolloutStarted event)) {
      throw new IllegalArgumentException("not the start of a rollout: " + started);
    }
    var own = end.filter(recorded -> recorded.rollout().equals(started.rollout()));
    var finished = own.map(recorded -> (Event.RolloutFinished) recorded.event());
    return new Head(
        started.rollout(),
        event.release(),
        event.changes(),
        event.actor(),
        started.at(),
        own.map(Recorded::at),
        finished.map(Event.RolloutFinished::status).orElse(Status.RUNNING),
        finished.map(Event.RolloutFinished::message).orElse(""));
  }

  /// Whether a rollout began a component that none has destroyed since.
  public boolean isThere(String component) {
    var end = components.get(component);
    return begun.contains(component) || (end != null && !end.isDestroyed());
  }

  /// Whether nothing is left of a component that was there.
  public boolean isDestroyed(String component) {
    return components.containsKey(component) && !isThere(component);
  }

  /// The id of the last rollout, when nobody recorded its end.
  public Optional<String> unfinished() {
    return last.filter(head -> !head.status().isFinal()).map(Head::rollout);
  }
}
