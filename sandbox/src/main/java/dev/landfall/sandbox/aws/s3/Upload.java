package dev.landfall.sandbox.aws.s3;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// An upload in parts. Immutable.
///
/// @param initiated in milliseconds since 1970
/// @param algorithm of checksums, such as `CRC32`; empty when the client did not choose one
/// @param composite whether the object's checksum is that of its parts' checksums
/// @param completed the version that has come of it; empty while it goes on
record Upload(
    String bucket,
    String key,
    String id,
    long initiated,
    Map<String, String> headers,
    Map<String, String> tags,
    String algorithm,
    boolean composite,
    SortedMap<Integer, Part> parts,
    Optional<Version> completed) {
  /// A part.
  ///
  /// @param blob the name of the file that holds its bytes
  /// @param checksum in base64, empty when there is none
  record Part(String blob, long size, String etag, long modified, String checksum) {
    String quotedEtag() {
      return '"' + etag + '"';
    }
  }

  Upload with(int number, Part part) {
    var more = new TreeMap<>(parts);
    more.put(number, part);
    return new Upload(
        bucket, key, id, initiated, headers, tags, algorithm, composite, more, completed);
  }

  Upload completedAs(Version version) {
    return new Upload(
        bucket,
        key,
        id,
        initiated,
        headers,
        tags,
        algorithm,
        composite,
        new TreeMap<>(),
        Optional.of(version));
  }
}
