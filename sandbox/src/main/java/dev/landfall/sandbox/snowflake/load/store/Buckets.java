package dev.landfall.sandbox.snowflake.load.store;

import java.util.Optional;

/// The buckets of a cloud. Threads may share it.
@FunctionalInterface
public interface Buckets {
  /// Who reaches for a bucket through a storage integration.
  ///
  /// @param user Snowflake's own
  /// @param role of the bucket's owner, which the user assumes
  /// @param externalId by which the role knows the integration
  record Identity(String user, String role, String externalId) {}

  /// The buckets as somebody sees them.
  ///
  /// @param identity empty for nobody in particular
  ObjectStore as(Optional<Identity> identity);
}
