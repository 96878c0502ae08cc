package dev.landfall.cloudformation.check;

import dev.landfall.cloudformation.specification.PropertyCheck;
import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.cloudformation.specification.Violation;
import dev.landfall.cloudformation.template.Json;
import dev.landfall.cloudformation.template.Part;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks the types of resources, and their properties against AWS's own description.
final class Types {
  private static final String OF_OTHERS =
      "[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}(::MODULE)?";
  private static final String NEWER =
      " If AWS knows it and this Landfall does not yet, write it under the component's `unchecked`.";

  private final Specification specification;
  private final Set<String> unchecked;
  private final Findings findings;

  /// @param unchecked types, and properties as `TYPE.NAME`, that are taken as they are
  Types(Specification specification, Set<String> unchecked, Findings findings) {
    this.specification = specification;
    this.unchecked = unchecked;
    this.findings = findings;
  }

  void check(TemplateFile file) {
    file.section("Resources")
        .forEach((name, resource) ->
            resource
                .member("Type")
                .filter(type -> type.text().filter(text -> !unchecked.contains(text)).isPresent())
                .ifPresent(type -> check(type, resource)));
  }

  private void check(Part type, Part resource) {
    var name = type.text().orElse("");
    var described = specification.find(name);
    if (described.isPresent()) {
      properties(described.get(), name, resource);
    } else if (!isKnown(name)) {
      findings.error(
          type,
          "unknown resource type \"" + name + "\"",
          "AWS has none of that name." + Findings.meant(name, specification.everyName()) + NEWER);
    }
  }

  private boolean isKnown(String name) {
    return name.startsWith("AWS::")
        ? name.endsWith("::MODULE") || specification.everyName().contains(name)
        : name.matches(OF_OTHERS);
  }

  private void properties(ResourceType type, String name, Part resource) {
    var properties = resource.member("Properties").filter(Part::isObject);
    var violations =
        PropertyCheck.checkTemplate(
            specification,
            type,
            properties.map(part -> packaged(name, part.value())).orElse(Json.object()));
    for (var violation : violations) {
      var part = properties.orElse(resource).at(violation.steps());
      if (!unchecked.contains(name + "." + violation.name())) {
        told(violation, name + within(violation), part);
      }
    }
  }

  /// As it will be when code that lies beside the template is in a bucket.
  private static JsonNode packaged(String type, JsonNode properties) {
    var code = LocalCode.property(type).filter(name -> properties.path(name).isString());
    if (code.isEmpty()) {
      return properties;
    }
    var copy = (ObjectNode) properties.deepCopy();
    copy.set(code.get(), Json.object().put("S3Bucket", "").put("S3Key", ""));
    return copy;
  }

  /// Where in the resource: ` (Tags/0)`, or nothing for its own properties.
  private static String within(Violation violation) {
    return violation.steps().isEmpty()
        ? ""
        : " (" + String.join("/", violation.steps()).replace("Fn::If/", "") + ")";
  }

  private void told(Violation violation, String of, Part part) {
    var name = violation.name();
    var meant = violation.suggestion().map(s -> " Did you mean \"" + s + "\"?").orElse("");
    switch (violation.kind()) {
      case UNKNOWN ->
          findings.error(
              part.keyPlace(name),
              "unknown property \"" + name + "\"",
              of + " does not have it." + meant + NEWER);
      case MISSING ->
          findings.error(part, "missing property \"" + name + "\"", of + " cannot do without it.");
      case TYPE -> findings.error(part, "wrong value", of + ": " + violation.message() + ".");
      case VALUE ->
          findings.error(
              part,
              "value not allowed: \"" + name + "\"",
              of + " takes certain values only." + meant);
    }
  }
}
