package dev.landfall.engine.plan;

import dev.landfall.spi.Action;
import dev.landfall.spi.Change;
import dev.landfall.spi.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The plans of several targets laid over each other, so that what is the same in many of them is
/// read once. Immutable.
///
/// @param targets every target that was planned
/// @param components in the order in which they are applied
public record FoldedPlan(List<Target> targets, List<FoldedComponent> components) {

  /// A component and its changes over all targets.
  ///
  /// @param deferred the targets in which it is planned later
  /// @param unknown each unknown value, with the targets that have it
  /// @param notes each note, with the targets that have it
  public record FoldedComponent(
      String name,
      String uses,
      List<FoldedChange> changes,
      List<Target> deferred,
      Map<String, List<Target>> unknown,
      Map<String, List<Target>> notes) {}

  /// A change, and the targets in which it is this very change.
  ///
  /// @param variant whether another group of targets has a different change at the same address
  public record FoldedChange(Change change, List<Target> targets, boolean variant) {
    /// Whether it destroys data.
    public boolean losesData() {
      return !change.losses().isEmpty();
    }
  }

  /// Lays plans over each other. Changes keep the order in which they first appear; equal changes
  /// are those that agree in everything but the extent of their losses.
  public static FoldedPlan of(List<TargetPlan> plans) {
    var names = new LinkedHashMap<String, String>();
    plans.forEach(plan ->
        plan.components()
            .forEach(component -> names.putIfAbsent(component.name(), component.uses())));
    var components = new ArrayList<FoldedComponent>();
    names.forEach((name, uses) -> components.add(fold(name, uses, plans)));
    return new FoldedPlan(plans.stream().map(TargetPlan::target).toList(), List.copyOf(components));
  }

  private static FoldedComponent fold(String name, String uses, List<TargetPlan> plans) {
    var groups = new LinkedHashMap<Key, Group>();
    var deferred = new ArrayList<Target>();
    var unknown = new LinkedHashMap<String, List<Target>>();
    var notes = new LinkedHashMap<String, List<Target>>();
    for (var plan : plans) {
      for (var component : plan.components()) {
        if (!component.name().equals(name)) {
          continue;
        }
        if (component.deferred()) {
          deferred.add(plan.target());
        }
        component.plan().unknown().forEach(text -> put(unknown, text, plan.target()));
        component.plan().notes().forEach(text -> put(notes, text, plan.target()));
        for (var change : component.plan().changes()) {
          groups
              .computeIfAbsent(Key.of(change), key -> new Group(change, new ArrayList<>()))
              .targets()
              .add(plan.target());
        }
      }
    }
    var groupsPerAddress = new LinkedHashMap<String, Integer>();
    groups.keySet().forEach(key -> groupsPerAddress.merge(key.address(), 1, Integer::sum));
    var changes =
        groups.entrySet().stream()
            .map(entry ->
                new FoldedChange(
                    entry.getValue().change(),
                    List.copyOf(entry.getValue().targets()),
                    groupsPerAddress.getOrDefault(entry.getKey().address(), 1) > 1))
            .toList();
    return new FoldedComponent(name, uses, changes, List.copyOf(deferred), unknown, notes);
  }

  private static void put(Map<String, List<Target>> map, String text, Target target) {
    map.computeIfAbsent(text, key -> new ArrayList<>()).add(target);
  }

  private record Group(Change change, List<Target> targets) {}

  private record Key(
      Action action, String address, String summary, String diff, List<String> losses) {
    static Key of(Change change) {
      return new Key(
          change.action(),
          change.address(),
          change.summary(),
          change.diff(),
          change.losses().stream().map(Change.Loss::what).toList());
    }
  }
}
