package dev.landfall.engine.plan;

import dev.landfall.engine.blueprint.Blueprint;
import dev.landfall.engine.blueprint.Node;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;

/// Where a blueprint gives the settings that providers complain about.
final class SettingPlaces {
  private SettingPlaces() {}

  /// The same problem at the setting's place in the blueprint's file, if it is about one.
  static Problem locate(Problem problem, Blueprint.Component component) {
    return problem
        .location()
        .setting()
        .map(name ->
            new Problem(
                problem.severity(), place(component, name), problem.summary(), problem.detail()))
        .orElse(problem);
  }

  /// A setting that is left out is missing from the innermost mapping that is there.
  private static Location place(Blueprint.Component component, String name) {
    Node node = component.with();
    for (var key : name.split("\\.")) {
      if (!(node instanceof Node.Mapping mapping)) {
        break;
      }
      node = mapping.entries().getOrDefault(key, node);
    }
    return node.where();
  }
}
