package dev.landfall.sandbox.aws.protocol;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What a call asks for.
///
/// @param action as in IAM's policies, without the service
/// @param resource the name of what it concerns; empty when it concerns none
/// @param unsigned whether it may be asked for without a signature
/// @param permissions that it needs; empty for that of its name, on no resource in particular
public record Operation(
    String action,
    String resource,
    boolean unsigned,
    Optional<List<Permission>> permissions,
    Handler handler) {
  /// Carries it out.
  @FunctionalInterface
  public interface Handler {
    Reply answer() throws AwsError, IOException, InterruptedException;
  }

  public static Operation of(String action, String resource, Handler handler) {
    return new Operation(action, resource, false, Optional.empty(), handler);
  }

  public static Operation unsigned(String action, String resource, Handler handler) {
    return new Operation(action, resource, true, Optional.of(List.of()), handler);
  }

  /// The same for those who have these permissions; with none of them, for everybody.
  public Operation needing(Permission... needed) {
    return new Operation(action, resource, unsigned, Optional.of(List.of(needed)), handler);
  }
}
