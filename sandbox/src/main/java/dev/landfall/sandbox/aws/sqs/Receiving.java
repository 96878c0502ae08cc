package dev.landfall.sandbox.aws.sqs;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.store.Change;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Messages on their way out. Wants the queues' lock to be held.
final class Receiving {
  private static final int MOST = 10;
  private static final int LONGEST_WAIT = 20;
  static final int LONGEST_VISIBILITY = 43_200;

  private final Queues queues;

  Receiving(Queues queues) {
    this.queues = queues;
  }

  /// Waits for messages as long as the client, or the queue, wants to.
  ObjectNode receive(Queue queue, JsonNode given) throws AwsError, InterruptedException {
    var most = number(given, "MaxNumberOfMessages", 1, 1, MOST);
    var wait =
        number(
            given,
            "WaitTimeSeconds",
            queue.number("ReceiveMessageWaitTimeSeconds"),
            0,
            LONGEST_WAIT);
    var visibility =
        number(
            given, "VisibilityTimeout", queue.number("VisibilityTimeout"), 0, LONGEST_VISIBILITY);
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(wait);
    var found = take(queue, most, visibility);
    for (var left = end - System.nanoTime();
        found.isEmpty() && left > 0;
        left = end - System.nanoTime()) {
      var _ = queues.arrived().awaitNanos(Math.min(left, untilNext(queue)));
      if (queues.get(queue.key()).isEmpty()) {
        throw SqsErrors.noQueue();
      }
      found = take(queue, most, visibility);
    }
    var answer = JsonTexts.object();
    if (!found.isEmpty()) {
      var all = answer.putArray("Messages");
      found.forEach(message -> all.add(toJson(message, given)));
    }
    return answer;
  }

  static int number(JsonNode given, String name, int usual, int least, int most) throws AwsError {
    if (given.path(name).isMissingNode()) {
      return usual;
    }
    var text = given.path(name).asString("");
    if (!text.matches("[0-9]{1,6}")
        || Integer.parseInt(text) < least
        || Integer.parseInt(text) > most) {
      throw SqsErrors.invalidParameter(
          text, name, "Must be between " + least + " and " + most + ", if provided.");
    }
    return Integer.parseInt(text);
  }

  /// In nanoseconds, until a message that is there can be received.
  private long untilNext(Queue queue) {
    var now = queues.now();
    var millis =
        queues.messages(queue).stream()
            .mapToLong(message -> message.visibleAt() - now)
            .filter(until -> until > 0)
            .min()
            .orElse(Integer.MAX_VALUE);
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private List<Message> take(Queue queue, int most, int visibility) {
    var now = queues.now();
    var taken = new ArrayList<Message>();
    var changes = new ArrayList<Change<?>>();
    var blocked = new HashSet<String>();
    for (var message : queues.messages(queue)) {
      if (taken.size() == most) {
        break;
      }
      if (queue.fifo() && message.inFlight(now)) {
        blocked.add(message.group());
      }
      if (message.visibleAt() > now || (queue.fifo() && blocked.contains(message.group()))) {
        continue;
      }
      var dead = dead(queue, message);
      if (dead.isPresent()) {
        changes.add(queues.remove(queue, message));
        changes.add(bury(queue, message, dead.get()));
        continue;
      }
      var received =
          message.receivedAt(
              now, now + TimeUnit.SECONDS.toMillis(visibility), UUID.randomUUID().toString());
      changes.add(queues.put(queue, received));
      taken.add(received);
    }
    if (!changes.isEmpty()) {
      queues.commit(changes);
    }
    return taken;
  }

  /// The queue for messages that were received too often, when that is so with this one.
  private Optional<Queue> dead(Queue queue, Message message) {
    return queue
        .deadLetters()
        .filter(letters -> message.received() >= letters.most())
        .flatMap(letters -> queues.get(letters.key()));
  }

  private Change<Message> bury(Queue from, Message message, Queue to) {
    var system = new TreeMap<>(message.system());
    system.put("DeadLetterQueueSourceArn", from.arn());
    return queues.put(to, message.movedTo(queues.nextSequence(), queues.now(), system));
  }

  private static ObjectNode toJson(Message message, JsonNode given) {
    var json =
        JsonTexts.object()
            .put("MessageId", message.id())
            .put(
                "ReceiptHandle",
                new Receipt(message.id(), message.sequence(), message.receipt()).handle())
            .put("MD5OfBody", message.md5())
            .put("Body", message.body());
    var wanted = new HashSet<String>();
    for (var list : List.of("AttributeNames", "MessageSystemAttributeNames")) {
      given.path(list).forEach(name -> wanted.add(name.asString("")));
    }
    var system = new TreeMap<>(message.system());
    system.put("SentTimestamp", Long.toString(message.sent()));
    system.put("ApproximateReceiveCount", Integer.toString(message.received()));
    system.put("ApproximateFirstReceiveTimestamp", Long.toString(message.firstReceived()));
    if (system.containsKey("MessageDeduplicationId")) {
      system.put("SequenceNumber", Sending.number(message.sequence()));
    }
    system.keySet().removeIf(name -> !wanted.contains("All") && !wanted.contains(name));
    if (!system.isEmpty()) {
      var all = json.putObject("Attributes");
      system.forEach(all::put);
    }
    var attributes = new TreeMap<>(message.attributes());
    attributes.keySet().removeIf(name -> !isWanted(name, given.path("MessageAttributeNames")));
    if (!attributes.isEmpty()) {
      json.put("MD5OfMessageAttributes", MessageAttribute.md5(attributes));
      var all = json.putObject("MessageAttributes");
      attributes.forEach((name, attribute) -> all.set(name, attribute.toJson()));
    }
    return json;
  }

  private static boolean isWanted(String name, JsonNode patterns) {
    for (var pattern : patterns) {
      var text = pattern.asString("");
      if (text.equals("All")
          || text.equals(name)
          || (text.endsWith(".*") && name.startsWith(text.substring(0, text.length() - 2)))) {
        return true;
      }
    }
    return false;
  }
}
