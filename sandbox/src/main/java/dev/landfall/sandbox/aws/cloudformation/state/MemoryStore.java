package dev.landfall.sandbox.aws.cloudformation.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A store that lasts as long as its process.
public final class MemoryStore implements Store {
  private final Map<String, Stack> stacks = new LinkedHashMap<>();
  private final Map<String, List<StackEvent>> events = new HashMap<>();
  private final Map<String, Map<String, ChangeSet>> changeSets = new HashMap<>();
  private final Map<String, StackDrift> drifts = new HashMap<>();

  @Override
  public synchronized Optional<StackDrift> drift(String stackId) {
    return Optional.ofNullable(drifts.get(stackId));
  }

  @Override
  public synchronized void put(StackDrift drift) {
    drifts.put(drift.stackId(), drift);
  }

  @Override
  public synchronized List<Stack> stacks() {
    return List.copyOf(stacks.values());
  }

  @Override
  public synchronized Optional<Stack> stack(String id) {
    return Optional.ofNullable(stacks.get(id));
  }

  @Override
  public synchronized void put(Stack stack) {
    stacks.put(stack.id(), stack);
  }

  @Override
  public synchronized Stack change(String id, UnaryOperator<Stack> change) {
    var before = stacks.get(id);
    if (before == null) {
      throw new IllegalArgumentException("no stack " + id);
    }
    var after = change.apply(before);
    stacks.put(id, after);
    return after;
  }

  @Override
  public synchronized List<StackEvent> events(String stackId) {
    return List.copyOf(events.getOrDefault(stackId, List.of()));
  }

  @Override
  public synchronized void add(StackEvent event) {
    events.computeIfAbsent(event.stackId(), id -> new ArrayList<>()).add(event);
  }

  @Override
  public synchronized List<ChangeSet> changeSets(String stackId) {
    return List.copyOf(changeSets.getOrDefault(stackId, Map.of()).values());
  }

  @Override
  public synchronized void put(ChangeSet changeSet) {
    changeSets
        .computeIfAbsent(changeSet.stackId(), id -> new LinkedHashMap<>())
        .put(changeSet.id(), changeSet);
  }

  @Override
  public synchronized void removeChangeSet(String stackId, String id) {
    changeSets.getOrDefault(stackId, new LinkedHashMap<>()).remove(id);
  }
}
