package dev.landfall.sandbox.aws.sns;

import dev.landfall.sandbox.aws.iam.Access;
import dev.landfall.sandbox.aws.lambda.Functions;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.Operation;
import dev.landfall.sandbox.aws.protocol.Parameters;
import dev.landfall.sandbox.aws.protocol.Permission;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.protocol.Request;
import dev.landfall.sandbox.aws.protocol.Service;
import dev.landfall.sandbox.aws.protocol.Trouble;
import dev.landfall.sandbox.aws.protocol.Wire;
import dev.landfall.sandbox.aws.resource.Backing;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.sqs.SqsService;
import dev.landfall.sandbox.aws.store.Journal;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// SNS. Threads share it.
///
/// Source: the Amazon SNS API Reference.
public final class SnsService implements Service, Topics {
  private static final Wire WIRE = new Wire.Query("http://sns.amazonaws.com/doc/2010-03-31/");
  private static final String TOPIC = "TopicArn";
  private static final Set<String> ON_ACCOUNT =
      Set.of("CreateTopic", "ListTopics", "ListSubscriptions");
  private static final Set<String> ON_TOPIC =
      Set.of(
          "DeleteTopic",
          "GetTopicAttributes",
          "SetTopicAttributes",
          "AddPermission",
          "RemovePermission",
          "TagResource",
          "UntagResource",
          "ListTagsForResource",
          "Subscribe",
          "ConfirmSubscription",
          "ListSubscriptionsByTopic",
          "Publish",
          "PublishBatch");
  private static final Set<String> ON_SUBSCRIPTION =
      Set.of("Unsubscribe", "GetSubscriptionAttributes", "SetSubscriptionAttributes");

  private final TopicStore store;
  private final TopicOperations topics;
  private final SubscriptionOperations subscriptions;
  private final Publishing publishing;
  private final Deliveries deliveries;
  private final PublishBatch batch;

  public SnsService(
      Journal journal, SqsService queues, Functions functions, Access access, Clock clock) {
    this.store = new TopicStore(journal);
    this.topics = new TopicOperations(store);
    this.subscriptions = new SubscriptionOperations(store);
    this.publishing = new Publishing(clock);
    this.deliveries = new Deliveries(store, queues, functions, access, clock);
    this.batch = new PublishBatch(publishing, deliveries);
  }

  /// What stands behind the resources of stacks, by the names of their types.
  public Map<String, Backing> backings() {
    var policies = new TopicPolicyBacking(store, topics);
    return Map.of(
        TopicBacking.TYPE,
        new TopicBacking(store, topics, subscriptions),
        SubscriptionBacking.TYPE,
        new SubscriptionBacking(store, topics, subscriptions),
        "AWS::SNS::TopicPolicy",
        policies,
        "AWS::SNS::TopicInlinePolicy",
        policies);
  }

