package dev.landfall.cloudformation.check;

import dev.landfall.cloudformation.specification.Suggestions;
import dev.landfall.cloudformation.template.Part;
import dev.landfall.cloudformation.template.Place;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What is found wrong in one template. For one thread.
final class Findings {
  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  /// @param file as people call it
  Findings(String file) {
    this.file = file;
  }

  void error(Place place, String summary, String detail) {
    problems.add(Problem.error(new Location(file, place.line(), place.column()), summary, detail));
  }

  void error(Part part, String summary, String detail) {
    error(part.place(), summary, detail);
  }

  List<Problem> problems() {
    return problems;
  }

  /// ` Did you mean "x"?`, or nothing.
  static String meant(String name, Collection<String> names) {
    return Suggestions.closest(name, names)
        .map(meant -> " Did you mean \"" + meant + "\"?")
        .orElse("");
  }
}
