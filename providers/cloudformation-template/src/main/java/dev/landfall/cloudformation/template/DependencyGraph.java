package dev.landfall.cloudformation.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which resource needs which other first: by reference or by `DependsOn`. Immutable.
public final class DependencyGraph {
  private final Map<String, Set<String>> needs;
  private final List<String> order;

  private DependencyGraph(Map<String, Set<String>> needs) throws CloudFormationException {
    this.needs = needs;
    this.order = List.copyOf(sorted());
  }

  /// The graph of the resources that a template's conditions leave.
  public static DependencyGraph of(Template template, Map<String, Boolean> conditions)
      throws CloudFormationException {
    var needs = new LinkedHashMap<String, Set<String>>();
    for (var resource : template.resources().values()) {
      if (isThere(resource, conditions)) {
        needs.put(resource.logicalId(), new TreeSet<>());
      }
    }
    for (var name : needs.keySet()) {
      var resource = template.resources().get(name);
      if (resource == null) {
        continue;
      }
      for (var other : resource.dependsOn()) {
        add(needs, name, other);
      }
      for (var reference : References.in(resource.properties(), conditions)) {
        switch (reference) {
          case Reference.Whole(var other) -> add(needs, name, other);
          case Reference.Attribute(var other, var attribute) -> add(needs, name, other);
          default -> {}
        }
      }
    }
    return new DependencyGraph(needs);
  }

  /// A graph of what is known already.
  public static DependencyGraph of(Map<String, List<String>> needs) throws CloudFormationException {
    var all = new LinkedHashMap<String, Set<String>>();
    needs.keySet().forEach(name -> all.put(name, new TreeSet<>()));
    needs.forEach((name, others) -> others.forEach(other -> add(all, name, other)));
    return new DependencyGraph(all);
  }

  /// Whether a resource's condition, if it has one, holds.
  public static boolean isThere(
      Template.ResourceDeclaration resource, Map<String, Boolean> conditions) {
    return resource.condition().map(name -> conditions.getOrDefault(name, true)).orElse(true);
  }

  private static void add(Map<String, Set<String>> needs, String name, String other) {
    var own = needs.get(name);
    if (own != null && needs.containsKey(other)) {
      own.add(other);
    }
  }

  /// Every resource behind those it needs.
  public List<String> order() {
    return order;
  }

  /// What a resource needs.
  public Set<String> needs(String name) {
    return needs.getOrDefault(name, Set.of());
  }

  private List<String> sorted() throws CloudFormationException {
    var open = new TreeMap<String, Set<String>>();
    needs.forEach((name, others) -> open.put(name, new TreeSet<>(others)));
    var result = new ArrayList<String>();
    while (!open.isEmpty()) {
      var free = open.keySet().stream().filter(name -> isFree(open, name)).toList();
      if (free.isEmpty()) {
        throw CloudFormationException.validation(
            "Circular dependency between resources: [" + String.join(", ", cycle(open)) + "]");
      }
      result.addAll(free);
      open.keySet().removeAll(free);
      open.values().forEach(others -> others.removeAll(free));
    }
    return result;
  }

  private static boolean isFree(Map<String, Set<String>> open, String name) {
    return open.getOrDefault(name, Set.of()).isEmpty();
  }

  /// What is left when those are taken away that nothing else needs.
  private static Set<String> cycle(Map<String, Set<String>> open) {
    var left = new TreeMap<>(open);
    while (true) {
      var needed = new LinkedHashSet<String>();
      left.values().forEach(needed::addAll);
      if (!left.keySet().retainAll(needed)) {
        return left.keySet();
      }
    }
  }
}
