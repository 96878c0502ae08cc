package dev.landfall.sandbox.aws.lambda;

/// What AWS's services do with functions: they invoke them, where a function's policy lets them.
/// Threads may share it.
public interface Functions {
  /// Whether a function is there and a service may invoke it.
  ///
  /// @param servicePrincipal such as `s3.amazonaws.com`
  /// @param sourceArn what the service acts for, such as a bucket's ARN
  /// @param sourceAccount whose that is
  boolean admits(
      String functionArn, String servicePrincipal, String sourceArn, String sourceAccount);

  /// Has a function invoked, which is kept when this returns.
  ///
  /// @param payload JSON
  /// @return whether the function is there and lets the service
  boolean invokeAsync(
      String functionArn,
      byte[] payload,
      String servicePrincipal,
      String sourceArn,
      String sourceAccount);
}
