package dev.landfall.cloudformation.check;

import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.cloudformation.template.Part;
import dev.landfall.cloudformation.template.References;
import dev.landfall.cloudformation.template.SubText;
import dev.landfall.cloudformation.template.TemplateCheck;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Checks the functions of a template and what they refer to (CloudFormation Template Reference,
/// "Intrinsic functions").
final class Expressions {
  private static final List<String> OF_CONDITIONS =
      List.of("Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals");
  private static final String VARIABLE = "[A-Za-z0-9_.:]+";

  private final TemplateFile file;
  private final Specification specification;
  private final Findings findings;
  private final Map<String, Part> resources;
  private final Map<String, Part> parameters;
  private final Map<String, Part> conditions;
  private final Map<String, Part> mappings;

  Expressions(TemplateFile file, Specification specification, Findings findings) {
    this.file = file;
    this.specification = specification;
    this.findings = findings;
    this.resources = file.section("Resources");
    this.parameters = file.section("Parameters");
    this.conditions = file.section("Conditions");
    this.mappings = file.section("Mappings");
  }

  /// Where an expression stands: conditions see parameters and mappings only.
  private enum Block {
    CONDITIONS,
    OTHERS
  }

  void check() {
    conditions.values().forEach(this::decision);
    resources
        .values()
        .forEach(resource -> {
          for (var attribute : List.of("Properties", "CreationPolicy", "UpdatePolicy")) {
            resource.member(attribute).ifPresent(part -> visit(part, Block.OTHERS));
          }
          resource.member("Condition").ifPresent(this::condition);
        });
    file.section("Outputs")
        .values()
        .forEach(output -> {
          output.member("Value").ifPresent(part -> visit(part, Block.OTHERS));
          output.member("Export").ifPresent(part -> visit(part, Block.OTHERS));
          output.member("Condition").ifPresent(this::condition);
        });
  }

  /// What has to be true or false.
  private void decision(Part part) {
    var call = part.call();
    var name = call.map(Part.Call::name).orElse("");
    if (name.equals("Condition")) {
      condition(call.orElseThrow().argument());
    } else if (OF_CONDITIONS.contains(name)) {
      var argument = call.orElseThrow().argument();
      var items = argument.items();
      switch (name) {
        case "Fn::Equals" -> {
          size(name, argument, 2, 2, "two values");
          items.forEach(item -> visit(item, Block.CONDITIONS));
        }
        case "Fn::Not" -> {
          size(name, argument, 1, 1, "a list of one condition");
          items.forEach(this::decision);
        }
        default -> {
          size(name, argument, 2, 10, "a list of two to ten conditions");
          items.forEach(this::decision);
        }
      }
    } else {
      findings.error(
          part,
          "no condition",
          "Write one of Fn::Equals, Fn::And, Fn::Or, Fn::Not, or Condition with the name of another one.");
    }
  }

  private void visit(Part part, Block block) {
    part.items().forEach(item -> visit(item, block));
    if (!part.isObject()) {
      return;
    }
    var call = part.call();
    if (call.isPresent()) {
      call(part, call.get(), block);
      return;
    }
    part.members()
        .forEach((name, member) -> {
          if (name.startsWith("Fn::") && !name.equals("Fn::Transform")) {
            findings.error(
                part.keyPlace(name),
                "function beside other keys",
                name + " has to be alone in its mapping. Take the other keys out.");
          }
          visit(member, block);
        });
  }

  private void call(Part whole, Part.Call call, Block block) {
    var argument = call.argument();
    switch (call.name()) {
      case "Ref" -> ref(argument, block);
      case "Condition" -> {
        if (block == Block.CONDITIONS && argument.text().isPresent()) {
          condition(argument);
        } else {
          visit(argument, block);
        }
      }
      case "Fn::GetAtt" -> attribute(argument, block);
      case "Fn::Sub" -> sub(argument, block);
      case "Fn::If" -> branch(argument, block);
      case "Fn::FindInMap" -> find(argument, block);
      case "Fn::Transform" -> {}
      case "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not" ->
          findings.error(
              whole,
              call.name() + " outside of Conditions",
              "Declare it under `Conditions`, and use it by `Fn::If`.");
      default -> {
        plain(whole, call);
        visit(argument, block);
      }
    }
  }

  private void plain(Part whole, Part.Call call) {
    var argument = call.argument();
    var name = call.name();
    switch (name) {
      case "Fn::Join" -> {
        if (size(name, argument, 2, 2, "a delimiter and a list")) {
          text(name, argument.items().get(0));
          list(name, argument.items().get(1));
        }
      }
      case "Fn::Split" -> {
        if (size(name, argument, 2, 2, "a delimiter and a text")) {
          text(name, argument.items().get(0));
        }
      }
      case "Fn::Select" -> select(name, argument);
      case "Fn::Cidr" -> size(name, argument, 2, 3, "a block, a count and the bits");
      case "Fn::Base64", "Fn::GetAZs", "Fn::ImportValue" -> {
        if (argument.isList() || (argument.isObject() && argument.call().isEmpty())) {
          findings.error(argument, "wrong argument of " + name, "It takes one text.");
        }
      }
      default -> {
        var first = name.startsWith("Fn::ForEach") ? "Fn::ForEach" : name;
        findings.error(
            whole,
            "unknown function " + name,
            TemplateCheck.OF_LANGUAGE_EXTENSIONS.contains(first)
                ? "It needs `Transform: AWS::LanguageExtensions`."
                : "CloudFormation has none of that name."
                    + Findings.meant(name, TemplateCheck.FUNCTIONS));
      }
    }
  }

  private void select(String name, Part argument) {
    if (!size(name, argument, 2, 2, "an index and a list")) {
      return;
    }
    var index = argument.items().get(0);
    var from = argument.items().get(1);
    list(name, from);
    if (index.isObject()) {
      return;
    }
    var text = index.scalar().orElse("");
    boolean isIndex = text.matches("[0-9]{1,9}");
    if (!isIndex || (from.isList() && Integer.parseInt(text) >= from.items().size())) {
      findings.error(
          index,
          "no index: \"" + text + "\"",
          isIndex
              ? "The list has " + from.items().size() + " items, counted from 0."
              : "Write a number, counted from 0.");
    }
  }

  private boolean size(String name, Part argument, int least, int most, String what) {
    int size = argument.items().size();
    if (!argument.isList() || size < least || size > most) {
      findings.error(argument, "wrong arguments of " + name, "It takes " + what + ".");
      return false;
    }
    return true;
  }

  private void text(String name, Part part) {
    if (part.text().isEmpty()) {
      findings.error(part, "wrong delimiter of " + name, "Write a text.");
    }
  }

  private void list(String name, Part part) {
    if (!part.isList() && part.call().isEmpty()) {
      findings.error(
          part, "wrong arguments of " + name, "Write a list, or a function that gives one.");
    }
  }

  private void ref(Part argument, Block block) {
    var name = argument.text();
    if (name.isEmpty()) {
      findings.error(
          argument, "wrong argument of Ref", "Write the name of a parameter or resource.");
    } else {
      reference(argument, name.get(), block);
    }
  }

  private void reference(Part where, String name, Block block) {
    if (TemplateCheck.PSEUDO.contains(name) || parameters.containsKey(name)) {
      return;
    }
    if (resources.containsKey(name)) {
      if (block == Block.CONDITIONS) {
        findings.error(
            where,
            "condition that refers to resource " + name,
            "Conditions are decided before there are resources: they see parameters only.");
      }
      return;
    }
    var names = new TreeSet<>(parameters.keySet());
    names.addAll(TemplateCheck.PSEUDO);
    if (block == Block.OTHERS) {
      names.addAll(resources.keySet());
    }
    findings.error(
        where,
        "unknown reference \"" + name + "\"",
        "The template declares no parameter"
            + (block == Block.OTHERS ? " or resource" : "")
            + " of that name."
            + Findings.meant(name, names));
  }

  private void attribute(Part argument, Block block) {
    var parts = References.attributeParts(argument.value());
    if (!parts.isEmpty()) {
      attribute(argument, parts.get(0), parts.get(1), block);
      return;
    }
    var items = argument.items();
    if (items.size() != 2 || items.get(0).text().isEmpty() || items.get(1).call().isEmpty()) {
      findings.error(
          argument,
          "wrong arguments of Fn::GetAtt",
          "It takes a resource's name and an attribute's.");
      return;
    }
    attribute(items.get(0), items.get(0).text().orElse(""), "", block);
    visit(items.get(1), block);
  }

  /// @param attribute empty when a function gives it
  private void attribute(Part where, String name, String attribute, Block block) {
    var resource = resources.get(name);
    if (resource == null) {
      findings.error(
          where,
          "unknown resource \"" + name + "\"",
          "The template declares none of that name." + Findings.meant(name, resources.keySet()));
      return;
    }
    if (block == Block.CONDITIONS) {
      reference(where, name, block);
      return;
    }
    var typeName = resource.member("Type").flatMap(Part::text).orElse("");
    var type = specification.find(typeName);
    int dot = attribute.indexOf('.');
    var first = dot < 0 ? attribute : attribute.substring(0, dot);
    if (attribute.isEmpty()
        || type.isEmpty()
        || typeName.equals("AWS::CloudFormation::Stack")
        || type.get().hasAttribute(attribute)
        || type.get().hasAttribute(first)) {
      return;
    }
    findings.error(
        where,
        "unknown attribute \"" + attribute + "\"",
        typeName
            + " does not have it."
            + Findings.meant(attribute, type.get().attributes().keySet()));
  }

  private void sub(Part argument, Block block) {
    var items = argument.items();
    var text = argument.isList() && !items.isEmpty() ? items.get(0) : argument;
    boolean isWell =
        text.text().isPresent()
            && (!argument.isList() || (items.size() == 2 && items.get(1).isObject()));
    if (!isWell) {
      findings.error(
          argument,
          "wrong arguments of Fn::Sub",
          "It takes a text, and may take a mapping of values.");
      return;
    }
    Map<String, Part> own = argument.isList() ? items.get(1).members() : Map.of();
    own.values().forEach(value -> visit(value, block));
    for (var piece : SubText.parts(text.text().orElse(""))) {
      if (piece instanceof SubText.Variable(var name) && !own.containsKey(name)) {
        variable(text, name, block);
      }
    }
  }

  private void variable(Part text, String name, Block block) {
    int dot = name.indexOf('.');
    if (!name.matches(VARIABLE)) {
      findings.error(
          text,
          "wrong variable \"" + name + "\" in Fn::Sub",
          "Names have letters, digits, underscores, periods and colons. For a literal ${…} write ${!…}.");
    } else if (dot < 0) {
      reference(text, name, block);
    } else {
      attribute(text, name.substring(0, dot), name.substring(dot + 1), block);
    }
  }

  private void branch(Part argument, Block block) {
    if (!size("Fn::If", argument, 3, 3, "a condition's name and two values")) {
      return;
    }
    condition(argument.items().get(0));
    visit(argument.items().get(1), block);
    visit(argument.items().get(2), block);
  }

  private void condition(Part part) {
    var name = part.text().orElse("");
    if (!conditions.containsKey(name)) {
      findings.error(
          part,
          "unknown condition \"" + name + "\"",
          "The template declares none of that name under `Conditions`."
              + Findings.meant(name, conditions.keySet()));
    }
  }

  private void find(Part argument, Block block) {
    if (!size("Fn::FindInMap", argument, 3, 3, "a mapping's name and two keys")) {
      return;
    }
    var items = argument.items();
    items.stream().filter(Part::isObject).forEach(item -> visit(item, block));
    var name = items.get(0).scalar();
    if (name.isEmpty()) {
      return;
    }
    var mapping = mappings.get(name.get());
    if (mapping == null) {
      unknown(items.get(0), "mapping", name.get(), mappings.keySet());
      return;
    }
    var keys = mapping.members();
    var first = items.get(1).scalar();
    if (first.isPresent() && !keys.containsKey(first.get())) {
      unknown(items.get(1), "key", first.get(), keys.keySet());
      return;
    }
    var second = items.get(2).scalar();
    var found =
        first
            .map(key -> List.of(keys.getOrDefault(key, mapping)))
            .orElse(List.copyOf(keys.values()));
    if (second.isPresent()
        && found.stream().allMatch(values -> values.member(second.get()).isEmpty())) {
      var names = new TreeSet<String>();
      found.forEach(values -> names.addAll(values.members().keySet()));
      unknown(items.get(2), "key", second.get(), names);
    }
  }

  private void unknown(Part where, String what, String name, Collection<String> names) {
    findings.error(
        where,
        "unknown " + what + " \"" + name + "\"",
        (names.isEmpty() ? "There is none." : "There is " + String.join(", ", names) + ".")
            + Findings.meant(name, names));
  }
}
