package dev.landfall.cloudformation.template;

import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.cloudformation.specification.Suggestions;
import dev.landfall.cloudformation.template.Template.ResourceDeclaration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Refuses templates whose parts do not fit together, as CloudFormation does before it begins.
public final class TemplateCheck {
  /// What `Ref` gives beside parameters and resources.
  public static final Set<String> PSEUDO =
      Set.of(
          "AWS::AccountId",
          "AWS::NoValue",
          "AWS::NotificationARNs",
          "AWS::Partition",
          "AWS::Region",
          "AWS::StackId",
          "AWS::StackName",
          "AWS::URLSuffix");

  /// The functions of templates without a transform.
  public static final List<String> FUNCTIONS =
      List.of(
          "Fn::And",
          "Fn::Base64",
          "Fn::Cidr",
          "Fn::Equals",
          "Fn::FindInMap",
          "Fn::GetAZs",
          "Fn::GetAtt",
          "Fn::If",
          "Fn::ImportValue",
          "Fn::Join",
          "Fn::Not",
          "Fn::Or",
          "Fn::Select",
          "Fn::Split",
          "Fn::Sub");

  /// The functions that `AWS::LanguageExtensions` adds.
  public static final Set<String> OF_LANGUAGE_EXTENSIONS =
      Set.of("Fn::ForEach", "Fn::Length", "Fn::ToJsonString");

  private final Template template;
  private final Specification specification;

  private TemplateCheck(Template template, Specification specification) {
    this.template = template;
    this.specification = specification;
  }

  /// Checks a template.
  public static void check(Template template, Specification specification)
      throws CloudFormationException {
    new TemplateCheck(template, specification).all();
  }

  /// Refuses references to resources that a condition has taken away.
  public static void checkActive(Template template, Map<String, Boolean> conditions)
      throws CloudFormationException {
    var missing = new TreeSet<String>();
    for (var resource : template.resources().values()) {
      if (DependencyGraph.isThere(resource, conditions)) {
        for (var name : resources(References.in(resource.properties(), conditions))) {
          var other = template.resources().get(name);
          if (other != null && !DependencyGraph.isThere(other, conditions)) {
            missing.add(name);
          }
        }
      }
    }
    if (!missing.isEmpty()) {
      throw unresolved(missing, "Resources");
    }
  }

  private static List<String> resources(Set<Reference> references) {
    return references.stream()
        .flatMap(reference ->
            switch (reference) {
              case Reference.Whole(var name) -> Stream.of(name);
              case Reference.Attribute(var name, var attribute) -> Stream.of(name);
              default -> Stream.<String>empty();
            })
        .toList();
  }

  private void all() throws CloudFormationException {
    types();
    defaults();
    var missing = new TreeSet<String>();
    for (var resource : template.resources().values()) {
      plain(resource.properties());
      missing.addAll(missing(References.in(resource.properties())));
      resource.dependsOn().stream()
          .filter(name -> !template.resources().containsKey(name))
          .forEach(missing::add);
    }
    if (!missing.isEmpty()) {
      throw unresolved(missing, "Resources");
    }
    for (var resource : template.resources().values()) {
      others(References.in(resource.properties()));
      if (resource.condition().isPresent()) {
        condition(resource);
      }
    }
    conditions();
    outputs();
    DependencyGraph.of(template, Map.of());
  }

  private void types() throws CloudFormationException {
    var unknown = new TreeSet<String>();
    for (var resource : template.resources().values()) {
      if (specification.find(resource.type()).isEmpty()) {
        unknown.add(resource.type());
      }
    }
    if (!unknown.isEmpty()) {
      var meant =
          unknown.stream()
              .flatMap(name -> Suggestions.closest(name, specification.names()).stream())
              .toList();
      throw CloudFormationException.validation(
          "Template format error: Unrecognized resource types: ["
              + String.join(", ", unknown)
              + "]"
              + (meant.isEmpty() ? "" : " (did you mean " + String.join(", ", meant) + "?)"));
    }
  }

  /// Which version a default means has to be said.
  private void defaults() throws CloudFormationException {
    for (var parameter : template.parameters().values()) {
      if (isVersionless(parameter.defaultValue().orElse(""))) {
        throw CloudFormationException.validation(
            "Template error: parameter "
                + parameter.name()
                + " should not contain ssm versionless resolver");
      }
    }
    var places = new ArrayList<String>();
    for (var resource : template.resources().values()) {
      places.addAll(SecureReferences.unsupported(resource, true));
    }
    if (!places.isEmpty()) {
      throw CloudFormationException.validation(SecureReferences.refusal(places));
    }
  }

  /// Whether a parameter's default names a parameter of Systems Manager without a version.
  public static boolean isVersionless(String text) {
    return DynamicReference.in(text).stream()
        .anyMatch(reference ->
            reference instanceof DynamicReference.Parameter parameter
                && parameter.version().isEmpty());
  }

