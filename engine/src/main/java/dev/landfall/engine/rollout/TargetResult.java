package dev.landfall.engine.rollout;

import dev.landfall.engine.event.EventLog.Held;
import dev.landfall.engine.event.Status;
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
}
