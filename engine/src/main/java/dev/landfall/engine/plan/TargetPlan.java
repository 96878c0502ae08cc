package dev.landfall.engine.plan;

import dev.landfall.spi.Action;
import dev.landfall.spi.Change;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Target;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Everything a rollout would do to one target. Immutable.
///
/// @param target where
/// @param release the id of the release it leads to
/// @param goal where it leads to
/// @param components in the order in which they are applied
public record TargetPlan(Target target, String release, Goal goal, List<ComponentPlan> components) {
  /// Copies the list.
  public TargetPlan {
    components = List.copyOf(components);
  }

  /// Whether there is nothing to do.
  public boolean isEmpty() {
    return components.stream().allMatch(ComponentPlan::isEmpty);
  }

  /// All changes of all components.
  public Stream<Change> changes() {
    return components.stream().flatMap(component -> component.plan().changes().stream());
  }

  /// How many changes there are of each action; every action is a key.
  public Map<Action, Integer> summary() {
    var counts = new EnumMap<Action, Integer>(Action.class);
    for (var action : Action.values()) {
      counts.put(action, 0);
    }
    changes().forEach(change -> counts.merge(change.action(), 1, Integer::sum));
    return counts;
  }

  /// What is approved: the SHA-256 over the plan's document, as hexadecimal digits. Two plans have
  /// the same digest exactly when they do the same to the same live state of the same target.
  public String digest() {
    return PlanDocument.digest(this);
  }
}
