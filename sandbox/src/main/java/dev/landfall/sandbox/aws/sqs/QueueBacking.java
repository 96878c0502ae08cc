package dev.landfall.sandbox.aws.sqs;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.resource.Backing;
import dev.landfall.sandbox.aws.resource.NewResource;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.resource.ResourceHandlers.Request;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.resource.ServiceRefusal;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Queues of stacks. Threads share it.
final class QueueBacking implements Backing {
  private static final long MILLIS = 1000;
  private static final ResourceType TYPE =
      Specification.standard().find("AWS::SQS::Queue").orElseThrow();

  private final Queues queues;
  private final QueueOperations operations;

  QueueBacking(Queues queues, QueueOperations operations) {
    this.queues = queues;
    this.operations = operations;
  }

  private static String name(Resource resource) {
    return resource.attribute(QueueProperties.NAME).map(JsonNode::asString).orElseThrow();
  }

  private static String key(Scope scope, Resource resource) {
    return Queue.key(scope.account(), scope.region(), name(resource));
  }

  @Override
  public Resource create(Request request, Resource draft, boolean again) throws ResourceException {
    var scope = request.scope();
    queues.lock().lock();
    try {
      if (!again && queues.get(key(scope, draft)).isPresent()) {
        throw ResourceException.alreadyExists("AWS::SQS::Queue", name(draft));
      }
      var _ =
          operations.create(
              scope.account(),
              scope.region(),
              name(draft),
              QueueProperties.attributes(request.properties()),
              QueueProperties.tags(request.properties(), request.tags()));
    } catch (AwsError e) {
      throw ServiceRefusal.of("Sqs", e);
    } finally {
      queues.lock().unlock();
    }
    return draft;
  }

  @Override
  public Resource update(Request request, Resource before, Resource draft)
      throws ResourceException {
    queues.lock().lock();
    try {
      var queue = find(request.scope(), before);
      var wanted = new TreeMap<>(QueueProperties.attributes(request.properties()));
      wanted.remove("FifoQueue");
      QueueAttributes.check(wanted, queue.name());
      for (var attribute : queue.attributes().keySet()) {
        if (!attribute.equals("Policy") && !attribute.equals("FifoQueue")) {
          wanted.putIfAbsent(attribute, "");
        }
      }
      queues.put(
          queue
              .withAttributes(wanted, queues.now() / MILLIS)
              .withTags(QueueProperties.tags(request.properties(), request.tags())));
    } catch (AwsError e) {
      throw ServiceRefusal.of("Sqs", e);
    } finally {
      queues.lock().unlock();
    }
    return draft;
  }

  private Queue find(Scope scope, Resource resource) throws ResourceException {
    return queues
        .get(key(scope, resource))
        .orElseThrow(() -> ServiceRefusal.of("Sqs", SqsErrors.noQueue()));
  }

  @Override
  public void delete(Request request, Resource resource) {
    queues.lock().lock();
    try {
      queues.get(key(request.scope(), resource)).ifPresent(queues::remove);
    } finally {
      queues.lock().unlock();
    }
  }

  @Override
  public List<Resource> all(Scope scope) {
    queues.lock().lock();
    try {
      return queues.all(scope.account(), scope.region()).stream()
          .map(queue -> NewResource.named(TYPE, QueueProperties.of(queue), scope))
          .toList();
    } finally {
      queues.lock().unlock();
    }
  }

  @Override
  public ObjectNode read(Scope scope, Resource recorded) throws ResourceException {
    return QueueProperties.of(
        queues
            .get(key(scope, recorded))
            .orElseThrow(() -> ResourceException.notFound("AWS::SQS::Queue", name(recorded))));
  }
}
