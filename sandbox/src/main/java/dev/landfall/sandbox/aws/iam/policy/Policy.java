package dev.landfall.sandbox.aws.iam.policy;

import dev.landfall.sandbox.aws.iam.policy.Principals.Match;
import java.util.List;

/// A policy that IAM takes. Immutable; threads share it.
public final class Policy {
  private final List<Statement> statements;

  Policy(List<Statement> statements) {
    this.statements = List.copyOf(statements);
  }

  /// Whose a policy is: that says what it may and must speak of.
  public enum Kind {
    /// Of a user or role, which is who is meant.
    IDENTITY,
    /// Of a role: who may become it.
    TRUST,
    /// Of a bucket, a queue or another resource.
    RESOURCE
  }

  /// Reads a policy's text.
  ///
  /// @throws MalformedPolicyException when IAM would not take it
  public static Policy parse(String text, Kind kind) throws MalformedPolicyException {
    return new PolicyReader(kind).read(text);
  }

  boolean denies(Asked asked) {
    return statements.stream()
        .anyMatch(one -> !one.allows() && one.caller(asked) != Match.NO && one.speaksOf(asked));
  }

  /// How the caller is meant where it is allowed what it asks.
  Match allows(Asked asked) {
    return statements.stream()
        .filter(one -> one.allows() && one.caller(asked) != Match.NO && one.speaksOf(asked))
        .map(one -> one.caller(asked))
        .max(Match::compareTo)
        .orElse(Match.NO);
  }
}
