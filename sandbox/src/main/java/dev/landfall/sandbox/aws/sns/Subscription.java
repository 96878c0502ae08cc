package dev.landfall.sandbox.aws.sns;

import java.util.Map;
import java.util.TreeMap;

/// What gets the messages of a topic. Immutable.
///
/// @param owner the account that made it
/// @param confirmed whether the endpoint has agreed; nothing is sent before
record Subscription(
    String arn,
    String topicArn,
    String protocol,
    String endpoint,
    String owner,
    boolean confirmed,
    Map<String, String> attributes) {
  static final String PENDING = "PendingConfirmation";

  Subscription {
    attributes = Map.copyOf(attributes);
  }

  String attribute(String name) {
    return attributes.getOrDefault(name, "");
  }

  boolean raw() {
    return attribute(SubscriptionAttributes.RAW).equals("true");
  }

  Subscription withAttributes(Map<String, String> changed) {
    var more = new TreeMap<>(attributes);
    changed.forEach((attribute, value) -> {
      if (value.isEmpty()) {
        more.remove(attribute);
      } else {
        more.put(attribute, value);
      }
    });
    return new Subscription(arn, topicArn, protocol, endpoint, owner, confirmed, more);
  }
}
