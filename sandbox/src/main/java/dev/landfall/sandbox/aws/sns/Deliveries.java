package dev.landfall.sandbox.aws.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.iam.Access;
import dev.landfall.sandbox.aws.lambda.Functions;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.sqs.SqsService;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.ObjectNode;

/// Takes messages to queues and functions whose policies let topics. A message is kept until it is
/// delivered, so that none is lost; one may come twice. Wants the store's lock to be held.
final class Deliveries {
  private static final String SNS = "sns.amazonaws.com";
  private static final int MILLIS_SHIFT = 16;

  private final TopicStore store;
  private final SqsService queues;
  private final Functions functions;
  private final Access access;
  private final AtomicLong sequence;

  Deliveries(TopicStore store, SqsService queues, Functions functions, Access access, Clock clock) {
    this.store = store;
    this.queues = queues;
    this.functions = functions;
    this.access = access;
    // Later than all before, also after a restart.
    this.sequence = new AtomicLong(clock.millis() << MILLIS_SHIFT);
  }

  /// Delivers what was left when the process ended.
  void resume() {
    store.left().forEach(this::deliver);
  }

  /// @return the number in which messages come
  long publish(Topic topic, Publishing.Read read) {
    var all = new LinkedHashMap<String, Delivery>();
    for (var subscription : store.subscriptions(topic.arn())) {
      if (subscription.confirmed() && SubscriptionAttributes.wants(subscription, read.notice())) {
        var notice = over(subscription.protocol(), read);
        all.put(
            String.format(Locale.ROOT, "%016x", sequence.incrementAndGet()),
            new Delivery(subscription.arn(), notice));
      }
    }
    store.keep(all);
    all.forEach(this::deliver);
    return sequence.incrementAndGet();
  }

  private static Notice over(String protocol, Publishing.Read read) {
    var notice = read.notice();
    return new Notice(
        notice.id(),
        read.byProtocol().getOrDefault(protocol, notice.message()),
        notice.subject(),
        notice.attributes(),
        notice.group(),
        notice.deduplication(),
        notice.time());
  }

  private void deliver(String key, Delivery delivery) {
    store
        .subscription(delivery.subscription())
        .ifPresent(subscription -> {
          if (!delivered(subscription, delivery.notice())) {
            bury(subscription, delivery.notice());
          }
        });
    store.done(key);
  }

  private boolean delivered(Subscription subscription, Notice notice) {
    return subscription.protocol().equals("lambda")
        ? invoke(subscription, notice)
        : enqueue(subscription, subscription.endpoint(), notice);
  }

  private static String endpoint(Subscription subscription) {
    return "https://sns." + subscription.topicArn().split(":", -1)[3] + ".amazonaws.com";
  }

  private boolean invoke(Subscription subscription, Notice notice) {
    var event = JsonTexts.object();
    event
        .putArray("Records")
        .addObject()
        .put("EventSource", "aws:sns")
        .put("EventVersion", "1.0")
        .put("EventSubscriptionArn", subscription.arn())
        .set(
            "Sns",
            notice.envelope(
                subscription.topicArn(), subscription.arn(), endpoint(subscription), true));
    return functions.invokeAsync(
        subscription.endpoint(),
        event.toString().getBytes(UTF_8),
        SNS,
        subscription.topicArn(),
        subscription.topicArn().split(":", -1)[4]);
  }

  private boolean enqueue(Subscription subscription, String queue, Notice notice) {
    var needed = queues.permission(queue, "sqs:SendMessage");
    if (needed.isEmpty()
        || !access
            .decide(
                SNS,
                needed
                    .get()
                    .with("aws:SourceArn", Optional.of(subscription.topicArn()))
                    .with(
                        "aws:SourceAccount",
                        Optional.of(subscription.topicArn().split(":", -1)[4])))
            .allowed()) {
      return false;
    }
    return queues.accept(queue, message(subscription, notice));
  }

  private static ObjectNode message(Subscription subscription, Notice notice) {
    var message = JsonTexts.object();
    if (subscription.raw()) {
      message.put("MessageBody", notice.message());
      if (!notice.attributes().isEmpty()) {
        message.set("MessageAttributes", notice.attributesOfQueue());
      }
    } else {
      message.put(
          "MessageBody",
          notice
              .envelope(subscription.topicArn(), subscription.arn(), endpoint(subscription), false)
              .toString());
    }
    if (subscription.endpoint().endsWith(Topic.FIFO)) {
      message
          .put("MessageGroupId", notice.group())
          .put("MessageDeduplicationId", notice.deduplication());
    }
    return message;
  }

  /// What cannot be delivered goes to the queue of `RedrivePolicy`, if there is one.
  private void bury(Subscription subscription, Notice notice) {
    var target =
        JsonTexts.object(subscription.attribute(SubscriptionAttributes.REDRIVE).getBytes(UTF_8))
            .map(json -> json.path("deadLetterTargetArn").asString(""))
            .orElse("");
    if (!target.isEmpty()) {
      var _ = enqueue(subscription, target, notice);
    }
  }
}