  /// Functions stand alone in their object, and dynamic references are well-formed.
  private void plain(JsonNode node) throws CloudFormationException {
    if (node.isString()) {
      for (var reference : DynamicReference.inTemplate(node)) {
        if (reference instanceof DynamicReference.Malformed malformed) {
          throw CloudFormationException.validation(malformed.refusal());
        }
      }
    }
    if (node.isObject()) {
      for (var name : node.propertyNames()) {
        if (name.equals("Fn::Transform")) {
          throw CloudFormationException.notHonoured(
              "the transform " + TemplateParser.transformName(node.get(name)));
        }
        if (name.startsWith("Fn::") && node.size() > 1) {
          throw unsupported(name);
        }
      }
    }
    for (var part : node) {
      plain(part);
    }
  }

  private List<String> missing(Set<Reference> references) {
    return references.stream()
        .flatMap(reference ->
            switch (reference) {
              case Reference.Whole(var name) when !isKnown(name) -> Stream.of(name);
              case Reference.Attribute(var name, var attribute)
                  when !template.resources().containsKey(name) ->
                  Stream.of(name);
              default -> Stream.<String>empty();
            })
        .toList();
  }

  private boolean isKnown(String name) {
    return PSEUDO.contains(name)
        || template.parameters().containsKey(name)
        || template.resources().containsKey(name);
  }

  private void others(Set<Reference> references) throws CloudFormationException {
    for (var reference : references) {
      switch (reference) {
        case Reference.OfCondition(var name) -> {
          if (!template.conditions().containsKey(name)) {
            throw unresolvedCondition(name);
          }
        }
        case Reference.OfMapping(var name) -> {
          if (!template.mappings().containsKey(name)) {
            throw noMapping(name);
          }
        }
        case Reference.Function(var name) -> {
          if (!FUNCTIONS.contains(name)) {
            throw unsupported(name);
          }
        }
        case Reference.Attribute(var name, var attribute) -> attribute(name, attribute);
        case Reference.Whole whole -> {}
      }
    }
  }

  private void attribute(String name, String attribute) throws CloudFormationException {
    var resource = template.resources().get(name);
    if (resource == null || attribute.isEmpty()) {
      return;
    }
    var type = specification.find(resource.type());
    var first =
        attribute.contains(".") ? attribute.substring(0, attribute.indexOf('.')) : attribute;
    boolean there =
        type.isPresent() && (type.get().hasAttribute(attribute) || type.get().hasAttribute(first));
    if (!there && !resource.type().equals("AWS::CloudFormation::Stack")) {
      throw noAttribute(name, attribute);
    }
  }

  private void condition(ResourceDeclaration resource) throws CloudFormationException {
    var name = resource.condition().orElse("");
    if (!template.conditions().containsKey(name)) {
      throw CloudFormationException.validation(
          "Template format error: Unresolved condition dependency "
              + name
              + " in the Resources block of the template");
    }
  }

  private void conditions() throws CloudFormationException {
    for (var expression : template.conditions().values()) {
      plain(expression);
      var references = References.in(expression);
      var wrong =
          resources(references).stream()
              .filter(name -> !PSEUDO.contains(name) && !template.parameters().containsKey(name))
              .toList();
      if (!wrong.isEmpty()) {
        throw CloudFormationException.validation(
            "Template format error: Unresolved dependencies ["
                + String.join(", ", wrong)
                + "]. Cannot reference resources in the Conditions block of the template");
      }
      others(references);
    }
  }

  /// An attribute that is not there is only found when the outputs are made.
  private void outputs() throws CloudFormationException {
    var missing = new TreeSet<String>();
    for (var output : template.outputs().values()) {
      plain(output.value());
      var references = References.in(output.value());
      missing.addAll(missing(references));
      references.removeIf(Reference.Attribute.class::isInstance);
      others(references);
      if (output.condition().filter(name -> !template.conditions().containsKey(name)).isPresent()) {
        throw CloudFormationException.validation(
            "Template format error: Unresolved condition dependency "
                + output.condition().get()
                + " in the Outputs block of the template");
      }
    }
    if (!missing.isEmpty()) {
      throw unresolved(missing, "Outputs");
    }
  }

  static CloudFormationException unresolved(Collection<String> names, String block) {
    return CloudFormationException.validation(
        "Template format error: Unresolved resource dependencies ["
            + String.join(", ", names)
            + "] in the "
            + block
            + " block of the template");
  }

  static CloudFormationException unresolvedCondition(String name) {
    return CloudFormationException.validation(
        "Template error: unresolved condition dependency " + name + " in Fn::If");
  }

  static CloudFormationException noMapping(String name) {
    return CloudFormationException.validation(
        "Template error: Mapping named '"
            + name
            + "' is not present in the 'Mappings' section of template.");
  }

  /// `Fn::GetAtt` for something that a type does not have.
  public static CloudFormationException noAttribute(String resource, String attribute) {
    return CloudFormationException.validation(
        "Template error: resource "
            + resource
            + " does not support attribute type "
            + attribute
            + " in Fn::GetAtt");
  }

  static CloudFormationException unsupported(String function) {
    var name = function.startsWith("Fn::ForEach") ? "Fn::ForEach" : function;
    return OF_LANGUAGE_EXTENSIONS.contains(name)
        ? CloudFormationException.notHonoured(name + " of AWS::LanguageExtensions")
        : CloudFormationException.validation(
            "Template error: Encountered unsupported function: "
                + function
                + " Supported functions are: ["
                + String.join(", ", FUNCTIONS)
                + "]");
  }
}
