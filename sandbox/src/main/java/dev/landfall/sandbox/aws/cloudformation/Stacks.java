package dev.landfall.sandbox.aws.cloudformation;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.sandbox.aws.cloudformation.state.ChangeSet;
import dev.landfall.sandbox.aws.cloudformation.state.Stack;
import dev.landfall.sandbox.aws.cloudformation.state.Store;
import java.util.Optional;

/// Finds stacks and change sets by what callers call them.
record Stacks(Store store) {
  /// A stack by its id, also a deleted one, or by the name of one that is not deleted.
  Optional<Stack> find(String nameOrId) {
    return nameOrId.startsWith("arn:") ? store.stack(nameOrId) : store.live(nameOrId);
  }

  Stack require(String nameOrId) throws CloudFormationException {
    return find(nameOrId)
        .orElseThrow(
            () -> CloudFormationException.validation("Stack [" + nameOrId + "] does not exist"));
  }

  /// As `DescribeStacks` and its kin say it.
  Stack requireById(String nameOrId) throws CloudFormationException {
    return find(nameOrId)
        .orElseThrow(() ->
            CloudFormationException.validation("Stack with id " + nameOrId + " does not exist"));
  }

  /// A change set by its ARN, or by its name and its stack.
  ChangeSet changeSet(String nameOrId, Optional<String> stackName) throws CloudFormationException {
    if (stackName.isEmpty() && !nameOrId.startsWith("arn:")) {
      throw CloudFormationException.validation(
          "StackName must be specified if ChangeSetName is not specified as an ARN.");
    }
    if (stackName.isPresent()) {
      var stack = require(stackName.get());
      return store.changeSets(stack.id()).stream()
          .filter(changeSet -> isCalled(changeSet, nameOrId))
          .findFirst()
          .orElseThrow(() -> noChangeSet(nameOrId));
    }
    return store.stacks().stream()
        .flatMap(stack -> store.changeSets(stack.id()).stream())
        .filter(changeSet -> isCalled(changeSet, nameOrId))
        .findFirst()
        .orElseThrow(() -> noChangeSet(nameOrId));
  }

  static boolean isCalled(ChangeSet changeSet, String nameOrId) {
    return changeSet.id().equals(nameOrId) || changeSet.name().equals(nameOrId);
  }

  private static CloudFormationException noChangeSet(String name) {
    return CloudFormationException.of(
        "ChangeSetNotFound", 404, "ChangeSet [" + name + "] does not exist");
  }

  static void checkName(String member, String name) throws CloudFormationException {
    if (!name.matches("[a-zA-Z][-a-zA-Z0-9]*")) {
      throw CloudFormationException.validation(
          "1 validation error detected: Value '"
              + name
              + "' at '"
              + member
              + "' failed to satisfy constraint: Member must satisfy regular expression pattern:"
              + " [a-zA-Z][-a-zA-Z0-9]*");
    }
    if (name.length() > 128) {
      throw CloudFormationException.validation(
          "1 validation error detected: Value '"
              + name
              + "' at '"
              + member
              + "' failed to satisfy constraint: Member must have length less than or equal to 128");
    }
  }
}