  /// Delivers what was left when the process ended.
  public void resume() {
    store.lock().lock();
    try {
      deliveries.resume();
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public Optional<Permission> permission(String topicArn, String action) {
    return store
        .topic(topicArn)
        .map(topic ->
            Permission.of(action, topic.arn(), topic.account(), Optional.of(topic.policy())));
  }

  @Override
  public void publish(String topicArn, String subject, String message) {
    store.lock().lock();
    try {
      store
          .topic(topicArn)
          .ifPresent(topic -> {
            var notice = publishing.plain(message, subject);
            var _ = deliveries.publish(topic, new Publishing.Read(notice, Map.of()));
          });
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public String name() {
    return "sns";
  }

  @Override
  public Wire wire(Request request) {
    return WIRE;
  }

  @Override
  public Operation operation(Call call) throws AwsError {
    var action = call.action();
    var given = call.parameters();
    if (action.equals("Publish") && given.has("PhoneNumber")) {
      throw SnsErrors.invalid("The sandbox sends no SMS");
    }
    var topic = topicArn(given);
    var needed = "sns:" + action.replaceFirst("Batch$", "");
    if (ON_TOPIC.contains(action)) {
      return Operation.of(action, topic, () -> locked(call))
          .needing(permission(topic, needed).orElseGet(() -> Permission.of(needed, topic)));
    }
    if (ON_ACCOUNT.contains(action)) {
      return Operation.of(action, given.text("Name").orElse(""), () -> locked(call))
          .needing(onAccount(action, needed, call, given));
    }
    if (ON_SUBSCRIPTION.contains(action)) {
      var arn = given.text("SubscriptionArn").orElse("");
      var parent = topicOf(arn);
      return Operation.of(action, arn, () -> locked(call))
          .needing(permission(parent, needed).orElseGet(() -> Permission.of(needed, parent)));
    }
    throw Trouble.UNKNOWN_ACTION.on(WIRE, "The sandbox does not honour " + action + " of SNS.");
  }

  private static Permission[] onAccount(String action, String needed, Call call, Parameters given) {
    if (!action.equals("CreateTopic")) {
      return new Permission[] {Permission.of(needed, "*")};
    }
    var arn = Topic.arn(new Scope(call.account(), call.region()), given.text("Name").orElse(""));
    var create = Permission.of(needed, arn);
    return TopicOperations.tags(given).isEmpty()
        ? new Permission[] {create}
        : new Permission[] {create, Permission.of("sns:TagResource", arn)};
  }

  private static String topicOf(String subscriptionArn) {
    return subscriptionArn.replaceFirst(":[^:]*$", "");
  }

  private static String topicArn(Parameters given) {
    return given
        .text(TOPIC)
        .or(() -> given.text("TargetArn"))
        .or(() -> given.text("ResourceArn"))
        .orElse("");
  }

  private Reply locked(Call call) throws AwsError {
    store.lock().lock();
    try {
      return ON_SUBSCRIPTION.contains(call.action())
          ? onSubscription(call, call.parameters())
          : ON_TOPIC.contains(call.action())
              ? onTopic(call, call.parameters())
              : onAccount(call, call.parameters());
    } finally {
      store.lock().unlock();
    }
  }

  private Reply onAccount(Call call, Parameters given) throws AwsError {
    var scope = new Scope(call.account(), call.region());
    return switch (call.action()) {
      case "CreateTopic" -> {
        var name = given.text("Name").orElseThrow(() -> SnsErrors.missing("name"));
        var topic =
            topics.create(
                scope, name, TopicOperations.map(given, "Attributes"), TopicOperations.tags(given));
        yield Reply.result(call, xml -> xml.text(TOPIC, topic.arn()));
      }
      case "ListTopics" -> {
        var page = SnsAnswers.page(given, "Topics", store.topics(scope.account(), scope.region()));
        yield Reply.result(
            call, xml -> page.write(xml, (one, topic) -> one.text(TOPIC, topic.arn())));
      }
      default -> {
        var page =
            SnsAnswers.page(
                given, "Subscriptions", store.subscriptions(scope.account(), scope.region()));
        yield Reply.result(call, xml -> page.write(xml, SnsAnswers::subscription));
      }
    };
  }

  /// A topic that is gone counts as deleted.
  private Reply onTopic(Call call, Parameters given) throws AwsError {
    var arn = topicArn(given);
    if (call.action().equals("DeleteTopic")) {
      TopicOperations.check(call.region(), arn);
      store.topic(arn).ifPresent(store::remove);
      return Reply.done(call);
    }
    return onTopic(call, topics.find(call.region(), arn), given);
  }

  private Reply onTopic(Call call, Topic topic, Parameters given) throws AwsError {
    switch (call.action()) {
      case "SetTopicAttributes" ->
          topics.setAttribute(
              topic,
              given.text("AttributeName").orElse(""),
              given.text("AttributeValue").orElse(""));
      case "AddPermission" -> topics.addPermission(topic, given);
      case "RemovePermission" -> topics.removePermission(topic, given.text("Label").orElse(""));
      case "ConfirmSubscription" -> throw SnsErrors.invalid("Token");
      case "GetTopicAttributes" -> {
        return Reply.result(
            call, xml -> SnsAnswers.map(xml, "Attributes", topics.attributes(topic)));
      }
      case "TagResource" -> {
        topics.tag(topic, TopicOperations.tags(given));
        return Reply.result(call, xml -> {});
      }
      case "UntagResource" -> {
        topics.untag(topic, given.texts("TagKeys"));
        return Reply.result(call, xml -> {});
      }
      case "ListTagsForResource" -> {
        return Reply.result(call, xml -> SnsAnswers.tags(xml, topic.tags()));
      }
      case "ListSubscriptionsByTopic" -> {
        var page = SnsAnswers.page(given, "Subscriptions", store.subscriptions(topic.arn()));
        return Reply.result(call, xml -> page.write(xml, SnsAnswers::subscription));
      }
      case "Subscribe" -> {
        return subscribe(call, topic, given);
      }
      case "PublishBatch" -> {
        var written = batch.run(topic, given);
        return Reply.result(call, written);
      }
      default -> {
        var read = publishing.read(topic, given);
        var sequence = PublishBatch.sequence(deliveries.publish(topic, read));
        return Reply.result(
            call,
            xml -> {
              xml.text("MessageId", read.notice().id());
              if (topic.fifo()) {
                xml.text("SequenceNumber", sequence);
              }
            });
      }
    }
    return Reply.done(call);
  }

  private Reply subscribe(Call call, Topic topic, Parameters given) throws AwsError {
    var made =
        subscriptions.subscribe(
            topic,
            call.account(),
            given.text("Protocol").orElse(""),
            given.text("Endpoint").orElse(""),
            TopicOperations.map(given, "Attributes"),
            "");
    boolean told =
        made.confirmed() || given.text("ReturnSubscriptionArn").orElse("").equals("true");
    return Reply.result(
        call, xml -> xml.text("SubscriptionArn", told ? made.arn() : "pending confirmation"));
  }

  private Reply onSubscription(Call call, Parameters given) throws AwsError {
    var arn = given.text("SubscriptionArn").orElse("");
    if (!Topic.regionOf(topicOf(arn)).equals(Optional.of(call.region()))) {
      throw SnsErrors.invalid("SubscriptionArn");
    }
    if (call.action().equals("Unsubscribe")) {
      store.subscription(arn).ifPresent(store::remove);
      return Reply.done(call);
    }
    var subscription = subscriptions.get(arn);
    if (call.action().equals("SetSubscriptionAttributes")) {
      subscriptions.setAttribute(
          subscription,
          given.text("AttributeName").orElse(""),
          given.text("AttributeValue").orElse(""));
      return Reply.done(call);
    }
    return Reply.result(
        call,
        xml -> SnsAnswers.map(xml, "Attributes", SubscriptionOperations.attributes(subscription)));
  }
}
