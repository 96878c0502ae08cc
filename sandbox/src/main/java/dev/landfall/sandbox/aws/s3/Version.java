package dev.landfall.sandbox.aws.s3;

import java.util.List;
import java.util.Map;

/// A version of an object, or the mark of its deletion. Immutable.
///
/// @param id `null` when the bucket had no versions when it came into being
/// @param blob the name of the file that holds its bytes; empty for a mark of deletion
/// @param etag without quotes
/// @param modified in milliseconds since 1970
/// @param headers that come back with it, by their names in lower case: also its metadata and
///   checksums
/// @param parts the sizes of its parts; empty when it was not uploaded in parts
record Version(
    String id,
    boolean deleted,
    String blob,
    long size,
    String etag,
    long modified,
    Map<String, String> headers,
    Map<String, String> tags,
    List<Long> parts) {
  static final String NULL_ID = "null";

  static Version deletion(String id, long modified) {
    return new Version(id, true, "", 0, "", modified, Map.of(), Map.of(), List.of());
  }

  Version withTags(Map<String, String> other) {
    return new Version(id, deleted, blob, size, etag, modified, headers, other, parts);
  }

  Version withId(String other) {
    return new Version(other, deleted, blob, size, etag, modified, headers, tags, parts);
  }

  String quotedEtag() {
    return '"' + etag + '"';
  }
}
