package dev.landfall.sandbox.aws.resource;

import dev.landfall.sandbox.aws.protocol.AwsError;

/// What a resource's handler makes of a service's refusal.
///
/// Source: "Handler error codes" in the CloudFormation CLI User Guide.
public final class ServiceRefusal {
  private ServiceRefusal() {}

  /// The refusal as CloudFormation hears it.
  ///
  /// @param service as the SDK names it, such as `S3`
  public static ResourceException of(String service, AwsError error) {
    var code =
        switch (error.code()) {
          case "BucketNotEmpty" -> "GeneralServiceException";
          case "Throttling", "SlowDown" -> "Throttling";
          default ->
              switch (error.status()) {
                case 400 -> "InvalidRequest";
                case 403 -> "AccessDenied";
                case 404 -> "NotFound";
                case 409 -> "AlreadyExists";
                default -> "GeneralServiceException";
              };
        };
    return new ResourceException(
        code, error.message() + " (Service: " + service + ", Status Code: " + error.status() + ")");
  }
}
