package dev.landfall.cloudformation.stack;

import dev.landfall.spi.Action;
import dev.landfall.spi.Change;
import dev.landfall.spi.Change.Loss;
import dev.landfall.spi.Plan;
import java.util.List;
import java.util.Optional;

/// The step that leads a stuck stack back to where it can be changed (CloudFormation User Guide,
/// "Troubleshooting CloudFormation").
enum Recovery {
  /// A stack whose creation or deletion failed is deleted.
  DELETE(Action.DELETE, "the stack that is left of a failure", "DELETE_COMPLETE"),
  /// A rollback that failed is carried on.
  CONTINUE_ROLLBACK(Action.RUN, "carry the failed rollback on", "UPDATE_ROLLBACK_COMPLETE"),
  /// An update that failed and was left there is rolled back.
  ROLL_BACK(Action.RUN, "roll the failed update back", "UPDATE_ROLLBACK_COMPLETE");

  private static final String ADDRESS = "stack ";

  private final Action action;
  private final String summary;
  private final String end;

  /// @param end the stack's state when it has succeeded
  Recovery(Action action, String summary, String end) {
    this.action = action;
    this.summary = summary;
    this.end = end;
  }

  /// What a stack needs; empty when it is not stuck.
  static Optional<Recovery> of(Optional<LiveStack> live) {
    return live.flatMap(stack ->
        switch (stack.status()) {
          case "ROLLBACK_COMPLETE", "CREATE_FAILED", "ROLLBACK_FAILED", "DELETE_FAILED" ->
              Optional.of(DELETE);
          case "UPDATE_ROLLBACK_FAILED" -> Optional.of(CONTINUE_ROLLBACK);
          case "UPDATE_FAILED" -> Optional.of(ROLL_BACK);
          default -> Optional.empty();
        });
  }

  /// The recovery that a plan begins with.
  static Optional<Recovery> of(Plan plan) {
    return plan.changes().stream()
        .filter(Recovery::isOne)
        .flatMap(change ->
            List.of(values()).stream()
                .filter(recovery -> change.summary().startsWith(recovery.summary)))
        .findFirst();
  }

  static boolean isOne(Change change) {
    return change.address().startsWith(ADDRESS);
  }

  /// The stack's state when it has succeeded.
  String end() {
    return end;
  }

  /// Whether the stack is gone afterwards, so that the plan goes on with its creation.
  boolean deletes() {
    return this == DELETE;
  }

  /// As a plan shows it.
  ///
  /// @param losses the data in what is left of the stack
  Change change(String stack, LiveStack live, List<Loss> losses) {
    return new Change(
        action,
        ADDRESS + stack,
        summary + " (" + live.status() + ")",
        live.reason(),
        deletes() ? losses : List.of());
  }
}
