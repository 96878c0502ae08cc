package dev.landfall.sandbox.aws.cloudformation.state;

import dev.landfall.sandbox.aws.cloudformation.state.StackSettings.OnFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A change set.
///
/// @param id its ARN
/// @param target what the stack would become
/// @param onFailure what was asked to follow a failure
/// @param changes without values
/// @param changesWithValues what is answered when property values are asked for
public record ChangeSet(
    String id,
    String name,
    String stackId,
    String stackName,
    boolean creates,
    Optional<String> description,
    Status status,
    Optional<String> reason,
    ExecutionStatus executionStatus,
    Instant created,
    Deployment target,
    StackSettings settings,
    Optional<OnFailure> onFailure,
    List<ResourceChange> changes,
    List<ResourceChange> changesWithValues,
    Optional<String> token) {
  public ChangeSet {
    changes = List.copyOf(changes);
    changesWithValues = List.copyOf(changesWithValues);
  }

  /// Whether it could be made.
  public enum Status {
    CREATE_COMPLETE,
    FAILED
  }

  /// Whether it can be executed, or has been.
  public enum ExecutionStatus {
    UNAVAILABLE,
    AVAILABLE,
    EXECUTE_IN_PROGRESS,
    EXECUTE_COMPLETE,
    EXECUTE_FAILED,
    OBSOLETE
  }

  /// At another point of its execution.
  public ChangeSet with(ExecutionStatus newExecutionStatus) {
    return new ChangeSet(
        id,
        name,
        stackId,
        stackName,
        creates,
        description,
        status,
        reason,
        newExecutionStatus,
        created,
        target,
        settings,
        onFailure,
        changes,
        changesWithValues,
        token);
  }
}
