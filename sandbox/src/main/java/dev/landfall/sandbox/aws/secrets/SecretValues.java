package dev.landfall.sandbox.aws.secrets;

import dev.landfall.sandbox.aws.resource.Scope;
import java.util.Optional;

/// The values of secrets, for those services that look them up. Threads share it.
public interface SecretValues {
  /// @param secretId a name or an ARN
  /// @param versionStage such as `AWSCURRENT`, which is also meant when neither is given
  /// @return empty when there is no such text
  Optional<String> find(
      Scope scope, String secretId, Optional<String> versionStage, Optional<String> versionId);
}
