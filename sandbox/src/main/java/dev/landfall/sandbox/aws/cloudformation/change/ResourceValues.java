package dev.landfall.sandbox.aws.cloudformation.change;

import dev.landfall.cloudformation.template.CloudFormationException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What the resources of a stack give to `Ref` and `Fn::GetAtt`.
public interface ResourceValues {
  /// The physical id; nothing when there is no such resource.
  Optional<JsonNode> ref(String logicalId);

  /// An attribute.
  JsonNode attribute(String logicalId, String attribute) throws CloudFormationException;
}
