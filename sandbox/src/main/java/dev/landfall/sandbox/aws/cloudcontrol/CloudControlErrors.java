package dev.landfall.sandbox.aws.cloudcontrol;

import dev.landfall.sandbox.aws.protocol.AwsError;

/// What Cloud Control says when it refuses.
final class CloudControlErrors {
  private CloudControlErrors() {}

  private static AwsError of(String code, String message) {
    return new AwsError(code, 400, message);
  }

  static AwsError noType(String name) {
    return of("TypeNotFoundException", "The type '" + name + "' cannot be found.");
  }

  static AwsError unsupported(String type, String action) {
    return of(
        "UnsupportedActionException",
        "Resource type " + type + " does not support " + action + " action");
  }

  static AwsError notFound(String type, String identifier) {
    return of(
        "ResourceNotFoundException",
        "Resource of type '" + type + "' with identifier '" + identifier + "' was not found.");
  }

  static AwsError noRequest(String token) {
    return of("RequestTokenNotFoundException", "Request with token " + token + " was not found");
  }

  static AwsError conflict() {
    return of(
        "ClientTokenConflictException",
        "The client token was used by a request that is not the same.");
  }

  static AwsError invalid(String message) {
    return of("ValidationException", message);
  }

  static AwsError of(dev.landfall.sandbox.aws.resource.ResourceException e) {
    return of(
        e.code().equals("NotFound") ? "ResourceNotFoundException" : "GeneralServiceException",
        e.message());
  }
}
