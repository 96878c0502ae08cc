package dev.landfall.cloudformation.template;

import dev.landfall.cloudformation.template.Template.OutputDeclaration;
import dev.landfall.cloudformation.template.Template.Policy;
import dev.landfall.cloudformation.template.Template.ResourceDeclaration;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Takes a template's document apart into its sections, and refuses what is not built as a
/// template.
public final class TemplateParser {
  /// The sections of templates.
  public static final Set<String> SECTIONS =
      Set.of(
          "AWSTemplateFormatVersion",
          "Description",
          "Metadata",
          "Parameters",
          "Mappings",
          "Conditions",
          "Rules",
          "Hooks",
          "Transform",
          "Resources",
          "Outputs");

  private static final String DELETION = "DeletionPolicy";
  private static final Set<String> OTHERS = Set.of("Metadata", "CreationPolicy", "UpdatePolicy");
  private static final Set<String> RESOURCE =
      Set.of(
          "Type", "Properties", "DependsOn", "Condition", "DeletionPolicy", "UpdateReplacePolicy");

  private TemplateParser() {}

  /// Reads a template.
  public static Template parse(String text) throws CloudFormationException {
    return parse(TemplateReader.read(text));
  }

  static Template parse(ObjectNode document) throws CloudFormationException {
    var unknown =
        document.propertyNames().stream()
            .filter(name -> !SECTIONS.contains(name))
            .sorted()
            .toList();
    if (!unknown.isEmpty()) {
      throw error("Invalid template property or properties [" + String.join(", ", unknown) + "]");
    }
    var version = document.get("AWSTemplateFormatVersion");
    if (version != null && !version.asString("").equals("2010-09-09")) {
      throw error("Template format error: template version should be 2010-09-09");
    }
    refuse(document);
    var resources = new LinkedHashMap<String, ResourceDeclaration>();
    for (var entry : section(document, "Resources").entrySet()) {
      resources.put(entry.getKey(), resource(entry.getKey(), entry.getValue()));
    }
    if (resources.isEmpty()) {
      throw error("Template format error: At least one Resources member must be defined.");
    }
    var parameters = new LinkedHashMap<String, ParameterDeclaration>();
    for (var entry : section(document, "Parameters").entrySet()) {
      parameters.put(entry.getKey(), parameter(entry.getKey(), entry.getValue()));
    }
    var outputs = new LinkedHashMap<String, OutputDeclaration>();
    for (var entry : section(document, "Outputs").entrySet()) {
      outputs.put(entry.getKey(), output(entry.getKey(), entry.getValue()));
    }
    var rules = new LinkedHashMap<String, Template.Rule>();
    for (var entry : section(document, "Rules").entrySet()) {
      rules.put(entry.getKey(), RuleReader.rule(entry.getKey(), entry.getValue()));
    }
    var mappings = section(document, "Mappings");
    mappings(mappings);
    var template =
        new Template(
            text(document, "Description"),
            Optional.ofNullable(document.get("Metadata")),
            parameters,
            mappings,
            section(document, "Conditions"),
            rules,
            resources,
            outputs);
    Limits.counts(template);
    return template;
  }

  private static void refuse(ObjectNode document) throws CloudFormationException {
    var transform = document.get("Transform");
    if (transform != null) {
      throw CloudFormationException.notHonoured("the transform " + transformName(transform));
    }
    if (document.has("Hooks")) {
      throw CloudFormationException.notHonoured("the section Hooks");
    }
  }

  static String transformName(JsonNode transform) {
    var first = transform.isArray() && !transform.isEmpty() ? transform.get(0) : transform;
    return first.isObject() ? first.path("Name").asString("?") : first.asString("?");
  }

  private static Map<String, JsonNode> section(ObjectNode document, String name)
      throws CloudFormationException {
    var node = document.get(name);
    if (node == null) {
      return Map.of();
    }
    if (!node.isObject()) {
      throw error("Template format error: [/" + name + "] is not a valid structure.");
    }
    var result = new LinkedHashMap<String, JsonNode>();
    for (var entry : node.properties()) {
      if (!entry.getKey().matches("[A-Za-z0-9]+") && !name.equals("Mappings")) {
        throw error(
            "Template format error: "
                + name.substring(0, name.length() - 1)
                + " name "
                + entry.getKey()
                + " is non alphanumeric.");
      }
      result.put(entry.getKey(), entry.getValue());
    }
    return result;
  }

