package dev.landfall.sandbox.aws.iam.policy;

import java.util.Optional;

/// Who wants something done.
public sealed interface Caller {
  /// As it is told in messages.
  String arn();

  /// Whose it is; empty for those who belong to no account.
  String account();

  /// The root user of an account.
  record Root(String account) implements Caller {
    @Override
    public String arn() {
      return "arn:aws:iam::" + account + ":root";
    }
  }

  /// A user of IAM.
  ///
  /// @param id such as `AIDA…`
  record User(String account, String arn, String id) implements Caller {
    /// Without the path.
    public String name() {
      return arn.substring(arn.lastIndexOf('/') + 1);
    }
  }

  /// Somebody who has become a role.
  ///
  /// @param arn of the session
  /// @param role the role's ARN
  /// @param id of the role, such as `AROA…`, and the session's name behind a colon
  record Session(String account, String arn, String role, String id) implements Caller {}

  /// A service of AWS.
  ///
  /// @param name such as `lambda.amazonaws.com`
  record Service(String name) implements Caller {
    @Override
    public String arn() {
      return name;
    }

    @Override
    public String account() {
      return "";
    }
  }

  /// Somebody whom an identity provider knows.
  ///
  /// @param provider the provider's ARN, or its name for the few that AWS knows itself
  record Federated(String provider) implements Caller {
    @Override
    public String arn() {
      return provider;
    }

    @Override
    public String account() {
      return "";
    }
  }

  /// The ARN that `aws:PrincipalArn` has: of a session that of its role.
  default Optional<String> principalArn() {
    return switch (this) {
      case Session session -> Optional.of(session.role());
      case Root root -> Optional.of(root.arn());
      case User user -> Optional.of(user.arn());
      case Service _, Federated _ -> Optional.empty();
    };
  }
}
