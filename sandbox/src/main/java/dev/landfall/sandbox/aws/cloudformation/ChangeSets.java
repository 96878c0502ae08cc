package dev.landfall.sandbox.aws.cloudformation;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.sandbox.aws.cloudformation.operation.World;
import dev.landfall.sandbox.aws.cloudformation.state.ChangeSet;
import dev.landfall.sandbox.aws.cloudformation.state.ChangeSet.ExecutionStatus;
import dev.landfall.sandbox.aws.cloudformation.state.ChangeSet.Status;
import dev.landfall.sandbox.aws.cloudformation.state.Deployment;
import dev.landfall.sandbox.aws.cloudformation.state.Stack;
import java.util.Optional;

/// Change sets of stacks.
record ChangeSets(World world, Stacks stacks, Planning planning) {
  private static final String NOTHING =
      "The submitted information didn't contain changes. Submit different information to create a"
          + " change set.";

  Optional<ChangeSet> find(Stack stack, String name) {
    return world.store().changeSets(stack.id()).stream()
        .filter(changeSet -> Stacks.isCalled(changeSet, name))
        .findFirst();
  }

  ChangeSet create(
      String name,
      boolean creates,
      Optional<String> description,
      StackRequest request,
      Stack stack,
      Deployment target)
      throws CloudFormationException {
    var settings = planning.settings(request, stack.settings());
    var changes = planning.changes(target, stack, settings);
    boolean changed = creates || planning.isChange(target, stack, changes);
    var changeSet =
        new ChangeSet(
            world.arn("changeSet/" + name + "/" + world.uuid()),
            name,
            stack.id(),
            stack.name(),
            creates,
            description,
            changed ? Status.CREATE_COMPLETE : Status.FAILED,
            changed ? Optional.empty() : Optional.of(NOTHING),
            changed ? ExecutionStatus.AVAILABLE : ExecutionStatus.UNAVAILABLE,
            world.clock().instant(),
            target,
            settings,
            request.onFailure(),
            changes.plain(),
            changes.withValues(),
            request.token());
    world.store().put(changeSet);
    return changeSet;
  }

  void requireExecutable(ChangeSet changeSet) throws CloudFormationException {
    if (changeSet.executionStatus() != ExecutionStatus.AVAILABLE) {
      boolean failed = changeSet.status() == Status.FAILED;
      throw CloudFormationException.of(
          "InvalidChangeSetStatus",
          400,
          "ChangeSet ["
              + changeSet.id()
              + "] cannot be executed in its current "
              + (failed
                  ? "status of [FAILED]"
                  : "execution status of [" + changeSet.executionStatus() + "]"));
    }
  }

  /// An update makes the others worthless.
  void obsolete(Stack stack, Optional<String> executed) {
    for (var changeSet : world.store().changeSets(stack.id())) {
      if (!executed.equals(Optional.of(changeSet.id()))
          && changeSet.executionStatus() == ExecutionStatus.AVAILABLE) {
        world.store().put(changeSet.with(ExecutionStatus.OBSOLETE));
      }
    }
  }

  void removeAll(Stack stack) {
    for (var changeSet : world.store().changeSets(stack.id())) {
      world.store().removeChangeSet(stack.id(), changeSet.id());
    }
  }
}
