package dev.landfall.engine.rollout;

import dev.landfall.engine.event.EventLog.Held;
import dev.landfall.engine.event.Status;
import dev.landfall.engine.plan.PlanException;
import dev.landfall.engine.plan.TargetPlan;
import dev.landfall.engine.plan.World;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the rollout of one target ended. Immutable.
///
/// @param rollout its id; empty when none was begun
/// @param reason what kind of end it is
/// @param message why it did not succeed; empty when it did
/// @param next what to do now; may be empty
/// @param resumed whether it finished what an earlier process had begun
public record TargetResult(
    Target target,
    Optional<String> rollout,
    Status status,
    Reason reason,
    String message,
    String next,
    boolean resumed,
    double seconds,
    List<ComponentResult> components) {
  /// Copies the list.
  public TargetResult {
    components = List.copyOf(components);
  }

  /// What kind of end.
  public sealed interface Reason {
    /// It ended as its status says.
    record Ended() implements Reason {}

    /// Somebody else holds the target.
    record HeldBy(Held held) implements Reason {}

    /// Somebody else holds the thing behind the target, such as a database's lock.
    record Locked() implements Reason {}

    /// What would be done is not what was approved.
    record ApprovalNeeded() implements Reason {}

    /// The input is wrong.
    record Invalid(List<Problem> problems) implements Reason {}

    /// It was never begun, because an earlier wave failed.
    record Skipped() implements Reason {}
  }

  /// How one component ended.
  ///
  /// @param changes how many changes its plan has
  public record ComponentResult(
      String name,
      Status status,
      int changes,
      double seconds,
      String message,
      Map<String, Object> outputs) {}

  /// A target of a wave after one that failed.
  static TargetResult skipped(Target target) {
    return none(
        target,
        Status.CANCELLED,
        new Reason.Skipped(),
        "not begun, because an earlier wave did not succeed",
        "");
  }

  /// A target that cannot be planned.
  static TargetResult unplannable(Target target, PlanException cause) {
    Reason reason =
        switch (cause.kind()) {
          case INVALID -> new Reason.Invalid(cause.problems());
          case STALE -> new Reason.ApprovalNeeded();
          case HELD -> new Reason.Locked();
          case FAILED, IN_DOUBT -> new Reason.Ended();
        };
    return none(
        target, Status.FAILED, reason, cause.component() + ": " + cause.getMessage(), cause.next());
  }

  /// A plan that is not for this.
  static TargetResult another(World world, Target target, TargetPlan plan) {
    return none(
        target,
        Status.FAILED,
        new Reason.ApprovalNeeded(),
        "the plan is of release %s for %s, and this would be release %s"
            .formatted(plan.release(), plan.target(), world.release().id()),
        "Make a new plan and have it approved.");
  }

  /// A target somebody else holds.
  static TargetResult held(Target target, Held held) {
    return none(
        target,
        Status.FAILED,
        new Reason.HeldBy(held),
        "held by " + held.claim().holder() + " with rollout " + held.claim().rollout(),
        "Wait until it ends, or see `landfall status`.");
  }

  private static TargetResult none(
      Target target, Status status, Reason reason, String message, String next) {
    return new TargetResult(
        target, Optional.empty(), status, reason, message, next, false, 0, List.of());
  }
}
