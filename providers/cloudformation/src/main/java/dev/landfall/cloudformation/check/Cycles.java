package dev.landfall.cloudformation.check;

import dev.landfall.cloudformation.template.Part;
import dev.landfall.cloudformation.template.Reference;
import dev.landfall.cloudformation.template.References;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Finds resources, and conditions, that wait for each other.
final class Cycles {
  private final Map<String, Set<String>> needs;
  private final Set<String> seen = new LinkedHashSet<>();
  private final List<String> way = new ArrayList<>();
  private final List<List<String>> found = new ArrayList<>();

  private Cycles(Map<String, Set<String>> needs) {
    this.needs = needs;
  }

  static void check(TemplateFile file, Findings findings) {
    check(file, "Resources", Cycles::ofResource, findings);
    check(file, "Conditions", Cycles::ofCondition, findings);
  }

  private static void check(
      TemplateFile file, String section, Function<Part, Set<String>> needed, Findings findings) {
    var needs = new LinkedHashMap<String, Set<String>>();
    file.section(section).forEach((name, part) -> needs.put(name, needed.apply(part)));
    var cycles = new Cycles(needs);
    needs.keySet().forEach(cycles::visit);
    for (var cycle : cycles.found) {
      var first = cycle.getFirst();
      findings.error(
          file.root().member(section).orElse(file.root()).keyPlace(first),
          "circular dependency of " + first,
          (cycle.size() == 1
                  ? "It refers to itself. "
                  : String.join(" needs ", cycle) + " needs " + first + ". ")
              + "Take one of these references out.");
    }
  }

  private static Set<String> ofResource(Part resource) {
    var names = new TreeSet<String>();
    for (var attribute : List.of("Properties", "DependsOn")) {
      resource
          .member(attribute)
          .ifPresent(part -> {
            part.text().ifPresent(names::add);
            part.items().forEach(item -> item.text().ifPresent(names::add));
            for (var reference : References.in(part.value())) {
              switch (reference) {
                case Reference.Whole(var name) -> names.add(name);
                case Reference.Attribute(var name, var other) -> names.add(name);
                default -> {}
              }
            }
          });
    }
    return names;
  }

  private static Set<String> ofCondition(Part condition) {
    var names = new TreeSet<String>();
    for (var reference : References.in(condition.value())) {
      if (reference instanceof Reference.OfCondition(var name)) {
        names.add(name);
      }
    }
    return names;
  }

  private void visit(String name) {
    int at = way.indexOf(name);
    if (at >= 0) {
      found.add(List.copyOf(way.subList(at, way.size())));
      return;
    }
    if (!seen.add(name)) {
      return;
    }
    way.add(name);
    for (var other : needs.getOrDefault(name, Set.of())) {
      if (needs.containsKey(other)) {
        visit(other);
      }
    }
    way.removeLast();
  }
}
