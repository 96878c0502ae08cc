package dev.landfall.sandbox.aws.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Calls;
import dev.landfall.sandbox.aws.protocol.Identity;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Takes messages from a queue, invokes a function with them and deletes those that it has done
/// with; the others come again. It acts as the function's role. A thread of its own runs it.
///
/// Source: "Using Lambda with Amazon SQS" in the AWS Lambda Developer Guide.
final class QueuePoller implements Runnable {
  private static final int MOST_AT_ONCE = 10;
  private static final int LONGEST_WAIT = 20;
  private static final long PAUSE = TimeUnit.SECONDS.toMillis(1);

  private final Mapping mapping;
  private final FunctionStore functions;
  private final Invocations invocations;
  private final Calls calls;
  private volatile String result = "No records processed";

  QueuePoller(Mapping mapping, FunctionStore functions, Invocations invocations, Calls calls) {
    this.mapping = mapping;
    this.functions = functions;
    this.invocations = invocations;
    this.calls = calls;
  }

  /// Of the last batch.
  String result() {
    return result;
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          poll();
        } catch (AwsError e) {
          result = "PROBLEM: " + e.message();
          TimeUnit.MILLISECONDS.sleep(PAUSE);
        } catch (IOException | RuntimeException e) {
          result = "PROBLEM: " + e;
          TimeUnit.MILLISECONDS.sleep(PAUSE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void poll() throws AwsError, IOException, InterruptedException {
    var function = functions.get(mapping.function());
    var role = invocations.role(function);
    var messages = receive(role, LONGEST_WAIT, Math.min(MOST_AT_ONCE, mapping.batchSize()));
    if (messages.isEmpty()) {
      return;
    }
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(mapping.window());
    for (long left = end - System.nanoTime();
        messages.size() < mapping.batchSize() && left > 0;
        left = end - System.nanoTime()) {
      int wait = (int) Math.min(LONGEST_WAIT, Math.ceilDiv(left, TimeUnit.SECONDS.toNanos(1)));
      messages.addAll(
          receive(role, wait, Math.min(MOST_AT_ONCE, mapping.batchSize() - messages.size())));
    }
    // Changed while it waited: the newest code gets them.
    process(functions.get(mapping.function()), role, messages);
  }

  private List<JsonNode> receive(Identity role, int wait, int most)
      throws AwsError, IOException, InterruptedException {
    var given =
        JsonTexts.object()
            .put("QueueUrl", mapping.queueUrl())
            .put("MaxNumberOfMessages", most)
            .put("WaitTimeSeconds", wait);
    given.putArray("MessageSystemAttributeNames").add("All");
    given.putArray("MessageAttributeNames").add("All");
    return new ArrayList<>(
        sqs(role, "ReceiveMessage", given).path("Messages").valueStream().toList());
  }

  private ObjectNode sqs(Identity role, String action, ObjectNode given)
      throws AwsError, IOException, InterruptedException {
    var region = mapping.queueArn().split(":", -1)[3];
    return calls.json(role, region, "sqs", "AmazonSQS." + action, given);
  }

  private void process(Function function, Identity role, List<JsonNode> messages)
      throws AwsError, IOException, InterruptedException {
    var event = JsonTexts.object();
    var records = event.putArray("Records");
    messages.forEach(message -> records.add(record(message)));
    var invoked = invocations.invoke(function, JsonTexts.bytes(event));
    if (invoked.error().isPresent()) {
      result = "PROBLEM: Function call failed";
      return;
    }
    var failed = mapping.reportsItems() ? failed(invoked.payload()) : Optional.of(Set.<String>of());
    if (failed.isEmpty()) {
      result = "PROBLEM: Function call failed";
      return;
    }
    delete(role, messages, failed.get());
    result = failed.get().isEmpty() ? "OK" : "PROBLEM: Function call failed";
  }

  /// The messages that a function names as failed; empty when what it says cannot be understood,
  /// which counts as if all had failed.
  private static Optional<Set<String>> failed(String payload) {
    var answer = JsonTexts.object(payload.getBytes(UTF_8));
    var failures = answer.map(json -> json.path("batchItemFailures"));
    if (failures.isEmpty()) {
      return payload.equals("null") || payload.equals("\"\"")
          ? Optional.of(Set.of())
          : Optional.empty();
    }
    var ids = new HashSet<String>();
    for (var failure : failures.get()) {
      var id = failure.path("itemIdentifier").asString("");
      if (id.isEmpty()) {
        return Optional.empty();
      }
      ids.add(id);
    }
    return Optional.of(ids);
  }

  private void delete(Identity role, List<JsonNode> messages, Set<String> failed)
      throws AwsError, IOException, InterruptedException {
    var rest =
        messages.stream()
            .filter(message -> !failed.contains(message.path("MessageId").asString("")))
            .toList();
    for (int from = 0; from < rest.size(); from += MOST_AT_ONCE) {
      var given = JsonTexts.object().put("QueueUrl", mapping.queueUrl());
      ArrayNode entries = given.putArray("Entries");
      for (var message : rest.subList(from, Math.min(from + MOST_AT_ONCE, rest.size()))) {
        entries
            .addObject()
            .put("Id", Integer.toString(entries.size()))
            .put("ReceiptHandle", message.path("ReceiptHandle").asString(""));
      }
      var _ = sqs(role, "DeleteMessageBatch", given);
    }
  }

  private ObjectNode record(JsonNode message) {
    var record =
        JsonTexts.object()
            .put("messageId", message.path("MessageId").asString(""))
            .put("receiptHandle", message.path("ReceiptHandle").asString(""))
            .put("body", message.path("Body").asString(""));
    var attributes = record.putObject("attributes");
    message
        .path("Attributes")
        .properties()
        .forEach(entry -> attributes.set(entry.getKey(), entry.getValue()));
    var own = record.putObject("messageAttributes");
    message
        .path("MessageAttributes")
        .properties()
        .forEach(entry -> {
          var value = own.putObject(entry.getKey());
          for (var part : List.of("StringValue", "BinaryValue", "DataType")) {
            if (entry.getValue().has(part)) {
              value.set(
                  part.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + part.substring(1),
                  entry.getValue().path(part));
            }
          }
        });
    return record
        .put("md5OfBody", message.path("MD5OfBody").asString(""))
        .put("eventSource", "aws:sqs")
        .put("eventSourceARN", mapping.queueArn())
        .put("awsRegion", mapping.queueArn().split(":", -1)[3]);
  }
}
