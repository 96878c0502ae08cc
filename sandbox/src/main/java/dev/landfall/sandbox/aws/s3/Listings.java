package dev.landfall.sandbox.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.protocol.Xml;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// What is in a bucket. Threads share it.
final class Listings {
  private final S3Store store;
  private final BucketAccess access;

  Listings(S3Store store, BucketAccess access) {
    this.store = store;
    this.access = access;
  }

  Reply objects(Call call, String name) throws AwsError {
    var bucket = access.bucket(call, name);
    var page = new Page(call);
    var marker = call.request().query("marker").orElse("");
    page.fill(store, name, marker, object -> object.current().isPresent());
    return Reply.document(
        Xml.document(
            "ListBucketResult",
            BucketOperations.NAMESPACE,
            xml -> {
              page.writeHead(name, xml);
              xml.text("Marker", page.encode(marker));
              if (page.truncated()) {
                xml.text("NextMarker", page.encode(page.last()));
              }
              contents(page, bucket, true, xml);
            }));
  }

  Reply objectsV2(Call call, String name) throws AwsError {
    var request = call.request();
    if (!request.query("list-type").orElse("").equals("2")) {
      throw S3Errors.invalidArgument(
          "Invalid List Type specified in Request",
          "list-type",
          request.query("list-type").orElse(""));
    }
    var bucket = access.bucket(call, name);
    var page = new Page(call);
    var token = request.query("continuation-token");
    var start = request.query("start-after").orElse("");
    page.fill(
        store,
        name,
        token.isPresent() ? decode(token.get()) : start,
        object -> object.current().isPresent());
    var owner = request.query("fetch-owner").map(Boolean::parseBoolean).orElse(false);
    return Reply.document(
        Xml.document(
            "ListBucketResult",
            BucketOperations.NAMESPACE,
            xml -> {
              page.writeHead(name, xml);
              xml.text("KeyCount", page.entries().size());
              token.ifPresent(text -> xml.text("ContinuationToken", text));
              if (!start.isEmpty()) {
                xml.text("StartAfter", page.encode(start));
              }
              if (page.truncated()) {
                xml.text("NextContinuationToken", encode(page.last()));
              }
              contents(page, bucket, owner, xml);
            }));
  }

  private static void contents(Page page, Bucket bucket, boolean owner, Xml xml) {
    for (var entry : page.entries()) {
      entry
          .object()
          .flatMap(StoredObject::current)
          .ifPresent(version ->
              xml.element(
                  "Contents",
                  one -> {
                    one.text("Key", page.encode(entry.key()));
                    describe(version, one);
                    if (owner) {
                      one.element("Owner", o -> o.text("ID", Times.owner(bucket.account())));
                    }
                  }));
    }
    page.writeCommonPrefixes(xml);
  }

  private static void describe(Version version, Xml xml) {
    xml.text("LastModified", Times.iso(version.modified())).text("ETag", version.quotedEtag());
    for (var algorithm : Checksum.values()) {
      if (version.headers().containsKey(algorithm.header())) {
        xml.text("ChecksumAlgorithm", algorithm.name());
      }
    }
    Optional.ofNullable(version.headers().get("x-amz-checksum-type"))
        .ifPresent(type -> xml.text("ChecksumType", type));
    xml.text("Size", version.size())
        .text("StorageClass", version.headers().getOrDefault("x-amz-storage-class", "STANDARD"));
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(UTF_8));
  }

  private static String decode(String token) throws AwsError {
    try {
      return new String(Base64.getUrlDecoder().decode(token), UTF_8);
    } catch (IllegalArgumentException e) {
      throw S3Errors.invalidArgument(
          "The continuation token provided is incorrect", "continuation-token", token);
    }
  }

  /// A version on a page.
  private record Line(String key, Version version, boolean latest) {}

  Reply versions(Call call, String name) throws AwsError {
    var request = call.request();
    var bucket = access.bucket(call, name);
    var page = new Page(call);
    var keyMarker = request.query("key-marker").orElse("");
    var idMarker = request.query("version-id-marker").orElse("");
    var lines = new ArrayList<Line>();
    if (!idMarker.isEmpty()) {
      rest(store.object(name, keyMarker), keyMarker, idMarker, lines);
    }
    page.fill(store, name, keyMarker, _ -> true);
    for (var entry : page.entries()) {
      entry
          .object()
          .ifPresent(object -> {
            for (var version : object.versions()) {
              lines.add(new Line(entry.key(), version, version.equals(object.versions().get(0))));
            }
          });
    }
    return Reply.document(
        Xml.document(
            "ListVersionsResult",
            BucketOperations.NAMESPACE,
            xml -> write(bucket, page, lines, new Marker(keyMarker, idMarker), xml)));
  }

  private record Marker(String key, String id) {}

  /// The versions of a key that the page before this one had no place for.
  private static void rest(StoredObject object, String key, String after, List<Line> lines) {
    var seen = false;
    for (var version : object.versions()) {
      if (seen) {
        lines.add(new Line(key, version, false));
      }
      seen = seen || version.id().equals(after);
    }
  }

  private static void write(Bucket bucket, Page page, List<Line> lines, Marker marker, Xml xml) {
    var cut = lines.size() > page.most();
    var shown = cut ? lines.subList(0, page.most()) : lines;
    xml.text("Name", bucket.name())
        .text("KeyMarker", page.encode(marker.key()))
        .text("VersionIdMarker", marker.id());
    if (cut && !shown.isEmpty()) {
      xml.text("NextKeyMarker", page.encode(shown.getLast().key()))
          .text("NextVersionIdMarker", shown.getLast().version().id());
    } else if (page.truncated()) {
      xml.text("NextKeyMarker", page.encode(page.last()));
    }
    xml.text("MaxKeys", page.most()).text("IsTruncated", cut || page.truncated());
    page.writeOptions(xml);
    for (var line : shown) {
      var version = line.version();
      xml.element(
          version.deleted() ? "DeleteMarker" : "Version",
          one -> {
            one.text("Key", page.encode(line.key()))
                .text("VersionId", version.id())
                .text("IsLatest", line.latest());
            if (version.deleted()) {
              one.text("LastModified", Times.iso(version.modified()));
            } else {
              describe(version, one);
            }
            one.element("Owner", o -> o.text("ID", Times.owner(bucket.account())));
          });
    }
    if (!cut) {
      page.writeCommonPrefixes(xml);
    }
  }
}
