package dev.landfall.sandbox.aws.cloudformation.operation;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.cloudformation.template.Json;
import dev.landfall.sandbox.aws.cloudformation.change.DynamicValues.Resolved;
import dev.landfall.sandbox.aws.cloudformation.state.Stack;
import dev.landfall.sandbox.aws.cloudformation.state.StackResource;
import dev.landfall.sandbox.aws.cloudformation.state.Store;
import dev.landfall.sandbox.aws.resource.Owner;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.resource.ResourceHandlers.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The calls that an operation makes to the services for a stack's resources.
public record Calls(World world, Stack stack) {
  /// The code of what is told in its own words, without the resource handler's.
  public static final String TOLD = "Told";

  /// The stack that a call of a parent made, or began to make.
  public static Optional<Stack> nested(Store store, String parentId, String call) {
    return store.stacks().stream()
        .filter(stack ->
            stack
                .nesting()
                .filter(
                    nesting -> nesting.parentId().equals(parentId) && nesting.call().equals(call))
                .isPresent())
        .findFirst();
  }

  /// What is there of a resource whose creation failed: a nested stack stays as it is.
  StackResource begun(StackResource creating) {
    return nested(world.store(), stack.id(), token(creating.logicalId(), "create"))
        .map(nested ->
            creating.with(
                nested.id(),
                new Resource(
                    creating.type(),
                    creating.resource().properties(),
                    Map.of("StackId", Json.text(nested.id())))))
        .orElse(creating);
  }

  ResourceType type(String name) {
    return world
        .specification()
        .find(name)
        .orElseThrow(() -> new IllegalStateException("no type " + name));
  }

  /// What a call made: as it is shown, and what `Ref` gives.
  record Made(Resource resource, String ref, Map<String, String> digests) {
    StackResource of(StackResource resource) {
      return resource.with(ref, this.resource).withDigests(digests);
    }

    /// The same resource with other values.
    StackResource in(StackResource resource) {
      return resource.with(resource.physicalId(), this.resource).withDigests(digests);
    }
  }

  Made create(String logicalId, String type, Resolved properties) throws ResourceException {
    var request = request(logicalId, type, properties, "create");
    return made(called(() -> world.handlers().create(request)), properties);
  }

  /// Makes another one beside the one there is.
  Made replace(StackResource resource, Resolved properties) throws ResourceException {
    var request =
        request(
            resource.logicalId(), resource.type(), properties, "replace-" + resource.physicalId());
    return made(called(() -> world.handlers().create(request)), properties);
  }

  Made update(StackResource resource, Resolved properties) throws ResourceException {
    var request = request(resource.logicalId(), resource.type(), properties, "update");
    return made(called(() -> world.handlers().update(request, resource.resource())), properties);
  }

  /// What was made, with its references in the place of values. What identifies it has to be known.
  private Made made(Resource resource, Resolved properties) {
    var type = type(resource.type());
    if (properties.shown().equals(properties.effective())) {
      return new Made(resource, resource.ref(type), Map.of());
    }
    var attributes = new LinkedHashMap<>(resource.attributes());
    for (var name : type.identifier()) {
      resource.attribute(name).ifPresent(value -> attributes.put(name, value));
    }
    return new Made(
        new Resource(resource.type(), properties.shown(), attributes),
        resource.ref(type),
        properties.digests());
  }

  void delete(StackResource resource) throws ResourceException {
    var request =
        request(
            resource.logicalId(),
            resource.type(),
            Resolved.plain(resource.resource().properties()),
            "delete-" + resource.physicalId());
    called(() -> {
      world.handlers().delete(request, resource.resource());
      return resource.resource();
    });
  }

  private interface Call {
    Resource run() throws ResourceException;
  }

  /// A fault of a service fails the resource, so that the operation comes to an end.
  private static Resource called(Call call) throws ResourceException {
    try {
      return call.run();
    } catch (RuntimeException e) {
      throw new ResourceException("InternalFailure", e.toString());
    }
  }

  private Request request(String logicalId, String type, Resolved properties, String what) {
    return new Request(
        world.scope(),
        type(type),
        new Owner(stack.name(), logicalId),
        stack.id(),
        properties.effective(),
        properties.references(),
        tags(logicalId),
        token(logicalId, what));
  }

  private String token(String logicalId, String what) {
    return stack.id()
        + "/"
        + stack.updated().orElse(stack.created()).toEpochMilli()
        + "/"
        + logicalId
        + "/"
        + what;
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
    if (e.code().equals(TOLD)) {
      return e.message();
    }
    return "Resource handler returned message: \""
        + e.message()
        + "\" (RequestToken: "
        + world.uuid()
        + ", HandlerErrorCode: "
        + e.code()
        + ")";
  }
}
