package dev.landfall.sandbox.aws.kms;

import dev.landfall.sandbox.aws.resource.Scope;
import java.util.Map;

/// A key without its material. Immutable; times are in milliseconds since 1970.
///
/// @param gone when it is deleted; 0 for one that stays
record Key(
    String account,
    String region,
    String id,
    String description,
    String policy,
    boolean enabled,
    boolean rotated,
    long created,
    long gone,
    Map<String, String> tags) {
  Key {
    tags = Map.copyOf(tags);
  }

  static String arn(Scope scope, String resource) {
    return "arn:"
        + scope.partition()
        + ":kms:"
        + scope.region()
        + ":"
        + scope.account()
        + ":"
        + resource;
  }

  Scope scope() {
    return new Scope(account, region);
  }

  String arn() {
    return arn(scope(), "key/" + id);
  }

  boolean leaving() {
    return gone > 0;
  }

  String state() {
    return leaving() ? "PendingDeletion" : enabled ? "Enabled" : "Disabled";
  }

  Key described(String text) {
    return new Key(account, region, id, text, policy, enabled, rotated, created, gone, tags);
  }

  Key withPolicy(String text) {
    return new Key(account, region, id, description, text, enabled, rotated, created, gone, tags);
  }

  Key enabled(boolean yes) {
    return new Key(account, region, id, description, policy, yes, rotated, created, gone, tags);
  }

  Key rotated(boolean yes) {
    return new Key(account, region, id, description, policy, enabled, yes, created, gone, tags);
  }

  Key goneAt(long time) {
    return new Key(account, region, id, description, policy, enabled, rotated, created, time, tags);
  }

  Key withTags(Map<String, String> other) {
    return new Key(
        account, region, id, description, policy, enabled, rotated, created, gone, other);
  }
}
