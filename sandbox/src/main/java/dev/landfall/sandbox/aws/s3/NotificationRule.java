package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.AwsError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What a bucket sends to one destination. Immutable.
///
/// Source: "Event notification types and destinations" in the Amazon S3 User Guide.
///
/// @param arn of the destination
/// @param events such as `s3:ObjectCreated:*`
record NotificationRule(String id, String arn, List<String> events, String prefix, String suffix) {
  private static final Map<String, String> DESTINATIONS =
      Map.of(
          "QueueConfiguration", "Queue",
          "TopicConfiguration", "Topic",
          "CloudFunctionConfiguration", "CloudFunction");
  private static final Set<String> EVENTS =
      Set.of(
          "s3:ObjectCreated:*",
          "s3:ObjectCreated:Put",
          "s3:ObjectCreated:Post",
          "s3:ObjectCreated:Copy",
          "s3:ObjectCreated:CompleteMultipartUpload",
          "s3:ObjectRemoved:*",
          "s3:ObjectRemoved:Delete",
          "s3:ObjectRemoved:DeleteMarkerCreated");

  /// The rules of a `NotificationConfiguration`.
  static List<NotificationRule> read(String document) throws AwsError, IOException {
    var xml = XmlBody.read(document, "NotificationConfiguration");
    if (!xml.children("EventBridgeConfiguration").isEmpty()) {
      throw S3Errors.notImplemented("EventBridgeConfiguration");
    }
    var rules = new ArrayList<NotificationRule>();
    for (var kind : new java.util.TreeMap<>(DESTINATIONS).entrySet()) {
      for (var rule : xml.children(kind.getKey())) {
        rules.add(rule(rule, kind.getValue()));
      }
    }
    return rules;
  }

  private static NotificationRule rule(XmlBody xml, String destination) throws AwsError {
    var events = xml.children("Event").stream().map(XmlBody::text).toList();
    if (events.isEmpty()) {
      throw S3Errors.malformedXml();
    }
    for (var event : events) {
      if (!event.startsWith("s3:")) {
        throw S3Errors.invalidArgument(
            "The event is not supported for notifications", "Event", event);
      }
      if (!EVENTS.contains(event)) {
        throw S3Errors.notImplemented(event);
      }
    }
    var prefix = "";
    var suffix = "";
    for (var filter : xml.children("Filter")) {
      for (var key : filter.children("S3Key")) {
        for (var rule : key.children("FilterRule")) {
          var value = rule.text("Value").orElse("");
          switch (rule.required("Name").toLowerCase(Locale.ROOT)) {
            case "prefix" -> prefix = value;
            case "suffix" -> suffix = value;
            default ->
                throw S3Errors.invalidArgument(
                    "filter rule name must be either prefix or suffix",
                    "FilterRule.Name",
                    rule.required("Name"));
          }
        }
      }
    }
    return new NotificationRule(
        xml.text("Id").orElse(""), xml.required(destination), events, prefix, suffix);
  }

  /// Whether an event concerns this rule.
  ///
  /// @param event without the service, such as `ObjectCreated:Put`
  boolean concerns(String event, String key) {
    return key.startsWith(prefix)
        && key.endsWith(suffix)
        && events.stream().anyMatch(wanted -> covers(wanted, "s3:" + event));
  }

  private static boolean covers(String wanted, String event) {
    return wanted.equals(event)
        || (wanted.endsWith("*") && event.startsWith(wanted.substring(0, wanted.length() - 1)));
  }

  /// Whether one object can concern both, which S3 does not allow.
  boolean overlaps(NotificationRule other) {
    boolean prefixes = prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix);
    boolean suffixes = suffix.endsWith(other.suffix) || other.suffix.endsWith(suffix);
    return prefixes
        && suffixes
        && events.stream()
            .anyMatch(
                one -> other.events.stream().anyMatch(two -> covers(one, two) || covers(two, one)));
  }
}
