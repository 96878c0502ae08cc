package dev.landfall.sandbox.aws.ec2;

import dev.landfall.sandbox.aws.protocol.AwsError;

/// What EC2 says when it refuses.
final class Ec2Errors {
  private Ec2Errors() {}

  static AwsError of(String code, String message) {
    return new AwsError(code, 400, message);
  }

  static AwsError noInstances(java.util.List<String> ids) {
    return ids.size() == 1
        ? of(
            "InvalidInstanceID.NotFound", "The instance ID '" + ids.getFirst() + "' does not exist")
        : of(
            "InvalidInstanceID.NotFound",
            "The instance IDs '" + String.join(", ", ids) + "' do not exist");
  }

  static AwsError malformed(String id) {
    return of("InvalidInstanceID.Malformed", "Invalid id: \"" + id + "\"");
  }

  static AwsError missing(String parameter) {
    return of("MissingParameter", "The request must contain the parameter " + parameter);
  }
}
