package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.resource.Scope;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A bucket. Immutable.
///
/// @param account whose it is
/// @param created in milliseconds since 1970
/// @param documents what was put for its sub-resources, by their names: XML, or JSON for `policy`
record Bucket(
    String name, String account, String region, long created, Map<String, String> documents) {
  static final String ENABLED = "Enabled";
  static final String SUSPENDED = "Suspended";

  private static final String VERSIONING = "versioning";

  String arn() {
    var partition = new Scope(account, region).partition();
    return "arn:" + partition + ":s3:::" + name;
  }

  /// As the sender of notifications.
  Destinations.Sender sender() {
    return new Destinations.Sender(arn(), account);
  }

  Optional<String> document(String subResource) {
    return Optional.ofNullable(documents.get(subResource));
  }

  Bucket with(String subResource, Optional<String> document) {
    var more = new TreeMap<>(documents);
    document.ifPresentOrElse(text -> more.put(subResource, text), () -> more.remove(subResource));
    return new Bucket(name, account, region, created, more);
  }

  /// `Enabled` or `Suspended`; empty for a bucket that never had versions.
  String versioning() {
    return documents.getOrDefault(VERSIONING, "");
  }

  Bucket withVersioning(String status) {
    return with(VERSIONING, Optional.of(status));
  }
}
