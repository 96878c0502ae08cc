package dev.landfall.sandbox.aws.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.protocol.Parameters;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;

/// What is done to topics. Wants the store's lock to be held.
final class TopicOperations {
  private static final int MOST_TAGS = 50;
  private static final String FIFO_TOPIC = "FifoTopic";

  private final TopicStore store;

  TopicOperations(TopicStore store) {
    this.store = store;
  }

  /// The entries of a map in a form.
  static Map<String, String> map(Parameters given, String name) {
    var all = new TreeMap<String, String>();
    for (var entry : given.structures(name + ".entry")) {
      all.put(entry.text("key").orElse(""), entry.text("value").orElse(""));
    }
    return all;
  }

  static Map<String, String> tags(Parameters given) {
    var all = new TreeMap<String, String>();
    for (var tag : given.structures("Tags")) {
      all.put(tag.text("Key").orElse(""), tag.text("Value").orElse(""));
    }
    return all;
  }

  /// A topic of a region, whosever it is.
  Topic find(String region, String arn) throws AwsError {
    check(region, arn);
    return store.topic(arn).orElseThrow(SnsErrors::noTopic);
  }

  static void check(String region, String arn) throws AwsError {
    if (!Topic.regionOf(arn).equals(Optional.of(region))) {
      throw SnsErrors.invalid("TopicArn");
    }
  }

  /// The topic of that name; a new one, unless there is one that is the same.
  Topic create(Scope scope, String name, Map<String, String> attributes, Map<String, String> tags)
      throws AwsError {
    boolean fifo = attributes.getOrDefault(FIFO_TOPIC, "false").equals("true");
    var bare = fifo && name.endsWith(Topic.FIFO) ? name.substring(0, name.length() - 5) : name;
    if (fifo && !name.endsWith(Topic.FIFO)) {
      throw SnsErrors.invalid(
          "Topic Name Reason: Fifo Topic names must end with .fifo and must be made up of only"
              + " uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, and must"
              + " be between 1 and 256 characters long.");
    }
    if (!bare.matches("[\\w-]+") || name.length() > 256) {
      throw SnsErrors.invalid("Topic Name");
    }
    var wanted = new TreeMap<>(attributes);
    wanted.remove(FIFO_TOPIC, "false");
    TopicAttributes.check(wanted, name, true);
    checkTags(tags);
    var there = store.topic(Topic.arn(scope, name));
    if (there.isPresent()) {
      for (var attribute : wanted.entrySet()) {
        if (!there.get().attribute(attribute.getKey()).equals(attribute.getValue())) {
          throw SnsErrors.invalid(
              "Attributes Reason: Topic already exists with different attributes");
        }
      }
      if (!tags.isEmpty() && !there.get().tags().equals(tags)) {
        throw SnsErrors.invalid("Tags Reason: Topic already exists with different tags");
      }
      return there.get();
    }
    var topic = new Topic(scope.account(), scope.region(), name, wanted, tags);
    store.put(topic);
    return topic;
  }

  private static void checkTags(Map<String, String> tags) throws AwsError {
    if (tags.keySet().stream().filter(key -> !key.startsWith("aws:")).count() > MOST_TAGS) {
      throw SnsErrors.of(
          "TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded");
    }
  }

  void setAttribute(Topic topic, String name, String value) throws AwsError {
    var changed = Map.of(name, value);
    TopicAttributes.check(changed, topic.name(), false);
    store.put(topic.withAttributes(changed));
  }

  Map<String, String> attributes(Topic topic) {
    var subscriptions = store.subscriptions(topic.arn());
    long confirmed = subscriptions.stream().filter(Subscription::confirmed).count();
    var all = new TreeMap<>(topic.attributes());
    all.put("TopicArn", topic.arn());
    all.put("Owner", topic.account());
    all.put(Topic.POLICY, topic.policy());
    all.putIfAbsent("DisplayName", "");
    all.put("SubscriptionsConfirmed", Long.toString(confirmed));
    all.put("SubscriptionsPending", Long.toString(subscriptions.size() - confirmed));
    all.put("SubscriptionsDeleted", "0");
    all.put(
        "EffectiveDeliveryPolicy",
        "{\"http\":{\"defaultHealthyRetryPolicy\":{\"minDelayTarget\":20,\"maxDelayTarget\":20,"
            + "\"numRetries\":3}}}");
    if (topic.fifo()) {
      all.putIfAbsent("ContentBasedDeduplication", "false");
    }
    return all;
  }

  void tag(Topic topic, Map<String, String> added) throws AwsError {
    var tags = new TreeMap<>(topic.tags());
    tags.putAll(added);
    checkTags(tags);
    store.put(topic.withTags(tags));
  }

  void untag(Topic topic, List<String> keys) {
    var tags = new TreeMap<>(topic.tags());
    keys.forEach(tags::remove);
    store.put(topic.withTags(tags));
  }

  private static ArrayNode statements(tools.jackson.databind.node.ObjectNode policy) {
    if (policy.path("Statement") instanceof ArrayNode list) {
      return list;
    }
    var only = policy.path("Statement");
    return policy.putArray("Statement").add(only);
  }

  void addPermission(Topic topic, Parameters given) throws AwsError {
    var label = given.text("Label").orElse("");
    var policy = JsonTexts.object(topic.policy().getBytes(UTF_8)).orElseThrow();
    var statements = statements(policy);
    for (var statement : statements) {
      if (statement.path("Sid").asString("").equals(label)) {
        throw SnsErrors.invalid("Statement already exists");
      }
    }
    var statement = statements.addObject().put("Sid", label).put("Effect", "Allow");
    var principals = statement.putObject("Principal").putArray("AWS");
    for (var account : given.texts("AWSAccountId")) {
      principals.add("arn:aws:iam::" + account + ":root");
    }
    var actions = statement.putArray("Action");
    given.texts("ActionName").forEach(action -> actions.add("SNS:" + action));
    statement.put("Resource", topic.arn());
    setAttribute(topic, Topic.POLICY, policy.toString());
  }

  void removePermission(Topic topic, String label) throws AwsError {
    var policy = JsonTexts.object(topic.policy().getBytes(UTF_8)).orElseThrow();
    var kept = JsonTexts.object().putArray("Statement");
    for (var statement : statements(policy)) {
      if (!statement.path("Sid").asString("").equals(label)) {
        kept.add(statement);
      }
    }
    policy.set("Statement", kept);
    setAttribute(topic, Topic.POLICY, kept.isEmpty() ? "" : policy.toString());
  }
}
