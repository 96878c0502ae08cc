package dev.landfall.sandbox.aws.sqs;

import dev.landfall.sandbox.aws.protocol.AwsError;
import java.util.Map;

/// What SQS says when it refuses, and how clients of its older protocol know it.
///
/// Source: the `awsQueryError` traits of the SQS model.
final class SqsErrors {
  /// The codes of the Query protocol, by the types of JSON.
  static final Map<String, String> QUERY_CODES =
      Map.ofEntries(
          Map.entry("QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"),
          Map.entry("QueueNameExists", "QueueAlreadyExists"),
          Map.entry("EmptyBatchRequest", "AWS.SimpleQueueService.EmptyBatchRequest"),
          Map.entry(
              "TooManyEntriesInBatchRequest",
              "AWS.SimpleQueueService.TooManyEntriesInBatchRequest"),
          Map.entry("BatchEntryIdsNotDistinct", "AWS.SimpleQueueService.BatchEntryIdsNotDistinct"),
          Map.entry("InvalidBatchEntryId", "AWS.SimpleQueueService.InvalidBatchEntryId"),
          Map.entry("BatchRequestTooLong", "AWS.SimpleQueueService.BatchRequestTooLong"),
          Map.entry("MessageNotInflight", "AWS.SimpleQueueService.MessageNotInflight"),
          Map.entry("PurgeQueueInProgress", "AWS.SimpleQueueService.PurgeQueueInProgress"),
          Map.entry("UnsupportedOperation", "AWS.SimpleQueueService.UnsupportedOperation"),
          Map.entry("RequestThrottled", "RequestThrottled"));

  private SqsErrors() {}

  static AwsError noQueue() {
    return new AwsError("QueueDoesNotExist", 400, "The specified queue does not exist.");
  }

  static AwsError invalidParameter(String message) {
    return new AwsError("InvalidParameterValue", 400, message);
  }

  static AwsError invalidParameter(String value, String name, String reason) {
    return invalidParameter(
        "Value " + value + " for parameter " + name + " is invalid. Reason: " + reason);
  }

  static AwsError missing(String name) {
    return new AwsError(
        "MissingParameter", 400, "The request must contain the parameter " + name + ".");
  }

  static AwsError invalidAttributeValue(String name) {
    return new AwsError(
        "InvalidAttributeValue", 400, "Invalid value for the parameter " + name + ".");
  }
}
