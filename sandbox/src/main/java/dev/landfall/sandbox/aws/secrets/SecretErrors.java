package dev.landfall.sandbox.aws.secrets;

import dev.landfall.sandbox.aws.protocol.AwsError;

/// What Secrets Manager says when it refuses.
final class SecretErrors {
  private SecretErrors() {}

  private static AwsError of(String code, String message) {
    return new AwsError(code, 400, message);
  }

  static AwsError notFound() {
    return of("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
  }

  static AwsError noValue(String what) {
    return of(
        "ResourceNotFoundException",
        "Secrets Manager can't find the specified secret value for " + what);
  }

  static AwsError exists(String message) {
    return of("ResourceExistsException", message);
  }

  static AwsError invalidRequest(String message) {
    return of("InvalidRequestException", message);
  }

  static AwsError deleted() {
    return invalidRequest(
        "You can't perform this operation on the secret because it was marked for deletion.");
  }

  static AwsError invalidParameter(String message) {
    return of("InvalidParameterException", message);
  }

  static AwsError invalid(String message) {
    return of("ValidationException", message);
  }

  static AwsError policy(String code, String message) {
    return of(code, message);
  }
}
