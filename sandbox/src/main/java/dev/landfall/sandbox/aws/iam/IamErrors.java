package dev.landfall.sandbox.aws.iam;

import dev.landfall.sandbox.aws.iam.policy.MalformedPolicyException;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.resource.ResourceException;

/// What IAM says when it refuses.
///
/// Source: "Common Errors" and the errors of each action in the IAM API Reference.
final class IamErrors {
  private IamErrors() {}

  static AwsError noSuchEntity(String message) {
    return new AwsError("NoSuchEntity", 404, message);
  }

  static AwsError alreadyExists(String message) {
    return new AwsError("EntityAlreadyExists", 409, message);
  }

  static AwsError deleteConflict(String message) {
    return new AwsError("DeleteConflict", 409, message);
  }

  static AwsError limitExceeded(String message) {
    return new AwsError("LimitExceeded", 409, message);
  }

  static AwsError malformed(MalformedPolicyException e) {
    return new AwsError("MalformedPolicyDocument", 400, e.message());
  }

  static AwsError invalidInput(String message) {
    return new AwsError("InvalidInput", 400, message);
  }

  static AwsError validation(String member, String value, String constraint) {
    return new AwsError(
        "ValidationError",
        400,
        "1 validation error detected: Value "
            + (value.equals("null") ? "null" : "'" + value + "'")
            + " at '"
            + member
            + "' failed to satisfy constraint: "
            + constraint);
  }

  /// As a resource's handler says it.
  static ResourceException handled(AwsError error) {
    var code =
        switch (error.code()) {
          case "NoSuchEntity" -> "NotFound";
          case "EntityAlreadyExists" -> "AlreadyExists";
          case "LimitExceeded" -> "ServiceLimitExceeded";
          case "DeleteConflict" -> "ResourceConflict";
          default -> "InvalidRequest";
        };
    return new ResourceException(
        code, error.message() + " (Service: Iam, Status Code: " + error.status() + ")");
  }
}
