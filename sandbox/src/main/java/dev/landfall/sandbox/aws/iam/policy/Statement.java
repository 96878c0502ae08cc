package dev.landfall.sandbox.aws.iam.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A statement of a policy. Immutable.
///
/// @param notPrincipals whether all but those are meant; as `notActions` and `notResources`
/// @param resources empty for a trust policy, which is the resource's own
/// @param variables whether the policy's version has variables
record Statement(
    boolean allows,
    Optional<Principals> principals,
    boolean notPrincipals,
    List<String> actions,
    boolean notActions,
    List<String> resources,
    boolean notResources,
    List<Condition> conditions,
    boolean variables) {
  Statement {
    actions = List.copyOf(actions);
    resources = List.copyOf(resources);
    conditions = List.copyOf(conditions);
  }

  /// How the caller is meant; itself by a policy that is the caller's own.
  Principals.Match caller(Asked asked) {
    if (principals.isEmpty()) {
      return Principals.Match.ITSELF;
    }
    var match = principals.get().match(asked.caller());
    if (!notPrincipals) {
      return match;
    }
    return match == Principals.Match.NO ? Principals.Match.ITSELF : Principals.Match.NO;
  }

  /// Whether it speaks of what is asked, whoever asks.
  boolean speaksOf(Asked asked) {
    return action(asked)
        && resource(asked)
        && conditions.stream().allMatch(one -> one.holds(asked.context(), variables));
  }

  private boolean action(Asked asked) {
    var wanted = asked.action().toLowerCase(Locale.ROOT);
    var any =
        actions.stream()
            .flatMap(action ->
                Glob.filled(action.toLowerCase(Locale.ROOT), true, false, asked.context()).stream())
            .anyMatch(pattern -> Glob.matches(pattern, wanted));
    return any != notActions;
  }

  private boolean resource(Asked asked) {
    if (resources.isEmpty()) {
      return true;
    }
    var any =
        resources.stream()
            .flatMap(resource -> Glob.filled(resource, true, variables, asked.context()).stream())
            .anyMatch(pattern -> Glob.matches(pattern, asked.resource()));
    return any != notResources;
  }
}
