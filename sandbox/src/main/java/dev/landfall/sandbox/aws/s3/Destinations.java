package dev.landfall.sandbox.aws.s3;

/// Where buckets send notifications to. Threads share it.
public interface Destinations {
  /// Who sends.
  ///
  /// @param arn of the bucket
  /// @param account whose it is
  record Sender(String arn, String account) {}

  /// Whether there is such a destination, and the bucket may send to it.
  boolean admits(String arn, Sender bucket);

  /// Sends. What is not there any more gets nothing.
  void send(String arn, Sender bucket, String message);
}
