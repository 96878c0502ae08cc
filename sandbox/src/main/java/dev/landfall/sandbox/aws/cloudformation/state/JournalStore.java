package dev.landfall.sandbox.aws.cloudformation.state;

import dev.landfall.sandbox.aws.resource.Scope;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A store that outlives its process, also one that is killed: what it was told is written before
/// anybody sees it.
public final class JournalStore implements Store {
  private final StackTables tables;
  private final MemoryStore memory;

  public JournalStore(StackTables tables, Scope scope) {
    this.tables = tables;
    this.memory = tables.load(scope);
  }

  @Override
  public List<Stack> stacks() {
    return memory.stacks();
  }

  @Override
  public Optional<Stack> stack(String id) {
    return memory.stack(id);
  }

  @Override
  public synchronized void put(Stack stack) {
    tables.put(memory.stack(stack.id()), stack);
    memory.put(stack);
  }

  @Override
  public synchronized Stack change(String id, UnaryOperator<Stack> change) {
    return memory.change(
        id,
        before -> {
          var after = change.apply(before);
          tables.put(Optional.of(before), after);
          return after;
        });
  }

  @Override
  public List<StackEvent> events(String stackId) {
    return memory.events(stackId);
  }

  @Override
  public synchronized void add(StackEvent event) {
    tables.add(event);
    memory.add(event);
  }

  @Override
  public Optional<StackDrift> drift(String stackId) {
    return memory.drift(stackId);
  }

  @Override
  public synchronized void put(StackDrift drift) {
    tables.put(drift);
    memory.put(drift);
  }

  @Override
  public List<ChangeSet> changeSets(String stackId) {
    return memory.changeSets(stackId);
  }

  @Override
  public synchronized void put(ChangeSet changeSet) {
    tables.put(changeSet);
    memory.put(changeSet);
  }

  @Override
  public synchronized void removeChangeSet(String stackId, String id) {
    tables.removeChangeSet(stackId, id);
    memory.removeChangeSet(stackId, id);
  }
}
