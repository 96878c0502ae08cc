package dev.landfall.sandbox.aws;

import dev.landfall.sandbox.aws.s3.Destinations;
import dev.landfall.sandbox.aws.sqs.SqsService;

/// What S3 can send notifications to here: queues. Threads may share it.
final class BucketDestinations implements Destinations {
  private final SqsService queues;

  BucketDestinations(SqsService queues) {
    this.queues = queues;
  }

  @Override
  public boolean admits(String arn, Sender bucket) {
    return queues.exists(arn);
  }

  @Override
  public void send(String arn, Sender bucket, String message) {
    queues.deliver(arn, message);
  }
}
