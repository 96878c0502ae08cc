package dev.landfall.cloudformation.template;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The values that a template's functions ask for. [Evaluator#UNKNOWN] stands for one that will
/// only be known when the template has been deployed.
public interface Lookup {
  /// A parameter, a pseudo-parameter or a resource; nothing when there is no such thing.
  Optional<JsonNode> ref(String name) throws CloudFormationException;

  /// A resource's attribute.
  JsonNode attribute(String resource, String attribute) throws CloudFormationException;

  /// What another stack exports.
  JsonNode export(String name) throws CloudFormationException;

  /// The region that zones and pseudo-parameters are of.
  String region();
}
