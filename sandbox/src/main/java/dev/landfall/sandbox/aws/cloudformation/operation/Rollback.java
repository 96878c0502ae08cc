package dev.landfall.sandbox.aws.cloudformation.operation;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.DependencyGraph;
import dev.landfall.cloudformation.template.Json;
import dev.landfall.sandbox.aws.cloudformation.change.DynamicValues.Resolved;
import dev.landfall.sandbox.aws.cloudformation.state.Deployment;
import dev.landfall.sandbox.aws.cloudformation.state.ResourceStatus;
import dev.landfall.sandbox.aws.cloudformation.state.StackEvent;
import dev.landfall.sandbox.aws.cloudformation.state.StackResource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Brings a stack's resources back to what they were before an update. May be run again.
final class Rollback {
  private final World world;
  private final Journal journal;
  private final Deployment former;
  private final Set<String> skipped;
  private final TreeSet<String> failed = new TreeSet<>();

  /// @param skipped resources that are taken for rolled back as they are
  Rollback(World world, Journal journal, Deployment former, Set<String> skipped) {
    this.world = world;
    this.journal = journal;
    this.former = former;
    this.skipped = skipped;
  }

  /// Does it.
  ///
  /// @return what failed, as the stack's event says it
  Optional<String> run() throws CloudFormationException {
    var needs = new LinkedHashMap<String, List<String>>();
    former.resources().forEach((name, resource) -> needs.put(name, resource.needs()));
    var graph = DependencyGraph.of(needs);
    new Walk(graph::needs, world.workers(), () -> false).run(graph.order(), this::begin);
    return failed.isEmpty() ? Optional.empty() : Optional.of(Rollout.list("update", failed));
  }

  /// What the update made and the former deployment does not have.
  List<StackResource> superfluous(Deployment reached) {
    var result = new ArrayList<StackResource>();
    for (var resource : reached.resources().values()) {
      boolean stays =
          former
              .resource(resource.logicalId())
              .filter(old -> old.physicalId().equals(resource.physicalId()))
              .isPresent();
      if (!stays) {
        result.add(resource);
      }
    }
    return result;
  }

  private Optional<Walk.Work> begin(String name) {
    var target = former.resource(name).orElseThrow();
    var now = journal.stack().deployed().resource(name);
    if (now.isEmpty()
        || skipped.contains(name)
        || (isUntouched(now.get(), target) && !isNestedChange(now.get()))) {
      restore(target);
      return Optional.empty();
    }
    var updating = journal.resource(target, ResourceStatus.UPDATE_IN_PROGRESS, Optional.empty());
    if (!now.get().physicalId().equals(target.physicalId())) {
      journal.resource(updating, ResourceStatus.UPDATE_COMPLETE, Optional.empty());
      return Optional.empty();
    }
    Resolved properties;
    try {
      properties = world.dynamic().resolve(target.resource().properties());
    } catch (CloudFormationException e) {
      notRestored(updating, now.get(), e.message());
      return Optional.empty();
    }
    var calls = new Calls(world, journal.stack());
    return Optional.of(() -> {
      try {
        var made = calls.update(now.get(), properties);
        return () -> {
          journal.resource(made.in(updating), ResourceStatus.UPDATE_COMPLETE, Optional.empty());
          return true;
        };
      } catch (ResourceException e) {
        return () -> notRestored(updating, now.get(), properties.hidden(calls.reason(e)));
      }
    });
  }

  /// Its values are those of the update that is being taken back.
  private boolean notRestored(StackResource updating, StackResource now, String reason) {
    failed.add(updating.logicalId());
    journal.resource(
        updating.with(updating.physicalId(), now.resource()),
        ResourceStatus.UPDATE_FAILED,
        Optional.of(reason));
    return false;
  }

  private void restore(StackResource target) {
    journal.keep(stack -> stack.with(stack.deployed().with(target)));
  }

  /// Whether it is a nested stack with an update that can be taken back.
  private boolean isNestedChange(StackResource resource) {
    return resource.type().equals(StackEvent.STACK)
        && world
            .store()
            .stack(resource.physicalId())
            .flatMap(nested -> nested.former())
            .isPresent();
  }

  private static boolean isUntouched(StackResource now, StackResource target) {
    return now.status() != ResourceStatus.UPDATE_FAILED
        && now.physicalId().equals(target.physicalId())
        && Json.same(now.resource().properties(), target.resource().properties());
  }
}
