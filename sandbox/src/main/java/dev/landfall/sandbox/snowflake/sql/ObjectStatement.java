package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/// CREATE of the objects of databases and schemas that are neither tables, code nor policies; and
/// what is done alike to objects of all kinds: CLONE, DROP, UNDROP, COMMENT, DESCRIBE.
public sealed interface ObjectStatement extends Statement {
  /// @param options such as `DATA_RETENTION_TIME_IN_DAYS`, `DEFAULT_DDL_COLLATION`, `COMMENT`
  record CreateDatabase(
      Creation creation,
      Lifetime lifetime,
      QualifiedName name,
      List<TagValue> tags,
      Options options)
      implements ObjectStatement {
    public CreateDatabase {
      tags = List.copyOf(tags);
    }
  }

  record CreateSchema(
      Creation creation,
      Lifetime lifetime,
      QualifiedName name,
      boolean managedAccess,
      List<TagValue> tags,
      Options options)
      implements ObjectStatement {
    public CreateSchema {
      tags = List.copyOf(tags);
    }
  }

  /// CREATE … CLONE of a database, schema, table, dynamic table, sequence, stage, file format,
  /// stream, task, alert or database role.
  ///
  /// @param managedAccess of a schema
  record CreateClone(
      ObjectKind kind,
      Creation creation,
      Lifetime lifetime,
      QualifiedName name,
      CloneSource source,
      boolean copyGrants,
      boolean managedAccess,
      List<TagValue> tags,
      Options options)
      implements ObjectStatement {
    public CreateClone {
      tags = List.copyOf(tags);
    }
  }

  /// @param start 1 unless written
  /// @param increment 1 unless written
  /// @param ordered ORDER or NOORDER, when written
  record CreateSequence(
      Creation creation,
      QualifiedName name,
      BigInteger start,
      BigInteger increment,
      Optional<Boolean> ordered,
      Options options)
      implements ObjectStatement {}

  /// @param options such as `URL`, `STORAGE_INTEGRATION`, `DIRECTORY`, `FILE_FORMAT`
  record CreateStage(
      Creation creation,
      boolean temporary,
      QualifiedName name,
      List<TagValue> tags,
      Options options)
      implements ObjectStatement {
    public CreateStage {
      tags = List.copyOf(tags);
    }
  }

  /// @param options `TYPE` and what goes with it
  record CreateFileFormat(Creation creation, boolean temporary, QualifiedName name, Options options)
      implements ObjectStatement {}

  /// @param options such as `AUTO_INGEST`, `AWS_SNS_TOPIC`, `INTEGRATION`
  /// @param copyText the COPY as it is written
  record CreatePipe(
      Creation creation,
      QualifiedName name,
      Options options,
      FileStatement.CopyIntoTable copy,
      Span copyText)
      implements ObjectStatement {}

  /// @param sourceKind TABLE, EXTERNAL_TABLE, DYNAMIC_TABLE, EVENT_TABLE, ICEBERG_TABLE, VIEW or
  ///   STAGE
  /// @param options such as `APPEND_ONLY`, `INSERT_ONLY`, `SHOW_INITIAL_ROWS`, `COMMENT`
  record CreateStream(
      Creation creation,
      QualifiedName name,
      boolean copyGrants,
      List<TagValue> tags,
      ObjectKind sourceKind,
      QualifiedName source,
      Optional<TimeTravel> at,
      Options options)
      implements ObjectStatement {
    public CreateStream {
      tags = List.copyOf(tags);
    }
  }

  /// @param options such as `WAREHOUSE`, `SCHEDULE`, `CONFIG`, `FINALIZE`, and session parameters
  /// @param body the statement or block it runs
  record CreateTask(
      Creation creation,
      QualifiedName name,
      List<TagValue> tags,
      Options options,
      List<QualifiedName> after,
      Optional<Span> when,
      Span body)
      implements ObjectStatement {
    public CreateTask {
      tags = List.copyOf(tags);
      after = List.copyOf(after);
    }
  }

  /// @param condition the query between `IF (EXISTS (` and `))`
  /// @param action the statement or block after THEN
  record CreateAlert(
      Creation creation,
      QualifiedName name,
      List<TagValue> tags,
      Options options,
      Span condition,
      Span action)
      implements ObjectStatement {
    public CreateAlert {
      tags = List.copyOf(tags);
    }
  }

  /// @param arguments of a function or procedure
  record Drop(
      ObjectKind kind,
      boolean ifExists,
      QualifiedName name,
      Optional<List<DataType>> arguments,
      Optional<Dependents> dependents)
      implements ObjectStatement {}

  /// @param renamedTo of UNDROP … RENAME TO
  record Undrop(ObjectKind kind, QualifiedName name, Optional<QualifiedName> renamedTo)
      implements ObjectStatement {}

  /// COMMENT ON
  ///
  /// @param arguments of a function or procedure
  record Comment(
      ObjectKind kind,
      boolean ifExists,
      QualifiedName name,
      Optional<List<DataType>> arguments,
      String text)
      implements ObjectStatement {}

  /// COMMENT ON COLUMN
  ///
  /// @param column table and column
  record CommentOnColumn(boolean ifExists, QualifiedName column, String text)
      implements ObjectStatement {}

  /// @param arguments of a function or procedure
  /// @param type what follows `TYPE =`: COLUMNS or STAGE of a table
  record Describe(
      ObjectKind kind,
      QualifiedName name,
      Optional<List<DataType>> arguments,
      Optional<String> type)
      implements ObjectStatement {}

  /// DESCRIBE RESULT
  ///
  /// @param queryId empty for `LAST_QUERY_ID()`
  record DescribeResult(Optional<String> queryId) implements ObjectStatement {}

  /// What becomes of what depends on an object that is dropped.
  enum Dependents {
    CASCADE,
    RESTRICT
  }
}
