package dev.landfall.sandbox.aws.sns;

import dev.landfall.sandbox.aws.iam.policy.MalformedPolicyException;
import dev.landfall.sandbox.aws.iam.policy.Policy;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The attributes that a topic may be given.
///
/// Source: "SetTopicAttributes" in the Amazon SNS API Reference.
final class TopicAttributes {
  private static final Set<String> TEXTS =
      Set.of("DisplayName", "KmsMasterKeyId", "DeliveryPolicy");
  private static final int LONGEST_NAME = 100;

  private TopicAttributes() {}

  /// The policy of a topic that was given none.
  static String usualPolicy(Topic topic) {
    var statement = JsonTexts.object().put("Sid", "__default_statement_ID").put("Effect", "Allow");
    statement.putObject("Principal").put("AWS", "*");
    var actions = statement.putArray("Action");
    for (var action :
        List.of(
            "GetTopicAttributes",
            "SetTopicAttributes",
            "AddPermission",
            "RemovePermission",
            "DeleteTopic",
            "Subscribe",
            "ListSubscriptionsByTopic",
            "Publish")) {
      actions.add("SNS:" + action);
    }
    statement.put("Resource", topic.arn());
    statement
        .putObject("Condition")
        .putObject("StringEquals")
        .put("AWS:SourceOwner", topic.account());
    var policy = JsonTexts.object().put("Version", "2008-10-17").put("Id", "__default_policy_ID");
    policy.putArray("Statement").add(statement);
    return policy.toString();
  }

  /// @param fresh whether the topic is being made
  static void check(Map<String, String> wanted, String topic, boolean fresh) throws AwsError {
    boolean fifo = topic.endsWith(Topic.FIFO);
    for (var entry : wanted.entrySet()) {
      var value = entry.getValue();
      switch (entry.getKey()) {
        case "Policy" -> checkPolicy(value);
        case "FifoTopic" -> {
          if (!fresh) {
            throw SnsErrors.invalid("AttributeName");
          }
        }
        case "ContentBasedDeduplication" -> {
          if (!fifo || !isBoolean(value)) {
            throw SnsErrors.invalid(
                "Attributes Reason: Content-based deduplication can only be set for FIFO topics");
          }
        }
        case "FifoThroughputScope" -> {
          if (!fifo || !Set.of("Topic", "MessageGroup").contains(value)) {
            throw SnsErrors.invalid("FifoThroughputScope");
          }
        }
        case "SignatureVersion" -> {
          if (!Set.of("1", "2").contains(value)) {
            throw SnsErrors.invalid("SignatureVersion");
          }
        }
        case "TracingConfig" -> {
          if (!Set.of("PassThrough", "Active").contains(value)) {
            throw SnsErrors.invalid("TracingConfig");
          }
        }
        case "DisplayName" -> {
          if (value.length() > LONGEST_NAME) {
            throw SnsErrors.invalid("Attributes Reason: DisplayName is too long");
          }
        }
        default -> {
          if (!TEXTS.contains(entry.getKey())) {
            throw SnsErrors.invalid("AttributeName");
          }
        }
      }
    }
  }

  static boolean isBoolean(String value) {
    return value.equals("true") || value.equals("false");
  }

  private static void checkPolicy(String policy) throws AwsError {
    if (policy.isEmpty()) {
      return;
    }
    try {
      var _ = Policy.parse(policy, Policy.Kind.RESOURCE);
    } catch (MalformedPolicyException e) {
      throw SnsErrors.invalid("Policy Error: " + e.getMessage());
    }
  }
}
