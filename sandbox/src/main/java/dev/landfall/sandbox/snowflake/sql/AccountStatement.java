package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.QualifiedName;
import java.util.List;

/// CREATE of the objects of an account, and what is set for the account itself.
public sealed interface AccountStatement extends Statement {
  /// An object that is all properties: a warehouse, role, database role, user, network policy,
  /// network rule, session policy, password policy, authentication policy, secret or share.
  ///
  /// @param name with one part for objects of the account
  record CreateObject(
      ObjectKind kind, Creation creation, QualifiedName name, List<TagValue> tags, Options options)
      implements AccountStatement {
    public CreateObject {
      tags = List.copyOf(tags);
    }
  }

  record CreateIntegration(
      Creation creation, IntegrationKind kind, QualifiedName name, Options options)
      implements AccountStatement {}

  enum IntegrationKind {
    STORAGE,
    NOTIFICATION,
    API,
    SECURITY,
    EXTERNAL_ACCESS,
    CATALOG
  }

  /// @param options `CREDIT_QUOTA`, `FREQUENCY`, `START_TIMESTAMP`, `END_TIMESTAMP`, `NOTIFY_USERS`
  record CreateResourceMonitor(
      Creation creation, QualifiedName name, Options options, List<Trigger> triggers)
      implements AccountStatement {
    public CreateResourceMonitor {
      triggers = List.copyOf(triggers);
    }
  }

  /// `ON 90 PERCENT DO SUSPEND`
  record Trigger(int percent, Action action) {
    public enum Action {
      SUSPEND,
      SUSPEND_IMMEDIATE,
      NOTIFY
    }
  }

  /// ALTER ACCOUNT SET parameter = value
  record SetAccount(Options options) implements AccountStatement {}

  /// @param names in upper case
  record UnsetAccount(List<String> names) implements AccountStatement {
    public UnsetAccount {
      names = List.copyOf(names);
    }
  }

  record SetAccountTags(List<TagValue> tags) implements AccountStatement {
    public SetAccountTags {
      tags = List.copyOf(tags);
    }
  }

  record UnsetAccountTags(List<QualifiedName> tags) implements AccountStatement {
    public UnsetAccountTags {
      tags = List.copyOf(tags);
    }
  }
}
