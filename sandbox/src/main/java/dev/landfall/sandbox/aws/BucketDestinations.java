package dev.landfall.sandbox.aws;

import dev.landfall.sandbox.aws.iam.Access;
import dev.landfall.sandbox.aws.s3.Destinations;
import dev.landfall.sandbox.aws.sqs.SqsService;
import java.util.Optional;

/// What S3 can send notifications to here: queues whose policies let it. Threads may share it.
final class BucketDestinations implements Destinations {
  private static final String S3 = "s3.amazonaws.com";

  private final SqsService queues;
  private final Access access;

  BucketDestinations(SqsService queues, Access access) {
    this.queues = queues;
    this.access = access;
  }

  @Override
  public boolean admits(String arn, Sender bucket) {
    return queues
        .delivery(arn)
        .map(needed ->
            access
                .decide(
                    S3,
                    needed
                        .with("aws:SourceArn", Optional.of(bucket.arn()))
                        .with("aws:SourceAccount", Optional.of(bucket.account())))
                .allowed())
        .orElse(false);
  }

  /// What is not let in any more is dropped, as S3 does.
  @Override
  public void send(String arn, Sender bucket, String message) {
    if (admits(arn, bucket)) {
      queues.deliver(arn, message);
    }
  }
}
