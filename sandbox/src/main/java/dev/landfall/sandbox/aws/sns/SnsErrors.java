package dev.landfall.sandbox.aws.sns;

import dev.landfall.sandbox.aws.protocol.AwsError;

/// What SNS says when it refuses.
final class SnsErrors {
  private SnsErrors() {}

  static AwsError noTopic() {
    return new AwsError("NotFound", 404, "Topic does not exist");
  }

  static AwsError noSubscription() {
    return new AwsError("NotFound", 404, "Subscription does not exist");
  }

  static AwsError invalid(String what) {
    return new AwsError("InvalidParameter", 400, "Invalid parameter: " + what);
  }

  static AwsError missing(String name) {
    return new AwsError(
        "ValidationError",
        400,
        "1 validation error detected: Value null at '"
            + name
            + "' failed to satisfy constraint: Member must not be null");
  }

  static AwsError of(String code, String message) {
    return new AwsError(code, 400, message);
  }
}
