package dev.landfall.sandbox.aws.sqs;

import dev.landfall.sandbox.aws.store.Change;
import dev.landfall.sandbox.aws.store.Journal;
import dev.landfall.sandbox.aws.store.Table;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Queues and the messages in them. Everything but [#lock] wants that to be held.
final class Queues {
  private static final char SEPARATOR = '\0';
  private static final String NUMBER = "%020d";
  private static final long DEDUPLICATION_MILLIS = TimeUnit.MINUTES.toMillis(5);

  private static final int FORGETTING = 1000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Journal journal;
  private final Table<Queue> queues;
  private final Table<Message> messages;
  private final Table<Sent> sent;
  private final Clock clock;
  private long lastSequence;

  /// What a FIFO queue remembers of a message, for five minutes.
  record Sent(String id, long sequence, long at) {}

  Queues(Journal journal, Clock clock) {
    this.journal = journal;
    this.queues = journal.table("sqs-queues", Queue.class);
    this.messages = journal.table("sqs-messages", Message.class);
    this.sent = journal.table("sqs-sent", Sent.class);
    this.clock = clock;
    for (var message : messages.rows().values()) {
      lastSequence = Math.max(lastSequence, message.sequence());
    }
    for (var message : sent.rows().values()) {
      lastSequence = Math.max(lastSequence, message.sequence());
    }
  }

  ReentrantLock lock() {
    return lock;
  }

  long now() {
    return clock.millis();
  }

  long nextSequence() {
    if (++lastSequence % FORGETTING == 0) {
      var oldest = now() - DEDUPLICATION_MILLIS;
      journal.commit(
          sent.rows().entrySet().stream()
              .filter(entry -> entry.getValue().at() <= oldest)
              .map(entry -> sent.remove(entry.getKey()))
              .toList());
    }
    return lastSequence;
  }

  Optional<Queue> get(String key) {
    return queues.get(key);
  }

  /// The queues of an account in a region.
  Collection<Queue> all(String account, String region) {
    var prefix = Queue.key(account, region, "");
    return queues.rows().subMap(prefix, true, prefix + "\uffff", false).values();
  }

  void put(Queue queue) {
    journal.commit(queues.put(queue.key(), queue));
    arrived.signalAll();
  }

  /// Removes a queue with everything in it.
  void remove(Queue queue) {
    var changes = new ArrayList<Change<?>>(clearing(queue));
    changes.add(queues.remove(queue.key()));
    journal.commit(changes);
    arrived.signalAll();
  }

  /// Removes what is in a queue.
  void clear(Queue queue) {
    journal.commit(clearing(queue));
  }

  private List<Change<?>> clearing(Queue queue) {
    var changes = new ArrayList<Change<?>>();
    in(messages, queue).forEach(key -> changes.add(messages.remove(key)));
    in(sent, queue).forEach(key -> changes.add(sent.remove(key)));
    return changes;
  }

  private static Collection<String> in(Table<?> table, Queue queue) {
    return table.rows().subMap(queue.key() + SEPARATOR, true, queue.key() + '\1', false).keySet();
  }

  /// The messages in a queue, the oldest first; those whose time is over are gone.
  Collection<Message> messages(Queue queue) {
    var oldest = now() - TimeUnit.SECONDS.toMillis(queue.number("MessageRetentionPeriod"));
    var all =
        messages.rows().subMap(queue.key() + SEPARATOR, true, queue.key() + '\1', false).values();
    var old =
        all.stream()
            .filter(message -> message.sent() < oldest)
            .map(message -> messages.remove(key(queue, message)))
            .toList();
    journal.commit(old);
    return all;
  }

  /// The message with that id.
  Optional<Message> message(Queue queue, String id, long sequence) {
    return messages
        .get(queue.key() + SEPARATOR + String.format(NUMBER, sequence))
        .filter(message -> message.id().equals(id));
  }

  private static String key(Queue queue, Message message) {
    return queue.key() + SEPARATOR + String.format(NUMBER, message.sequence());
  }

  Change<Message> put(Queue queue, Message message) {
    return messages.put(key(queue, message), message);
  }

  Change<Message> remove(Queue queue, Message message) {
    return messages.remove(key(queue, message));
  }

  /// What was sent with that deduplication id within the last five minutes.
  Optional<Sent> sent(Queue queue, String deduplicationId) {
    return sent.get(queue.key() + SEPARATOR + deduplicationId)
        .filter(message -> message.at() > now() - DEDUPLICATION_MILLIS);
  }

  Change<Sent> remember(Queue queue, String deduplicationId, Sent message) {
    return sent.put(queue.key() + SEPARATOR + deduplicationId, message);
  }

  /// Does all of it or nothing, and wakes those who wait for messages.
  void commit(List<? extends Change<?>> changes) {
    journal.commit(changes);
    arrived.signalAll();
  }

  /// Signalled when something may have arrived.
  Condition arrived() {
    return arrived;
  }
}
