package dev.landfall.cloudformation.check;

import dev.landfall.cloudformation.settings.CloudFormationSettings;
import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.cloudformation.specification.Suggestions;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Everything that is wrong with a template and the values it is given, told without asking AWS.
public final class LocalCheck {
  private LocalCheck() {}

  /// What is wrong. Of a template that a macro writes anew only the parameters are looked at.
  ///
  /// @param secrets whether the values of secrets are there, and not something in their place
  public static List<Problem> problems(
      TemplateFile file, CloudFormationSettings settings, boolean secrets) {
    var problems = new ArrayList<Problem>();
    var findings = new Findings(file.shown());
    var structure = new Structure(file, findings);
    var parameters = structure.parameters();
    if (!file.isTransformed()) {
      template(file, structure, settings, findings);
      new RuleCheck(file, parameters, findings).check(settings.parameters(), secrets);
      problems.addAll(Acknowledged.problems(file, settings.capabilities()));
      problems.addAll(retained(file, settings.retain()));
    }
    problems.addAll(findings.problems());
    problems.addAll(new Values(file, parameters).problems(settings.parameters(), secrets));
    return problems;
  }

  /// What is wrong with a template that another one gives its values.
  public static List<Problem> ofNested(TemplateFile file, CloudFormationSettings settings) {
    var findings = new Findings(file.shown());
    var structure = new Structure(file, findings);
    var parameters = structure.parameters();
    var problems = new ArrayList<Problem>();
    if (!file.isTransformed()) {
      template(file, structure, settings, findings);
      new RuleCheck(file, parameters, findings).checkForm();
      problems.addAll(Acknowledged.problems(file, settings.capabilities()));
    }
    problems.addAll(findings.problems());
    return problems;
  }

  private static void template(
      TemplateFile file, Structure structure, CloudFormationSettings settings, Findings findings) {
    var specification = Specification.standard();
    structure.check();
    new Expressions(file, specification, findings).check();
    new DynamicReferences(file, findings).check();
    Cycles.check(file, findings);
    new Types(specification, Set.copyOf(settings.unchecked()), findings).check(file);
  }

  private static List<Problem> retained(TemplateFile file, List<String> retain) {
    var resources = file.resources().keySet();
    return retain.stream()
        .filter(name -> !resources.contains(name))
        .map(name ->
            Problem.error(
                Location.ofSetting("retain"),
                "unknown resource \"" + name + "\"",
                Suggestions.closest(name, resources)
                    .map(meant -> "Did you mean " + meant + "?")
                    .orElse("The template has no resource of that name.")))
        .toList();
  }
}
