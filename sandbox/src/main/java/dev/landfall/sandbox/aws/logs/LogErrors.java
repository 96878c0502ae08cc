package dev.landfall.sandbox.aws.logs;

import dev.landfall.sandbox.aws.protocol.AwsError;

/// What CloudWatch Logs says when it refuses.
final class LogErrors {
  private LogErrors() {}

  static AwsError noGroup() {
    return new AwsError(
        "ResourceNotFoundException", 400, "The specified log group does not exist.");
  }

  static AwsError noStream() {
    return new AwsError(
        "ResourceNotFoundException", 400, "The specified log stream does not exist.");
  }

  static AwsError alreadyExists(String what) {
    return new AwsError(
        "ResourceAlreadyExistsException", 400, "The specified " + what + " already exists");
  }

  static AwsError invalid(String message) {
    return new AwsError("InvalidParameterException", 400, message);
  }
}
