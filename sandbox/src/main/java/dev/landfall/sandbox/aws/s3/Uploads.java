package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.protocol.Xml;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Uploads in parts. Threads share it.
final class Uploads {
  private static final int MOST_PARTS = 10_000;
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{1,18})");

  private final S3Store store;
  private final BucketAccess access;
  private final ObjectWrites writes;
  private final Assembly assembly;
  private final Clock clock;

  Uploads(S3Store store, BucketAccess access, ObjectWrites writes, Clock clock) {
    this.store = store;
    this.access = access;
    this.writes = writes;
    this.assembly = new Assembly(store, access, writes, clock);
    this.clock = clock;
  }

  Reply create(Call call, Address address) throws AwsError, IOException {
    var request = call.request();
    var bucket = access.bucket(call, address.bucket());
    var algorithm = request.header("x-amz-checksum-algorithm").orElse("");
    var type = request.header("x-amz-checksum-type");
    if (!algorithm.isEmpty() && Checksum.of(algorithm).isEmpty()) {
      throw S3Errors.invalidRequest(
          "Checksum algorithm provided is unsupported. Please try again with any of the valid"
              + " types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
    }
    var upload =
        new Upload(
            address.bucket(),
            address.key(),
            store.newId(),
            clock.millis(),
            ObjectHeaders.of(call, bucket),
            Tags.ofHeader(request.header("x-amz-tagging").orElse("")),
            algorithm,
            type.map(text -> text.equals("COMPOSITE"))
                .orElse(!algorithm.equals(Checksum.CRC64NVME.name())),
            new TreeMap<>(),
            Optional.empty());
    store.commit(List.of(store.put(upload)));
    var reply =
        Reply.document(
            Xml.document(
                "InitiateMultipartUploadResult",
                BucketOperations.NAMESPACE,
                xml ->
                    xml.text("Bucket", address.bucket())
                        .text("Key", address.key())
                        .text("UploadId", upload.id())));
    return algorithm.isEmpty()
        ? reply
        : reply
            .with("x-amz-checksum-algorithm", algorithm)
            .with("x-amz-checksum-type", upload.composite() ? "COMPOSITE" : "FULL_OBJECT");
  }

  /// The number of a part.
  static int number(String text) throws AwsError {
    if (!text.matches("[0-9]{1,5}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MOST_PARTS) {
      throw S3Errors.invalidArgument(
          "Part number must be an integer between 1 and " + MOST_PARTS + ", inclusive",
          "partNumber",
          text);
    }
    return Integer.parseInt(text);
  }

  /// The upload that a call means, which goes on.
  private Upload open(Call call, Address address) throws AwsError {
    var upload = assembly.any(call, address);
    if (upload.completed().isPresent()) {
      throw S3Errors.noSuchUpload(upload.id());
    }
    return upload;
  }

  Reply part(Call call, Address address) throws AwsError, IOException {
    var number = number(call.request().query("partNumber").orElse(""));
    var _ = open(call, address);
    var uploaded = Uploaded.check(call);
    var blob = store.newBlob();
    var size = call.body().size();
    call.body().moveTo(store.blob(blob));
    var part = new Upload.Part(blob, size, uploaded.etag(), clock.millis(), uploaded.checksum());
    keep(call, address, number, part);
    var headers = new TreeMap<String, String>();
    headers.put("ETag", part.quotedEtag());
    uploaded.algorithm().ifPresent(a -> headers.put(a.header(), uploaded.checksum()));
    return Reply.empty(200, headers);
  }

  private void keep(Call call, Address address, int number, Upload.Part part)
      throws AwsError, IOException {
    var kept = false;
    try {
      Optional<Upload.Part> old;
      synchronized (store.lock()) {
        var upload = open(call, address);
        old = Optional.ofNullable(upload.parts().get(number));
        store.commit(List.of(store.put(upload.with(number, part))));
      }
      kept = true;
      store.delete(old.stream().map(Upload.Part::blob).toList());
    } finally {
      if (!kept) {
        store.delete(List.of(part.blob()));
      }
    }
  }

  Reply copyPart(Call call, Address address, String header) throws AwsError, IOException {
    var number = number(call.request().query("partNumber").orElse(""));
    var upload = open(call, address);
    var origin = writes.source(call, CopySource.of(header));
    var from = 0L;
    var length = origin.size();
    var range = call.request().header("x-amz-copy-source-range");
    if (range.isPresent()) {
      var match = RANGE.matcher(range.get());
      if (!match.matches() || Long.parseLong(match.group(2)) >= origin.size()) {
        throw S3Errors.invalidArgument(
            "The x-amz-copy-source-range value must be of the form bytes=first-last where first"
                + " and last are the zero-based offsets of the first and last bytes to copy",
            "x-amz-copy-source-range",
            range.get());
      }
      from = Long.parseLong(match.group(1));
      length = Long.parseLong(match.group(2)) - from + 1;
    }
    var blob = store.newBlob();
    try (var content = new FileContent(store.blob(origin.blob()), from, length);
        var out = Files.newOutputStream(store.blob(blob))) {
      content.writeTo(out);
    }
    String etag;
    try (var in = Files.newInputStream(store.blob(blob))) {
      etag = HexFormat.of().formatHex(Checksum.digest("MD5", in));
    }
    var algorithm = Checksum.of(upload.algorithm());
    var checksum =
        algorithm.isPresent() ? algorithm.get().of(Files.newInputStream(store.blob(blob))) : "";
    var part = new Upload.Part(blob, length, etag, clock.millis(), checksum);
    keep(call, address, number, part);
    return Reply.document(
        Xml.document(
            "CopyPartResult",
            BucketOperations.NAMESPACE,
            xml -> {
              xml.text("LastModified", Times.iso(part.modified())).text("ETag", part.quotedEtag());
              algorithm.ifPresent(a -> xml.text(a.element(), checksum));
            }));
  }

  Reply complete(Call call, Address address) throws AwsError, IOException {
    return assembly.complete(call, address);
  }

  Reply abort(Call call, Address address) throws AwsError, IOException {
    Upload upload;
    synchronized (store.lock()) {
      upload = open(call, address);
      store.commit(List.of(store.remove(upload)));
    }
    store.delete(upload.parts().values().stream().map(Upload.Part::blob).toList());
    return Reply.empty(204);
  }

  Reply parts(Call call, Address address) throws AwsError {
    var upload = open(call, address);
    var most = Page.most(call.request(), "max-parts");
    var after = call.request().query("part-number-marker").orElse("");
    var marker = after.isEmpty() || after.equals("0") ? 0 : number(after);
    var left = upload.parts().tailMap(marker + 1);
    var shown = left.entrySet().stream().limit(most).toList();
    var algorithm = Checksum.of(upload.algorithm());
    return Reply.document(
        Xml.document(
            "ListPartsResult",
            BucketOperations.NAMESPACE,
            xml -> {
              xml.text("Bucket", upload.bucket())
                  .text("Key", upload.key())
                  .text("UploadId", upload.id())
                  .text("PartNumberMarker", marker)
                  .text("NextPartNumberMarker", shown.isEmpty() ? 0 : shown.getLast().getKey())
                  .text("MaxParts", most)
                  .text("IsTruncated", shown.size() < left.size());
              algorithm.ifPresent(a -> xml.text("ChecksumAlgorithm", a.name()));
              for (Map.Entry<Integer, Upload.Part> entry : shown) {
                var part = entry.getValue();
                xml.element(
                    "Part",
                    one -> {
                      one.text("PartNumber", entry.getKey())
                          .text("LastModified", Times.iso(part.modified()))
                          .text("ETag", part.quotedEtag())
                          .text("Size", part.size());
                      if (!part.checksum().isEmpty() && algorithm.isPresent()) {
                        one.text(algorithm.get().element(), part.checksum());
                      }
                    });
              }
            }));
  }

  Reply list(Call call, String name) throws AwsError {
    var bucket = access.bucket(call, name);
    var request = call.request();
    var prefix = request.query("prefix").orElse("");
    for (var refused : List.of("delimiter", "key-marker", "upload-id-marker")) {
      if (!request.query(refused).orElse("").isEmpty()) {
        throw S3Errors.notImplemented(refused);
      }
    }
    return Reply.document(
        Xml.document(
            "ListMultipartUploadsResult",
            BucketOperations.NAMESPACE,
            xml -> {
              xml.text("Bucket", name).text("Prefix", prefix).text("IsTruncated", false);
              for (var upload : store.uploads()) {
                if (upload.bucket().equals(name)
                    && upload.completed().isEmpty()
                    && upload.key().startsWith(prefix)) {
                  xml.element(
                      "Upload",
                      one ->
                          one.text("Key", upload.key())
                              .text("UploadId", upload.id())
                              .element("Owner", o -> o.text("ID", Times.owner(bucket.account())))
                              .text("StorageClass", "STANDARD")
                              .text("Initiated", Times.iso(upload.initiated())));
                }
              }
            }));
  }
}
