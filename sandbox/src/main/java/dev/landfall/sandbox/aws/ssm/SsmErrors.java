package dev.landfall.sandbox.aws.ssm;

import dev.landfall.sandbox.aws.protocol.AwsError;

/// What Systems Manager says when it refuses.
final class SsmErrors {
  private SsmErrors() {}

  static AwsError of(String code, String message) {
    return new AwsError(code, 400, message);
  }

  static AwsError invalid(String message) {
    return of("ValidationException", message);
  }

  /// What a member must not be.
  static AwsError invalid(String value, String member, String rule) {
    return invalid(
        "1 validation error detected: Value '"
            + value
            + "' at '"
            + member
            + "' failed to satisfy constraint: "
            + rule);
  }

  static AwsError noParameter(String name) {
    return of("ParameterNotFound", "Parameter " + name + " not found.");
  }

  static AwsError noVersion(String name, String version) {
    return of(
        "ParameterVersionNotFound",
        "Systems Manager could not find version "
            + version
            + " of "
            + name
            + ". Verify the version and try again.");
  }
}
