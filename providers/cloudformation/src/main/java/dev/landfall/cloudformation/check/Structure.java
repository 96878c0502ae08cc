package dev.landfall.cloudformation.check;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.Limits;
import dev.landfall.cloudformation.template.ParameterDeclaration;
import dev.landfall.cloudformation.template.Part;
import dev.landfall.cloudformation.template.Snapshots;
import dev.landfall.cloudformation.template.TemplateParser;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Checks that a template is built as one: sections, their members and their number (CloudFormation
/// User Guide, "Template sections" and "Understand CloudFormation quotas").
final class Structure {
  private static final String VERSION = "2010-09-09";
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_DESCRIPTION = 1_024;
  private static final List<String> SECTIONS = TemplateParser.SECTIONS.stream().sorted().toList();
  private static final List<String> RESOURCE =
      List.of(
          "Type",
          "Properties",
          "DependsOn",
          "Condition",
          "Metadata",
          "CreationPolicy",
          "UpdatePolicy",
          "DeletionPolicy",
          "UpdateReplacePolicy");
  private static final List<String> POLICIES =
      List.of("Delete", "Retain", "RetainExceptOnCreate", "Snapshot");
  private static final List<String> REPLACE_POLICIES = List.of("Delete", "Retain", "Snapshot");
  private static final List<String> OUTPUT = List.of("Value", "Description", "Export", "Condition");
  private static final List<String> PARAMETER =
      List.of(
          "Type",
          "Default",
          "Description",
          "NoEcho",
          "AllowedValues",
          "AllowedPattern",
          "ConstraintDescription",
          "MinValue",
          "MaxValue",
          "MinLength",
          "MaxLength");

  private final TemplateFile file;
  private final Findings findings;

  Structure(TemplateFile file, Findings findings) {
    this.file = file;
    this.findings = findings;
  }

  void check() {
    noNull(file.root());
    for (var name : file.root().members().keySet()) {
      if (!SECTIONS.contains(name)) {
        findings.error(
            file.root().keyPlace(name),
            "unknown section \"" + name + "\"",
            "A template has the sections "
                + String.join(", ", SECTIONS)
                + "."
                + Findings.meant(name, SECTIONS));
      }
    }
    file.root()
        .member("AWSTemplateFormatVersion")
        .filter(version -> !version.scalar().orElse("").equals(VERSION))
        .ifPresent(version ->
            findings.error(
                version, "unknown template version", "Write \"" + VERSION + "\", the only one."));
    description(file.root());
    for (var name :
        List.of("Parameters", "Mappings", "Conditions", "Rules", "Resources", "Outputs")) {
      section(name);
    }
    if (file.root()
        .member("Resources")
        .map(part -> part.value().isEmpty() && part.isObject())
        .orElse(true)) {
      findings.error(
          file.root().keyPlace("Resources"),
          "no resources",
          "A template declares at least one resource under `Resources`.");
    }
    file.section("Resources").forEach(this::resource);
    file.section("Mappings").forEach(this::mapping);
    file.section("Outputs").forEach(this::output);
  }

  /// The parameters that are declared as they should be.
  Map<String, ParameterDeclaration> parameters() {
    var declarations = new LinkedHashMap<String, ParameterDeclaration>();
    file.section("Parameters")
        .forEach((name, part) -> {
          members(part, PARAMETER, "parameter " + name);
          description(part);
          type(part);
          try {
            var declaration = TemplateParser.parameter(name, part.value());
            declarations.put(name, declaration);
            byDefault(part, declaration);
          } catch (CloudFormationException e) {
            if (ParameterDeclaration.isType(part.member("Type").flatMap(Part::text).orElse(""))) {
              findings.error(part, "wrong declaration of parameter " + name, words(e));
            }
          }
        });
    return declarations;
  }

  private void type(Part parameter) {
    var type = parameter.member("Type");
    if (type.isEmpty()) {
      findings.error(
          parameter, "parameter without a type", "Write `Type: String`, or another type.");
    } else if (!ParameterDeclaration.isType(type.get().text().orElse(""))) {
      var name = type.get().scalar().orElse("");
      findings.error(
          type.get(),
          "unknown parameter type \"" + name + "\"",
          "CloudFormation has String, Number, List<Number>, CommaDelimitedList, and types of AWS such"
              + " as AWS::EC2::Subnet::Id."
              + Findings.meant(name, ParameterDeclaration.types()));
    }
  }

  private void byDefault(Part parameter, ParameterDeclaration declaration) {
    declaration
        .defaultValue()
        .ifPresent(value -> {
          try {
            declaration.check(value);
          } catch (CloudFormationException e) {
            findings.error(
                parameter.member("Default").orElse(parameter),
                "default that the parameter does not allow",
                words(e));
          }
        });
  }

  /// CloudFormation's own words, as a sentence.
  static String words(CloudFormationException e) {
    var text = e.message().replaceFirst("^Template (format )?error: ", "");
    return text.endsWith(".") ? text : text + ".";
  }

  private void noNull(Part part) {
    if (part.value().isNull()) {
      findings.error(
          part, "null value", "A template holds no null. Write a value, or leave the key out.");
    }
    part.items().forEach(this::noNull);
    part.members().values().forEach(this::noNull);
  }

  private void section(String name) {
    var section = file.root().member(name);
    if (section.isEmpty()) {
      return;
    }
    if (!section.get().isObject()) {
      findings.error(
          section.get(), name + " is no mapping", "Write names with what they stand for.");
      return;
    }
    int most = name.equals("Resources") ? Limits.MAX_RESOURCES : Limits.MAX_OTHERS;
    int number = section.get().members().size();
    if (number > most && !name.equals("Conditions") && !name.equals("Rules")) {
      findings.error(
          file.root().keyPlace(name),
          "too many " + name.toLowerCase(Locale.ROOT),
          "There are " + number + "; a template may have " + most + ". Split it into components.");
    }
    for (var member : section.get().members().keySet()) {
      if (!member.matches("[A-Za-z0-9]+") || member.length() > LONGEST_NAME) {
        findings.error(
            section.get().keyPlace(member),
            "bad name \"" + shortened(member) + "\"",
            "Names under " + name + " have letters and digits only, at most " + LONGEST_NAME + ".");
      }
    }
  }

  private static String shortened(String name) {
    return name.length() > 40 ? name.substring(0, 40) + "…" : name;
  }

  private void members(Part part, List<String> known, String what) {
    if (!part.isObject()) {
      findings.error(part, what + " is no mapping", "It has " + String.join(", ", known) + ".");
      return;
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

  private void resource(String name, Part resource) {
    members(resource, RESOURCE, "resource " + name);
    if (!resource.isObject()) {
      return;
    }
    if (resource.member("Type").isEmpty()) {
      findings.error(
          resource,
          "resource " + name + " without a type",
          "Write its `Type`, such as AWS::S3::Bucket.");
    } else if (resource.member("Type").flatMap(Part::text).isEmpty()) {
      text(resource, "Type", name);
    }
    text(resource, "Condition", name);
    resource
        .member("Properties")
        .filter(properties -> !properties.isObject())
        .ifPresent(properties ->
            findings.error(
                properties,
                "Properties of " + name + " are no mapping",
                "Write the names of properties with their values."));
    for (var attribute : List.of("DeletionPolicy", "UpdateReplacePolicy")) {
      resource.member(attribute).ifPresent(policy -> policy(attribute, policy, name, resource));
    }
    resource.member("DependsOn").ifPresent(dependencies -> dependsOn(name, dependencies));
  }

  private void policy(String attribute, Part policy, String name, Part resource) {
    var known = attribute.equals("DeletionPolicy") ? POLICIES : REPLACE_POLICIES;
    var type = resource.member("Type").flatMap(Part::text).orElse("");
    var text = policy.text().orElse("");
    if (!known.contains(text)) {
      findings.error(
          policy,
          "unknown " + attribute + " of " + name,
          "Write one of "
              + String.join(", ", known)
              + "."
              + Findings.meant(policy.scalar().orElse(""), known));
    } else if (text.equals("Snapshot") && !Snapshots.areOf(type)) {
      findings.error(
          policy,
          attribute + " Snapshot of " + name,
          "AWS makes no snapshots of " + type + ". Write Delete or Retain.");
    }
  }

  private void text(Part resource, String attribute, String name) {
    resource
        .member(attribute)
        .filter(part -> part.text().isEmpty())
        .ifPresent(part -> findings.error(part, attribute + " of " + name + " is no text", ""));
  }

  private void dependsOn(String name, Part dependencies) {
    var resources = file.section("Resources").keySet();
    for (var item : dependencies.isList() ? dependencies.items() : List.of(dependencies)) {
      var other = item.text().orElse("");
      if (!resources.contains(other)) {
        findings.error(
            item,
            "unknown resource \"" + other + "\"",
            name
                + " depends on it, and the template declares none of that name."
                + Findings.meant(other, resources));
      }
    }
  }

  private void mapping(String name, Part mapping) {
    if (!mapping.isObject()) {
      findings.error(
          mapping, "mapping " + name + " is no mapping", "Write keys with their names and values.");
    }
    mapping
        .members()
        .forEach((key, values) -> {
          if (!values.isObject()) {
            findings.error(
                values,
                "key " + key + " of mapping " + name + " is no mapping",
                "Write names with their values.");
          }
          values
              .members()
              .forEach((second, value) -> {
                if (value.isObject() && value.call().isEmpty()) {
                  findings.error(
                      value,
                      "value of " + second + " is a mapping",
                      "Mappings hold texts and lists only.");
                } else if (value.call().isPresent()) {
                  findings.error(
                      value, "function in a mapping", "Mappings hold texts and lists only.");
                }
              });
        });
  }

  private void output(String name, Part output) {
    members(output, OUTPUT, "output " + name);
    description(output);
    if (output.isObject() && output.member("Value").isEmpty()) {
      findings.error(output, "output " + name + " without a value", "Write its `Value`.");
    }
    output
        .member("Export")
        .filter(export -> export.member("Name").isEmpty() || export.members().size() != 1)
        .ifPresent(export ->
            findings.error(
                export,
                "Export of output " + name + " without a name",
                "Write `Export: {Name: …}`."));
  }

  private void description(Part part) {
    part.member("Description")
        .ifPresent(description -> {
          var text = description.scalar();
          if (text.isEmpty()) {
            findings.error(description, "Description is no text", "");
          } else if (text.get().getBytes(StandardCharsets.UTF_8).length > LONGEST_DESCRIPTION) {
            findings.error(
                description,
                "Description too long",
                "It may have " + LONGEST_DESCRIPTION + " bytes.");
          }
        });
  }
}
