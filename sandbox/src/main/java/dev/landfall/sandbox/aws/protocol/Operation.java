package dev.landfall.sandbox.aws.protocol;

import java.io.IOException;

/// What a call asks for.
///
/// @param action as in IAM's policies, without the service
/// @param resource the name of what it concerns; empty when it concerns none
/// @param unsigned whether it may be asked for without a signature
public record Operation(String action, String resource, boolean unsigned, Handler handler) {
  /// Carries it out.
  @FunctionalInterface
  public interface Handler {
    Reply answer() throws AwsError, IOException, InterruptedException;
  }

  public static Operation of(String action, String resource, Handler handler) {
    return new Operation(action, resource, false, handler);
  }

  public static Operation unsigned(String action, String resource, Handler handler) {
    return new Operation(action, resource, true, handler);
  }
}
