package dev.landfall.sandbox.aws.secrets;

import java.util.List;

/// A value of a secret. Immutable.
///
/// @param text empty for a binary one
/// @param binary in base64; empty for a text
/// @param stages labels, such as `AWSCURRENT`
record SecretVersion(String id, String text, String binary, long created, List<String> stages) {
  static final String CURRENT = "AWSCURRENT";
  static final String PREVIOUS = "AWSPREVIOUS";
  static final String PENDING = "AWSPENDING";

  SecretVersion {
    stages = List.copyOf(stages);
  }

  SecretVersion staged(List<String> other) {
    return new SecretVersion(id, text, binary, created, other);
  }

  boolean sameValue(SecretVersion other) {
    return text.equals(other.text) && binary.equals(other.binary);
  }

  @Override
  public String toString() {
    return "SecretVersion[" + id + ", " + stages + "]";
  }
}
