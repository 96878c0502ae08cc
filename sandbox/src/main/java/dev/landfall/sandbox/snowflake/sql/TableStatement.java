package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import java.util.List;
import java.util.Optional;

/// CREATE of whatever has rows: tables and views of all kinds. What is made with CLONE is an
/// [ObjectStatement.CreateClone].
public sealed interface TableStatement extends Statement {
  /// @param columns none when only the query says what they are
  /// @param options such as `DATA_RETENTION_TIME_IN_DAYS`, `CHANGE_TRACKING`, `COMMENT`
  /// @param query of CREATE TABLE … AS
  record CreateTable(
      Creation creation,
      Lifetime lifetime,
      QualifiedName name,
      List<Column> columns,
      List<Constraint> constraints,
      List<Span> clusterBy,
      boolean copyGrants,
      Optional<PolicyUse> rowAccess,
      List<TagValue> tags,
      Options options,
      Optional<Span> query)
      implements TableStatement {
    public CreateTable {
      columns = List.copyOf(columns);
      constraints = List.copyOf(constraints);
      clusterBy = List.copyOf(clusterBy);
      tags = List.copyOf(tags);
    }
  }

  /// CREATE TABLE … LIKE
  record CreateTableLike(
      Creation creation,
      Lifetime lifetime,
      QualifiedName name,
      QualifiedName source,
      List<Span> clusterBy,
      boolean copyGrants,
      Options options)
      implements TableStatement {
    public CreateTableLike {
      clusterBy = List.copyOf(clusterBy);
    }
  }

  /// @param columns each with its expression, save those that Snowflake names
  /// @param options such as `LOCATION`, `FILE_FORMAT`, `PATTERN`, `AUTO_REFRESH`
  record CreateExternalTable(
      Creation creation,
      QualifiedName name,
      List<Column> columns,
      List<Constraint> constraints,
      List<Name> partitionBy,
      FileLocation location,
      boolean copyGrants,
      Optional<PolicyUse> rowAccess,
      List<TagValue> tags,
      Options options)
      implements TableStatement {
    public CreateExternalTable {
      columns = List.copyOf(columns);
      constraints = List.copyOf(constraints);
      partitionBy = List.copyOf(partitionBy);
      tags = List.copyOf(tags);
    }
  }

  /// @param columns names, and types where they are written
  /// @param options such as `TARGET_LAG`, `WAREHOUSE`, `REFRESH_MODE`, `INITIALIZE`
  record CreateDynamicTable(
      Creation creation,
      Lifetime lifetime,
      QualifiedName name,
      List<Column> columns,
      List<Span> clusterBy,
      boolean copyGrants,
      boolean requireUser,
      Optional<PolicyUse> rowAccess,
      List<TagValue> tags,
      Options options,
      Span query)
      implements TableStatement {
    public CreateDynamicTable {
      columns = List.copyOf(columns);
      clusterBy = List.copyOf(clusterBy);
      tags = List.copyOf(tags);
    }
  }

  /// @param columns none when the query names them
  /// @param options such as `CHANGE_TRACKING`, `COMMENT`
  record CreateView(
      Creation creation,
      boolean secure,
      boolean recursive,
      boolean temporary,
      QualifiedName name,
      List<ViewColumn> columns,
      boolean copyGrants,
      Optional<PolicyUse> rowAccess,
      List<TagValue> tags,
      Options options,
      Span query)
      implements TableStatement {
    public CreateView {
      columns = List.copyOf(columns);
      tags = List.copyOf(tags);
    }
  }

  /// @param columns none when the query names them
  record CreateMaterializedView(
      Creation creation,
      boolean secure,
      QualifiedName name,
      List<ViewColumn> columns,
      List<Span> clusterBy,
      boolean copyGrants,
      Optional<PolicyUse> rowAccess,
      List<TagValue> tags,
      Options options,
      Span query)
      implements TableStatement {
    public CreateMaterializedView {
      columns = List.copyOf(columns);
      clusterBy = List.copyOf(clusterBy);
      tags = List.copyOf(tags);
    }
  }
}
