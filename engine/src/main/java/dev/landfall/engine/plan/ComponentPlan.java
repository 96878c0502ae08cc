package dev.landfall.engine.plan;

import dev.landfall.spi.Plan;
import java.util.List;

/// One component's part of a target's plan. Immutable.
///
/// @param name the component
/// @param uses the kind of its provider
/// @param plan what would be done; for a deferred component without changes
/// @param deferred whether it can only be planned once the components it reads from are rolled out
public record ComponentPlan(String name, String uses, Plan plan, boolean deferred) {
  /// A component that waits for values.
  ///
  /// @param unknown the values it waits for
  public static ComponentPlan deferred(String name, String uses, List<String> unknown) {
    return new ComponentPlan(name, uses, new Plan("", List.of(), unknown, List.of()), true);
  }

  /// Whether there is nothing to do.
  public boolean isEmpty() {
    return plan.isEmpty();
  }

  /// Whether some change destroys data.
  public boolean losesData() {
    return plan.changes().stream().anyMatch(change -> !change.losses().isEmpty());
  }
}
