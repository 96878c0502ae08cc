package dev.landfall.sandbox.aws.protocol;

/// Who calls.
///
/// @param account 12 digits; empty for a call without a signature
/// @param userId as STS tells it
public record Identity(String account, String arn, String userId) {
  static final Identity ANONYMOUS = new Identity("", "", "");

  /// The root user of an account.
  public static Identity root(String account) {
    return new Identity(account, "arn:aws:iam::" + account + ":root", account);
  }

  public boolean anonymous() {
    return account.isEmpty();
  }
}
