package dev.landfall.sandbox.aws.iam.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whom a statement of a resource's policy means. Immutable.
///
/// Source: the IAM User Guide, "AWS JSON policy elements: Principal".
///
/// @param byKind `AWS`, `Service`, `Federated`; `*` for everybody
record Principals(Map<String, List<String>> byKind) {
  Principals {
    byKind = Map.copyOf(byKind);
  }

  /// How a caller is meant.
  enum Match {
    NO,
    /// Its account is, which leaves it to the account whom to let.
    ACCOUNT,
    /// Its role is.
    ROLE,
    /// It is itself.
    ITSELF
  }

  Match match(Caller caller) {
    var best = byKind.containsKey("*") ? Match.ITSELF : Match.NO;
    var mine = byKind.getOrDefault(kind(caller), List.of());
    for (var principal : mine) {
      var match = match(caller, principal);
      best = match.compareTo(best) > 0 ? match : best;
    }
    return best;
  }

  private static String kind(Caller caller) {
    return switch (caller) {
      case Caller.Service _ -> "Service";
      case Caller.Federated _ -> "Federated";
      case Caller.Root _, Caller.User _, Caller.Session _ -> "AWS";
    };
  }

  private static Match match(Caller caller, String principal) {
    if (principal.equals("*")) {
      return Match.ITSELF;
    }
    if (caller instanceof Caller.Service || caller instanceof Caller.Federated) {
      return principal.equals(caller.arn()) ? Match.ITSELF : Match.NO;
    }
    if (account(principal).filter(caller.account()::equals).isPresent()) {
      return Match.ACCOUNT;
    }
    if (principal.equals(caller.arn())) {
      return Match.ITSELF;
    }
    return switch (caller) {
      case Caller.User user -> principal.equals(user.id()) ? Match.ITSELF : Match.NO;
      case Caller.Session session -> {
        var roleId = session.id().split(":", 2)[0];
        yield principal.equals(session.role()) || principal.equals(roleId) ? Match.ROLE : Match.NO;
      }
      case Caller.Root _, Caller.Service _, Caller.Federated _ -> Match.NO;
    };
  }

  /// The account that is meant as a whole.
  private static Optional<String> account(String principal) {
    if (principal.matches("[0-9]{12}")) {
      return Optional.of(principal);
    }
    return principal.matches("arn:aws[\\w-]*:iam::[0-9]{12}:root")
        ? Optional.of(principal.split(":", -1)[4])
        : Optional.empty();
  }
}
