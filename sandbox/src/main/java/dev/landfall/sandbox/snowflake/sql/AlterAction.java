package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import java.util.List;
import java.util.Optional;

/// What an ALTER does. The parser gives an object only actions that its kind has.
public sealed interface AlterAction permits AlterAction.Common, TableAction {
  /// Actions that are not of tables alone.
  sealed interface Common extends AlterAction {}

  record RenameTo(QualifiedName name) implements Common {}

  /// Of databases, schemas, tables and dynamic tables.
  record SwapWith(QualifiedName other) implements Common {}

  /// `SET a = 1 b = 2`; the one place where `COMMENT` is set as well.
  record Set(Options options) implements Common {}

  /// @param names in upper case
  record Unset(List<String> names) implements Common {
    public Unset {
      names = List.copyOf(names);
    }
  }

  record SetTags(List<TagValue> tags) implements Common {
    public SetTags {
      tags = List.copyOf(tags);
    }
  }

  record UnsetTags(List<QualifiedName> tags) implements Common {
    public UnsetTags {
      tags = List.copyOf(tags);
    }
  }

  /// `SET SECURE` or `UNSET SECURE` of a view, materialized view or function.
  record Secure(boolean secure) implements Common {}

  /// `ENABLE MANAGED ACCESS` or `DISABLE MANAGED ACCESS` of a schema.
  record ManagedAccess(boolean enable) implements Common {}

  /// Of warehouses, tasks, materialized views, dynamic tables and alerts.
  record Suspend() implements Common {}

  /// @param ifSuspended of a warehouse
  record Resume(boolean ifSuspended) implements Common {}

  /// `ABORT ALL QUERIES` of a warehouse or user.
  record AbortAllQueries() implements Common {}

  /// `RESET PASSWORD` of a user.
  record ResetPassword() implements Common {}

  /// `SET BODY -> …` of a policy.
  record SetBody(Span body) implements Common {}

  /// `ADD ALLOWED_VALUES` or `DROP ALLOWED_VALUES` of a tag.
  record AllowedValues(boolean add, List<String> values) implements Common {
    public AllowedValues {
      values = List.copyOf(values);
    }
  }

  /// `SET MASKING POLICY p, MASKING POLICY q` or UNSET of a tag.
  record TagPolicies(boolean set, List<QualifiedName> policies, boolean force) implements Common {
    public TagPolicies {
      policies = List.copyOf(policies);
    }
  }

  /// `ADD AFTER` or `REMOVE AFTER` of a task.
  record After(boolean add, List<QualifiedName> tasks) implements Common {
    public After {
      tasks = List.copyOf(tasks);
    }
  }

  /// `MODIFY AS` of a task.
  record ModifyAs(Span body) implements Common {}

  /// `MODIFY WHEN` of a task; `REMOVE WHEN` when there is no condition.
  record ModifyWhen(Optional<Span> condition) implements Common {}

  /// `MODIFY CONDITION EXISTS (…)` of an alert.
  record ModifyCondition(Span query) implements Common {}

  /// `MODIFY ACTION …` of an alert.
  record ModifyAction(Span body) implements Common {}

  /// `REFRESH` of a stage, pipe, external table or dynamic table.
  ///
  /// @param options `SUBPATH` of a stage, `PREFIX` and `MODIFIED_AFTER` of a pipe
  /// @param path of an external table
  record Refresh(Optional<String> path, Options options) implements Common {}

  /// `EXECUTE AS` of a procedure.
  record ExecuteAs(CodeStatement.ExecuteAs as) implements Common {}

  /// `SET` of a resource monitor, with triggers.
  record SetTriggers(Options options, List<AccountStatement.Trigger> triggers) implements Common {
    public SetTriggers {
      triggers = List.copyOf(triggers);
    }
  }

  /// `ADD x = (…)` or `REMOVE x = (…)`, such as the accounts of a share or the rules of a network
  /// policy.
  record Change(boolean add, Options options) implements Common {}

  /// `SET a POLICY p` or `UNSET a POLICY` of a user, such as its network or session policy.
  ///
  /// @param policy empty for UNSET
  record AttachPolicy(ObjectKind kind, Optional<QualifiedName> policy, boolean force)
      implements Common {}

  /// `ADD PARTITION (a = '1') LOCATION 'x'` of an external table.
  record AddPartition(List<PartitionValue> values, String location) implements Common {
    public AddPartition {
      values = List.copyOf(values);
    }
  }

  record PartitionValue(Name column, String value) {}

  /// `DROP PARTITION LOCATION 'x'` of an external table.
  record DropPartition(String location) implements Common {}

  /// `ADD FILES (…)` or `REMOVE FILES (…)` of an external table.
  record Files(boolean add, List<String> files) implements Common {
    public Files {
      files = List.copyOf(files);
    }
  }
}
