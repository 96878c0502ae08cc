package dev.landfall.engine.blueprint;

import dev.landfall.engine.blueprint.Template.Reference;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Provider;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

  /// An expression and where it stands.
  private record Found(Template.Expression expression, Problem.Location where) {}

  /// Checks every expression of a component's settings.
  void check(Blueprint.Component component) {
    for (var found : expressions(component.with(), true)) {
      check(component, found);
    }
  }

  /// The component with those whose outputs it reads among its needs.
  Blueprint.Component withNeeds(Blueprint.Component component) {
    var needs = new LinkedHashSet<>(component.needs());
    for (var found : expressions(component.with(), false)) {
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

  private void check(Blueprint.Component component, Found found) {
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

  private void checkRegion(List<String> path, Found found) {
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
      Blueprint.Component component, String name, String output, Found found) {
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
    var provider = providers.get(other.uses());
    if (provider != null && !provider.outputs().contains(output)) {
      problems.add(
          Problem.error(
              found.where(),
              "unknown output \"" + name + "." + output + "\"",
              "A component that uses "
                  + other.uses()
                  + " does not put that out."
                  + Suggestion.sentence(output, new TreeSet<>(provider.outputs()))));
    }
  }

  /// The values of regions that a blueprint's expressions read, as dotted paths.
  static Set<String> regionPaths(Blueprint blueprint) {
    var references =
        new References(new ArrayList<>(), Map.of(), blueprint.components(), blueprint.regions());
    var paths = new TreeSet<String>();
    for (var component : blueprint.components().values()) {
      for (var found : references.expressions(component.with(), false)) {
        if (found.expression().reference() instanceof Reference.OfRegion(var path)) {
          paths.add(String.join(".", path));
        }
      }
    }
    return paths;
  }

  private List<Found> expressions(Node node, boolean report) {
    var found = new ArrayList<Found>();
    collect(node, report, found);
    return found;
  }

  private void collect(Node node, boolean report, List<Found> found) {
    switch (node) {
      case Node.Mapping mapping ->
          mapping.entries().values().forEach(child -> collect(child, report, found));
      case Node.Sequence sequence ->
          sequence.items().forEach(child -> collect(child, report, found));
      case Node.Scalar(String text, var where) when Template.isTemplate(text) -> {
        try {
          for (var expression : Template.parse(text).expressions()) {
            found.add(new Found(expression, inside(where, expression.offset())));
          }
        } catch (Template.SyntaxException e) {
          if (report) {
            problems.add(
                Problem.error(inside(where, e.offset()), "bad expression", e.getMessage()));
          }
        }
      }
      case Node.Scalar scalar -> {}
    }
  }

  static Problem.Location inside(Problem.Location where, int offset) {
    return new Problem.Location(where.file(), where.line(), where.column() + offset);
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
