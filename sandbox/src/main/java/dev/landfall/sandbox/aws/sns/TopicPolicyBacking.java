package dev.landfall.sandbox.aws.sns;

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
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Policies that stacks give to topics, of one or of several. Threads share it.
final class TopicPolicyBacking implements Backing {
  private static final String DOCUMENT = "PolicyDocument";

  private final TopicStore store;
  private final TopicOperations topics;

  TopicPolicyBacking(TopicStore store, TopicOperations topics) {
    this.store = store;
    this.topics = topics;
  }

  private static List<String> arns(ObjectNode properties) {
    var arns = new ArrayList<String>();
    properties.path("Topics").forEach(arn -> arns.add(arn.asString("")));
    if (properties.has("TopicArn")) {
      arns.add(properties.path("TopicArn").asString(""));
    }
    return arns;
  }

  @Override
  public Resource create(Request request, Resource draft, boolean again) throws ResourceException {
    return put(request, draft);
  }

  @Override
  public Resource update(Request request, Resource before, Resource draft)
      throws ResourceException {
    var made = put(request, draft);
    var left = arns(before.properties());
    left.removeAll(arns(draft.properties()));
    clear(left);
    return made;
  }

  private Resource put(Request request, Resource draft) throws ResourceException {
    var document = request.properties().path(DOCUMENT);
    store.lock().lock();
    try {
      for (var arn : arns(request.properties())) {
        var topic = topics.find(request.scope().region(), arn);
        if (!topic.account().equals(request.scope().account())) {
          throw SnsErrors.noTopic();
        }
        topics.setAttribute(
            topic, Topic.POLICY, document.isString() ? document.asString() : document.toString());
      }
      return draft;
    } catch (AwsError e) {
      throw ServiceRefusal.of("Sns", e);
    } finally {
      store.lock().unlock();
    }
  }

  private void clear(List<String> arns) {
    store.lock().lock();
    try {
      for (var arn : arns) {
        store
            .topic(arn)
            .ifPresent(topic -> store.put(topic.withAttributes(Map.of(Topic.POLICY, ""))));
      }
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public void delete(Request request, Resource resource) {
    clear(arns(resource.properties()));
  }

  @Override
  public ObjectNode read(Scope scope, Resource recorded) throws ResourceException {
    var properties = recorded.properties().deepCopy();
    for (var arn : arns(recorded.properties())) {
      var policy =
          store
              .topic(arn)
              .flatMap(topic -> JsonTexts.object(topic.attribute(Topic.POLICY).getBytes(UTF_8)))
              .filter(document -> !document.isEmpty());
      if (policy.isEmpty()) {
        throw ResourceException.notFound(recorded.type(), arn);
      }
      properties.set(DOCUMENT, policy.get());
    }
    return properties;
  }
}
