package dev.landfall.cloudformation.check;

import dev.landfall.cloudformation.template.Capabilities;
import dev.landfall.cloudformation.template.Part;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Checks that a component acknowledges what its template may do to permissions.
final class Acknowledged {
  private static final Set<String> KNOWN =
      Set.of(Capabilities.IAM, Capabilities.NAMED, "CAPABILITY_AUTO_EXPAND");

  private Acknowledged() {}

  static List<Problem> problems(TemplateFile file, Collection<String> given) {
    var problems = new ArrayList<Problem>();
    for (var name : given) {
      if (!KNOWN.contains(name)) {
        problems.add(
            error(
                "unknown capability \"" + name + "\"",
                "There are "
                    + String.join(", ", new TreeSet<>(KNOWN))
                    + "."
                    + Findings.meant(name, KNOWN)));
      }
    }
    var needing = new TreeSet<String>();
    boolean named = false;
    for (var resource : file.section("Resources").entrySet()) {
      var type = resource.getValue().member("Type").flatMap(Part::text).orElse("");
      var properties = resource.getValue().member("Properties");
      if (Capabilities.isNeededBy(type)) {
        needing.add(resource.getKey() + " (" + type + ")");
        named |= properties.isPresent() && Capabilities.isNamed(type, properties.get().value());
      }
    }
    var wanted = named ? Capabilities.NAMED : Capabilities.IAM;
    if (!needing.isEmpty() && !given.contains(wanted) && !given.contains(Capabilities.NAMED)) {
      problems.add(
          error(
              "capability " + wanted + " not acknowledged",
              "The template changes who may do what: "
                  + String.join(", ", needing)
                  + ". Look at it, and write `capabilities: ["
                  + wanted
                  + "]` under `with`."));
    }
    return problems;
  }

  private static Problem error(String summary, String detail) {
    return Problem.error(Location.ofSetting("capabilities"), summary, detail);
  }
}
