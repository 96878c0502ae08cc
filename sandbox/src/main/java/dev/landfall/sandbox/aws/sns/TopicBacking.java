package dev.landfall.sandbox.aws.sns;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.resource.Backing;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.resource.ResourceHandlers.Request;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.resource.ServiceRefusal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Topics of stacks, with the subscriptions that are properties of theirs. Threads share it.
final class TopicBacking implements Backing {
  static final String TYPE = "AWS::SNS::Topic";

  private static final String SUBSCRIPTIONS = "Subscription";
  private static final List<String> ATTRIBUTES =
      List.of(
          "DisplayName",
          "KmsMasterKeyId",
          "FifoTopic",
          "ContentBasedDeduplication",
          "FifoThroughputScope",
          "SignatureVersion",
          "TracingConfig");
  private static final List<String> REFUSED =
      List.of(
          "ArchivePolicy", "DataProtectionPolicy", "DeliveryStatusLogging", "MaximumMessageSize");

  private final TopicStore store;
  private final TopicOperations topics;
  private final SubscriptionOperations subscriptions;

  TopicBacking(TopicStore store, TopicOperations topics, SubscriptionOperations subscriptions) {
    this.store = store;
    this.topics = topics;
    this.subscriptions = subscriptions;
  }

  private static String text(Resource resource, String name) {
    return resource.attribute(name).map(JsonNode::asString).orElseThrow();
  }

  private static Map<String, String> attributes(ObjectNode properties) throws AwsError {
    for (var refused : REFUSED) {
      if (properties.has(refused)) {
        throw SnsErrors.invalid("The sandbox does not honour " + refused);
      }
    }
    var all = new TreeMap<String, String>();
    for (var name : ATTRIBUTES) {
      if (properties.has(name)) {
        all.put(name, properties.path(name).asString(""));
      }
    }
    return all;
  }

  private static Map<String, String> tags(Request request) {
    var tags = new TreeMap<>(request.tags());
    request
        .properties()
        .path("Tags")
        .forEach(tag -> tags.put(tag.path("Key").asString(""), tag.path("Value").asString("")));
    return tags;
  }

  @Override
  public Resource create(Request request, Resource draft, boolean again) throws ResourceException {
    store.lock().lock();
    try {
      var arn = text(draft, "TopicArn");
      if (!again && store.topic(arn).isPresent()) {
        throw ResourceException.alreadyExists(TYPE, arn);
      }
      var topic =
          topics.create(
              request.scope(),
              text(draft, "TopicName"),
              attributes(request.properties()),
              tags(request));
      subscribe(request, topic);
      return draft;
    } catch (AwsError e) {
      throw ServiceRefusal.of("Sns", e);
    } finally {
      store.lock().unlock();
    }
  }

  private void subscribe(Request request, Topic topic) throws AwsError {
    for (var wanted : request.properties().path(SUBSCRIPTIONS)) {
      var _ =
          subscriptions.subscribe(
              topic,
              request.scope().account(),
              wanted.path("Protocol").asString(""),
              wanted.path("Endpoint").asString(""),
              Map.of(),
              "");
    }
  }

  @Override
  public Resource update(Request request, Resource before, Resource draft)
      throws ResourceException {
    store.lock().lock();
    try {
      var topic = find(before);
      var wanted = new TreeMap<>(attributes(request.properties()));
      wanted.remove("FifoTopic");
      TopicAttributes.check(wanted, topic.name(), false);
      for (var attribute : topic.attributes().keySet()) {
        if (!attribute.equals(Topic.POLICY) && !attribute.equals("FifoTopic")) {
          wanted.putIfAbsent(attribute, "");
        }
      }
      var changed = topic.withAttributes(wanted).withTags(tags(request));
      store.put(changed);
      unsubscribe(changed, before.properties(), request.properties());
      subscribe(request, changed);
      return draft;
    } catch (AwsError e) {
      throw ServiceRefusal.of("Sns", e);
    } finally {
      store.lock().unlock();
    }
  }

  private void unsubscribe(Topic topic, ObjectNode before, ObjectNode after) {
    var left = new HashSet<JsonNode>();
    before.path(SUBSCRIPTIONS).forEach(left::add);
    after.path(SUBSCRIPTIONS).forEach(left::remove);
    for (var gone : left) {
      subscriptions
          .find(topic, gone.path("Protocol").asString(""), gone.path("Endpoint").asString(""))
          .ifPresent(store::remove);
    }
  }

  private Topic find(Resource resource) throws ResourceException {
    var arn = text(resource, "TopicArn");
    return store.topic(arn).orElseThrow(() -> ResourceException.notFound(TYPE, arn));
  }

  @Override
  public void delete(Request request, Resource resource) {
    store.lock().lock();
    try {
      store.topic(text(resource, "TopicArn")).ifPresent(store::remove);
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public List<Resource> all(Scope scope) {
    store.lock().lock();
    try {
      return store.topics(scope.account(), scope.region()).stream()
          .map(one ->
              new Resource(
                  TYPE,
                  JsonTexts.object().put("TopicName", one.name()),
                  Map.of("TopicArn", JsonNodeFactory.instance.stringNode(one.arn()))))
          .toList();
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public ObjectNode read(Scope scope, Resource recorded) throws ResourceException {
    store.lock().lock();
    try {
      var topic = find(recorded);
      var json = JsonTexts.object().put("TopicArn", topic.arn()).put("TopicName", topic.name());
      for (var name : ATTRIBUTES) {
        var value = topic.attribute(name);
        if (TopicAttributes.isBoolean(value)) {
          json.put(name, Boolean.parseBoolean(value));
        } else if (!value.isEmpty()) {
          json.put(name, value);
        }
      }
      if (recorded.properties().has(SUBSCRIPTIONS)) {
        var list = json.putArray(SUBSCRIPTIONS);
        store
            .subscriptions(topic.arn())
            .forEach(one ->
                list.addObject().put("Protocol", one.protocol()).put("Endpoint", one.endpoint()));
      }
      var tags = JsonTexts.object().putArray("Tags");
      new TreeMap<>(topic.tags())
          .forEach((key, value) -> {
            if (!key.startsWith("aws:")) {
              tags.addObject().put("Key", key).put("Value", value);
            }
          });
      if (!tags.isEmpty()) {
        json.set("Tags", tags);
      }
      return json;
    } finally {
      store.lock().unlock();
    }
  }
}
