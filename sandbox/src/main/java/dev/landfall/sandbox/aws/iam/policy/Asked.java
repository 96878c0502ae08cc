package dev.landfall.sandbox.aws.iam.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What somebody wants to do. Immutable.
///
/// @param action with its service, such as `s3:GetObject`
/// @param resource its ARN, or `*`
/// @param context the values of condition keys, by their names in lower case
public record Asked(
    Caller caller, String action, String resource, Map<String, List<String>> context) {
  public Asked {
    context = Map.copyOf(context);
  }

  /// With what the caller itself says of conditions.
  ///
  /// @param context the names may be in any case
  public static Asked of(
      Caller caller, String action, String resource, Map<String, List<String>> context) {
    var all = new TreeMap<String, List<String>>();
    caller.principalArn().ifPresent(arn -> all.put("aws:principalarn", List.of(arn)));
    if (!caller.account().isEmpty()) {
      all.put("aws:principalaccount", List.of(caller.account()));
    }
    switch (caller) {
      case Caller.Root root -> {
        all.put("aws:principaltype", List.of("Account"));
        all.put("aws:userid", List.of(root.account()));
      }
      case Caller.User user -> {
        all.put("aws:principaltype", List.of("User"));
        all.put("aws:userid", List.of(user.id()));
        all.put("aws:username", List.of(user.name()));
      }
      case Caller.Session session -> {
        all.put("aws:principaltype", List.of("AssumedRole"));
        all.put("aws:userid", List.of(session.id()));
      }
      case Caller.Service service -> {
        all.put("aws:principalservicename", List.of(service.name()));
        all.put("aws:principalisawsservice", List.of("true"));
      }
      case Caller.Federated _ -> all.put("aws:principaltype", List.of("FederatedUser"));
    }
    all.putIfAbsent("aws:principalisawsservice", List.of("false"));
    context.forEach((name, values) -> all.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    return new Asked(caller, action, resource, all);
  }
}
