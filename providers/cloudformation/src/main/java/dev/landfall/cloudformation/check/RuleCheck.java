package dev.landfall.cloudformation.check;

import dev.landfall.cloudformation.settings.CloudFormationSettings;
import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.Evaluator;
import dev.landfall.cloudformation.template.Lookup;
import dev.landfall.cloudformation.template.ParameterDeclaration;
import dev.landfall.cloudformation.template.Parameters;
import dev.landfall.cloudformation.template.Part;
import dev.landfall.cloudformation.template.RuleReader;
import dev.landfall.cloudformation.template.Rules;
import dev.landfall.cloudformation.template.TemplateCheck;
import dev.landfall.cloudformation.template.TemplateParser;
import dev.landfall.spi.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Checks the rules of a template, and what they assert of the values that are known.
final class RuleCheck {
  private final TemplateFile file;
  private final Map<String, ParameterDeclaration> parameters;
  private final Findings findings;

  RuleCheck(TemplateFile file, Map<String, ParameterDeclaration> parameters, Findings findings) {
    this.file = file;
    this.parameters = parameters;
    this.findings = findings;
  }

  /// @param given the values of the component
  /// @param secrets whether the values of secrets are there, and not something in their place
  void check(Map<String, Value> given, boolean secrets) {
    int before = findings.problems().size();
    checkForm();
    if (findings.problems().size() == before && !file.section("Rules").isEmpty()) {
      evaluate(given, secrets);
    }
  }

  /// Only how the rules are built.
  void checkForm() {
    file.section("Rules").forEach(this::rule);
  }

  private void rule(String name, Part rule) {
    members(rule, RuleReader.RULE, "rule " + name);
    rule.member("RuleCondition").ifPresent(this::expression);
    var assertions = rule.member("Assertions");
    if (assertions.isEmpty() || assertions.get().items().isEmpty()) {
      findings.error(rule, "rule " + name + " without assertions", "Write a list of `Assertions`.");
      return;
    }
    for (var assertion : assertions.get().items()) {
      members(assertion, RuleReader.ASSERTION, "assertion of rule " + name);
      if (assertion.isObject() && assertion.member("Assert").isEmpty()) {
        findings.error(
            assertion, "assertion of rule " + name + " without an Assert", "Write its `Assert`.");
      }
      assertion.member("Assert").ifPresent(this::expression);
    }
  }

  private void members(Part part, List<String> known, String what) {
    if (!part.isObject()) {
      findings.error(part, what + " is no mapping", "It has " + String.join(", ", known) + ".");
    }
    for (var name : part.members().keySet()) {
      if (!known.contains(name)) {
        findings.error(
            part.keyPlace(name),
            "unknown key \"" + name + "\" of " + what,
            "It has " + String.join(", ", known) + "." + Findings.meant(name, known));
      }
    }
  }

  private void expression(Part part) {
    part.items().forEach(this::expression);
    var call = part.call();
    if (call.isEmpty()) {
      return;
    }
    var name = call.get().name();
    var argument = call.get().argument();
    if (name.equals("Ref")) {
      reference(argument, argument.text().orElse(""));
      return;
    }
    var wanted = RuleReader.FUNCTIONS.get(name);
    if (wanted == null) {
      findings.error(
          part,
          name + " in a rule",
          "Rules have "
              + String.join(", ", new TreeSet<>(RuleReader.FUNCTIONS.keySet()))
              + " and Ref.");
    } else if (!RuleReader.fits(wanted, argument.value())) {
      findings.error(
          argument,
          "wrong arguments of " + name,
          "It takes "
              + switch (wanted) {
                case 0 -> "a type of parameters";
                case -1 -> "two conditions or more";
                case 1 -> "a list of one condition";
                default -> "two arguments";
              }
              + ".");
    } else if (name.equals("Fn::ValueOf")) {
      reference(argument.items().get(0), argument.items().get(0).text().orElse(""));
    } else {
      expression(argument);
    }
  }

  private void reference(Part where, String name) {
    if (!file.section("Parameters").containsKey(name) && !TemplateCheck.PSEUDO.contains(name)) {
      findings.error(
          where,
          "unknown parameter \"" + name + "\"",
          "Rules see parameters only, and the template declares none of that name."
              + Findings.meant(name, file.section("Parameters").keySet()));
    }
  }

  private void evaluate(Map<String, Value> given, boolean secrets) {
    try {
      var template = TemplateParser.parse(file.body());
      for (var failure : Rules.failures(template, new Known(given, secrets), Unknown.ACCOUNT)) {
        var rule = file.section("Rules").get(failure.rule().name());
        var index = failure.rule().assertions().indexOf(failure.assertion());
        if (rule != null) {
          findings.error(
              rule.at(List.of("Assertions", Integer.toString(index))),
              "rule " + failure.rule().name() + " does not hold",
              failure.message());
        }
      }
    } catch (CloudFormationException e) {
      // What is wrong with the template is told by the other checks.
      return;
    }
  }

  /// What an account has is not known without asking it.
  private enum Unknown implements Rules.Account {
    ACCOUNT;

    @Override
    public Optional<List<String>> all(String type) {
      return Optional.empty();
    }

    @Override
    public Optional<String> attribute(String type, String id, String attribute) {
      return Optional.empty();
    }
  }

  private final class Known implements Lookup {
    private final Map<String, Value> given;
    private final boolean secrets;

    Known(Map<String, Value> given, boolean secrets) {
      this.given = given;
      this.secrets = secrets;
    }

    @Override
    public Optional<JsonNode> ref(String name) {
      var declaration = parameters.get(name);
      if (declaration == null || declaration.isStored()) {
        return Optional.of(Evaluator.UNKNOWN);
      }
      var value = given.get(name);
      if (value == null) {
        return Optional.of(
            declaration
                .defaultValue()
                .map(text -> Parameters.node(declaration, text))
                .orElse(Evaluator.UNKNOWN));
      }
      return Optional.of(
          value instanceof Value.Known known && (secrets || !known.secret())
              ? Parameters.node(declaration, CloudFormationSettings.text(known.json()))
              : Evaluator.UNKNOWN);
    }

    @Override
    public JsonNode attribute(String resource, String attribute) {
      return Evaluator.UNKNOWN;
    }

    @Override
    public JsonNode export(String name) {
      return Evaluator.UNKNOWN;
    }

    @Override
    public String region() {
      return "";
    }
  }
}
