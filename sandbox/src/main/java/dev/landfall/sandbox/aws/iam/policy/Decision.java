package dev.landfall.sandbox.aws.iam.policy;

import dev.landfall.sandbox.aws.iam.policy.Principals.Match;
import java.util.List;
import java.util.Optional;

/// Whether somebody may do what it asks.
///
/// Source: the IAM User Guide, "Policy evaluation logic".
public enum Decision {
  ALLOWED(""),
  DENIED_BY_IDENTITY("with an explicit deny in an identity-based policy"),
  DENIED_BY_BOUNDARY("with an explicit deny in a permissions boundary"),
  DENIED_BY_RESOURCE("with an explicit deny in a resource-based policy"),
  NO_IDENTITY_POLICY("because no identity-based policy allows the %s action"),
  NO_BOUNDARY("because no permissions boundary allows the %s action"),
  NO_RESOURCE_POLICY("because no resource-based policy allows the %s action");

  private final String reason;

  Decision(String reason) {
    this.reason = reason;
  }

  /// What a caller is allowed by its own account.
  ///
  /// @param boundary that limits the policies
  public record Granted(List<Policy> policies, Optional<Policy> boundary) {
    public Granted {
      policies = List.copyOf(policies);
    }
  }

  /// A resource and what it says itself.
  ///
  /// @param account whose it is
  /// @param policy its own
  /// @param own whether only its own policy opens it, as that of a role does
  public record Guarded(String account, Optional<Policy> policy, boolean own) {}

  /// Why not, as AWS says it behind the action and the resource.
  ///
  /// @param action as the service writes it there
  public String reason(String action) {
    return reason.formatted(action);
  }

  public boolean allowed() {
    return this == ALLOWED;
  }

  /// Decides.
  public static Decision of(Asked asked, Granted granted, Guarded guarded) {
    if (granted.policies().stream().anyMatch(policy -> policy.denies(asked))) {
      return DENIED_BY_IDENTITY;
    }
    if (granted.boundary().filter(policy -> policy.denies(asked)).isPresent()) {
      return DENIED_BY_BOUNDARY;
    }
    if (guarded.policy().filter(policy -> policy.denies(asked)).isPresent()) {
      return DENIED_BY_RESOURCE;
    }
    var opened = guarded.policy().map(policy -> policy.allows(asked)).orElse(Match.NO);
    if (asked.caller() instanceof Caller.Service || asked.caller() instanceof Caller.Federated) {
      return opened == Match.NO ? NO_RESOURCE_POLICY : ALLOWED;
    }
    var same = asked.caller().account().equals(guarded.account());
    if ((guarded.own() || !same) && opened == Match.NO) {
      var own = own(asked, granted);
      return guarded.own() || own.allowed() ? NO_RESOURCE_POLICY : own;
    }
    if (same && suffices(opened, granted, asked)) {
      return ALLOWED;
    }
    return own(asked, granted);
  }

  /// A resource of the caller's own account may let it in alone; a boundary limits that only for
  /// those who are let in as a role.
  private static boolean suffices(Match opened, Granted granted, Asked asked) {
    return switch (opened) {
      case NO, ACCOUNT -> false;
      case ROLE ->
          granted.boundary().map(boundary -> boundary.allows(asked) != Match.NO).orElse(true);
      case ITSELF -> true;
    };
  }

  private static Decision own(Asked asked, Granted granted) {
    if (asked.caller() instanceof Caller.Root) {
      return ALLOWED;
    }
    if (granted.policies().stream().noneMatch(policy -> policy.allows(asked) != Match.NO)) {
      return NO_IDENTITY_POLICY;
    }
    return granted.boundary().map(boundary -> boundary.allows(asked) != Match.NO).orElse(true)
        ? ALLOWED
        : NO_BOUNDARY;
  }
}
