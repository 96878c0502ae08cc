package dev.landfall.sandbox.aws.sns;

/// A message that a subscription is to get. Immutable.
///
/// @param subscription its ARN
record Delivery(String subscription, Notice notice) {}
