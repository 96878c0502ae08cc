package dev.landfall.sandbox.aws.resource;

import dev.landfall.cloudformation.specification.ResourceType;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What makes, changes and removes resources: the services behind CloudFormation. Several threads
/// may call it. The properties that it gets have been checked.
public interface ResourceHandlers {
  /// What is asked for.
  ///
  /// @param stackId the stack that asks
  /// @param references the properties with dynamic references, as they are written
  /// @param tags those of the stack, and CloudFormation's own
  /// @param token the same whenever the same call is made again
  record Request(
      Scope scope,
      ResourceType type,
      Owner owner,
      String stackId,
      ObjectNode properties,
      Map<String, JsonNode> references,
      Map<String, String> tags,
      String token) {
    public Request {
      references = Map.copyOf(references);
      tags = Map.copyOf(tags);
    }
  }

  /// Makes a resource.
  Resource create(Request request) throws ResourceException;

  /// Changes a resource in place.
  ///
  /// @param before as it was
  Resource update(Request request, Resource before) throws ResourceException;

  /// The properties of a resource as they are now.
  ///
  /// @param resource as it was made
  /// @throws ResourceException `NotFound` when it is gone
  ObjectNode read(Scope scope, ResourceType type, Resource resource) throws ResourceException;

  /// Removes a resource. One that is not there any more counts as removed.
  void delete(Request request, Resource resource) throws ResourceException;
}
