package dev.landfall.sandbox.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.iam.policy.MalformedPolicyException;
import dev.landfall.sandbox.aws.iam.policy.Policy;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.Content;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.protocol.Operation;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.protocol.Xml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Sub-resources of buckets that are kept as they were put, and given back so. Threads share it.
final class BucketDocuments {
  private static final String POLICY = "policy";
  private static final int LONGEST_POLICY = 20 * 1024;

  /// A kind of document.
  ///
  /// @param root of its XML; empty for JSON
  /// @param action as the API calls it, without the verb
  /// @param missing the code and the message of the error when there is none; empty when an empty
  ///   document is given back
  private record Kind(String root, String action, String missing, String message) {}

  private static final Map<String, Kind> BY_NAME =
      new TreeMap<>(
          Map.of(
              POLICY,
              new Kind(
                  "", "BucketPolicy", "NoSuchBucketPolicy", "The bucket policy does not exist"),
              "encryption",
              new Kind(
                  "ServerSideEncryptionConfiguration",
                  "BucketEncryption",
                  "ServerSideEncryptionConfigurationNotFoundError",
                  "The server side encryption configuration was not found"),
              "publicAccessBlock",
              new Kind(
                  "PublicAccessBlockConfiguration",
                  "PublicAccessBlock",
                  "NoSuchPublicAccessBlockConfiguration",
                  "The public access block configuration was not found"),
              "lifecycle",
              new Kind(
                  "LifecycleConfiguration",
                  "BucketLifecycleConfiguration",
                  "NoSuchLifecycleConfiguration",
                  "The lifecycle configuration does not exist"),
              "ownershipControls",
              new Kind(
                  "OwnershipControls",
                  "BucketOwnershipControls",
                  "OwnershipControlsNotFoundError",
                  "The bucket ownership controls were not found"),
              "cors",
              new Kind(
                  "CORSConfiguration",
                  "BucketCors",
                  "NoSuchCORSConfiguration",
                  "The CORS configuration does not exist"),
              "tagging",
              new Kind("Tagging", "BucketTagging", "NoSuchTagSet", "The TagSet does not exist"),
              "logging",
              new Kind("BucketLoggingStatus", "BucketLogging", "", ""),
              "notification",
              new Kind("NotificationConfiguration", "BucketNotificationConfiguration", "", "")));

  /// The names of the sub-resources.
  static final List<String> KINDS = List.copyOf(BY_NAME.keySet());

  private static final String ENCRYPTED =
      Xml.document(
          "ServerSideEncryptionConfiguration",
          BucketOperations.NAMESPACE,
          xml ->
              xml.raw(
                  "<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>"
                      + "</ApplyServerSideEncryptionByDefault>"
                      + "<BucketKeyEnabled>false</BucketKeyEnabled></Rule>"));
  private static final String NOT_PUBLIC =
      Xml.document(
          "PublicAccessBlockConfiguration",
          BucketOperations.NAMESPACE,
          xml ->
              xml.text("BlockPublicAcls", true)
                  .text("IgnorePublicAcls", true)
                  .text("BlockPublicPolicy", true)
                  .text("RestrictPublicBuckets", true));

  private static final String NOTIFICATION = "notification";
  private static final String ENCRYPTION = "encryption";

  private final S3Store store;
  private final BucketAccess access;
  private final Notifications notifications;
  private final Clock clock;

  BucketDocuments(S3Store store, BucketAccess access, Notifications notifications, Clock clock) {
    this.store = store;
    this.access = access;
    this.notifications = notifications;
    this.clock = clock;
  }

  /// What a new bucket has.
  ///
  /// @param ownership that the client wants
  static Map<String, String> initial(Optional<String> ownership) {
    return Map.of(
        ENCRYPTION,
        ENCRYPTED,
        "publicAccessBlock",
        NOT_PUBLIC,
        "ownershipControls",
        Xml.document(
            "OwnershipControls",
            BucketOperations.NAMESPACE,
            xml ->
                xml.element(
                    "Rule",
                    rule ->
                        rule.text("ObjectOwnership", ownership.orElse("BucketOwnerEnforced")))));
  }

