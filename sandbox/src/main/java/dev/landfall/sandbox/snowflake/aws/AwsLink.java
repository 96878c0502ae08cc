package dev.landfall.sandbox.snowflake.aws;

import java.net.URI;

/// How Snowflake reaches AWS.
///
/// @param endpoint of all services
/// @param keys of Snowflake's own users there
public record AwsLink(URI endpoint, Keys keys) {
  /// Gives access keys. Threads may share it.
  @FunctionalInterface
  public interface Keys {
    /// Temporary credentials of a user.
    ///
    /// @param user its ARN
    Credentials of(String user);
  }

  /// Temporary credentials.
  public record Credentials(String accessKeyId, String secretAccessKey, String sessionToken) {
    @Override
    public String toString() {
      return "Credentials[" + accessKeyId + "]";
    }
  }
}
