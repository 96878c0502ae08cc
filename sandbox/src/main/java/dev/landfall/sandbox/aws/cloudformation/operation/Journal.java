package dev.landfall.sandbox.aws.cloudformation.operation;

import dev.landfall.cloudformation.template.Json;
import dev.landfall.sandbox.aws.cloudformation.change.Masks;
import dev.landfall.sandbox.aws.cloudformation.state.ResourceStatus;
import dev.landfall.sandbox.aws.cloudformation.state.Stack;
import dev.landfall.sandbox.aws.cloudformation.state.StackEvent;
import dev.landfall.sandbox.aws.cloudformation.state.StackResource;
import dev.landfall.sandbox.aws.cloudformation.state.StackStatus;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A stack during an operation: every step is kept, and told as an event. For one thread.
final class Journal {
  private final World world;
  private final Set<String> secrets;
  private Stack stack;

  /// @param secrets values that events do not show
  Journal(World world, Stack stack, Set<String> secrets) {
    this.world = world;
    this.stack = stack;
    this.secrets = secrets;
  }

  Stack stack() {
    return stack;
  }

  /// Changes what is kept, without an event.
  void keep(UnaryOperator<Stack> change) {
    var own = stack;
    // What is not the operation's may have changed meanwhile: protection and the stack policy.
    stack =
        world
            .store()
            .change(own.id(), kept -> change.apply(cancelled(own.with(kept.settings()), kept)));
  }

  /// Somebody may have cancelled the update; what follows belongs to that call.
  private static Stack cancelled(Stack own, Stack kept) {
    return kept.cancelled() && !own.cancelled()
        ? own.withCancelled(true).withToken(kept.token())
        : own;
  }

  /// Whether the update has been cancelled.
  boolean isCancelled() {
    return world.store().stack(stack.id()).map(Stack::cancelled).orElse(false);
  }

  /// The stack comes to another state, together with another change of it, unless the update has
  /// been cancelled.
  ///
  /// @return whether it has come to the state
  boolean unlessCancelled(StackStatus status, UnaryOperator<Stack> change) {
    var now = world.clock().instant();
    keep(current ->
        current.cancelled() ? current : change.apply(current).with(status, Optional.empty(), now));
    if (stack.cancelled()) {
      return false;
    }
    world.store().add(StackEvent.of(stack, world.uuid(), now));
    return true;
  }

  /// The stack comes to another state.
  void stack(StackStatus status, Optional<String> reason) {
    stack(status, reason, current -> current);
  }

  /// The stack comes to another state, together with another change of it.
  void stack(StackStatus status, Optional<String> reason, UnaryOperator<Stack> change) {
    keep(current -> change.apply(current).with(status, reason, world.clock().instant()));
    world.store().add(StackEvent.of(stack, world.uuid(), world.clock().instant()));
  }

  /// A resource comes to another state, and is kept in the deployment.
  StackResource resource(StackResource resource, ResourceStatus status, Optional<String> reason) {
    var changed = resource.with(status, reason, world.clock().instant());
    keep(current -> current.with(current.deployed().with(changed)));
    tell(changed);
    return changed;
  }

  /// A resource could not be deleted: it is kept so, unless another one has taken its place.
  void notDeleted(StackResource resource) {
    keep(current ->
        current
            .deployed()
            .resource(resource.logicalId())
            .filter(kept -> kept.physicalId().equals(resource.physicalId()))
            .map(kept -> current.with(current.deployed().with(resource)))
            .orElse(current));
    tell(resource);
  }

  /// Only the event.
  void tell(StackResource resource) {
    boolean deleting = resource.status().name().startsWith("DELETE");
    world
        .store()
        .add(
            new StackEvent(
                resource.logicalId() + "-" + resource.status() + "-" + resource.timestamp(),
                stack.id(),
                stack.name(),
                resource.logicalId(),
                resource.physicalId(),
                resource.type(),
                resource.status().name(),
                resource.reason(),
                deleting
                    ? Optional.empty()
                    : Optional.of(
                        Json.write(Masks.hide(resource.resource().properties(), secrets))),
                resource.timestamp(),
                stack.token()));
  }
}
