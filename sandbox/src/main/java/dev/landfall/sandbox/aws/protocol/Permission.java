package dev.landfall.sandbox.aws.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a call must be allowed to be carried out. Immutable.
///
/// @param action as policies name it, such as `s3:GetObject`
/// @param resource its ARN, or `*`
/// @param account whose the resource is; empty for the caller's own
/// @param policy the resource's own
/// @param context values of condition keys that the service knows, such as `s3:prefix`
public record Permission(
    String action,
    String resource,
    String account,
    Optional<String> policy,
    Map<String, List<String>> context) {
  public Permission {
    context = Map.copyOf(context);
  }

  /// Of the caller's own account.
  public static Permission of(String action, String resource) {
    return new Permission(action, resource, "", Optional.empty(), Map.of());
  }

  /// For a resource of an account, which may have a policy.
  public static Permission of(
      String action, String resource, String account, Optional<String> policy) {
    return new Permission(action, resource, account, policy, Map.of());
  }

  /// With the value of a condition key, if there is one.
  public Permission with(String key, Optional<String> value) {
    if (value.isEmpty()) {
      return this;
    }
    var more = new LinkedHashMap<>(context);
    more.put(key, List.of(value.get()));
    return new Permission(action, resource, account, policy, more);
  }
}
