package dev.landfall.sandbox.aws.cloudformation.state;

import java.time.Instant;
import java.util.Optional;

/// Something that happened to a stack or to one of its resources.
///
/// @param status a [StackStatus] or a [ResourceStatus]
/// @param properties the resource's properties as JSON
public record StackEvent(
    String id,
    String stackId,
    String stackName,
    String logicalId,
    String physicalId,
    String type,
    String status,
    Optional<String> reason,
    Optional<String> properties,
    Instant timestamp,
    Optional<String> token) {
  /// The type of events of a stack itself.
  public static final String STACK = "AWS::CloudFormation::Stack";

  /// What a stack itself has come to.
  public static StackEvent of(Stack stack, String id, Instant at) {
    return new StackEvent(
        id,
        stack.id(),
        stack.name(),
        stack.name(),
        stack.id(),
        STACK,
        stack.status().name(),
        stack.reason(),
        Optional.empty(),
        at,
        stack.token());
  }
}
