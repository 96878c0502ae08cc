package dev.landfall.sandbox.aws.sns;

import dev.landfall.sandbox.aws.protocol.AwsError;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/// What is done to subscriptions. Wants the store's lock to be held.
final class SubscriptionOperations {
  private static final Set<String> KNOWN =
      Set.of(
          "sqs",
          "lambda",
          "email",
          "email-json",
          "http",
          "https",
          "sms",
          "application",
          "firehose");
  private static final Set<String> REFUSED = Set.of("sms", "application", "firehose");

  private final TopicStore store;

  SubscriptionOperations(TopicStore store) {
    this.store = store;
  }

  /// The subscription of an endpoint; a new one, unless there is one that is the same.
  ///
  /// @param account that subscribes
  /// @param arn that a new one is to have; empty for any
  Subscription subscribe(
      Topic topic,
      String account,
      String protocol,
      String endpoint,
      Map<String, String> attributes,
      String arn)
      throws AwsError {
    checkEndpoint(topic, protocol, endpoint);
    SubscriptionAttributes.check(attributes, protocol);
    var there = find(topic, protocol, endpoint);
    if (there.isPresent()) {
      if (!attributes.isEmpty() && !there.get().attributes().equals(attributes)) {
        throw SnsErrors.invalid(
            "Attributes Reason: Subscription already exists with different attributes");
      }
      return there.get();
    }
    boolean confirmed =
        Set.of("sqs", "lambda").contains(protocol) && endpoint.split(":", -1)[4].equals(account);
    var subscription =
        new Subscription(
            arn.isEmpty() ? topic.arn() + ":" + UUID.randomUUID() : arn,
            topic.arn(),
            protocol,
            endpoint,
            account,
            confirmed,
            new TreeMap<>(attributes));
    store.put(subscription);
    return subscription;
  }

  Optional<Subscription> find(Topic topic, String protocol, String endpoint) {
    return store.subscriptions(topic.arn()).stream()
        .filter(one -> one.protocol().equals(protocol) && one.endpoint().equals(endpoint))
        .findFirst();
  }

  private static void checkEndpoint(Topic topic, String protocol, String endpoint) throws AwsError {
    if (!KNOWN.contains(protocol)) {
      throw SnsErrors.invalid("Does not support this protocol string: " + protocol);
    }
    if (REFUSED.contains(protocol)) {
      throw SnsErrors.invalid("The sandbox does not honour the protocol " + protocol);
    }
    var pattern =
        switch (protocol) {
          case "sqs" -> "arn:[^:]+:sqs:[^:]+:[0-9]{12}:[\\w.-]+";
          case "lambda" -> "arn:[^:]+:lambda:[^:]+:[0-9]{12}:function:.+";
          case "http", "https" -> protocol + "://.+";
          default -> "[^@\\s]+@[^@\\s]+";
        };
    if (!endpoint.matches(pattern)) {
      throw SnsErrors.invalid(
          switch (protocol) {
            case "sqs" -> "SQS endpoint ARN";
            case "lambda" -> "Lambda endpoint ARN";
            case "email", "email-json" -> "Email address";
            default -> "Endpoint must match the specified protocol";
          });
    }
    boolean fifo = endpoint.endsWith(Topic.FIFO);
    if (protocol.equals("sqs") && fifo && !topic.fifo()) {
      throw SnsErrors.invalid(
          "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS"
              + " topics");
    }
    if (topic.fifo() && !protocol.equals("sqs")) {
      throw SnsErrors.invalid(
          "Invalid parameter: Endpoint Reason: Please use FIFO SQS queue or standard SQS queue");
    }
  }

  Subscription get(String arn) throws AwsError {
    if (arn.split(":", -1).length != 7) {
      throw SnsErrors.invalid("SubscriptionId");
    }
    return store.subscription(arn).orElseThrow(SnsErrors::noSubscription);
  }

  void setAttribute(Subscription subscription, String name, String value) throws AwsError {
    var changed = subscription.withAttributes(Map.of(name, value));
    var all = new TreeMap<>(changed.attributes());
    all.put(name, value);
    SubscriptionAttributes.check(all, subscription.protocol());
    store.put(changed);
  }

  static Map<String, String> attributes(Subscription subscription) {
    var all = new TreeMap<>(subscription.attributes());
    all.put("SubscriptionArn", subscription.arn());
    all.put("TopicArn", subscription.topicArn());
    all.put("Protocol", subscription.protocol());
    all.put("Endpoint", subscription.endpoint());
    all.put("Owner", subscription.owner());
    all.put("PendingConfirmation", Boolean.toString(!subscription.confirmed()));
    all.put("ConfirmationWasAuthenticated", Boolean.toString(subscription.confirmed()));
    all.putIfAbsent(SubscriptionAttributes.RAW, "false");
    if (all.containsKey(SubscriptionAttributes.FILTER)) {
      all.putIfAbsent(SubscriptionAttributes.SCOPE, "MessageAttributes");
    }
    return all;
  }
}
