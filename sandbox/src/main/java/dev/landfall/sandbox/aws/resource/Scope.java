package dev.landfall.sandbox.aws.resource;

/// An account in a region.
///
/// @param account twelve digits
public record Scope(String account, String region) {
  /// `aws`, or what China and the government's regions have.
  public String partition() {
    return region.startsWith("cn-")
        ? "aws-cn"
        : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }

  /// What the names of AWS's hosts end with.
  public String urlSuffix() {
    return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  }
}
