package dev.landfall.sandbox.aws.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Digests;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.store.Change;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Messages on their way in. Wants the queues' lock to be held.
final class Sending {
  private static final int LONGEST_DELAY = 900;
  private static final String TRACE = "AWSTraceHeader";
  private static final String ID_FORM = "[\\p{Alnum}\\p{Punct}]{1,128}";

  private final Queues queues;

  Sending(Queues queues) {
    this.queues = queues;
  }

  /// Sends one.
  ///
  /// @param given the message as the client describes it
  /// @param sender the account, or the role's id
  ObjectNode send(Queue queue, JsonNode given, String sender) throws AwsError {
    var body = given.path("MessageBody").asString("");
    if (body.isEmpty()) {
      throw SqsErrors.missing("MessageBody");
    }
    checkCharacters(body);
    var attributes = MessageAttribute.all(given.path("MessageAttributes"));
    var size =
        body.getBytes(UTF_8).length
            + attributes.entrySet().stream()
                .mapToInt(e -> e.getKey().length() + e.getValue().size())
                .sum();
    if (size > queue.number("MaximumMessageSize")) {
      throw SqsErrors.invalidParameter(
          "One or more parameters are invalid. Reason: Message must be shorter than "
              + queue.attribute("MaximumMessageSize")
              + " bytes.");
    }
    var system = system(given, sender);
    var deduplicationId = fifo(queue, given, body, system);
    var now = queues.now();
    var delay = delay(queue, given);
    var before = deduplicationId.flatMap(id -> queues.sent(queue, id));
    var id = before.map(Queues.Sent::id).orElseGet(() -> UUID.randomUUID().toString());
    var sequence = before.isPresent() ? before.get().sequence() : queues.nextSequence();
    var message =
        new Message(
            id,
            sequence,
            body,
            attributes,
            system,
            now,
            now + TimeUnit.SECONDS.toMillis(delay),
            0,
            0,
            "");
    if (before.isEmpty()) {
      var changes = new ArrayList<Change<?>>();
      changes.add(queues.put(queue, message));
      deduplicationId.ifPresent(
          text -> changes.add(queues.remember(queue, text, new Queues.Sent(id, sequence, now))));
      queues.commit(changes);
    }
    var answer = JsonTexts.object().put("MessageId", id).put("MD5OfMessageBody", message.md5());
    if (!attributes.isEmpty()) {
      answer.put("MD5OfMessageAttributes", MessageAttribute.md5(attributes));
    }
    if (queue.fifo()) {
      answer.put("SequenceNumber", number(sequence));
    }
    return answer;
  }

  /// A sequence number as SQS writes it.
  static String number(long sequence) {
    return String.format("%020d", sequence);
  }

  /// XML 1.0's characters.
  private static void checkCharacters(String body) throws AwsError {
    var wrong =
        body.codePoints()
            .anyMatch(c ->
                !(c == '\t'
                    || c == '\n'
                    || c == '\r'
                    || (c >= 0x20 && c <= 0xD7FF)
                    || (c >= 0xE000 && c <= 0xFFFD)
                    || c >= 0x10000));
    if (wrong) {
      throw new AwsError(
          "InvalidMessageContents",
          400,
          "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF"
              + " | #xE000 to #xFFFD | #x10000 to #x10FFFF");
    }
  }

  private static Map<String, String> system(JsonNode given, String sender) throws AwsError {
    var system = new TreeMap<String, String>();
    system.put("SenderId", sender);
    var attributes = MessageAttribute.all(given.path("MessageSystemAttributes"));
    for (var entry : attributes.entrySet()) {
      if (!entry.getKey().equals(TRACE)) {
        throw SqsErrors.invalidParameter(
            "Message system attribute name '" + entry.getKey() + "' is invalid.");
      }
      system.put(TRACE, entry.getValue().value());
    }
    return system;
  }

  /// What only FIFO queues want to know.
  ///
  /// @return the deduplication id
  private static Optional<String> fifo(
      Queue queue, JsonNode given, String body, Map<String, String> system) throws AwsError {
    var group = given.path("MessageGroupId").asString("");
    var deduplicationId = given.path("MessageDeduplicationId").asString("");
    if (!group.isEmpty()) {
      check("MessageGroupId", group);
      system.put("MessageGroupId", group);
    }
    if (!queue.fifo()) {
      if (!deduplicationId.isEmpty()) {
        throw SqsErrors.invalidParameter(
            deduplicationId,
            "MessageDeduplicationId",
            "The request includes a parameter that is not valid for this queue type.");
      }
      return Optional.empty();
    }
    if (group.isEmpty()) {
      throw SqsErrors.missing("MessageGroupId");
    }
    if (deduplicationId.isEmpty()) {
      if (!queue.attribute("ContentBasedDeduplication").equals("true")) {
        throw SqsErrors.invalidParameter(
            "The queue should either have ContentBasedDeduplication enabled or"
                + " MessageDeduplicationId provided explicitly");
      }
      deduplicationId = Digests.hex("SHA-256", body.getBytes(UTF_8));
    }
    check("MessageDeduplicationId", deduplicationId);
    system.put("MessageDeduplicationId", deduplicationId);
    return Optional.of(deduplicationId);
  }

  private static void check(String name, String value) throws AwsError {
    if (!value.matches(ID_FORM)) {
      throw SqsErrors.invalidParameter(
          value,
          name,
          name + " can only include alphanumeric and punctuation characters. 1 to 128 in length.");
    }
  }

  private static int delay(Queue queue, JsonNode given) throws AwsError {
    if (given.path("DelaySeconds").isMissingNode()) {
      return queue.number("DelaySeconds");
    }
    var text = given.path("DelaySeconds").asString("");
    if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) > LONGEST_DELAY) {
      throw SqsErrors.invalidParameter(
          text, "DelaySeconds", "DelaySeconds must be >= 0 and <= " + LONGEST_DELAY + ".");
    }
    if (queue.fifo() && Integer.parseInt(text) > 0) {
      throw SqsErrors.invalidParameter(
          text,
          "DelaySeconds",
          "The request include parameter that is not valid for this queue type.");
    }
    return Integer.parseInt(text);
  }
}
