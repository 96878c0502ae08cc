package dev.landfall.sandbox.aws.iam.policy;

/// A policy that IAM does not take, with what it says.
public final class MalformedPolicyException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedPolicyException(String message) {
    super(message, null, false, false);
  }

  public String message() {
    return String.valueOf(getMessage());
  }
}
