package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.protocol.Request;
import dev.landfall.sandbox.aws.protocol.Xml;
import dev.landfall.sandbox.aws.s3.Notifications.Event;
import dev.landfall.sandbox.aws.store.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Objects on their way in: their bytes are there before anything speaks of them, so that nobody
/// ever sees half of one. Threads share it.
final class ObjectWrites {
  private final S3Store store;
  private final BucketAccess access;
  private final ObjectReads reads;
  private final Notifications notifications;
  private final Clock clock;

  ObjectWrites(S3Store store, BucketAccess access, Notifications notifications, Clock clock) {
    this.store = store;
    this.access = access;
    this.notifications = notifications;
    this.reads = new ObjectReads(store, access);
    this.clock = clock;
  }

  Reply put(Call call, Address address) throws AwsError, IOException {
    var bucket = access.bucket(call, address.bucket());
    var headers = ObjectHeaders.of(call, bucket);
    var tags = Tags.ofHeader(call.request().header("x-amz-tagging").orElse(""));
    var uploaded = Uploaded.check(call);
    var blob = store.newBlob();
    var size = call.body().size();
    call.body().moveTo(store.blob(blob));
    var version =
        new Version(
            "",
            false,
            blob,
            size,
            uploaded.etag(),
            clock.millis(),
            ObjectHeaders.with(headers, uploaded),
            tags,
            List.of());
    var saved = save(call, address, version, "ObjectCreated:Put", _ -> List.of());
    return Reply.empty(200, ObjectHeaders.ofWrite(bucket, saved));
  }

  /// Changes that have to be done together with saving a version.
  @FunctionalInterface
  interface Further {
    List<Change<?>> of(Version version) throws AwsError;
  }

  /// Makes it the newest version. Its blob is deleted when that fails.
  ///
  /// @param event that the bucket tells of
  Version save(Call call, Address address, Version draft, String event, Further further)
      throws AwsError, IOException {
    var saved = false;
    try {
      List<String> old;
      List<Change<?>> told;
      Version version;
      synchronized (store.lock()) {
        var bucket = access.bucket(call, address.bucket());
        var present = store.object(address.bucket(), address.key());
        Conditions.checkWrite(call.request(), address.key(), present.current());
        version =
            draft.withId(
                bucket.versioning().equals(Bucket.ENABLED) ? store.newId() : Version.NULL_ID);
        old = present.version(version.id()).stream().map(Version::blob).toList();
        var changes = new ArrayList<>(further.of(version));
        changes.add(store.put(address.bucket(), address.key(), present.with(version)));
        told = notifications.of(call, bucket, new Event(event, address.key(), version));
        changes.addAll(told);
        store.commit(changes);
      }
      saved = true;
      notifications.sent(told);
      store.delete(old);
      return version;
    } finally {
      if (!saved) {
        store.delete(List.of(draft.blob()));
      }
    }
  }

  Reply copy(Call call, Address address, String header) throws AwsError, IOException {
    var request = call.request();
    var bucket = access.bucket(call, address.bucket());
    var source = CopySource.of(header);
    var origin = source(call, source);
    var replaces = replaces(request, "x-amz-metadata-directive");
    if (source.address().equals(address)
        && source.version().isEmpty()
        && !replaces
        && request.header(ObjectHeaders.ENCRYPTION).isEmpty()
        && request.header("x-amz-storage-class").isEmpty()) {
      throw S3Errors.invalidRequest(
          "This copy request is illegal because it is trying to copy an object to itself without"
              + " changing the object's metadata, storage class, website redirect location or"
              + " encryption attributes.");
    }
    var headers = headers(call, bucket, origin, replaces);
    var tags =
        replaces(request, "x-amz-tagging-directive")
            ? Tags.ofHeader(request.header("x-amz-tagging").orElse(""))
            : origin.tags();
    var blob = store.newBlob();
    Files.copy(store.blob(origin.blob()), store.blob(blob));
    var checksum = request.header("x-amz-checksum-algorithm").flatMap(Checksum::of);
    if (checksum.isPresent()) {
      headers.keySet().removeIf(name -> name.startsWith(Checksum.HEADER));
      headers.put(
          checksum.get().header(), checksum.get().of(Files.newInputStream(store.blob(blob))));
      headers.put("x-amz-checksum-type", "FULL_OBJECT");
    }
    var etag = etag(origin, blob);
    var draft =
        new Version("", false, blob, origin.size(), etag, clock.millis(), headers, tags, List.of());
    var saved = save(call, address, draft, "ObjectCreated:Copy", _ -> List.of());
    var reply =
        Reply.document(
            Xml.document(
                "CopyObjectResult",
                BucketOperations.NAMESPACE,
                xml -> {
                  xml.text("LastModified", Times.iso(saved.modified()))
                      .text("ETag", saved.quotedEtag());
                  checksums(saved, xml);
                }));
    for (var entry : ObjectHeaders.ofWrite(bucket, saved).entrySet()) {
      if (!entry.getKey().equals("ETag") && !entry.getKey().startsWith(Checksum.HEADER)) {
        reply = reply.with(entry.getKey(), entry.getValue());
      }
    }
    return origin.id().equals(Version.NULL_ID)
        ? reply
        : reply.with("x-amz-copy-source-version-id", origin.id());
  }

  /// A copy is one piece, whatever its origin was made of.
  private String etag(Version origin, String blob) throws IOException {
    if (origin.parts().isEmpty()) {
      return origin.etag();
    }
    try (var in = Files.newInputStream(store.blob(blob))) {
      return java.util.HexFormat.of().formatHex(Checksum.digest("MD5", in));
    }
  }

  /// What is copied, when it fulfils the conditions.
  Version source(Call call, CopySource source) throws AwsError {
    var _ = access.anywhere(call, source.address().bucket());
    var origin = reads.version(source.version(), source.address());
    Conditions.checkRead(call.request(), origin, "x-amz-copy-source-");
    return origin;
  }

  private static boolean replaces(Request request, String header) throws AwsError {
    var directive = request.header(header).orElse("COPY");
    if (!directive.equals("COPY") && !directive.equals("REPLACE")) {
      throw S3Errors.invalidArgument("Unknown directive.", header, directive);
    }
    return directive.equals("REPLACE");
  }

  private static Map<String, String> headers(
      Call call, Bucket bucket, Version origin, boolean replaces) throws AwsError, IOException {
    var own = new TreeMap<>(ObjectHeaders.of(call, bucket));
    if (replaces) {
      origin
          .headers()
          .forEach((name, value) -> {
            if (name.startsWith(Checksum.HEADER) && origin.parts().isEmpty()) {
              own.put(name, value);
            }
          });
      return own;
    }
    var headers = new TreeMap<>(origin.headers());
    if (!origin.parts().isEmpty()) {
      headers.keySet().removeIf(name -> name.startsWith(Checksum.HEADER));
    }
    for (var name : List.of(ObjectHeaders.ENCRYPTION, "x-amz-storage-class")) {
      headers.remove(name);
      Optional.ofNullable(own.get(name)).ifPresent(value -> headers.put(name, value));
    }
    return headers;
  }

  /// The elements for an object's checksums.
  static void checksums(Version version, Xml xml) {
    for (var algorithm : Checksum.values()) {
      Optional.ofNullable(version.headers().get(algorithm.header()))
          .ifPresent(value -> xml.text(algorithm.element(), value));
    }
    Optional.ofNullable(version.headers().get("x-amz-checksum-type"))
        .ifPresent(value -> xml.text("ChecksumType", value));
  }
}
