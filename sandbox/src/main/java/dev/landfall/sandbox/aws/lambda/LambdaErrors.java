package dev.landfall.sandbox.aws.lambda;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;

/// What Lambda says when it refuses.
///
/// Source: the errors of each action in the AWS Lambda API Reference.
final class LambdaErrors {
  private LambdaErrors() {}

  static AwsError invalid(String message) {
    return new AwsError("InvalidParameterValueException", 400, message);
  }

  static AwsError noFunction(String arn) {
    return notFound("Function not found: " + arn);
  }

  static AwsError notFound(String message) {
    return new AwsError("ResourceNotFoundException", 404, message);
  }

  static AwsError conflict(String message) {
    return new AwsError("ResourceConflictException", 409, message);
  }

  static AwsError notHonoured(String what) {
    return new AwsError(
        "InvalidParameterValueException", 400, "The sandbox does not honour " + what + ".");
  }

  static AwsError tooLarge(String message) {
    return new AwsError("RequestTooLargeException", 413, message);
  }

  /// What is asked for by an address that nothing stands at.
  static AwsError unknown(Call call) {
    return new AwsError(
        "UnknownOperationException",
        404,
        "The sandbox does not honour "
            + call.request().method()
            + " "
            + call.request().path()
            + " of Lambda.");
  }
}
