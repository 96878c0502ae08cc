package dev.landfall.sandbox.aws.ssm;

import java.util.List;

/// What a parameter was, from one PutParameter to the next. Immutable.
///
/// @param modified in milliseconds since 1970
/// @param user the ARN of who put it
/// @param labels that point to this version
record Version(long number, Settings settings, long modified, String user, List<String> labels) {
  Version {
    labels = List.copyOf(labels);
  }

  /// What a client puts.
  ///
  /// @param keyId of KMS, for a `SecureString`; empty otherwise
  record Settings(
      String type,
      String value,
      String tier,
      String description,
      String allowedPattern,
      String dataType,
      String keyId) {
    boolean secure() {
      return type.equals(SECURE);
    }

    @Override
    public String toString() {
      return "Settings[" + type + ", " + tier + "]";
    }
  }

  static final String SECURE = "SecureString";

  Version labelled(List<String> other) {
    return new Version(number, settings, modified, user, other);
  }
}
