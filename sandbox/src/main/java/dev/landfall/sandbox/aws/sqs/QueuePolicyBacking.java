package dev.landfall.sandbox.aws.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.resource.Backing;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.resource.ResourceHandlers.Request;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.resource.ServiceRefusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Policies that stacks give to queues. Threads share it.
final class QueuePolicyBacking implements Backing {
  private static final String POLICY = "Policy";
  private static final String DOCUMENT = "PolicyDocument";

  private final Queues queues;
  private final QueueOperations operations;

  QueuePolicyBacking(Queues queues, QueueOperations operations) {
    this.queues = queues;
    this.operations = operations;
  }

  @Override
  public Resource create(Request request, Resource draft, boolean again) throws ResourceException {
    put(request.scope(), request.properties(), request.properties().path(DOCUMENT).toString());
    return draft;
  }

  @Override
  public Resource update(Request request, Resource before, Resource draft)
      throws ResourceException {
    put(request.scope(), request.properties(), request.properties().path(DOCUMENT).toString());
    var left = new HashSet<>(addresses(before.properties()));
    addresses(draft.properties()).forEach(left::remove);
    clear(request.scope(), List.copyOf(left));
    return draft;
  }

  private void put(Scope scope, ObjectNode properties, String document) throws ResourceException {
    queues.lock().lock();
    try {
      for (var address : addresses(properties)) {
        var queue = operations.find(scope.region(), address);
        if (!queue.account().equals(scope.account())) {
          throw SqsErrors.noQueue();
        }
        operations.change(queue, Map.of(POLICY, document));
      }
    } catch (AwsError e) {
      throw ServiceRefusal.of("Sqs", e);
    } finally {
      queues.lock().unlock();
    }
  }

  private static List<String> addresses(ObjectNode properties) {
    var addresses = new ArrayList<String>();
    properties.path("Queues").forEach(queue -> addresses.add(queue.asString("")));
    return addresses;
  }

  @Override
  public void delete(Request request, Resource resource) {
    clear(request.scope(), addresses(resource.properties()));
  }

  private void clear(Scope scope, List<String> addresses) {
    queues.lock().lock();
    try {
      for (var address : addresses) {
        var queue = operations.named(scope.region(), address);
        if (queue.isPresent()) {
          queues.put(queue.get().withAttributes(Map.of(POLICY, ""), queue.get().modified()));
        }
      }
    } finally {
      queues.lock().unlock();
    }
  }

  @Override
  public ObjectNode read(Scope scope, Resource recorded) throws ResourceException {
    var properties = recorded.properties().deepCopy();
    for (var address : addresses(recorded.properties())) {
      var policy =
          operations
              .named(scope.region(), address)
              .flatMap(queue -> JsonTexts.object(queue.attribute(POLICY).getBytes(UTF_8)))
              .filter(document -> !document.isEmpty());
      if (policy.isEmpty()) {
        throw ResourceException.notFound("AWS::SQS::QueuePolicy", address);
      }
      properties.set(DOCUMENT, policy.get());
    }
    return properties;
  }
}
