package dev.landfall.sandbox.aws.sts;

import dev.landfall.sandbox.aws.protocol.Identity;
import java.util.Optional;

/// Who may become which role: what IAM knows.
@FunctionalInterface
public interface TrustPolicies {
  /// @param caller anonymous with an empty account when a web identity asks
  /// @param externalId as the caller gave it
  /// @return the role's unique id, such as `AROA…`; empty when the role does not exist, or does not
  ///   trust the caller, which STS does not tell apart
  Optional<String> admits(Identity caller, RoleArn role, Optional<String> externalId);

  /// Every role of every account, for everybody.
  static TrustPolicies open() {
    return (_, role, _) -> Optional.of("AROA" + role.fingerprint());
  }
}
