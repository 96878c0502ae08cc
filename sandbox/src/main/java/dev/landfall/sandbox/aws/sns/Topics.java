package dev.landfall.sandbox.aws.sns;

import dev.landfall.sandbox.aws.protocol.Permission;
import java.util.Optional;

/// What AWS's services do with topics. Threads may share it.
public interface Topics {
  /// What an action on a topic takes, such as `sns:Publish`.
  ///
  /// @return empty when there is no topic with that ARN
  Optional<Permission> permission(String topicArn, String action);

  /// Publishes a message, unless there is no such topic.
  ///
  /// @param subject empty for none
  void publish(String topicArn, String subject, String message);
}
