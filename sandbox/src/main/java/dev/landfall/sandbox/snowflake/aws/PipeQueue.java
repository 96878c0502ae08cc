package dev.landfall.sandbox.snowflake.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.snowflake.model.AwsIdentity;
import java.net.URLDecoder;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The queue in which buckets tell the pipes of an account of new files (Snowflake, "Automating
/// Snowpipe for Amazon S3"). A message goes away after it was heeded, so that none is lost.
public final class PipeQueue implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(PipeQueue.class.getName());
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST_WAIT = 20;
  private static final int MOST = 10;
  private static final long RETRY_MILLIS = 1_000;

  private final AwsIdentity identity;
  private final String region;
  private final SqsClient sqs;
  private final BiConsumer<String, String> created;
  private final Thread reader;
  private volatile boolean closed;

  private PipeQueue(
      AwsLink link, AwsIdentity identity, String region, BiConsumer<String, String> created) {
    this.identity = identity;
    this.region = region;
    this.created = created;
    this.sqs =
        AwsClients.prepared(
                link,
                SqsClient.builder(),
                AwsClients.keys(link, identity.user()),
                Region.of(region))
            .build();
    this.reader = Thread.ofVirtual().name("snowpipe-" + identity.account()).unstarted(this::read);
  }

  /// Makes the queue of an account, and listens to it from then on.
  ///
  /// @param region of the account, as AWS calls it
  /// @param created is told the bucket and the key of each new object
  public static PipeQueue open(
      AwsLink link, AwsIdentity identity, String region, BiConsumer<String, String> created) {
    var queue = new PipeQueue(link, identity, region, created);
    queue.reader.start();
    return queue;
  }

  private String make() {
    var policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
            + "{\"Service\":\"s3.amazonaws.com\"},\"Action\":\"sqs:SendMessage\",\"Resource\":\""
            + identity.queue(region)
            + "\"}]}";
    return sqs.createQueue(r ->
            r.queueName(identity.queueName()).attributes(Map.of(QueueAttributeName.POLICY, policy)))
        .queueUrl();
  }

  private void read() {
    while (!closed) {
      try {
        var url = make();
        while (!closed) {
          sqs.receiveMessage(
                  r -> r.queueUrl(url).maxNumberOfMessages(MOST).waitTimeSeconds(LONGEST_WAIT))
              .messages()
              .forEach(message -> heed(url, message));
        }
      } catch (SdkException e) {
        if (!closed) {
          LOGGER.log(System.Logger.Level.WARNING, "the queue of pipes cannot be read", e);
          pause();
        }
      }
    }
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private void heed(String url, Message message) {
    try {
      for (JsonNode told : JSON.readTree(message.body()).path("Records")) {
        if (told.path("eventName").asString("").startsWith("ObjectCreated:")) {
          var s3 = told.path("s3");
          created.accept(
              s3.path("bucket").path("name").asString(""),
              URLDecoder.decode(s3.path("object").path("key").asString(""), UTF_8));
        }
      }
    } catch (JacksonException e) {
      LOGGER.log(System.Logger.Level.WARNING, "a message for pipes is no JSON", e);
    }
    sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
  }

  /// Listens no more. What is in the queue stays there.
  @Override
  public void close() {
    closed = true;
    reader.interrupt();
    sqs.close();
  }
}