  Operation operation(Call call, String bucket, String name) throws AwsError {
    var action = Optional.ofNullable(BY_NAME.get(name)).orElseThrow().action();
    return switch (call.request().method()) {
      case "GET" -> Operation.of("Get" + action, bucket, () -> get(call, bucket, name));
      case "PUT" -> Operation.of("Put" + action, bucket, () -> put(call, bucket, name));
      case "DELETE" -> Operation.of("Delete" + action, bucket, () -> delete(call, bucket, name));
      default -> throw S3Errors.notImplemented(name);
    };
  }

  private Reply get(Call call, String bucket, String name) throws AwsError {
    var kind = Optional.ofNullable(BY_NAME.get(name)).orElseThrow();
    var document = access.bucket(call, bucket).document(name);
    if (document.isEmpty() && !kind.missing().isEmpty()) {
      throw new AwsError(kind.missing(), 404, kind.message()).with("BucketName", bucket);
    }
    if (name.equals(POLICY)) {
      return new Reply(
          200, Map.of("Content-Type", "application/json"), Content.of(document.orElse("")));
    }
    return Reply.document(
        document.orElseGet(() -> Xml.document(kind.root(), BucketOperations.NAMESPACE, xml -> {})));
  }

  private Reply put(Call call, String bucket, String name) throws AwsError, IOException {
    var kind = Optional.ofNullable(BY_NAME.get(name)).orElseThrow();
    Uploaded.checkMd5(call);
    var text = new String(call.body().bytes(), UTF_8);
    if (name.equals(POLICY)) {
      checkPolicy(call.body().bytes());
    } else {
      var _ = XmlBody.read(call.body(), kind.root());
    }
    if (name.equals(NOTIFICATION)) {
      notifications.check(access.bucket(call, bucket), text);
    }
    change(call, bucket, name, Optional.of(text));
    if (name.equals(NOTIFICATION)) {
      announce(access.bucket(call, bucket), call.requestId());
    }
    return Reply.empty(name.equals(POLICY) || name.equals("tagging") ? 204 : 200);
  }

  /// Checks the notifications that a bucket is to have.
  void checkNotification(Bucket bucket) throws AwsError {
    var wanted = bucket.document(NOTIFICATION);
    if (wanted.isPresent()) {
      try {
        notifications.check(bucket, wanted.get());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Tells the destinations of a bucket that they will hear of it.
  ///
  /// @param requestId of the call that made them so
  void announce(Bucket bucket, String requestId) {
    bucket
        .document(NOTIFICATION)
        .ifPresent(document ->
            notifications.announce(bucket, document, requestId, Times.iso(clock.millis())));
  }

  /// What a bucket has of a sub-resource that nobody gave it.
  static Optional<String> usual(String name) {
    return Optional.ofNullable(initial(Optional.empty()).get(name));
  }

  static void checkPolicy(byte[] document) throws AwsError {
    var policy = JsonTexts.object(document);
    if (document.length > LONGEST_POLICY) {
      throw new AwsError(
          "PolicyTooLarge", 400, "Policy exceeds the maximum allowed document size.");
    }
    if (policy.isEmpty()) {
      throw new AwsError(
          "MalformedPolicy", 400, "Policies must be valid JSON and the first byte must be '{'");
    }
    if (policy.get().path("Statement").isMissingNode()) {
      throw new AwsError("MalformedPolicy", 400, "Missing required field Statement");
    }
    try {
      var _ = Policy.parse(new String(document, UTF_8), Policy.Kind.RESOURCE);
    } catch (MalformedPolicyException e) {
      throw new AwsError("MalformedPolicy", 400, e.message());
    }
  }

  private Reply delete(Call call, String bucket, String name) throws AwsError {
    change(call, bucket, name, name.equals(ENCRYPTION) ? usual(name) : Optional.empty());
    return Reply.empty(204);
  }

  private void change(Call call, String bucket, String name, Optional<String> document)
      throws AwsError {
    synchronized (store.lock()) {
      var present = access.bucket(call, bucket);
      store.commit(List.of(store.put(present.with(name, document))));
    }
  }
}
