package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import java.util.List;
import java.util.Optional;

/// What an ALTER does to the columns, constraints, clustering and policies of a table or view
/// (Snowflake, "ALTER TABLE").
public sealed interface TableAction extends AlterAction {
  record AddColumns(List<NewColumn> columns) implements TableAction {
    public AddColumns {
      columns = List.copyOf(columns);
    }
  }

  record NewColumn(boolean ifNotExists, Column column) {}

  record DropColumns(boolean ifExists, List<Name> columns) implements TableAction {
    public DropColumns {
      columns = List.copyOf(columns);
    }
  }

  record RenameColumn(Name from, Name to) implements TableAction {}

  /// `ALTER COLUMN …` and `MODIFY COLUMN …`, of one or more columns; in order.
  record AlterColumns(List<ColumnChange> changes) implements TableAction {
    public AlterColumns {
      changes = List.copyOf(changes);
    }
  }

  record ColumnChange(Name column, ColumnAction action) {}

  /// What is done to one column.
  sealed interface ColumnAction {}

  record SetDefault(Span expression) implements ColumnAction {}

  record DropDefault() implements ColumnAction {}

  record SetNotNull() implements ColumnAction {}

  record DropNotNull() implements ColumnAction {}

  record SetType(DataType type, Optional<String> collation) implements ColumnAction {}

  record SetComment(String comment) implements ColumnAction {}

  record UnsetComment() implements ColumnAction {}

  /// @param force replace the policy that is there
  record SetMaskingPolicy(PolicyUse policy, boolean force) implements ColumnAction {}

  record UnsetMaskingPolicy() implements ColumnAction {}

  record SetProjectionPolicy(QualifiedName policy, boolean force) implements ColumnAction {}

  record UnsetProjectionPolicy() implements ColumnAction {}

  record SetColumnTags(List<TagValue> tags) implements ColumnAction {
    public SetColumnTags {
      tags = List.copyOf(tags);
    }
  }

  record UnsetColumnTags(List<QualifiedName> tags) implements ColumnAction {
    public UnsetColumnTags {
      tags = List.copyOf(tags);
    }
  }

  record AddConstraint(Constraint constraint) implements TableAction {}

  record AlterConstraint(Constraint.Selector constraint, Constraint.Properties properties)
      implements TableAction {}

  record DropConstraint(
      Constraint.Selector constraint, Optional<ObjectStatement.Dependents> dependents)
      implements TableAction {}

  record RenameConstraint(Name from, Name to) implements TableAction {}

  record ClusterBy(List<Span> expressions) implements TableAction {
    public ClusterBy {
      expressions = List.copyOf(expressions);
    }
  }

  record DropClusteringKey() implements TableAction {}

  /// `SUSPEND RECLUSTER` or `RESUME RECLUSTER`.
  record Recluster(boolean resume) implements TableAction {}

  /// `ADD SEARCH OPTIMIZATION` or `DROP SEARCH OPTIMIZATION`.
  ///
  /// @param on such as `EQUALITY(a)`; none for the whole table
  record SearchOptimization(boolean add, List<Span> on) implements TableAction {
    public SearchOptimization {
      on = List.copyOf(on);
    }
  }

  record AddRowAccessPolicy(PolicyUse policy) implements TableAction {}

  record DropRowAccessPolicy(QualifiedName policy) implements TableAction {}

  /// `DROP ROW ACCESS POLICY p, ADD ROW ACCESS POLICY q ON (…)`
  record ReplaceRowAccessPolicy(QualifiedName dropped, PolicyUse added) implements TableAction {}

  record DropAllRowAccessPolicies() implements TableAction {}
}
