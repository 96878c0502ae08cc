package dev.landfall.sandbox.aws.cloudformation.state;

import java.util.List;
import java.util.Optional;

/// What a stack is told beside its template.
///
/// @param retainExceptOnCreate whether a rollback deletes what it made in any case
/// @param policy its stack policy's document
public record StackSettings(
    OnFailure onFailure,
    boolean retainExceptOnCreate,
    boolean terminationProtection,
    Optional<String> policy,
    Optional<String> roleArn,
    List<String> notificationArns) {
  /// Nothing special.
  public static final StackSettings DEFAULT =
      new StackSettings(
          OnFailure.ROLLBACK, false, false, Optional.empty(), Optional.empty(), List.of());

  /// What follows when an operation fails.
  public enum OnFailure {
    ROLLBACK,
    DELETE,
    /// The creation stops; the stack can only be deleted or rolled back.
    DO_NOTHING,
    /// Whatever does not need what failed goes on, and the stack can be updated or rolled back
    /// (`DisableRollback`).
    PRESERVE
  }

  public StackSettings {
    notificationArns = List.copyOf(notificationArns);
  }

  /// With another answer to failures.
  public StackSettings with(OnFailure newOnFailure) {
    return new StackSettings(
        newOnFailure,
        retainExceptOnCreate,
        terminationProtection,
        policy,
        roleArn,
        notificationArns);
  }

  /// With or without protection against its deletion.
  public StackSettings withTerminationProtection(boolean on) {
    return new StackSettings(
        onFailure, retainExceptOnCreate, on, policy, roleArn, notificationArns);
  }

  /// With another stack policy.
  public StackSettings withPolicy(Optional<String> newPolicy) {
    return new StackSettings(
        onFailure,
        retainExceptOnCreate,
        terminationProtection,
        newPolicy,
        roleArn,
        notificationArns);
  }

  /// With or without the deletion of all that was made, when that is taken back.
  public StackSettings withRetainExceptOnCreate(boolean on) {
    return new StackSettings(
        onFailure, on, terminationProtection, policy, roleArn, notificationArns);
  }
}
