package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.protocol.Xml;
import dev.landfall.sandbox.aws.s3.Notifications.Event;
import dev.landfall.sandbox.aws.store.Change;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Objects that go away, or get a mark of deletion. Threads share it.
final class Deletions {
  private static final int MOST = 1000;

  private final S3Store store;
  private final BucketAccess access;
  private final Notifications notifications;
  private final Allowed allowed;
  private final Clock clock;

  Deletions(
      S3Store store,
      BucketAccess access,
      Notifications notifications,
      Allowed allowed,
      Clock clock) {
    this.allowed = allowed;
    this.store = store;
    this.access = access;
    this.notifications = notifications;
    this.clock = clock;
  }

  /// Whether an object may be deleted by who calls.
  @FunctionalInterface
  interface Allowed {
    void check(Call call, Address address, Optional<String> version) throws AwsError;
  }

  /// What has become of one.
  ///
  /// @param version that was deleted, or is the mark; empty in a bucket without versions
  /// @param mark whether that is a mark of deletion
  /// @param marked whether it was made now
  private record Deleted(Optional<String> version, boolean mark, boolean marked) {}

  Reply one(Call call, Address address) throws AwsError, IOException {
    var deleted =
        delete(call, address, call.request().query("versionId"), call.request().header("if-match"));
    var headers = new TreeMap<String, String>();
    deleted.version().ifPresent(id -> headers.put("x-amz-version-id", id));
    if (deleted.mark()) {
      headers.put("x-amz-delete-marker", "true");
    }
    return Reply.empty(204, headers);
  }

  private Deleted delete(Call call, Address address, Optional<String> id, Optional<String> expected)
      throws AwsError, IOException {
    List<String> blobs;
    List<Change<?>> told;
    Deleted deleted;
    synchronized (store.lock()) {
      var bucket = access.bucket(call, address.bucket());
      var present = store.object(address.bucket(), address.key());
      check(present, expected);
      StoredObject after;
      if (id.isPresent()) {
        var version = present.version(id.get());
        after = present.without(id.get());
        blobs = version.stream().map(Version::blob).toList();
        deleted = new Deleted(id, version.map(Version::deleted).orElse(false), false);
      } else if (bucket.versioning().isEmpty()) {
        after = present.without(Version.NULL_ID);
        blobs = present.version(Version.NULL_ID).stream().map(Version::blob).toList();
        deleted = new Deleted(Optional.empty(), false, false);
      } else {
        var mark = bucket.versioning().equals(Bucket.ENABLED) ? store.newId() : Version.NULL_ID;
        after = present.with(Version.deletion(mark, clock.millis()));
        blobs = present.version(mark).stream().map(Version::blob).toList();
        deleted = new Deleted(Optional.of(mark), true, true);
      }
      var name = deleted.marked() ? "ObjectRemoved:DeleteMarkerCreated" : "ObjectRemoved:Delete";
      var version = Version.deletion(deleted.version().orElse(Version.NULL_ID), clock.millis());
      told = notifications.of(call, bucket, new Event(name, address.key(), version));
      var changes = new ArrayList<>(told);
      changes.add(store.put(address.bucket(), address.key(), after));
      store.commit(changes);
    }
    notifications.sent(told);
    store.delete(blobs);
    return deleted;
  }

  private static void check(StoredObject present, Optional<String> expected) throws AwsError {
    if (expected.isPresent()
        && !present
            .current()
            .map(version ->
                expected.get().equals("*")
                    || expected.get().replace("\"", "").equals(version.etag()))
            .orElse(false)) {
      throw S3Errors.preconditionFailed("If-Match");
    }
  }

  Reply several(Call call, String bucket) throws AwsError, IOException {
    var _ = Uploaded.check(call);
    var wanted = XmlBody.read(call.body(), "Delete");
    var objects = wanted.children("Object");
    if (objects.isEmpty() || objects.size() > MOST) {
      throw S3Errors.malformedXml();
    }
    var quiet = wanted.text("Quiet").map(Boolean::parseBoolean).orElse(false);
    var _ = access.bucket(call, bucket);
    var answers = new ArrayList<java.util.function.Consumer<Xml>>();
    for (var object : objects) {
      var key = object.required("Key");
      var id = object.text("VersionId");
      try {
        var address = new Address(bucket, key);
        allowed.check(call, address, id);
        var deleted = delete(call, address, id, object.text("ETag"));
        if (!quiet) {
          answers.add(xml -> xml.element("Deleted", one -> write(key, id, deleted, one)));
        }
      } catch (AwsError e) {
        answers.add(xml ->
            xml.element(
                "Error",
                one -> {
                  one.text("Key", key);
                  id.ifPresent(version -> one.text("VersionId", version));
                  one.text("Code", e.code()).text("Message", e.message());
                }));
      }
    }
    return Reply.document(
        Xml.document(
            "DeleteResult",
            BucketOperations.NAMESPACE,
            xml -> answers.forEach(answer -> answer.accept(xml))));
  }

  private static void write(String key, Optional<String> id, Deleted deleted, Xml xml) {
    xml.text("Key", key);
    id.ifPresent(version -> xml.text("VersionId", version));
    if (deleted.mark()) {
      xml.text("DeleteMarker", true);
      deleted.version().ifPresent(version -> xml.text("DeleteMarkerVersionId", version));
    }
  }
}
