package dev.landfall.sandbox.aws.protocol;

import java.util.Optional;

/// What IAM knows of those who call. Threads share it.
public interface Authorizer {
  /// Whose an access key is.
  ///
  /// @return empty for one that there is not, or that is not active
  Optional<Identity> owner(String accessKeyId);

  /// Lets a call pass, or does not.
  ///
  /// @throws AwsError as the service refuses
  void check(Call call, Permission permission) throws AwsError;
}
