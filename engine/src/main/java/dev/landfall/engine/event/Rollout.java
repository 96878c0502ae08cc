package dev.landfall.engine.event;

import dev.landfall.engine.event.EventLog.Recorded;
import dev.landfall.spi.Target;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How a rollout stands: what follows from its events, and from nothing else. Immutable.
///
/// @param release the release's id
/// @param digest of the plan that is carried out
/// @param changes how many changes the plan has
/// @param plan the approved plan, as its JSON document; nothing when there was nothing to do
/// @param actor who started it
/// @param process the host and process that carried it out last
/// @param started when it began
/// @param finished when it ended; nothing while it is under way or was lost
/// @param message why it failed; empty when it did not
/// @param components those whose turn came, in that order
/// @param lastEvent the number of the last event that counted
public record Rollout(
    String id,
    Target target,
    String release,
    String digest,
    int changes,
    Optional<String> plan,
    String actor,
    String process,
    Instant started,
    Optional<Instant> finished,
    Status status,
    String message,
    Map<String, Component> components,
    long lastEvent) {
  /// Copies the map.
  public Rollout {
    components = Collections.unmodifiableMap(new LinkedHashMap<>(components));
  }

  /// One component of the rollout.
  ///
  /// @param changes how many changes its plan had when it was started last
  /// @param message why it failed; empty when it did not
  /// @param seconds how long it took, over all processes that ended it
  /// @param open effects that were begun and whose end nobody recorded, oldest first
  /// @param done the keys of the effects that took place
  /// @param notDone the keys of the effects that did not
  /// @param checkpoints the last value under each key
  /// @param observed the live state it left behind
  public record Component(
      String name,
      Status status,
      int changes,
      String message,
      Map<String, Object> outputs,
      double seconds,
      List<OpenEffect> open,
      Set<String> done,
      Set<String> notDone,
      SortedMap<String, String> checkpoints,
      Optional<Event.Observed> observed) {
    /// Copies the collections.
    public Component {
      outputs = Collections.unmodifiableMap(new TreeMap<>(outputs));
      open = List.copyOf(open);
      done = Collections.unmodifiableSet(new LinkedHashSet<>(done));
      notDone = Collections.unmodifiableSet(new LinkedHashSet<>(notDone));
      checkpoints = Collections.unmodifiableSortedMap(new TreeMap<>(checkpoints));
    }
  }

  /// An effect that was begun and whose end nobody recorded.
  ///
  /// @param rollout which rollout began it
  /// @param question what somebody must find out
  /// @param clue what helps its provider to find out; may be empty
  /// @param doubt why it cannot be told whether it took place; nothing while nobody tried to tell
  /// @param begun when it was begun
  public record OpenEffect(
      String rollout,
      String component,
      String key,
      String what,
      String question,
      String clue,
      Optional<String> doubt,
      Instant begun) {
    /// A rollout that only doubts an effect of an earlier one knows no question.
    private OpenEffect describedBy(OpenEffect before) {
      return question.isEmpty()
          ? new OpenEffect(
              rollout,
              component,
              key,
              before.what,
              before.question,
              before.clue,
              doubt,
              before.begun)
          : this;
    }
  }

  /// Folds a rollout's events.
  ///
  /// @param events all of one rollout's, or its first ones, in order
  /// @throws IllegalArgumentException when they are of several rollouts or do not begin with
  ///   [Event.RolloutStarted]
  public static Rollout of(List<Recorded> events) {
    if (events.isEmpty()
        || !(events.getFirst().event()
            instanceof
            Event.RolloutStarted(
                String release,
                String digest,
                int changes,
                String actor,
                String process))) {
      throw new IllegalArgumentException("a rollout's events begin with its start");
    }
    var first = events.getFirst();
    return new Rollout(
            first.rollout(),
            first.target(),
            release,
            digest,
            changes,
            Optional.empty(),
            actor,
            process,
            first.at(),
            Optional.empty(),
            Status.RUNNING,
            "",
            Map.of(),
            first.number())
        .then(events.subList(1, events.size()));
  }

  /// Goes on with the events that followed.
  ///
  /// @throws IllegalArgumentException when they are not this rollout's, or not later ones
  public Rollout then(List<Recorded> events) {
    return events.isEmpty() ? this : new RolloutFold(this).then(events);
  }

  /// What earlier rollouts of a target left open in a component, oldest first: nobody knows whether
  /// it took place. An effect whose end a later rollout recorded under its key is not among them.
  ///
  /// @param earlier rollouts of one target, oldest first
  public static List<OpenEffect> openEffects(List<Rollout> earlier, String component) {
    var open = new LinkedHashMap<String, OpenEffect>();
    for (var rollout : earlier) {
      var part = rollout.components().get(component);
      if (part != null) {
        part.done().forEach(open::remove);
        part.notDone().forEach(open::remove);
        for (var effect : part.open()) {
          var before = open.get(effect.key());
          open.putLast(effect.key(), before == null ? effect : effect.describedBy(before));
        }
      }
    }
    return List.copyOf(open.values());
  }

  /// The keys of a component's effects that took place since it last succeeded.
  ///
  /// @param earlier rollouts of one target, oldest first
  public static Set<String> effectsDone(List<Rollout> earlier, String component) {
    var done = new HashSet<String>();
    for (var rollout : earlier) {
      var part = rollout.components().get(component);
      if (part != null) {
        done.addAll(part.done());
        if (part.status() == Status.SUCCEEDED) {
          done.clear();
        }
      }
    }
    return done;
  }

  /// What a process left that ended in the midst of this rollout, in one sentence without a full
  /// stop.
  public String found() {
    var done = components.values().stream().mapToInt(component -> component.done().size()).sum();
    var begun =
        components.values().stream()
            .flatMap(component -> component.open().stream())
            .map(OpenEffect::what)
            .collect(Collectors.joining(", "));
    return "rollout "
        + id
        + " of release "
        + release
        + " was interrupted after "
        + done
        + (done == 1 ? " step" : " steps")
        + (begun.isEmpty() ? "" : "; it had begun " + begun);
  }
}
