package dev.landfall.sandbox.aws.cloudformation.operation;

import dev.landfall.sandbox.aws.cloudformation.state.Stack;
import dev.landfall.sandbox.aws.cloudformation.state.StackResource;
import dev.landfall.sandbox.aws.resource.Owner;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.resource.ResourceHandlers.Request;
import dev.landfall.sandbox.aws.resource.ResourceType;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// The calls that an operation makes to the services for a stack's resources.
record Calls(World world, Stack stack) {
  ResourceType type(String name) {
    return world
        .specification()
        .find(name)
        .orElseThrow(() -> new IllegalStateException("no type " + name));
  }

  Resource create(String logicalId, String type, ObjectNode properties) throws ResourceException {
    return world.handlers().create(request(logicalId, type, properties, "create"));
  }

  Resource update(StackResource resource, ObjectNode properties) throws ResourceException {
    return world
        .handlers()
        .update(
            request(resource.logicalId(), resource.type(), properties, "update"),
            resource.resource());
  }

  void delete(StackResource resource) throws ResourceException {
    world
        .handlers()
        .delete(
            request(
                resource.logicalId(),
                resource.type(),
                resource.resource().properties(),
                "delete-" + resource.physicalId()),
            resource.resource());
  }

  private Request request(String logicalId, String type, ObjectNode properties, String what) {
    return new Request(
        world.scope(),
        type(type),
        new Owner(stack.name(), logicalId),
        stack.id(),
        properties,
        tags(logicalId),
        stack.id()
            + "/"
            + stack.updated().orElse(stack.created()).toEpochMilli()
            + "/"
            + logicalId
            + "/"
            + what);
  }

  private Map<String, String> tags(String logicalId) {
    var tags = new LinkedHashMap<>(stack.deployed().tags());
    tags.put("aws:cloudformation:stack-name", stack.name());
    tags.put("aws:cloudformation:stack-id", stack.id());
    tags.put("aws:cloudformation:logical-id", logicalId);
    return tags;
  }

  /// What an event says of a service's refusal.
  String reason(ResourceException e) {
    return "Resource handler returned message: \""
        + e.message()
        + "\" (RequestToken: "
        + world.uuid()
        + ", HandlerErrorCode: "
        + e.code()
        + ")";
  }
}
