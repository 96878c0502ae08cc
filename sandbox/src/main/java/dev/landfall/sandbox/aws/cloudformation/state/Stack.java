package dev.landfall.sandbox.aws.cloudformation.state;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A stack, also one that has been deleted.
///
/// @param id its ARN
/// @param updated when its last update began
/// @param deployed what it is, or is becoming
/// @param former what it was before an operation that has not come to its end
/// @param retired resources that have been replaced and are still to be deleted
/// @param stable what a rollback leads back to when an update has failed and was left there, which
///   is empty when the stack has never been complete
/// @param cancelled whether the update under way is to be taken back
/// @param nesting whose resource it is
/// @param token the client request token of its last operation
public record Stack(
    String id,
    String name,
    StackStatus status,
    Optional<String> reason,
    Instant created,
    Optional<Instant> updated,
    Optional<Instant> deleted,
    Optional<String> description,
    StackSettings settings,
    Deployment deployed,
    Optional<Deployment> former,
    List<StackResource> retired,
    Optional<Deployment> stable,
    boolean cancelled,
    Optional<Nesting> nesting,
    Optional<String> changeSetId,
    Optional<String> token) {
  public Stack {
    retired = List.copyOf(retired);
  }

  /// In another state.
  public Stack with(StackStatus newStatus, Optional<String> newReason, Instant at) {
    return new Stack(
        id,
        name,
        newStatus,
        newReason,
        created,
        newStatus == StackStatus.UPDATE_IN_PROGRESS
                || (newStatus == StackStatus.CREATE_IN_PROGRESS && changeSetId.isPresent())
            ? Optional.of(at)
            : updated,
        newStatus == StackStatus.DELETE_IN_PROGRESS ? Optional.of(at) : deleted,
        description,
        settings,
        deployed,
        former,
        retired,
        stable,
        cancelled,
        nesting,
        changeSetId,
        token);
  }

  /// With what it is becoming.
  public Stack with(Deployment newDeployed) {
    return new Stack(
        id,
        name,
        status,
        reason,
        created,
        updated,
        deleted,
        description,
        settings,
        newDeployed,
        former,
        retired,
        stable,
        cancelled,
        nesting,
        changeSetId,
        token);
  }

  /// With what it was, and what that left behind.
  public Stack with(Optional<Deployment> newFormer, List<StackResource> newRetired) {
    return new Stack(
        id,
        name,
        status,
        reason,
        created,
        updated,
        deleted,
        description,
        settings,
        deployed,
        newFormer,
        newRetired,
        stable,
        cancelled,
        nesting,
        changeSetId,
        token);
  }

  /// With other settings.
  public Stack with(StackSettings newSettings) {
    return new Stack(
        id,
        name,
        status,
        reason,
        created,
        updated,
        deleted,
        description,
        newSettings,
        deployed,
        former,
        retired,
        stable,
        cancelled,
        nesting,
        changeSetId,
        token);
  }

  /// On the way to another deployment.
  public Stack becoming(
      Deployment target,
      Optional<String> newDescription,
      Optional<String> newChangeSetId,
      Optional<String> newToken) {
    return new Stack(
        id,
        name,
        status,
        reason,
        created,
        updated,
        deleted,
        newDescription,
        settings,
        target,
        Optional.of(deployed),
        retired,
        stable,
        false,
        nesting,
        newChangeSetId,
        newToken);
  }

  /// With the token of the operation that begins.
  public Stack withToken(Optional<String> newToken) {
    return new Stack(
        id,
        name,
        status,
        reason,
        created,
        updated,
        deleted,
        description,
        settings,
        deployed,
        former,
        retired,
        stable,
        cancelled,
        nesting,
        changeSetId,
        newToken);
  }

  /// With what a rollback is to lead back to.
  public Stack withStable(Optional<Deployment> newStable) {
    return with(newStable, cancelled);
  }

  /// With the update under way to be taken back, or not.
  public Stack withCancelled(boolean newCancelled) {
    return with(stable, newCancelled);
  }

  private Stack with(Optional<Deployment> newStable, boolean newCancelled) {
    return new Stack(
        id,
        name,
        status,
        reason,
        created,
        updated,
        deleted,
        description,
        settings,
        deployed,
        former,
        retired,
        newStable,
        newCancelled,
        nesting,
        changeSetId,
        token);
  }

  /// As a resource of another stack.
  public Stack with(Nesting newNesting) {
    return new Stack(
        id,
        name,
        status,
        reason,
        created,
        updated,
        deleted,
        description,
        settings,
        deployed,
        former,
        retired,
        stable,
        cancelled,
        Optional.of(newNesting),
        changeSetId,
        token);
  }
}
