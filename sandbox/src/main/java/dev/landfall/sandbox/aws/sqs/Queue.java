package dev.landfall.sandbox.aws.sqs;

import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.resource.Scope;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A queue without its messages. Immutable.
///
/// @param created in seconds since 1970, as `modified`
/// @param attributes that were set
record Queue(
    String account,
    String region,
    String name,
    long created,
    long modified,
    Map<String, String> attributes,
    Map<String, String> tags) {
  static final String FIFO = ".fifo";

  /// By which it is found.
  String key() {
    return key(account, region, name);
  }

  static String key(String account, String region, String name) {
    return account + "/" + region + "/" + name;
  }

  /// The key of the queue with that name.
  ///
  /// @return empty for what is no queue's name
  static Optional<String> keyOf(String arn) {
    var parts = arn.split(":", -1);
    return parts.length == 6 && parts[2].equals("sqs")
        ? Optional.of(key(parts[4], parts[3], parts[5]))
        : Optional.empty();
  }

  String arn() {
    var partition = new Scope(account, region).partition();
    return "arn:" + partition + ":sqs:" + region + ":" + account + ":" + name;
  }

  boolean fifo() {
    return name.endsWith(FIFO);
  }

  /// An attribute, or its default.
  String attribute(String attribute) {
    return Optional.ofNullable(attributes.get(attribute))
        .orElseGet(() -> QueueAttributes.DEFAULTS.getOrDefault(attribute, ""));
  }

  int number(String attribute) {
    return Integer.parseInt(attribute(attribute));
  }

  /// Where messages go that were received too often.
  record DeadLetters(String key, int most) {}

  Optional<DeadLetters> deadLetters() {
    return JsonTexts.object(attribute("RedrivePolicy").getBytes(StandardCharsets.UTF_8))
        .filter(policy -> policy.has("deadLetterTargetArn"))
        .flatMap(policy ->
            keyOf(policy.path("deadLetterTargetArn").asString(""))
                .map(key ->
                    new DeadLetters(
                        key, Integer.parseInt(policy.path("maxReceiveCount").asString("1")))));
  }

  Queue withAttributes(Map<String, String> changed, long now) {
    var more = new TreeMap<>(attributes);
    changed.forEach((attribute, value) -> {
      if (value.isEmpty()) {
        more.remove(attribute);
      } else {
        more.put(attribute, value);
      }
    });
    return new Queue(account, region, name, created, now, more, tags);
  }

  Queue withTags(Map<String, String> other) {
    return new Queue(account, region, name, created, modified, attributes, other);
  }
}
