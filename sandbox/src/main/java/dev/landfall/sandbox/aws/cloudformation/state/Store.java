package dev.landfall.sandbox.aws.cloudformation.state;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Keeps what CloudFormation knows of one account in one region. Several threads may share it.
public interface Store {
  /// All stacks, also deleted ones, in the order of their creation.
  List<Stack> stacks();

  /// A stack by its id.
  Optional<Stack> stack(String id);

  /// Keeps a new stack.
  void put(Stack stack);

  /// Changes a stack, whole and at once: what others change meanwhile is not lost.
  ///
  /// @param change of the stack as it is kept
  /// @return what is kept now
  Stack change(String id, UnaryOperator<Stack> change);

  /// A stack's events, the oldest first.
  List<StackEvent> events(String stackId);

  /// Adds an event.
  void add(StackEvent event);

  /// A stack's change sets, in the order of their creation.
  List<ChangeSet> changeSets(String stackId);

  /// Keeps a change set.
  void put(ChangeSet changeSet);

  /// Forgets a change set.
  void removeChangeSet(String stackId, String id);

  /// What the last detection found of a stack.
  Optional<StackDrift> drift(String stackId);

  /// Keeps what a detection found, in the place of what the one before did.
  void put(StackDrift drift);

  /// The stack of a name that has not been deleted.
  default Optional<Stack> live(String name) {
    return stacks().stream()
        .filter(stack -> stack.name().equals(name) && stack.status() != StackStatus.DELETE_COMPLETE)
        .findFirst();
  }
}
