package dev.landfall.sandbox.aws.ssm;

import dev.landfall.sandbox.aws.resource.Scope;
import java.util.Optional;

/// The values of parameters, for those services that look them up. Threads share it.
public interface StoredValues {
  /// A version of a parameter.
  ///
  /// @param type such as `SecureString`
  record Found(String type, String value, long version) {
    /// Whether it is encrypted.
    public boolean secure() {
      return type.equals(Version.SECURE);
    }

    @Override
    public String toString() {
      return "Found[" + type + ", version " + version + "]";
    }
  }

  /// @param selector a name, or one with a version or label: `/app/size:3`
  Optional<Found> find(Scope scope, String selector);
}
