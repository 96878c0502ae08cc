package dev.landfall.sandbox.aws.cloudformation.state;

import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.store.Change;
import dev.landfall.sandbox.aws.store.Journal;
import dev.landfall.sandbox.aws.store.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Where the stacks of all accounts and regions are kept. The resources of a stack are rows of
/// their own, so that a step of an operation writes what it changed, and no more. Threads share it.
public final class StackTables {
  private static final char SEPARATOR = '\0';
  private static final String LAST = "\uffff";
  private static final String DEPLOYED = "deployed";
  private static final String FORMER = "former";
  private static final String STABLE = "stable";

  private final Journal journal;
  private final Table<StackRow> stacks;
  private final Table<StackResource> resources;
  private final Table<StackEvent> events;
  private final Table<ChangeSetRow> changeSets;
  private final Table<StackDrift> drifts;
  private final AtomicLong sequence = new AtomicLong();

  /// @param order in which stacks were created
  /// @param stack without its resources
  private record StackRow(long order, Stack stack) {}

  private record ChangeSetRow(long order, ChangeSet changeSet) {}

  public StackTables(Journal journal) {
    this.journal = journal;
    this.stacks = journal.table("stacks", StackRow.class);
    this.resources = journal.table("stack-resources", StackResource.class);
    this.events = journal.table("stack-events", StackEvent.class);
    this.changeSets = journal.table("change-sets", ChangeSetRow.class);
    this.drifts = journal.table("stack-drifts", StackDrift.class);
    stacks.rows().values().forEach(row -> later(row.order()));
    changeSets.rows().values().forEach(row -> later(row.order()));
    events
        .rows()
        .keySet()
        .forEach(key -> later(Long.parseLong(key.substring(key.lastIndexOf(SEPARATOR) + 1), 16)));
  }

  private void later(long order) {
    sequence.accumulateAndGet(order, Math::max);
  }

  private static String prefix(Scope scope) {
    return "arn:"
        + scope.partition()
        + ":cloudformation:"
        + scope.region()
        + ":"
        + scope.account()
        + ":";
  }

  /// The accounts and regions that have stacks.
  public Set<Scope> scopes() {
    var scopes = new LinkedHashSet<Scope>();
    for (var id : stacks.rows().keySet()) {
      var parts = id.split(":", -1);
      scopes.add(new Scope(parts[4], parts[3]));
    }
    return scopes;
  }

  /// What is kept of an account in a region, in memory.
  MemoryStore load(Scope scope) {
    var memory = new MemoryStore();
    var prefix = prefix(scope);
    stacks.rows().subMap(prefix, true, prefix + LAST, false).values().stream()
        .sorted((one, other) -> Long.compare(one.order(), other.order()))
        .forEach(row -> memory.put(whole(row.stack())));
    changeSets.rows().subMap(prefix, true, prefix + LAST, false).values().stream()
        .sorted((one, other) -> Long.compare(one.order(), other.order()))
        .forEach(row -> memory.put(row.changeSet()));
    events.rows().subMap(prefix, true, prefix + LAST, false).values().forEach(memory::add);
    drifts.rows().subMap(prefix, true, prefix + LAST, false).values().forEach(memory::put);
    return memory;
  }

  private Stack whole(Stack row) {
    return row.with(row.deployed().with(resources(row.id(), DEPLOYED)))
        .with(row.former().map(former -> former.with(resources(row.id(), FORMER))), row.retired())
        .withStable(row.stable().map(stable -> stable.with(resources(row.id(), STABLE))));
  }

  private Map<String, StackResource> resources(String stackId, String part) {
    var prefix = key(stackId, part, "");
    var all = new LinkedHashMap<String, StackResource>();
    resources
        .rows()
        .subMap(prefix, true, prefix + LAST, false)
        .values()
        .forEach(resource -> all.put(resource.logicalId(), resource));
    return all;
  }

  private static String key(String... parts) {
    return String.join(String.valueOf(SEPARATOR), parts);
  }

  /// Keeps a stack.
  ///
  /// @param before as it was kept
  void put(Optional<Stack> before, Stack stack) {
    var changes = new ArrayList<Change<?>>();
    long order = stacks.get(stack.id()).map(StackRow::order).orElseGet(sequence::incrementAndGet);
    var row =
        stack
            .with(stack.deployed().with(Map.of()))
            .with(stack.former().map(former -> former.with(Map.of())), stack.retired())
            .withStable(stack.stable().map(stable -> stable.with(Map.of())));
    changes.add(stacks.put(stack.id(), new StackRow(order, row)));
    changes.addAll(
        resources(
            stack.id(),
            DEPLOYED,
            before.map(Stack::deployed).map(Deployment::resources).orElse(Map.of()),
            stack.deployed().resources()));
    changes.addAll(
        resources(
            stack.id(),
            FORMER,
            before.flatMap(Stack::former).map(Deployment::resources).orElse(Map.of()),
            stack.former().map(Deployment::resources).orElse(Map.of())));
    changes.addAll(
        resources(
            stack.id(),
            STABLE,
            before.flatMap(Stack::stable).map(Deployment::resources).orElse(Map.of()),
            stack.stable().map(Deployment::resources).orElse(Map.of())));
    journal.commit(changes);
  }

  private List<Change<?>> resources(
      String stackId,
      String part,
      Map<String, StackResource> before,
      Map<String, StackResource> after) {
    var changes = new ArrayList<Change<?>>();
    after.forEach((name, resource) -> {
      if (!resource.equals(before.get(name))) {
        changes.add(resources.put(key(stackId, part, name), resource));
      }
    });
    before.forEach((name, resource) -> {
      if (!after.containsKey(name)) {
        changes.add(resources.remove(key(stackId, part, name)));
      }
    });
    return changes;
  }

  void add(StackEvent event) {
    var order = String.format(Locale.ROOT, "%016x", sequence.incrementAndGet());
    journal.commit(events.put(key(event.stackId(), order), event));
  }

  void put(ChangeSet changeSet) {
    var key = key(changeSet.stackId(), changeSet.id());
    long order = changeSets.get(key).map(ChangeSetRow::order).orElseGet(sequence::incrementAndGet);
    journal.commit(changeSets.put(key, new ChangeSetRow(order, changeSet)));
  }

  void put(StackDrift drift) {
    journal.commit(drifts.put(drift.stackId(), drift));
  }

  void removeChangeSet(String stackId, String id) {
    journal.commit(changeSets.remove(key(stackId, id)));
  }
}
