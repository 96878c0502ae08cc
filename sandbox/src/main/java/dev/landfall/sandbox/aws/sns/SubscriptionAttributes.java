package dev.landfall.sandbox.aws.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.pattern.EventPattern;
import dev.landfall.sandbox.aws.pattern.MalformedPatternException;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import java.util.Map;
import java.util.Set;

/// The attributes that a subscription may be given.
///
/// Source: "SetSubscriptionAttributes" in the Amazon SNS API Reference.
final class SubscriptionAttributes {
  static final String RAW = "RawMessageDelivery";
  static final String FILTER = "FilterPolicy";
  static final String SCOPE = "FilterPolicyScope";
  static final String REDRIVE = "RedrivePolicy";

  private static final int LARGEST_FILTER = 150 * 1024;

  private SubscriptionAttributes() {}

  /// @param all with those that it has already
  static void check(Map<String, String> all, String protocol) throws AwsError {
    for (var entry : all.entrySet()) {
      var value = entry.getValue();
      switch (entry.getKey()) {
        case RAW -> {
          if (!TopicAttributes.isBoolean(value)) {
            throw SnsErrors.invalid(
                "Attributes Reason: RawMessageDelivery: Invalid value ["
                    + value
                    + "]. Must be true"
                    + " or false.");
          }
          if (value.equals("true") && !Set.of("sqs", "http", "https").contains(protocol)) {
            throw SnsErrors.invalid(
                "Attributes Reason: Delivery protocol ["
                    + protocol
                    + "] does not support raw message delivery.");
          }
        }
        case FILTER -> checkFilter(value, all.getOrDefault(SCOPE, "MessageAttributes"));
        case SCOPE -> {
          if (!Set.of("MessageAttributes", "MessageBody").contains(value)) {
            throw SnsErrors.invalid(
                "FilterPolicyScope: Invalid value ["
                    + value
                    + "]. Please use either MessageBody or"
                    + " MessageAttributes");
          }
        }
        case REDRIVE -> checkRedrive(value);
        case "DeliveryPolicy" -> {
          if (!protocol.startsWith("http")) {
            throw SnsErrors.invalid(
                "Attributes Reason: DeliveryPolicy is for the protocols http and https only");
          }
        }
        default -> throw SnsErrors.invalid("AttributeName");
      }
    }
  }

  private static void checkFilter(String value, String scope) throws AwsError {
    if (value.isEmpty() || value.equals("{}")) {
      return;
    }
    if (value.length() > LARGEST_FILTER) {
      throw SnsErrors.invalid("FilterPolicy: Filter policy is too long");
    }
    try {
      var pattern = EventPattern.parse(value);
      if (scope.equals("MessageAttributes") && !pattern.flat()) {
        throw SnsErrors.invalid(
            "Filter policy scope MessageAttributes does not support nested filter policy");
      }
    } catch (MalformedPatternException e) {
      throw SnsErrors.invalid("FilterPolicy: " + e.reason());
    }
  }

  private static void checkRedrive(String value) throws AwsError {
    if (value.isEmpty()) {
      return;
    }
    var target =
        JsonTexts.object(value.getBytes(UTF_8))
            .map(json -> json.path("deadLetterTargetArn").asString(""))
            .orElse("");
    if (!target.matches("arn:[^:]+:sqs:[^:]+:[0-9]{12}:.+")) {
      throw SnsErrors.invalid("RedrivePolicy: deadLetterTargetArn is an invalid arn");
    }
  }

  /// Whether a subscription wants a message.
  static boolean wants(Subscription subscription, Notice notice) {
    var filter = subscription.attribute(FILTER);
    if (filter.isEmpty() || filter.equals("{}")) {
      return true;
    }
    try {
      var pattern = EventPattern.parse(filter);
      if (!subscription.attribute(SCOPE).equals("MessageBody")) {
        return pattern.matches(notice.attributesAsEvent());
      }
      return JsonTexts.object(notice.message().getBytes(UTF_8))
          .filter(pattern::matches)
          .isPresent();
    } catch (MalformedPatternException e) {
      throw new IllegalStateException("a filter that was checked is broken", e);
    }
  }
}
