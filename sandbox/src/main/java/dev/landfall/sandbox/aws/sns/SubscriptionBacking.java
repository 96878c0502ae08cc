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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Subscriptions of stacks. Threads share it.
final class SubscriptionBacking implements Backing {
  static final String TYPE = "AWS::SNS::Subscription";

  private static final List<String> ATTRIBUTES =
      List.of(
          SubscriptionAttributes.RAW,
          SubscriptionAttributes.FILTER,
          SubscriptionAttributes.SCOPE,
          SubscriptionAttributes.REDRIVE,
          "DeliveryPolicy");

  private final TopicStore store;
  private final TopicOperations topics;
  private final SubscriptionOperations subscriptions;

  SubscriptionBacking(
      TopicStore store, TopicOperations topics, SubscriptionOperations subscriptions) {
    this.store = store;
    this.topics = topics;
    this.subscriptions = subscriptions;
  }

  private static String arn(Resource resource) {
    return resource.attribute("Arn").map(JsonNode::asString).orElseThrow();
  }

  private static Map<String, String> attributes(ObjectNode properties) throws AwsError {
    for (var refused : List.of("ReplayPolicy", "SubscriptionRoleArn")) {
      if (properties.has(refused)) {
        throw SnsErrors.invalid("The sandbox does not honour " + refused);
      }
    }
    var all = new TreeMap<String, String>();
    for (var name : ATTRIBUTES) {
      var value = properties.path(name);
      if (!value.isMissingNode()) {
        all.put(name, value.isContainer() ? value.toString() : value.asString(""));
      }
    }
    return all;
  }

  @Override
  public Resource create(Request request, Resource draft, boolean again) throws ResourceException {
    var properties = request.properties();
    store.lock().lock();
    try {
      var topic =
          topics.find(
              properties.path("Region").asString(request.scope().region()),
              properties.path("TopicArn").asString(""));
      var protocol = properties.path("Protocol").asString("");
      var endpoint = properties.path("Endpoint").asString("");
      if (!again && subscriptions.find(topic, protocol, endpoint).isPresent()) {
        throw ResourceException.alreadyExists(TYPE, topic.arn());
      }
      var _ =
          subscriptions.subscribe(
              topic,
              request.scope().account(),
              protocol,
              endpoint,
              attributes(properties),
              arn(draft));
      return draft;
    } catch (AwsError e) {
      throw ServiceRefusal.of("Sns", e);
    } finally {
      store.lock().unlock();
    }
  }

  private Subscription find(Resource resource) throws ResourceException {
    return store
        .subscription(arn(resource))
        .orElseThrow(() -> ResourceException.notFound(TYPE, arn(resource)));
  }

  @Override
  public Resource update(Request request, Resource before, Resource draft)
      throws ResourceException {
    store.lock().lock();
    try {
      var subscription = find(before);
      var wanted = new TreeMap<>(attributes(request.properties()));
      SubscriptionAttributes.check(wanted, subscription.protocol());
      subscription.attributes().keySet().forEach(name -> wanted.putIfAbsent(name, ""));
      store.put(subscription.withAttributes(wanted));
      return draft;
    } catch (AwsError e) {
      throw ServiceRefusal.of("Sns", e);
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public void delete(Request request, Resource resource) {
    store.lock().lock();
    try {
      store.subscription(arn(resource)).ifPresent(store::remove);
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public List<Resource> all(Scope scope) {
    store.lock().lock();
    try {
      return store.subscriptions(scope.account(), scope.region()).stream()
          .map(one ->
              new Resource(
                  TYPE,
                  JsonTexts.object().put("TopicArn", one.topicArn()),
                  Map.of("Arn", JsonNodeFactory.instance.stringNode(one.arn()))))
          .toList();
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public ObjectNode read(Scope scope, Resource recorded) throws ResourceException {
    store.lock().lock();
    try {
      var subscription = find(recorded);
      var json =
          JsonTexts.object()
              .put("Arn", subscription.arn())
              .put("TopicArn", subscription.topicArn())
              .put("Protocol", subscription.protocol())
              .put("Endpoint", subscription.endpoint());
      if (recorded.properties().has("Region")) {
        json.set("Region", recorded.properties().path("Region"));
      }
      new TreeMap<>(subscription.attributes())
          .forEach((name, value) -> {
            if (TopicAttributes.isBoolean(value)) {
              json.put(name, Boolean.parseBoolean(value));
            } else if (value.startsWith("{")) {
              json.set(name, JsonTexts.object(value.getBytes(UTF_8)).orElseThrow());
            } else {
              json.put(name, value);
            }
          });
      return json;
    } finally {
      store.lock().unlock();
    }
  }
}
