package dev.landfall.engine.plan;

import dev.landfall.spi.Action;
import dev.landfall.spi.Change;
import dev.landfall.spi.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
  /// @param losses what it destroys, with how much that is in each of the targets
  public record FoldedChange(
      Change change, List<Target> targets, boolean variant, List<FoldedLoss> losses) {
    /// Whether it destroys data.
    public boolean losesData() {
      return !losses.isEmpty();
    }
  }

  /// Lays plans over each other. A change that an earlier plan does not have comes behind the one
  /// it follows in its own plan; equal changes are those that agree in everything but the extent of
  /// their losses.
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
    var groups = new HashMap<Key, Group>();
    var lastOfAddress = new HashMap<String, Group>();
    var first = new Group("");
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
        var before = first;
        for (var change : component.plan().changes()) {
          var key = Key.of(change);
          var group = groups.get(key);
          if (group == null) {
            group = lastOfAddress.getOrDefault(change.address(), before).insert(change.address());
            groups.put(key, group);
            lastOfAddress.put(change.address(), group);
          }
          group.changes.put(plan.target(), change);
          before = group;
        }
      }
    }
    var inOrder = first.following();
    var groupsPerAddress = new HashMap<String, Integer>();
    inOrder.forEach(group -> groupsPerAddress.merge(group.address, 1, Integer::sum));
    var changes =
        inOrder.stream()
            .map(group -> group.folded(groupsPerAddress.getOrDefault(group.address, 1) > 1))
            .toList();
    return new FoldedComponent(name, uses, changes, List.copyOf(deferred), unknown, notes);
  }

  private static void put(Map<String, List<Target>> map, String text, Target target) {
    map.computeIfAbsent(text, key -> new ArrayList<>()).add(target);
  }

  /// Changes that are the same but for how much they destroy, by target; and what comes after them.
  private static final class Group {
    private final String address;
    private final Map<Target, Change> changes = new LinkedHashMap<>();
    private @Nullable Group next;

    Group(String address) {
      this.address = address;
    }

    /// A new group behind this one.
    Group insert(String newAddress) {
      var group = new Group(newAddress);
      group.next = next;
      next = group;
      return group;
    }

    List<Group> following() {
      var groups = new ArrayList<Group>();
      for (var group = next; group != null; group = group.next) {
        groups.add(group);
      }
      return groups;
    }

    FoldedChange folded(boolean variant) {
      var first = changes.values().iterator().next();
      var losses = new ArrayList<FoldedLoss>();
      for (var i = 0; i < first.losses().size(); i++) {
        var extents = new LinkedHashMap<Target, String>();
        for (var entry : changes.entrySet()) {
          extents.put(entry.getKey(), entry.getValue().losses().get(i).extent());
        }
        losses.add(new FoldedLoss(first.losses().get(i).what(), extents));
      }
      return new FoldedChange(first, List.copyOf(changes.keySet()), variant, losses);
    }
  }

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
