package dev.landfall.sandbox.aws.cloudformation.operation;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.Json;
import dev.landfall.cloudformation.template.TemplateCheck;
import dev.landfall.sandbox.aws.cloudformation.change.ResourceValues;
import dev.landfall.sandbox.aws.cloudformation.state.Deployment;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The values of resources that have been deployed.
record Deployed(Deployment deployment) implements ResourceValues {
  @Override
  public Optional<JsonNode> ref(String logicalId) {
    return deployment.resource(logicalId).map(resource -> Json.text(resource.physicalId()));
  }

  @Override
  public JsonNode attribute(String logicalId, String attribute) throws CloudFormationException {
    return deployment
        .resource(logicalId)
        .flatMap(resource -> resource.resource().attribute(attribute))
        .orElseThrow(() -> TemplateCheck.noAttribute(logicalId, attribute));
  }
}
