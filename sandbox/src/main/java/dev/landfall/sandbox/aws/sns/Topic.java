package dev.landfall.sandbox.aws.sns;

import dev.landfall.sandbox.aws.resource.Scope;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A topic. Immutable.
///
/// @param attributes that were set
record Topic(
    String account,
    String region,
    String name,
    Map<String, String> attributes,
    Map<String, String> tags) {
  static final String FIFO = ".fifo";
  static final String POLICY = "Policy";

  private static final int PARTS = 6;

  Topic {
    attributes = Map.copyOf(attributes);
    tags = Map.copyOf(tags);
  }

  String key() {
    return account + "/" + region + "/" + name;
  }

  /// @return empty for what is no topic's ARN
  static Optional<String> keyOf(String arn) {
    var parts = arn.split(":", -1);
    return parts.length == PARTS && parts[2].equals("sns")
        ? Optional.of(parts[4] + "/" + parts[3] + "/" + parts[5])
        : Optional.empty();
  }

  /// @return empty for what is no topic's ARN
  static Optional<String> regionOf(String arn) {
    return keyOf(arn).map(key -> key.split("/", -1)[1]);
  }

  static String arn(Scope scope, String name) {
    return "arn:"
        + scope.partition()
        + ":sns:"
        + scope.region()
        + ":"
        + scope.account()
        + ":"
        + name;
  }

  String arn() {
    return arn(new Scope(account, region), name);
  }

  boolean fifo() {
    return name.endsWith(FIFO);
  }

  String attribute(String attribute) {
    return attributes.getOrDefault(attribute, "");
  }

  /// What it lets do: unless it was given another one, its own account everything.
  String policy() {
    var own = attribute(POLICY);
    return own.isEmpty() ? TopicAttributes.usualPolicy(this) : own;
  }

  Topic withAttributes(Map<String, String> changed) {
    var more = new TreeMap<>(attributes);
    changed.forEach((attribute, value) -> {
      if (value.isEmpty()) {
        more.remove(attribute);
      } else {
        more.put(attribute, value);
      }
    });
    return new Topic(account, region, name, more, tags);
  }

  Topic withTags(Map<String, String> other) {
    return new Topic(account, region, name, attributes, other);
  }
}
