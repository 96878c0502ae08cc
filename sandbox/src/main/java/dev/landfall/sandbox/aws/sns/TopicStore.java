package dev.landfall.sandbox.aws.sns;

import dev.landfall.sandbox.aws.store.Change;
import dev.landfall.sandbox.aws.store.Journal;
import dev.landfall.sandbox.aws.store.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Topics, their subscriptions, and what has not been delivered. Threads share it; what depends on
/// what is there holds the lock.
final class TopicStore {
  private static final char SEPARATOR = '\0';
  private static final char AFTER = '\1';

  private final Journal journal;
  private final Table<Topic> topics;
  private final Table<Subscription> subscriptions;
  private final Table<Delivery> deliveries;
  private final ReentrantLock lock = new ReentrantLock();

  TopicStore(Journal journal) {
    this.journal = journal;
    this.topics = journal.table("sns-topics", Topic.class);
    this.subscriptions = journal.table("sns-subscriptions", Subscription.class);
    this.deliveries = journal.table("sns-deliveries", Delivery.class);
  }

  ReentrantLock lock() {
    return lock;
  }

  Optional<Topic> topic(String arn) {
    return Topic.keyOf(arn).flatMap(topics::get);
  }

  List<Topic> topics(String account, String region) {
    var prefix = account + "/" + region + "/";
    return List.copyOf(topics.rows().subMap(prefix, true, prefix + '\uffff', false).values());
  }

  void put(Topic topic) {
    journal.commit(topics.put(topic.key(), topic));
  }

  /// Removes a topic with its subscriptions.
  void remove(Topic topic) {
    var changes = new ArrayList<Change<?>>();
    subscriptions(topic.arn()).forEach(one -> changes.add(subscriptions.remove(key(one.arn()))));
    changes.add(topics.remove(topic.key()));
    journal.commit(changes);
  }

  /// Topic and subscription, as they stand in its ARN.
  private static String key(String subscriptionArn) {
    int colon = subscriptionArn.lastIndexOf(':');
    return colon < 0
        ? subscriptionArn
        : subscriptionArn.substring(0, colon) + SEPARATOR + subscriptionArn.substring(colon + 1);
  }

  Optional<Subscription> subscription(String arn) {
    return subscriptions.get(key(arn));
  }

  List<Subscription> subscriptions(String topicArn) {
    return List.copyOf(
        subscriptions.rows().subMap(topicArn + SEPARATOR, true, topicArn + AFTER, false).values());
  }

  /// Those that an account has made in a region.
  List<Subscription> subscriptions(String account, String region) {
    return subscriptions.rows().values().stream()
        .filter(one -> one.owner().equals(account) && one.topicArn().contains(":" + region + ":"))
        .toList();
  }

  void put(Subscription subscription) {
    journal.commit(subscriptions.put(key(subscription.arn()), subscription));
  }

  void remove(Subscription subscription) {
    journal.commit(subscriptions.remove(key(subscription.arn())));
  }

  void keep(Map<String, Delivery> all) {
    journal.commit(
        all.entrySet().stream().map(one -> deliveries.put(one.getKey(), one.getValue())).toList());
  }

  void done(String delivery) {
    journal.commit(deliveries.remove(delivery));
  }

  Map<String, Delivery> left() {
    return new java.util.TreeMap<>(deliveries.rows());
  }
}
