package dev.landfall.sandbox.aws.cloudformation.state;

import java.util.Set;

/// Where a stack is (CloudFormation API Reference, "Stack").
public enum StackStatus {
  REVIEW_IN_PROGRESS,
  CREATE_IN_PROGRESS,
  CREATE_FAILED,
  CREATE_COMPLETE,
  ROLLBACK_IN_PROGRESS,
  ROLLBACK_FAILED,
  ROLLBACK_COMPLETE,
  DELETE_IN_PROGRESS,
  DELETE_FAILED,
  DELETE_COMPLETE,
  UPDATE_IN_PROGRESS,
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS,
  UPDATE_COMPLETE,
  UPDATE_FAILED,
  UPDATE_ROLLBACK_IN_PROGRESS,
  UPDATE_ROLLBACK_FAILED,
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS,
  UPDATE_ROLLBACK_COMPLETE;

  private static final Set<StackStatus> UPDATABLE =
      Set.of(
          CREATE_COMPLETE, UPDATE_COMPLETE, UPDATE_ROLLBACK_COMPLETE, CREATE_FAILED, UPDATE_FAILED);

  /// Whether an operation runs on it; a stack in review only waits.
  public boolean isBusy() {
    return this != REVIEW_IN_PROGRESS && name().endsWith("_IN_PROGRESS");
  }

  /// Whether an operation failed and left everything as it was.
  public boolean isLeft() {
    return this == CREATE_FAILED || this == UPDATE_FAILED;
  }

  /// Whether an update may begin.
  public boolean isUpdatable() {
    return UPDATABLE.contains(this);
  }
}
