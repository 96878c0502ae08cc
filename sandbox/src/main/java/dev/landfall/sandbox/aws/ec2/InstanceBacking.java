package dev.landfall.sandbox.aws.ec2;

import dev.landfall.sandbox.aws.ec2.Instance.State;
import dev.landfall.sandbox.aws.resource.Backing;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.resource.ResourceHandlers.Request;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Instances of stacks. Threads share it.
final class InstanceBacking implements Backing {
  private final Instances instances;

  InstanceBacking(Instances instances) {
    this.instances = instances;
  }

  private static String id(Resource resource) {
    return resource.attribute("InstanceId").map(JsonNode::asString).orElseThrow();
  }

  private Optional<Instance> find(Scope scope, Resource resource) {
    return instances.find(scope, id(resource)).filter(one -> !one.terminated());
  }

  @Override
  public Resource create(Request request, Resource draft, boolean again) throws ResourceException {
    var image = request.properties().path("ImageId").asString("");
    if (!image.isEmpty() && !image.matches("ami-[0-9a-f]{8}([0-9a-f]{9})?|resolve:ssm:.+")) {
      throw new ResourceException(
          "InvalidRequest",
          "Invalid id: \"" + image + "\" (expecting \"ami-...\") (Service: Ec2, Status Code: 400)");
    }
    if (instances.find(request.scope(), id(draft)).isEmpty()) {
      long now = instances.now();
      instances.put(
          new Instance(
              request.scope().account(),
              request.scope().region(),
              draft.properties(),
              draft.attributes(),
              request.tags(),
              State.RUNNING,
              now,
              now));
    }
    return draft;
  }

  @Override
  public Resource update(Request request, Resource before, Resource draft)
      throws ResourceException {
    var instance =
        find(request.scope(), before)
            .orElseThrow(() -> ResourceException.notFound(Instance.TYPE, id(before)));
    instances.put(instance.as(draft, request.tags()));
    return draft;
  }

  @Override
  public void delete(Request request, Resource resource) throws ResourceException {
    var instance = find(request.scope(), resource);
    if (instance.isEmpty()) {
      return;
    }
    if (instance.get().properties().path("DisableApiTermination").asBoolean(false)) {
      throw new ResourceException(
          "InvalidRequest",
          "The instance '"
              + id(resource)
              + "' may not be terminated. Modify its 'disableApiTermination' instance attribute and"
              + " try again. (Service: Ec2, Status Code: 400)");
    }
    instances.put(instance.get().in(State.TERMINATED, instances.now()));
  }

  @Override
  public ObjectNode read(Scope scope, Resource recorded) throws ResourceException {
    return find(scope, recorded)
        .orElseThrow(() -> ResourceException.notFound(Instance.TYPE, id(recorded)))
        .properties();
  }
}
