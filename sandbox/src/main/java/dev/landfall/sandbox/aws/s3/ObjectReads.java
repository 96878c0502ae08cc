package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.Content;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.protocol.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Objects on their way out. Threads share it.
final class ObjectReads {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");
  private static final String OVERRIDE = "response-";

  private final S3Store store;
  private final BucketAccess access;

  ObjectReads(S3Store store, BucketAccess access) {
    this.store = store;
    this.access = access;
  }

  /// Some bytes of an object.
  private record Range(long from, long length, boolean partial) {}

  /// Of a GET, and of a HEAD.
  Reply get(Call call, Address address) throws AwsError, IOException {
    while (true) {
      try {
        return find(call, address);
      } catch (NoSuchFileException e) {
        // It was overwritten after it was looked up: what is there now counts.
        if (store.object(address.bucket(), address.key()).versions().isEmpty()) {
          throw S3Errors.noSuchKey(address.key());
        }
      }
    }
  }

  private Reply find(Call call, Address address) throws AwsError, IOException {
    var request = call.request();
    var bucket = access.bucket(call, address.bucket());
    var version = version(request.query("versionId"), address);
    Conditions.checkRead(request, version, "");
    var range = range(request, version);
    var headers = headers(request, bucket, version);
    if (range.partial()) {
      headers.put(
          "Content-Range",
          "bytes "
              + range.from()
              + "-"
              + (range.from() + range.length() - 1)
              + "/"
              + version.size());
    } else if (request.header("x-amz-checksum-mode").isPresent()) {
      version
          .headers()
          .forEach((name, value) -> {
            if (name.startsWith(Checksum.HEADER)) {
              headers.put(name, value);
            }
          });
    }
    if (request.query("partNumber").isPresent() && !version.parts().isEmpty()) {
      headers.put("x-amz-mp-parts-count", Integer.toString(version.parts().size()));
    }
    if (request.method().equals("HEAD")) {
      headers.put("Content-Length", Long.toString(range.length()));
    }
    Content content = new FileContent(store.blob(version.blob()), range.from(), range.length());
    return new Reply(range.partial() ? 206 : 200, headers, content);
  }

  /// The first bytes of an object.
  byte[] bytes(String account, Address address, Optional<String> version, int most)
      throws AwsError, IOException {
    var bucket =
        store.bucket(address.bucket()).orElseThrow(() -> S3Errors.noSuchBucket(address.bucket()));
    if (!bucket.account().equals(account)) {
      throw S3Errors.accessDenied();
    }
    while (true) {
      try (var blob = Files.newInputStream(store.blob(version(version, address).blob()))) {
        return blob.readNBytes(most);
      } catch (NoSuchFileException e) {
        // It was overwritten after it was looked up: what is there now counts.
        if (store.object(address.bucket(), address.key()).versions().isEmpty()) {
          throw S3Errors.noSuchKey(address.key());
        }
      }
    }
  }

  /// Finds what is asked for.
  ///
  /// @param id empty for the newest
  Version version(Optional<String> id, Address address) throws AwsError {
    var object = store.object(address.bucket(), address.key());
    if (id.isEmpty()) {
      return object.current().orElseThrow(() -> S3Errors.noSuchKey(address.key()));
    }
    var version =
        object.version(id.get()).orElseThrow(() -> S3Errors.noSuchVersion(address.key(), id.get()));
    if (version.deleted()) {
      throw new AwsError(
              "MethodNotAllowed", 405, "The specified method is not allowed against this resource.")
          .with("ResourceType", "DeleteMarker");
    }
    return version;
  }

  private static Map<String, String> headers(Request request, Bucket bucket, Version version) {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    version
        .headers()
        .forEach((name, value) -> {
          if (!name.startsWith(Checksum.HEADER)) {
            headers.put(name, value);
          }
        });
    headers.put("ETag", version.quotedEtag());
    headers.put("Last-Modified", Times.http(version.modified()));
    headers.put("Accept-Ranges", "bytes");
    if (!bucket.versioning().isEmpty()) {
      headers.put("x-amz-version-id", version.id());
    }
    if (!version.tags().isEmpty()) {
      headers.put("x-amz-tagging-count", Integer.toString(version.tags().size()));
    }
    for (var pair : request.query()) {
      if (pair.name().startsWith(OVERRIDE)) {
        headers.put(pair.name().substring(OVERRIDE.length()), pair.value());
      }
    }
    return headers;
  }

  private static Range range(Request request, Version version) throws AwsError {
    var part = request.query("partNumber");
    if (part.isPresent()) {
      return part(part.get(), version);
    }
    var header = request.header("Range");
    if (header.isPresent()) {
      var match = RANGE.matcher(header.get());
      // Others, such as several ranges, are as if they were not there.
      if (match.matches()) {
        return range(header.get(), match.group(1), match.group(2), version.size());
      }
    }
    return new Range(0, version.size(), false);
  }

  private static Range range(String header, String first, String last, long size) throws AwsError {
    if (first.isEmpty() && last.isEmpty()) {
      return new Range(0, size, false);
    }
    if (first.isEmpty()) {
      var length = Math.min(Long.parseLong(last), size);
      if (length > 0) {
        return new Range(size - length, length, true);
      }
    } else {
      var from = Long.parseLong(first);
      var to = last.isEmpty() ? size - 1 : Math.min(Long.parseLong(last), size - 1);
      if (!last.isEmpty() && Long.parseLong(last) < from) {
        return new Range(0, size, false);
      }
      if (from < size) {
        return new Range(from, to - from + 1, true);
      }
    }
    throw new AwsError("InvalidRange", 416, "The requested range is not satisfiable")
        .with("RangeRequested", header)
        .with("ActualObjectSize", Long.toString(size));
  }

  private static Range part(String number, Version version) throws AwsError {
    var wanted = Uploads.number(number);
    var parts = version.parts();
    if (wanted == 1 && parts.isEmpty()) {
      return new Range(0, version.size(), false);
    }
    if (wanted > parts.size()) {
      throw new AwsError("InvalidPartNumber", 416, "The requested partnumber is not satisfiable");
    }
    var from = parts.subList(0, wanted - 1).stream().mapToLong(Long::longValue).sum();
    return new Range(from, parts.get(wanted - 1), true);
  }

  Reply acl(Call call, Address address) throws AwsError {
    var bucket = access.bucket(call, address.bucket());
    var _ = version(call.request().query("versionId"), address);
    return Reply.document(BucketOperations.ownersAcl(bucket));
  }
}
