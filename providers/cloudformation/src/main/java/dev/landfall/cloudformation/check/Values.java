package dev.landfall.cloudformation.check;

import dev.landfall.cloudformation.settings.CloudFormationSettings;
import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.ParameterDeclaration;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import dev.landfall.spi.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Checks the values that a component gives to its template's parameters.
final class Values {
  /// Source: CloudFormation User Guide, quotas, "Parameter values".
  private static final int LONGEST = 4_096;

  private final TemplateFile file;
  private final Map<String, ParameterDeclaration> declarations;
  private final List<Problem> problems = new ArrayList<>();

  Values(TemplateFile file, Map<String, ParameterDeclaration> declarations) {
    this.file = file;
    this.declarations = declarations;
  }

  /// @param secrets whether the values of secrets are there, and not something in their place
  List<Problem> problems(Map<String, Value> given, boolean secrets) {
    var declared = file.section("Parameters");
    given.forEach((name, value) -> {
      if (!declared.containsKey(name)) {
        error(
            name,
            "unknown parameter \"" + name + "\"",
            "The template declares "
                + (declared.isEmpty()
                    ? "no parameters"
                    : String.join(", ", new TreeSet<>(declared.keySet())))
                + "."
                + Findings.meant(name, declared.keySet()));
      } else if (value instanceof Value.Known known && (secrets || !known.secret())) {
        value(name, CloudFormationSettings.text(known.json()));
      }
    });
    declarations.forEach((name, declaration) -> {
      if (declaration.defaultValue().isEmpty() && !given.containsKey(name)) {
        var place = file.root().member("Parameters").orElse(file.root()).keyPlace(name);
        problems.add(
            Problem.error(
                new Location(file.shown(), place.line(), place.column()),
                "parameter without a value",
                name
                    + " has no default, and the component gives it no value. Write it under"
                    + " `with.parameters`."));
      }
    });
    return problems;
  }

  private void value(String name, String value) {
    var declaration = declarations.get(name);
    if (declaration == null) {
      return;
    }
    if (value.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      error(name, "value of parameter " + name + " too long", "It may have " + LONGEST + " bytes.");
      return;
    }
    try {
      declaration.check(value);
    } catch (CloudFormationException e) {
      error(name, "value that parameter " + name + " does not allow", Structure.words(e));
    }
  }

  private void error(String name, String summary, String detail) {
    problems.add(Problem.error(Location.ofSetting("parameters." + name), summary, detail));
  }
}
