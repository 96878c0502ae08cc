package dev.landfall.sandbox.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The headers that come with an object, and go with it.
final class ObjectHeaders {
  static final String ENCRYPTION = "x-amz-server-side-encryption";

  private static final String METADATA = "x-amz-meta-";
  private static final int MOST_METADATA = 2 * 1024;
  private static final String KEY = ENCRYPTION + "-aws-kms-key-id";
  private static final String STORAGE_CLASS = "x-amz-storage-class";
  private static final List<String> KEPT =
      List.of(
          "content-type",
          "cache-control",
          "content-disposition",
          "content-language",
          "expires",
          ENCRYPTION,
          KEY);
  private static final List<String> STORAGE_CLASSES =
      List.of(
          "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "REDUCED_REDUNDANCY");

  private ObjectHeaders() {}

  /// Those that are kept of a request that makes an object in a bucket.
  static Map<String, String> of(Call call, Bucket bucket) throws AwsError, IOException {
    BucketOperations.checkAcl(call);
    var request = call.request();
    var kept = new TreeMap<String, String>();
    KEPT.forEach(name -> request.header(name).ifPresent(value -> kept.put(name, value)));
    kept.putIfAbsent("content-type", "binary/octet-stream");
    var encoding =
        request
            .header("content-encoding")
            .map(value ->
                Stream.of(value.split(",", -1))
                    .map(String::strip)
                    .filter(part -> !part.equals("aws-chunked") && !part.isEmpty())
                    .collect(Collectors.joining(",")))
            .orElse("");
    if (!encoding.isEmpty()) {
      kept.put("content-encoding", encoding);
    }
    var size = 0;
    for (var name : request.headerNames()) {
      if (name.startsWith(METADATA)) {
        var value = request.header(name).orElse("");
        size += name.length() - METADATA.length() + value.getBytes(UTF_8).length;
        kept.put(name, value);
      }
    }
    if (size > MOST_METADATA) {
      throw new AwsError(
          "MetadataTooLarge",
          400,
          "Your metadata headers exceed the maximum allowed metadata size");
    }
    storageClass(call, kept);
    encryption(bucket, kept);
    return kept;
  }

  private static void storageClass(Call call, Map<String, String> kept) throws AwsError {
    var wanted = call.request().header(STORAGE_CLASS).orElse("STANDARD");
    if (STORAGE_CLASSES.contains(wanted)) {
      kept.put(STORAGE_CLASS, wanted);
    } else if (!wanted.equals("STANDARD")) {
      throw new AwsError(
          "InvalidStorageClass", 400, "The storage class you specified is not valid");
    }
  }

  private static void encryption(Bucket bucket, Map<String, String> kept)
      throws AwsError, IOException {
    var wanted = kept.get(ENCRYPTION);
    if (wanted != null) {
      if (!List.of("AES256", "aws:kms", "aws:kms:dsse").contains(wanted)) {
        throw S3Errors.invalidArgument(
            "The encryption method specified is not supported", ENCRYPTION, wanted);
      }
      return;
    }
    kept.put(ENCRYPTION, "AES256");
    var document = bucket.document("encryption");
    if (document.isEmpty()) {
      return;
    }
    var rules = XmlBody.read(document.get(), "ServerSideEncryptionConfiguration");
    for (var rule : rules.children("Rule")) {
      for (var byDefault : rule.children("ApplyServerSideEncryptionByDefault")) {
        byDefault.text("SSEAlgorithm").ifPresent(name -> kept.put(ENCRYPTION, name));
        byDefault.text("KMSMasterKeyID").ifPresent(key -> kept.put(KEY, key));
      }
    }
  }

  /// With the checksum that came with the bytes.
  static Map<String, String> with(Map<String, String> headers, Uploaded uploaded) {
    var more = new TreeMap<>(headers);
    uploaded
        .algorithm()
        .ifPresent(algorithm -> {
          more.put(algorithm.header(), uploaded.checksum());
          more.put("x-amz-checksum-type", "FULL_OBJECT");
        });
    return more;
  }

  /// What the answer to a write says of the object.
  static Map<String, String> ofWrite(Bucket bucket, Version version) {
    var headers = new TreeMap<String, String>();
    headers.put("ETag", version.quotedEtag());
    version
        .headers()
        .forEach((name, value) -> {
          if (name.startsWith(ENCRYPTION) || name.startsWith(Checksum.HEADER)) {
            headers.put(name, value);
          }
        });
    if (!bucket.versioning().isEmpty()) {
      headers.put("x-amz-version-id", version.id());
    }
    return headers;
  }
}
