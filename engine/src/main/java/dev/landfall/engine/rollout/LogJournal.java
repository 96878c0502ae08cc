package dev.landfall.engine.rollout;

import dev.landfall.engine.event.Event;
import dev.landfall.engine.event.EventLog.ClaimLostException;
import dev.landfall.spi.Journal;
import dev.landfall.spi.ProviderException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A component's journal, kept in the event log. Threads may share it.
final class LogJournal implements Journal {
  private final String component;
  private final Appender appender;
  private final Map<String, Effect> open = new LinkedHashMap<>();
  private final Set<String> done;
  private final Map<String, String> checkpoints;

  /// Appends events under the rollout's claim.
  interface Appender {
    void append(List<Event> events) throws ClaimLostException;
  }

  LogJournal(
      String component,
      Collection<Effect> open,
      Set<String> done,
      Map<String, String> checkpoints,
      Appender appender) {
    this.component = component;
    this.appender = appender;
    open.forEach(effect -> this.open.put(effect.key(), effect));
    this.done = new HashSet<>(done);
    this.checkpoints = new LinkedHashMap<>(checkpoints);
  }

  @Override
  public synchronized List<Effect> open() {
    return List.copyOf(open.values());
  }

  @Override
  public synchronized Set<String> done() {
    return Set.copyOf(done);
  }

  @Override
  public synchronized void record(List<Entry> entries) throws ProviderException {
    var events = new ArrayList<Event>();
    for (var entry : entries) {
      events.add(
          switch (entry) {
            case Begin(var effect) ->
                new Event.EffectBegun(
                    component, effect.key(), effect.what(), effect.question(), effect.clue());
            case Done(var key, var note) -> new Event.EffectDone(component, key, note);
            case NotDone(var key, var reason) -> new Event.EffectNotDone(component, key, reason);
            case InDoubt(var key, var reason) -> new Event.EffectInDoubt(component, key, reason);
            case Checkpoint(var key, var value) -> new Event.Checkpointed(component, key, value);
          });
    }
    try {
      appender.append(events);
    } catch (ClaimLostException e) {
      throw new ProviderException(
          ProviderException.Kind.FAILED,
          "another process took over the target: nothing more is done to it from here",
          "See `landfall status` for who has it now.",
          e);
    }
    for (var entry : entries) {
      switch (entry) {
        case Begin(var effect) -> open.put(effect.key(), effect);
        case Done(var key, var note) -> {
          open.remove(key);
          done.add(key);
        }
        case NotDone(var key, var reason) -> open.remove(key);
        case InDoubt(var key, var reason) -> {}
        case Checkpoint(var key, var value) -> checkpoints.put(key, value);
      }
    }
  }

  @Override
  public synchronized Optional<String> checkpoint(String key) {
    return Optional.ofNullable(checkpoints.get(key));
  }
}
