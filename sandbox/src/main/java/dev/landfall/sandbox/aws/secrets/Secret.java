package dev.landfall.sandbox.aws.secrets;

import java.util.Map;
import java.util.Optional;

/// A secret without its values. Immutable; times are in milliseconds since 1970.
///
/// @param key of KMS; empty for Secrets Manager's own
/// @param deletion when it was deleted; 0 for one that was not
/// @param gone when it cannot be restored any more; 0 for one that was not deleted
/// @param policy its own; empty for none
record Secret(
    String name,
    String arn,
    String description,
    String key,
    long created,
    long changed,
    long accessed,
    long deletion,
    long gone,
    String policy,
    Map<String, String> tags) {
  private static final int ACCOUNT = 4;

  Secret {
    tags = Map.copyOf(tags);
  }

  boolean deleted() {
    return deletion > 0;
  }

  String account() {
    return arn.split(":", -1)[ACCOUNT];
  }

  Optional<String> ownPolicy() {
    return Optional.of(policy).filter(text -> !text.isEmpty());
  }

  Secret described(String newDescription, String newKey, long now) {
    return new Secret(
        name, arn, newDescription, newKey, created, now, accessed, deletion, gone, policy, tags);
  }

  Secret changedAt(long now) {
    return described(description, key, now);
  }

  Secret accessedAt(long day) {
    return new Secret(
        name, arn, description, key, created, changed, day, deletion, gone, policy, tags);
  }

  Secret deletedAt(long now, long until) {
    return new Secret(
        name, arn, description, key, created, now, accessed, now, until, policy, tags);
  }

  Secret restored() {
    return new Secret(name, arn, description, key, created, changed, accessed, 0, 0, policy, tags);
  }

  Secret withPolicy(String text) {
    return new Secret(
        name, arn, description, key, created, changed, accessed, deletion, gone, text, tags);
  }

  Secret withTags(Map<String, String> other) {
    return new Secret(
        name, arn, description, key, created, changed, accessed, deletion, gone, policy, other);
  }
}
