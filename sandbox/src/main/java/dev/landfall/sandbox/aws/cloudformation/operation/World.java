package dev.landfall.sandbox.aws.cloudformation.operation;

import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.cloudformation.template.Parameters;
import dev.landfall.sandbox.aws.cloudformation.change.DynamicValues;
import dev.landfall.sandbox.aws.cloudformation.change.ExternalValues;
import dev.landfall.sandbox.aws.cloudformation.state.Store;
import dev.landfall.sandbox.aws.resource.ResourceHandlers;
import dev.landfall.sandbox.aws.resource.Scope;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/// What CloudFormation of one account in one region works with.
///
/// @param stored Systems Manager's parameters
/// @param external what dynamic references name
/// @param operations runs the operations on stacks, one at a time for each stack
/// @param workers runs what an operation does to single resources, several at a time
public record World(
    Scope scope,
    Specification specification,
    ResourceHandlers handlers,
    Store store,
    Parameters.Stored stored,
    ExternalValues external,
    Clock clock,
    RandomGenerator random,
    Executor operations,
    Executor workers) {
  /// With other handlers.
  public World with(ResourceHandlers newHandlers) {
    return new World(
        scope,
        specification,
        newHandlers,
        store,
        stored,
        external,
        clock,
        random,
        operations,
        workers);
  }

  /// Looks up what dynamic references stand for.
  public DynamicValues dynamic() {
    return new DynamicValues(external);
  }

  /// A new random id.
  public String uuid() {
    return new UUID(
            (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L,
            (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L)
        .toString();
  }

  /// An ARN of CloudFormation's.
  public String arn(String rest) {
    return "arn:"
        + scope.partition()
        + ":cloudformation:"
        + scope.region()
        + ":"
        + scope.account()
        + ":"
        + rest;
  }
}