  private static ResourceDeclaration resource(String name, JsonNode node)
      throws CloudFormationException {
    if (!(node instanceof ObjectNode object)) {
      throw error(
          "Template format error: [/Resources/" + name + "] resource definition is malformed");
    }
    var type = object.path("Type");
    if (!type.isString()) {
      throw error(
          "Template format error: [/Resources/"
              + name
              + "] Every Resources object must contain a Type member.");
    }
    for (var attribute : object.propertyNames()) {
      if (!RESOURCE.contains(attribute) && !OTHERS.contains(attribute)) {
        throw error("Invalid template resource property '" + attribute + "'");
      }
    }
    for (var attribute : List.of("CreationPolicy", "UpdatePolicy")) {
      if (object.has(attribute)) {
        throw CloudFormationException.notHonoured(attribute + " of " + name);
      }
    }
    var properties = object.get("Properties");
    if (properties != null && !properties.isObject()) {
      throw error("Template format error: [/Resources/" + name + "/Properties] must be an object.");
    }
    var others = new LinkedHashMap<String, JsonNode>();
    for (var other : OTHERS) {
      if (object.has(other)) {
        others.put(other, object.get(other));
      }
    }
    return new ResourceDeclaration(
        name,
        type.asString(),
        properties == null ? Json.object() : (ObjectNode) properties,
        names(object.get("DependsOn"), "DependsOn"),
        condition(object.get("Condition")),
        policy(
            object,
            DELETION,
            name,
            Snapshots.deletionPolicy(
                type.asString(), properties == null ? Json.object() : properties)),
        policy(object, "UpdateReplacePolicy", name, Policy.DELETE),
        others);
  }

  private static Optional<String> condition(@Nullable JsonNode node)
      throws CloudFormationException {
    if (node == null) {
      return Optional.empty();
    }
    if (!node.isString()) {
      throw error("Template format error: Every Condition member must be a string.");
    }
    return Optional.of(node.asString());
  }

  private static Policy policy(ObjectNode resource, String attribute, String name, Policy byDefault)
      throws CloudFormationException {
    var node = resource.get(attribute);
    if (node == null) {
      return byDefault;
    }
    var text = node.asString("");
    var type = resource.path("Type").asString("");
    if (text.equals(Policy.SNAPSHOT.text()) && !Snapshots.areOf(type)) {
      throw error(
          "Template error: resource type "
              + type
              + " does not support "
              + (attribute.equals(DELETION) ? "deletion" : "update replace")
              + " policy Snapshot");
    }
    for (var policy : Policy.values()) {
      boolean possible = policy != Policy.RETAIN_EXCEPT_ON_CREATE || attribute.equals(DELETION);
      if (possible && text.equals(policy.text())) {
        return policy;
      }
    }
    throw error(
        "Template format error: Unrecognized "
            + attribute
            + " "
            + (node.isString() ? text : node)
            + " for resource "
            + name);
  }

  private static List<String> names(@Nullable JsonNode node, String what)
      throws CloudFormationException {
    var result = new ArrayList<String>();
    if (node == null) {
      return result;
    }
    for (var item : node.isArray() ? node : Json.list().add(node)) {
      if (!item.isString()) {
        throw error("Template format error: Every " + what + " value must be a string.");
      }
      result.add(item.asString());
    }
    return result;
  }

  /// Reads what a template says of a parameter.
  public static ParameterDeclaration parameter(String name, JsonNode node)
      throws CloudFormationException {
    var type = node.path("Type");
    if (!type.isString()) {
      throw error("Template format error: Every Parameters object must contain a Type member.");
    }
    if (!ParameterDeclaration.isType(type.asString())) {
      throw error("Template format error: Unrecognized parameter type: " + type.asString());
    }
    var allowed = new ArrayList<String>();
    for (var value : node.path("AllowedValues")) {
      if (!value.isValueNode()) {
        throw error("Template format error: Every AllowedValues member must be a string.");
      }
      allowed.add(value.asString());
    }
    return new ParameterDeclaration(
        name,
        type.asString(),
        text(node, "Default"),
        text(node, "Description"),
        node.path("NoEcho").asBoolean(false),
        allowed,
        text(node, "AllowedPattern"),
        text(node, "ConstraintDescription"),
        number(node, name, "MinValue"),
        number(node, name, "MaxValue"),
        number(node, name, "MinLength").map(BigDecimal::intValue),
        number(node, name, "MaxLength").map(BigDecimal::intValue));
  }

  private static Optional<BigDecimal> number(JsonNode node, String parameter, String member)
      throws CloudFormationException {
    var text = text(node, member);
    try {
      return text.map(ParameterDeclaration::decimal);
    } catch (NumberFormatException e) {
      throw error(
          "Template format error: " + member + " of parameter " + parameter + " must be a number.");
    }
  }

  private static OutputDeclaration output(String name, JsonNode node)
      throws CloudFormationException {
    var value = node.get("Value");
    if (value == null) {
      throw error("Template format error: Every Outputs member must contain a Value object");
    }
    return new OutputDeclaration(
        name,
        value,
        text(node, "Description"),
        Optional.ofNullable(node.path("Export").get("Name")),
        condition(node.get("Condition")));
  }

  private static void mappings(Map<String, JsonNode> mappings) throws CloudFormationException {
    for (var mapping : mappings.entrySet()) {
      for (var key : mapping.getValue().properties()) {
        if (!key.getValue().isObject()) {
          throw error(
              "Template format error: Every Mappings attribute must be a String or a List.");
        }
      }
    }
  }

  private static Optional<String> text(JsonNode node, String member)
      throws CloudFormationException {
    var value = node.get(member);
    if (value != null && !value.isValueNode()) {
      throw error("Template format error: Every " + member + " member must be a string.");
    }
    return Optional.ofNullable(value).map(JsonNode::asString);
  }

  private static CloudFormationException error(String message) {
    return CloudFormationException.validation(message);
  }
}
