package dev.landfall.sandbox.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.iam.Access;
import dev.landfall.sandbox.aws.lambda.Functions;
import dev.landfall.sandbox.aws.s3.Destinations;
import dev.landfall.sandbox.aws.sns.Topics;
import dev.landfall.sandbox.aws.sqs.SqsService;
import java.util.Optional;

/// What S3 can send notifications to here: queues, topics and functions whose policies let it.
/// Threads may share it.
final class BucketDestinations implements Destinations {
  private static final String S3 = "s3.amazonaws.com";

  private final SqsService queues;
  private final Functions functions;
  private final Topics topics;
  private final Access access;

  BucketDestinations(SqsService queues, Functions functions, Topics topics, Access access) {
    this.queues = queues;
    this.topics = topics;
    this.functions = functions;
    this.access = access;
  }

  @Override
  public boolean admits(String arn, Sender bucket) {
    if (isFunction(arn)) {
      return functions.admits(arn, S3, bucket.arn(), bucket.account());
    }
    var permission =
        isTopic(arn)
            ? topics.permission(arn, "sns:Publish")
            : queues.permission(arn, "sqs:SendMessage");
    return permission
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

  private static boolean isFunction(String arn) {
    return arn.contains(":lambda:");
  }

  private static boolean isTopic(String arn) {
    return arn.contains(":sns:");
  }

  /// What is not let in any more is dropped, as S3 does.
  @Override
  public void send(String arn, Sender bucket, String message) {
    if (isFunction(arn)) {
      var _ =
          functions.invokeAsync(arn, message.getBytes(UTF_8), S3, bucket.arn(), bucket.account());
    } else if (admits(arn, bucket)) {
      if (isTopic(arn)) {
        topics.publish(arn, "Amazon S3 Notification", message);
      } else {
        queues.deliver(arn, message);
      }
    }
  }
}
