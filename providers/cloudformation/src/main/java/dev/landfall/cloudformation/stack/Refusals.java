package dev.landfall.cloudformation.stack;

import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/// What AWS refuses, in words.
final class Refusals {
  private static final Set<String> LOGIN =
      Set.of(
          "InvalidClientTokenId",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException",
          "ExpiredToken",
          "IncompleteSignature");
  private static final Set<String> RIGHTS = Set.of("AccessDenied", "AccessDeniedException");

  private Refusals() {}

  /// @param what could not be done, as the begin of a sentence
  /// @throws InterruptedException when the call was given up because its thread is interrupted
  static ProviderException of(SdkException failure, String what) throws InterruptedException {
    requireCalled(failure);
    return new ProviderException(
        Kind.FAILED, what + ": " + message(failure) + ".", next(failure), failure);
  }

  private static String next(SdkException failure) {
    var code = code(failure);
    if (LOGIN.contains(code)) {
      return "Check the credentials of the component's `aws`, or those the SDK's default chain finds.";
    }
    if (RIGHTS.contains(code)) {
      return "Give the role that is used this right.";
    }
    if (code.equals("InsufficientCapabilitiesException")) {
      return "Look at what the template may do, and write it under the component's `capabilities`.";
    }
    return failure instanceof AwsServiceException
        ? ""
        : "Check the network, the region and the endpoint, and run the same command again.";
  }

  static String code(SdkException failure) {
    return failure instanceof AwsServiceException service && service.awsErrorDetails() != null
        ? String.valueOf(service.awsErrorDetails().errorCode())
        : "";
  }

  /// AWS's own words, without the SDK's additions.
  static String message(SdkException failure) {
    var text =
        failure instanceof AwsServiceException service
                && service.awsErrorDetails() != null
                && service.awsErrorDetails().errorMessage() != null
            ? service.awsErrorDetails().errorMessage()
            : String.valueOf(failure.getMessage());
    var line = text.strip();
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  /// @throws InterruptedException when the call was given up because its thread is interrupted
  static void requireCalled(SdkException failure) throws InterruptedException {
    if (failure instanceof AbortedException || Thread.currentThread().isInterrupted()) {
      var _ = Thread.interrupted();
      throw (InterruptedException)
          new InterruptedException(failure.getMessage()).initCause(failure);
    }
  }

  static boolean isMissingStack(SdkException failure) {
    return code(failure).equals("ValidationError") && message(failure).contains("does not exist");
  }
}
