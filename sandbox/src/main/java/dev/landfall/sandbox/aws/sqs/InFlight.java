package dev.landfall.sandbox.aws.sqs;

import dev.landfall.sandbox.aws.protocol.AwsError;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// Messages that were received. Wants the queues' lock to be held.
final class InFlight {
  private final Queues queues;

  InFlight(Queues queues) {
    this.queues = queues;
  }

  /// Only the last receipt counts, as SQS warns; deleting what is not there succeeds.
  void delete(Queue queue, JsonNode given) throws AwsError {
    var receipt = Receipt.read(given);
    var message = queues.message(queue, receipt.id(), receipt.sequence());
    if (message.isEmpty() || !message.get().receipt().equals(receipt.mark())) {
      return;
    }
    if (queue.fifo() && !message.get().inFlight(queues.now())) {
      throw SqsErrors.invalidParameter(
          receipt.handle(), "ReceiptHandle", "The receipt handle has expired.");
    }
    queues.commit(List.of(queues.remove(queue, message.get())));
  }

  void changeVisibility(Queue queue, JsonNode given) throws AwsError {
    var receipt = Receipt.read(given);
    if (given.path("VisibilityTimeout").isMissingNode()) {
      throw SqsErrors.missing("VisibilityTimeout");
    }
    var seconds = Receiving.number(given, "VisibilityTimeout", 0, 0, Receiving.LONGEST_VISIBILITY);
    Optional<Message> message =
        queues
            .message(queue, receipt.id(), receipt.sequence())
            .filter(m -> m.receipt().equals(receipt.mark()));
    if (message.isEmpty()) {
      throw SqsErrors.invalidParameter(
          receipt.handle(),
          "ReceiptHandle",
          "Message does not exist or is not available for visibility timeout change.");
    }
    if (!message.get().inFlight(queues.now())) {
      throw new AwsError("MessageNotInflight", 400, "The message referred to is not in flight.");
    }
    var until = queues.now() + TimeUnit.SECONDS.toMillis(seconds);
    queues.commit(List.of(queues.put(queue, message.get().visibleAt(until))));
  }
}
