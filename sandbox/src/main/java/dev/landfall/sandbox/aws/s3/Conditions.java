package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Request;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// Whether a request's conditions hold.
///
/// Source: RFC 9110, section 13; "Conditional requests" in the Amazon S3 User Guide.
final class Conditions {
  private Conditions() {}

  /// @param prefix of the headers' names, such as `x-amz-copy-source-`
  /// @throws AwsError with status 304 when there is nothing new, and 412 otherwise
  static void checkRead(Request request, Version version, String prefix) throws AwsError {
    var modified = Instant.ofEpochMilli(version.modified() / 1000 * 1000);
    var match = request.header(prefix + "if-match");
    if (match.isPresent() && !matches(match.get(), version)) {
      throw S3Errors.preconditionFailed("If-Match");
    }
    var unmodified = request.header(prefix + "if-unmodified-since").flatMap(Times::parse);
    if (match.isEmpty() && unmodified.isPresent() && modified.isAfter(unmodified.get())) {
      throw S3Errors.preconditionFailed("If-Unmodified-Since");
    }
    var noneMatch = request.header(prefix + "if-none-match");
    if (noneMatch.isPresent() && matches(noneMatch.get(), version)) {
      throw notModified(prefix);
    }
    var since = request.header(prefix + "if-modified-since").flatMap(Times::parse);
    if (noneMatch.isEmpty() && since.isPresent() && !modified.isAfter(since.get())) {
      throw notModified(prefix);
    }
  }

  private static AwsError notModified(String prefix) {
    return prefix.isEmpty()
        ? new AwsError("NotModified", 304, "Not Modified")
        : S3Errors.preconditionFailed("If-None-Match");
  }

  private static boolean matches(String header, Version version) {
    return Stream.of(header.split(",", -1))
        .map(String::strip)
        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
        .anyMatch(tag ->
            tag.equals("*") || tag.equals(version.quotedEtag()) || tag.equals(version.etag()));
  }

  /// For a write, which has two of them.
  static void checkWrite(Request request, String key, Optional<Version> current) throws AwsError {
    var noneMatch = request.header("if-none-match");
    if (noneMatch.isPresent()) {
      if (!noneMatch.get().equals("*")) {
        throw S3Errors.notImplemented("If-None-Match");
      }
      if (current.isPresent()) {
        throw S3Errors.preconditionFailed("If-None-Match");
      }
    }
    var match = request.header("if-match");
    if (match.isPresent()) {
      if (current.isEmpty()) {
        throw S3Errors.noSuchKey(key);
      }
      if (!matches(match.get(), current.get())) {
        throw S3Errors.preconditionFailed("If-Match");
      }
    }
  }
}
