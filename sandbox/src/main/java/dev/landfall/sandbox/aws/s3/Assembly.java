package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.Digests;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.protocol.Xml;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Makes an object of the parts of an upload. Threads share it.
final class Assembly {
  private static final long SMALLEST_PART = 5L * 1024 * 1024;

  private final S3Store store;
  private final BucketAccess access;
  private final ObjectWrites writes;
  private final Clock clock;

  Assembly(S3Store store, BucketAccess access, ObjectWrites writes, Clock clock) {
    this.store = store;
    this.access = access;
    this.writes = writes;
    this.clock = clock;
  }

  /// The upload that a call means, whether it goes on or not.
  Upload any(Call call, Address address) throws AwsError {
    var _ = access.bucket(call, address.bucket());
    var id = call.request().query("uploadId").orElse("");
    return store
        .upload(id)
        .filter(upload ->
            upload.bucket().equals(address.bucket()) && upload.key().equals(address.key()))
        .orElseThrow(() -> S3Errors.noSuchUpload(id));
  }

  /// A call that comes again, since its answer was lost, gets the same answer.
  Reply complete(Call call, Address address) throws AwsError, IOException {
    var upload = any(call, address);
    var bucket = access.bucket(call, address.bucket());
    var completed = upload.completed();
    return answer(
        call,
        address,
        bucket,
        completed.isPresent() ? completed.get() : assemble(call, address, upload));
  }

  private Reply answer(Call call, Address address, Bucket bucket, Version version) {
    var reply =
        Reply.document(
            Xml.document(
                "CompleteMultipartUploadResult",
                BucketOperations.NAMESPACE,
                xml -> {
                  xml.text("Location", call.endpoint() + call.request().rawPath())
                      .text("Bucket", address.bucket())
                      .text("Key", address.key())
                      .text("ETag", version.quotedEtag());
                  ObjectWrites.checksums(version, xml);
                }));
    for (var entry : ObjectHeaders.ofWrite(bucket, version).entrySet()) {
      if (entry.getKey().startsWith(ObjectHeaders.ENCRYPTION)
          || entry.getKey().equals("x-amz-version-id")) {
        reply = reply.with(entry.getKey(), entry.getValue());
      }
    }
    return reply;
  }

  private Version assemble(Call call, Address address, Upload upload) throws AwsError, IOException {
    var chosen = chosen(call, upload);
    var blob = store.newBlob();
    var size = 0L;
    var md5s = new ByteArrayOutputStream();
    try (var out = Files.newOutputStream(store.blob(blob))) {
      for (var part : chosen) {
        Files.copy(store.blob(part.blob()), out);
        md5s.writeBytes(HexFormat.of().parseHex(part.etag()));
        size += part.size();
      }
    }
    var headers = new TreeMap<>(upload.headers());
    var algorithm = Checksum.of(upload.algorithm());
    if (algorithm.isPresent()) {
      headers.put(algorithm.get().header(), checksum(algorithm.get(), upload, chosen, blob));
      headers.put("x-amz-checksum-type", upload.composite() ? "COMPOSITE" : "FULL_OBJECT");
      compare(call, algorithm.get(), headers);
    }
    var draft =
        new Version(
            "",
            false,
            blob,
            size,
            Digests.hex("MD5", md5s.toByteArray()) + "-" + chosen.size(),
            clock.millis(),
            headers,
            upload.tags(),
            chosen.stream().map(Upload.Part::size).toList());
    var version =
        writes.save(
            call,
            address,
            draft,
            "ObjectCreated:CompleteMultipartUpload",
            saved -> {
              if (!any(call, address).equals(upload)) {
                throw new AwsError(
                    "OperationAborted",
                    409,
                    "A conflicting conditional operation is currently in progress against this"
                        + " resource. Please try again.");
              }
              return List.of(store.put(upload.completedAs(saved)));
            });
    store.delete(upload.parts().values().stream().map(Upload.Part::blob).toList());
    return version;
  }

  private void compare(Call call, Checksum algorithm, Map<String, String> headers) throws AwsError {
    var stated = call.request().header(algorithm.header());
    var actual = headers.getOrDefault(algorithm.header(), "");
    if (stated.isPresent()
        && !stated.get().replaceAll("-[0-9]+$", "").equals(actual.replaceAll("-[0-9]+$", ""))) {
      throw S3Errors.badDigest(algorithm.name());
    }
  }

  private String checksum(Checksum algorithm, Upload upload, List<Upload.Part> chosen, String blob)
      throws IOException {
    if (!upload.composite()) {
      return algorithm.of(Files.newInputStream(store.blob(blob)));
    }
    var all = new ByteArrayOutputStream();
    for (var part : chosen) {
      var one =
          part.checksum().isEmpty()
              ? algorithm.of(Files.newInputStream(store.blob(part.blob())))
              : part.checksum();
      all.writeBytes(Base64.getDecoder().decode(one));
    }
    return algorithm.of(new ByteArrayInputStream(all.toByteArray())) + "-" + chosen.size();
  }

  private static List<Upload.Part> chosen(Call call, Upload upload) throws AwsError, IOException {
    var wanted = XmlBody.read(call.body(), "CompleteMultipartUpload").children("Part");
    if (wanted.isEmpty()) {
      throw S3Errors.malformedXml();
    }
    var algorithm = Checksum.of(upload.algorithm());
    var chosen = new ArrayList<Upload.Part>();
    var last = 0;
    for (var item : wanted) {
      var number = Uploads.number(item.required("PartNumber"));
      if (number <= last) {
        throw new AwsError(
                "InvalidPartOrder",
                400,
                "The list of parts was not in ascending order. Parts must be ordered by part"
                    + " number.")
            .with("UploadId", upload.id());
      }
      last = number;
      var etag = item.required("ETag").replace("\"", "");
      var part = Optional.ofNullable(upload.parts().get(number));
      var checksum = algorithm.flatMap(a -> item.text(a.element()));
      if (part.isEmpty()
          || !part.get().etag().equals(etag)
          || checksum
              .map(text -> !part.get().checksum().isEmpty() && !part.get().checksum().equals(text))
              .orElse(false)) {
        throw new AwsError(
                "InvalidPart",
                400,
                "One or more of the specified parts could not be found. The part may not have been"
                    + " uploaded, or the specified entity tag may not match the part's entity tag.")
            .with("UploadId", upload.id())
            .with("PartNumber", Integer.toString(number))
            .with("ETag", etag);
      }
      chosen.add(part.get());
    }
    for (var part : chosen.subList(0, chosen.size() - 1)) {
      if (part.size() < SMALLEST_PART) {
        throw new AwsError(
                "EntityTooSmall",
                400,
                "Your proposed upload is smaller than the minimum allowed size")
            .with("ProposedSize", Long.toString(part.size()))
            .with("MinSizeAllowed", Long.toString(SMALLEST_PART));
      }
    }
    return chosen;
  }
}
