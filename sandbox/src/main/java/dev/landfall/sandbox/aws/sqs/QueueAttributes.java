package dev.landfall.sandbox.aws.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.iam.policy.MalformedPolicyException;
import dev.landfall.sandbox.aws.iam.policy.Policy;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import java.util.Map;
import java.util.Optional;

/// The attributes that a queue may be given.
///
/// Source: "SetQueueAttributes" in the Amazon SQS API Reference.
final class QueueAttributes {
  /// What a queue has that was given none.
  static final Map<String, String> DEFAULTS =
      Map.of(
          "DelaySeconds", "0",
          "MaximumMessageSize", "1048576",
          "MessageRetentionPeriod", "345600",
          "ReceiveMessageWaitTimeSeconds", "0",
          "VisibilityTimeout", "30",
          "SqsManagedSseEnabled", "true");

  /// What a FIFO queue has besides.
  static final Map<String, String> FIFO_DEFAULTS =
      Map.of(
          "FifoQueue", "true",
          "ContentBasedDeduplication", "false",
          "DeduplicationScope", "queue",
          "FifoThroughputLimit", "perQueue");

  private static final int MOST_RECEIVES = 1000;

  private record Range(int least, int most) {}

  private static final Map<String, Range> NUMBERS =
      Map.of(
          "DelaySeconds", new Range(0, 900),
          "MaximumMessageSize", new Range(1024, 1_048_576),
          "MessageRetentionPeriod", new Range(60, 1_209_600),
          "ReceiveMessageWaitTimeSeconds", new Range(0, 20),
          "VisibilityTimeout", new Range(0, 43_200),
          "KmsDataKeyReusePeriodSeconds", new Range(60, 86_400));

  private QueueAttributes() {}

  /// Checks what a client wants.
  ///
  /// @param name of the queue
  static void check(Map<String, String> wanted, String name) throws AwsError {
    for (var entry : wanted.entrySet()) {
      check(entry.getKey(), entry.getValue(), name);
    }
  }

  private static void check(String attribute, String value, String queue) throws AwsError {
    var range = NUMBERS.get(attribute);
    if (range != null) {
      if (!value.matches("[0-9]{1,7}")
          || Integer.parseInt(value) < range.least()
          || Integer.parseInt(value) > range.most()) {
        throw SqsErrors.invalidAttributeValue(attribute);
      }
      return;
    }
    var fifo = queue.endsWith(Queue.FIFO);
    var right =
        switch (attribute) {
          case "Policy" -> value.isEmpty() || isPolicy(value);
          case "RedriveAllowPolicy" ->
              value.isEmpty() || JsonTexts.object(value.getBytes(UTF_8)).isPresent();
          case "RedrivePolicy" -> value.isEmpty() || isRedrive(value);
          case "KmsMasterKeyId" -> true;
          case "SqsManagedSseEnabled" -> isBoolean(value);
          case "FifoQueue" -> value.equals("true") && fifo;
          case "ContentBasedDeduplication" -> fifo && isBoolean(value);
          // Only the defaults: scopes of single groups are not honoured.
          case "DeduplicationScope" -> fifo && value.equals("queue");
          case "FifoThroughputLimit" -> fifo && value.equals("perQueue");
          default ->
              throw new AwsError(
                  "InvalidAttributeName", 400, "Unknown Attribute " + attribute + ".");
        };
    if (!right) {
      throw SqsErrors.invalidAttributeValue(attribute);
    }
  }

  private static boolean isPolicy(String value) {
    try {
      var _ = Policy.parse(value, Policy.Kind.RESOURCE);
      return true;
    } catch (MalformedPolicyException e) {
      return false;
    }
  }

  private static boolean isBoolean(String value) {
    return value.equals("true") || value.equals("false");
  }

  private static boolean isRedrive(String value) {
    Optional<String> most =
        JsonTexts.object(value.getBytes(UTF_8))
            .filter(
                policy -> Queue.keyOf(policy.path("deadLetterTargetArn").asString("")).isPresent())
            .map(policy -> policy.path("maxReceiveCount").asString(""));
    return most.map(text ->
            text.matches("[0-9]{1,4}")
                && Integer.parseInt(text) >= 1
                && Integer.parseInt(text) <= MOST_RECEIVES)
        .orElse(false);
  }
}
