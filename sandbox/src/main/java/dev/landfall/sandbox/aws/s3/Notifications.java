package dev.landfall.sandbox.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.s3.Destinations.Sender;
import dev.landfall.sandbox.aws.store.Change;
import dev.landfall.sandbox.aws.store.Journal;
import dev.landfall.sandbox.aws.store.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// What buckets tell of their objects. A notification is kept together with the change that it
/// tells of until it is sent, so that none is lost; one may be sent twice. Threads share it.
///
/// Source: "Event message structure" in the Amazon S3 User Guide.
final class Notifications implements AutoCloseable {
  private static final String NOTIFICATION = "notification";

  private static final int MILLIS_SHIFT = 16;

  private final Journal journal;
  private final Table<Pending> pending;
  private final Destinations destinations;
  private final ExecutorService sending =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("s3-notification-", 0).factory());
  private final AtomicLong sequence;

  /// A message that has not been sent.
  ///
  /// @param arn of the destination
  /// @param bucket its ARN
  record Pending(String arn, String bucket, String account, String message) {}

  /// What happened to an object.
  ///
  /// @param name such as `ObjectCreated:Put`
  record Event(String name, String key, Version version) {}

  Notifications(Journal journal, Destinations destinations, Clock clock) {
    this.journal = journal;
    this.pending = journal.table("s3-notifications", Pending.class);
    this.destinations = destinations;
    // Later than all before, also after a restart.
    this.sequence = new AtomicLong(clock.millis() << MILLIS_SHIFT);
  }

  /// Sends what was left when the process ended.
  void resume() {
    List.copyOf(pending.rows().keySet()).forEach(this::send);
  }

  /// Checks a configuration as S3 does: every destination must be there and take messages of the
  /// bucket.
  void check(Bucket bucket, String document) throws AwsError, IOException {
    var rules = NotificationRule.read(document);
    for (int i = 0; i < rules.size(); i++) {
      for (var other : rules.subList(i + 1, rules.size())) {
        if (rules.get(i).overlaps(other)) {
          throw S3Errors.invalidArgument(
              "Configurations overlap. Configurations on the same bucket cannot share a common"
                  + " event type.",
              "NotificationConfiguration",
              other.arn());
        }
      }
    }
    for (var rule : rules) {
      var parts = rule.arn().split(":", -1);
      if (parts.length > 3 && !parts[3].equals(bucket.region())) {
        throw S3Errors.invalidArgument(
            "The notification destination service region is not valid for the bucket location"
                + " constraint",
            "NotificationConfiguration",
            rule.arn());
      }
      if (!destinations.admits(rule.arn(), bucket.sender())) {
        throw S3Errors.invalidArgument(
            "Unable to validate the following destination configurations",
            rule.arn(),
            "The destination ARN could not be validated: it does not exist, or its policy does not"
                + " allow Amazon S3 to send to it");
      }
    }
  }

  /// Tells the destinations of a configuration that they will hear of the bucket.
  void announce(Bucket bucket, String document, String requestId, String time) {
    for (var rule : rules(document)) {
      var message =
          JsonTexts.object()
              .put("Service", "Amazon S3")
              .put("Event", "s3:TestEvent")
              .put("Time", time)
              .put("Bucket", bucket.name())
              .put("RequestId", requestId)
              .put("HostId", Times.owner(requestId));
      if (!rule.arn().contains(":lambda:")) {
        sending.execute(() -> destinations.send(rule.arn(), bucket.sender(), message.toString()));
      }
    }
  }

  private static List<NotificationRule> rules(String document) {
    try {
      return NotificationRule.read(document);
    } catch (AwsError e) {
      throw new IllegalStateException("a configuration that was checked is broken", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The changes that keep what is to be told of an event.
  List<Change<?>> of(Call call, Bucket bucket, Event event) {
    var document = bucket.document(NOTIFICATION);
    if (document.isEmpty()) {
      return List.of();
    }
    var changes = new ArrayList<Change<?>>();
    for (var rule : rules(document.get())) {
      if (rule.concerns(event.name(), event.key())) {
        var key = String.format(Locale.ROOT, "%016x", sequence.incrementAndGet());
        var message = message(call, bucket, event, rule, key);
        changes.add(
            pending.put(key, new Pending(rule.arn(), bucket.arn(), bucket.account(), message)));
      }
    }
    return changes;
  }

  private static String message(
      Call call, Bucket bucket, Event event, NotificationRule rule, String key) {
    var version = event.version();
    var json = JsonTexts.object();
    var record = json.putArray("Records").addObject();
    record
        .put("eventVersion", "2.1")
        .put("eventSource", "aws:s3")
        .put("awsRegion", bucket.region())
        .put("eventTime", Times.iso(version.modified()))
        .put("eventName", event.name());
    record.putObject("userIdentity").put("principalId", "AWS:" + call.identity().userId());
    record.putObject("requestParameters").put("sourceIPAddress", "127.0.0.1");
    record
        .putObject("responseElements")
        .put("x-amz-request-id", call.requestId())
        .put("x-amz-id-2", Times.owner(call.requestId()));
    var s3 = record.putObject("s3");
    s3.put("s3SchemaVersion", "1.0").put("configurationId", rule.id());
    var inBucket = s3.putObject("bucket");
    inBucket.put("name", bucket.name());
    inBucket.putObject("ownerIdentity").put("principalId", bucket.account());
    inBucket.put("arn", bucket.arn());
    var object = s3.putObject("object");
    object.put("key", URLEncoder.encode(event.key(), UTF_8).replace("%2F", "/"));
    if (!event.name().startsWith("ObjectRemoved:")) {
      object.put("size", version.size()).put("eTag", version.etag());
    }
    if (!bucket.versioning().isEmpty()) {
      object.put("versionId", version.id());
    }
    object.put("sequencer", key.toUpperCase(Locale.ROOT));
    return json.toString();
  }

  /// Sends, after the changes were committed.
  void sent(List<Change<?>> changes) {
    changes.forEach(change -> send(change.key()));
  }

  private void send(String key) {
    sending.execute(() -> {
      Optional<Pending> message = pending.get(key);
      if (message.isPresent()) {
        var to = message.get();
        destinations.send(to.arn(), new Sender(to.bucket(), to.account()), to.message());
        journal.commit(pending.remove(key));
      }
    });
  }

  /// Ends; what has not been sent is sent when the server starts again.
  @Override
  public void close() {
    sending.close();
  }
}
