package dev.landfall.engine.blueprint;

import dev.landfall.engine.blueprint.Template.Reference;
import dev.landfall.spi.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Checks the outputs that expressions read against those that components' files name.
public final class OutputReferences {
  private OutputReferences() {}

  /// Expressions of a component that read what another one does not put out.
  ///
  /// @param outputs by component, as far as its files say them
  public static List<Problem> unknown(
      Blueprint.Component component, Map<String, Set<String>> outputs) {
    var problems = new ArrayList<Problem>();
    for (var found : Expressions.in(component.with())) {
      if (found.expression().reference() instanceof Reference.OfComponent(var name, var output)) {
        Optional.ofNullable(outputs.get(name))
            .filter(known -> !known.contains(output))
            .map(known ->
                problem(
                    found, name, output, "The files of " + name + " name no such output.", known))
            .ifPresent(problems::add);
      }
    }
    return problems;
  }

  static Problem problem(
      Expressions.Found found, String component, String output, String why, Set<String> known) {
    return Problem.error(
        found.where(),
        "unknown output \"" + component + "." + output + "\"",
        why + Suggestion.sentence(output, new TreeSet<>(known)));
  }
}
