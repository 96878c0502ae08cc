package dev.landfall.sandbox.aws.kms;

import dev.landfall.sandbox.aws.protocol.AwsError;

/// What KMS says when it refuses.
final class KmsErrors {
  private KmsErrors() {}

  static AwsError of(String code, String message) {
    return new AwsError(code, 400, message);
  }

  static AwsError invalid(String message) {
    return of("ValidationException", message);
  }

  static AwsError noKey(String arn) {
    return of("NotFoundException", "Key '" + arn + "' does not exist");
  }

  static AwsError otherRegion(String region) {
    return of("NotFoundException", "Invalid arn " + region);
  }

  static AwsError noAlias(String arn) {
    return of("NotFoundException", "Alias " + arn + " is not found.");
  }
}
