package dev.landfall.sandbox.aws.sts;

import dev.landfall.sandbox.aws.protocol.Identity;
import java.util.Optional;

/// Who may become which role: what IAM knows.
public interface TrustPolicies {
  /// A role that somebody may become.
  ///
  /// @param roleId such as `AROA…`
  /// @param longest session, in seconds
  record Admitted(String roleId, int longest) {}

  /// Whether an account takes the tokens of a web identity's provider.
  enum Provided {
    YES,
    NO_PROVIDER,
    NO_CLIENT
  }

  /// @param externalId as the caller gave it
  /// @return empty when the role does not exist, or does not trust the caller, which STS does not
  ///   tell apart
  Optional<Admitted> admits(Identity caller, RoleArn role, Optional<String> externalId);

  /// The same for a web identity.
  Optional<Admitted> admits(WebIdentity identity, RoleArn role);

  /// Whether the role's account knows who has issued the token.
  Provided provided(WebIdentity identity, RoleArn role);
}
