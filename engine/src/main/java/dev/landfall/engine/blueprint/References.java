package dev.landfall.engine.blueprint;

import dev.landfall.engine.blueprint.Template.Reference;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Provider;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Checks what expressions read, before anything is resolved.
///
/// @param problems where what is wrong is added
/// @param providers by kind
/// @param components all of the blueprint
/// @param regions those some environment uses
record References(
    List<Problem> problems,
    Map<String, Provider<?>> providers,
    Map<String, Blueprint.Component> components,
    Map<String, Blueprint.Region> regions) {
  private static final Set<String> TARGET_KEYS = new TreeSet<>(Set.of("environment", "region"));

  /// Checks every expression of a component's settings.
  void check(Blueprint.Component component) {
    for (var found : Expressions.in(component.with(), problems::add)) {
      check(component, found);
    }
  }

  /// The component with those whose outputs it reads among its needs.
  Blueprint.Component withNeeds(Blueprint.Component component) {
    var needs = new LinkedHashSet<>(component.needs());
    for (var found : Expressions.in(component.with())) {
      if (found.expression().reference() instanceof Reference.OfComponent(var name, var output)
          && components.containsKey(name)) {
        needs.add(name);
      }
    }
    return new Blueprint.Component(
        component.name(),
        component.uses(),
        component.from(),
        component.with(),
        List.copyOf(needs),
        component.where());
  }

  private void check(Blueprint.Component component, Expressions.Found found) {
    switch (found.expression().reference()) {
      case Reference.OfTarget(var key) -> {
        if (!TARGET_KEYS.contains(key)) {
          problems.add(
              Problem.error(
                  found.where(),
                  "unknown value \"target." + key + "\"",
                  "A target has an environment and a region."
                      + Suggestion.sentence(key, TARGET_KEYS)));
        }
      }
      case Reference.OfRegion(var path) -> checkRegion(path, found);
      case Reference.OfSecret secret -> {}
      case Reference.OfComponent(var name, var output) ->
          checkComponent(component, name, output, found);
    }
  }

  private void checkRegion(List<String> path, Expressions.Found found) {
    var hasDefault =
        found.expression().filters().stream().anyMatch(filter -> filter.name().equals("default"));
    if (hasDefault) {
      return;
    }
    var lacking =
        regions.values().stream()
            .filter(region -> RegionValues.find(region, path).isEmpty())
            .map(Blueprint.Region::name)
            .toList();
    if (lacking.isEmpty()) {
      return;
    }
    var known = new TreeSet<String>();
    regions.values().forEach(region -> known.addAll(RegionValues.paths(region)));
    var wanted = String.join(".", path);
    problems.add(
        Problem.error(
            found.where(),
            "unknown value \"region." + wanted + "\"",
            (lacking.size() == regions.size()
                    ? "No region has it."
                    : "Missing in " + String.join(", ", lacking) + ".")
                + (known.contains(wanted)
                    ? " Add it there, or give a default: ${region." + wanted + "|default('…')}."
                    : Suggestion.sentence(wanted, known))));
  }

  private void checkComponent(
      Blueprint.Component component, String name, String output, Expressions.Found found) {
    if (name.equals(component.name())) {
      problems.add(
          Problem.error(
              found.where(),
              "reads itself",
              "A component cannot read its own output \"" + output + "\"."));
      return;
    }
    var other = components.get(name);
    if (other == null) {
      problems.add(
          Problem.error(
              found.where(),
              "unknown component \"" + name + "\"",
              "An expression reads target, region, secret or a component of this blueprint."
                  + Suggestion.sentence(name, components.keySet())));
      return;
    }
    Optional.<Provider<?>>ofNullable(providers.get(other.uses()))
        .flatMap(Provider::outputs)
        .filter(outputs -> !outputs.contains(output))
        .ifPresent(outputs ->
            problems.add(
                OutputReferences.problem(
                    found,
                    name,
                    output,
                    "A component that uses " + other.uses() + " does not put that out.",
                    outputs)));
  }

  /// The values of regions that a blueprint's expressions read, as dotted paths.
  static Set<String> regionPaths(Blueprint blueprint) {
    var paths = new TreeSet<String>();
    for (var component : blueprint.components().values()) {
      for (var found : Expressions.in(component.with())) {
        if (found.expression().reference() instanceof Reference.OfRegion(var path)) {
          paths.add(String.join(".", path));
        }
      }
    }
    return paths;
  }

  /// Adds a problem for each ring of components that need each other.
  void refuseCycles(Map<String, Blueprint.Component> all) {
    var done = new LinkedHashSet<String>();
    all.keySet().forEach(name -> visit(name, new ArrayList<>(), done, all));
  }

  private void visit(
      String name, List<String> path, Set<String> done, Map<String, Blueprint.Component> all) {
    var component = all.get(name);
    if (component == null || done.contains(name)) {
      return;
    }
    var start = path.indexOf(name);
    if (start >= 0) {
      var ring = new ArrayList<>(path.subList(start, path.size()));
      ring.add(name);
      problems.add(
          Problem.error(
              component.where(),
              "components need each other",
              "None of them can be first: "
                  + String.join(" -> ", ring)
                  + ". Take one of these needs out, or one of the expressions that read an output."));
      return;
    }
    path.add(name);
    component.needs().forEach(need -> visit(need, path, done, all));
    path.removeLast();
    done.add(name);
  }
}
