package dev.landfall.sandbox.aws.cloudformation.change;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.Conditions;
import dev.landfall.cloudformation.template.DependencyGraph;
import dev.landfall.cloudformation.template.Evaluator;
import dev.landfall.cloudformation.template.Json;
import dev.landfall.cloudformation.template.Lookup;
import dev.landfall.cloudformation.template.Parameters;
import dev.landfall.cloudformation.template.Rules;
import dev.landfall.cloudformation.template.Template;
import dev.landfall.cloudformation.template.TemplateCheck;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A template whose parameters have values, so that its conditions are decided and the order of its
/// resources is known.
public final class Configured {
  private final Template template;
  private final Map<String, Parameters.Value> parameters;
  private final StackContext context;
  private final Map<String, Boolean> conditions;
  private final DependencyGraph graph;

  private Configured(
      Template template,
      Map<String, Parameters.Value> parameters,
      StackContext context,
      Map<String, Boolean> conditions)
      throws CloudFormationException {
    this.template = template;
    this.parameters = parameters;
    this.context = context;
    this.conditions = conditions;
    TemplateCheck.checkActive(template, conditions);
    this.graph = DependencyGraph.of(template, conditions);
  }

  /// Decides the conditions.
  public static Configured of(
      Template template, Map<String, Parameters.Value> parameters, StackContext context)
      throws CloudFormationException {
    var lookup =
        new Values(template, parameters, context, NoResources.NONE, name -> Optional.empty());
    return new Configured(template, parameters, context, Conditions.decide(template, lookup));
  }

  /// Refuses values of parameters of which an assertion does not hold.
  public static void requireRules(
      Template template,
      Map<String, Parameters.Value> parameters,
      StackContext context,
      Rules.Account account)
      throws CloudFormationException {
    var lookup =
        new Values(template, parameters, context, NoResources.NONE, name -> Optional.empty());
    var failures = Rules.failures(template, lookup, account);
    if (!failures.isEmpty()) {
      throw CloudFormationException.validation(failures.getFirst().message());
    }
  }

  /// The template.
  public Template template() {
    return template;
  }

  /// Its conditions.
  public Map<String, Boolean> conditions() {
    return conditions;
  }

  /// Its resources in order.
  public DependencyGraph graph() {
    return graph;
  }

  /// The values of its parameters.
  public Map<String, Parameters.Value> parameters() {
    return parameters;
  }

  /// A resource that is in the template and that no condition takes away.
  public Template.ResourceDeclaration resource(String logicalId) {
    var resource = template.resources().get(logicalId);
    if (resource == null) {
      throw new IllegalArgumentException("no resource " + logicalId);
    }
    return resource;
  }

  /// Evaluates with the values of resources and exports.
  public Evaluator evaluator(ResourceValues resources, Exports exports) {
    return new Evaluator(
        template, conditions, new Values(template, parameters, context, resources, exports));
  }

  /// The values that are never to be shown.
  public Set<String> secrets() {
    return Masks.secrets(template, parameters);
  }

  private enum NoResources implements ResourceValues {
    NONE;

    @Override
    public Optional<JsonNode> ref(String logicalId) {
      return Optional.empty();
    }

    @Override
    public JsonNode attribute(String logicalId, String attribute) throws CloudFormationException {
      throw TemplateCheck.noAttribute(logicalId, attribute);
    }
  }

  private record Values(
      Template template,
      Map<String, Parameters.Value> parameters,
      StackContext context,
      ResourceValues resources,
      Exports exports)
      implements Lookup {
    @Override
    public Optional<JsonNode> ref(String name) {
      var declaration = template.parameters().get(name);
      var value = parameters.get(name);
      if (declaration != null && value != null) {
        return Optional.of(Parameters.node(declaration, value.effective()));
      }
      return context.pseudo(name).or(() -> resources.ref(name));
    }

    @Override
    public JsonNode attribute(String resource, String attribute) throws CloudFormationException {
      return resources.attribute(resource, attribute);
    }

    @Override
    public JsonNode export(String name) throws CloudFormationException {
      return Json.text(
          exports
              .value(name)
              .orElseThrow(
                  () -> CloudFormationException.validation("No export named " + name + " found.")));
    }

    @Override
    public String region() {
      return context.scope().region();
    }
  }
}
