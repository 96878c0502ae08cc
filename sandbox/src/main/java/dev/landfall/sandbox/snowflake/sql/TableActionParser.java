package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the actions of ALTER TABLE and ALTER VIEW on columns, constraints, clustering and policies
/// (Snowflake, "ALTER TABLE", "ALTER TABLE … ALTER COLUMN", "ALTER VIEW").
final class TableActionParser {
  private final Cursor cursor;
  private final ObjectKind kind;
  private final Clauses clauses;
  private final Spans spans;

  TableActionParser(Cursor cursor, ObjectKind kind) {
    this.cursor = cursor;
    this.kind = kind;
    this.clauses = new Clauses(cursor);
    this.spans = new Spans(cursor);
  }

  /// Stays where it is when nothing fits.
  Optional<AlterAction> parse() throws SnowflakeException {
    refuse();
    if (cursor.isAny("ALTER", "MODIFY")) {
      return Optional.of(alterColumns());
    }
    Optional<AlterAction> policy = rowAccessPolicy();
    if (policy.isPresent() || kind == ObjectKind.VIEW) {
      return policy;
    }
    Optional<AlterAction> clustering = clustering();
    if (clustering.isPresent() || kind != ObjectKind.TABLE) {
      return clustering;
    }
    return switch (cursor.upper()) {
      case "ADD" -> Optional.of(add());
      case "DROP" -> Optional.of(drop());
      case "RENAME" -> Optional.of(rename());
      default -> Optional.empty();
    };
  }

  private void refuse() throws SnowflakeException {
    for (String words :
        List.of(
            "SET AGGREGATION POLICY",
            "UNSET AGGREGATION POLICY",
            "SET JOIN POLICY",
            "UNSET JOIN POLICY",
            "ADD DATA METRIC FUNCTION",
            "DROP DATA METRIC FUNCTION",
            "MODIFY DATA METRIC FUNCTION",
            "ADD STORAGE LIFECYCLE POLICY",
            "DROP STORAGE LIFECYCLE POLICY",
            "RECLUSTER",
            "SUSPEND SEARCH OPTIMIZATION",
            "RESUME SEARCH OPTIMIZATION",
            "SET IMMUTABLE",
            "UNSET IMMUTABLE",
            "SET FROZEN",
            "UNSET FROZEN",
            "SET EXECUTE AS",
            "UNSET EXECUTE AS")) {
      if (cursor.isNext(words.split(" "))) {
        throw Errors.notSupported("ALTER " + kind.sql() + " … " + words);
      }
    }
  }

  private Optional<AlterAction> rowAccessPolicy() throws SnowflakeException {
    if (cursor.accept("ADD", "ROW", "ACCESS", "POLICY")) {
      return Optional.of(new TableAction.AddRowAccessPolicy(clauses.rowAccessPolicy()));
    }
    if (cursor.accept("DROP", "ALL", "ROW", "ACCESS", "POLICIES")) {
      return Optional.of(new TableAction.DropAllRowAccessPolicies());
    }
    if (!cursor.accept("DROP", "ROW", "ACCESS", "POLICY")) {
      return Optional.empty();
    }
    QualifiedName dropped = cursor.qualified();
    if (!cursor.acceptSymbol(",")) {
      return Optional.of(new TableAction.DropRowAccessPolicy(dropped));
    }
    cursor.expect("ADD", "ROW", "ACCESS", "POLICY");
    return Optional.of(new TableAction.ReplaceRowAccessPolicy(dropped, clauses.rowAccessPolicy()));
  }

  private Optional<AlterAction> clustering() throws SnowflakeException {
    if (cursor.isNext("CLUSTER", "BY")) {
      return Optional.of(new TableAction.ClusterBy(clauses.clusterBy()));
    }
    if (cursor.accept("DROP", "CLUSTERING", "KEY")) {
      return Optional.of(new TableAction.DropClusteringKey());
    }
    if (cursor.accept("SUSPEND", "RECLUSTER")) {
      return Optional.of(new TableAction.Recluster(false));
    }
    if (cursor.accept("RESUME", "RECLUSTER")) {
      return Optional.of(new TableAction.Recluster(true));
    }
    if (cursor.accept("ADD", "SEARCH", "OPTIMIZATION")) {
      return Optional.of(new TableAction.SearchOptimization(true, searchOptimization()));
    }
    return cursor.accept("DROP", "SEARCH", "OPTIMIZATION")
        ? Optional.of(new TableAction.SearchOptimization(false, searchOptimization()))
        : Optional.empty();
  }

  private List<Span> searchOptimization() throws SnowflakeException {
    List<Span> on = new ArrayList<>();
    if (cursor.accept("ON")) {
      do {
        on.add(spans.until(c -> c.isSymbol(",")));
      } while (cursor.acceptSymbol(","));
    }
    return on;
  }

  private TableAction add() throws SnowflakeException {
    cursor.expect("ADD");
    var constraint = new ConstraintParser(cursor);
    if (constraint.isOutOfLine()) {
      return new TableAction.AddConstraint(constraint.outOfLine());
    }
    cursor.accept("COLUMN");
    List<TableAction.NewColumn> columns = new ArrayList<>();
    do {
      boolean ifNotExists = cursor.accept("IF", "NOT", "EXISTS");
      columns.add(new TableAction.NewColumn(ifNotExists, new ColumnParser(cursor).typed()));
    } while (cursor.acceptSymbol(","));
    return new TableAction.AddColumns(columns);
  }

  private TableAction drop() throws SnowflakeException {
    cursor.expect("DROP");
    Optional<Constraint.Selector> constraint = selector();
    if (constraint.isPresent()) {
      return new TableAction.DropConstraint(constraint.get(), clauses.dependents());
    }
    cursor.accept("COLUMN");
    boolean ifExists = clauses.ifExists();
    List<Name> columns = new ArrayList<>();
    do {
      // IF EXISTS before the first column is for all of them.
      if (!columns.isEmpty() && clauses.ifExists() && !ifExists) {
        throw Errors.notSupported("DROP COLUMN a, IF EXISTS b");
      }
      columns.add(cursor.name());
      if (cursor.isAny("CASCADE", "RESTRICT")) {
        throw Errors.notSupported("ALTER TABLE … DROP COLUMN … " + cursor.upper());
      }
    } while (cursor.acceptSymbol(","));
    return new TableAction.DropColumns(ifExists, columns);
  }

  /// Which constraint is meant, when one is.
  private Optional<Constraint.Selector> selector() throws SnowflakeException {
    if (cursor.accept("CONSTRAINT")) {
      return Optional.of(new Constraint.Selector.Named(cursor.name()));
    }
    if (cursor.accept("PRIMARY", "KEY")) {
      return Optional.of(
          new Constraint.Selector.ThePrimaryKey(cursor.isSymbol("(") ? cursor.names() : List.of()));
    }
    if (cursor.is("UNIQUE") && cursor.isSymbolAt(1, "(")) {
      cursor.skip();
      return Optional.of(new Constraint.Selector.UniqueOn(cursor.names()));
    }
    return cursor.accept("FOREIGN", "KEY")
        ? Optional.of(new Constraint.Selector.ForeignKeyOn(cursor.names()))
        : Optional.empty();
  }

  private TableAction rename() throws SnowflakeException {
    cursor.expect("RENAME");
    boolean constraint = cursor.accept("CONSTRAINT");
    if (!constraint) {
      cursor.expect("COLUMN");
    }
    Name from = cursor.name();
    cursor.expect("TO");
    Name to = cursor.name();
    return constraint
        ? new TableAction.RenameConstraint(from, to)
        : new TableAction.RenameColumn(from, to);
  }

  private AlterAction alterColumns() throws SnowflakeException {
    cursor.skip();
    Optional<Constraint.Selector> constraint = selector();
    if (constraint.isPresent()) {
      return new TableAction.AlterConstraint(
          constraint.get(), new ConstraintParser(cursor).properties());
    }
    boolean listed = cursor.acceptSymbol("(");
    List<TableAction.ColumnChange> changes = new ArrayList<>();
    do {
      cursor.accept("COLUMN");
      Name column = cursor.name();
      int mark = cursor.mark();
      TableAction.ColumnAction action = columnAction();
      if (kind != ObjectKind.TABLE && !ofViewsToo(action)) {
        throw cursor.unexpectedAt(mark);
      }
      changes.add(new TableAction.ColumnChange(column, action));
    } while (cursor.acceptSymbol(","));
    if (listed) {
      cursor.expectSymbol(")");
    }
    return new TableAction.AlterColumns(changes);
  }

  private static boolean ofViewsToo(TableAction.ColumnAction action) {
    return switch (action) {
      case TableAction.SetMaskingPolicy set -> true;
      case TableAction.UnsetMaskingPolicy unset -> true;
      case TableAction.SetProjectionPolicy set -> true;
      case TableAction.UnsetProjectionPolicy unset -> true;
      case TableAction.SetColumnTags set -> true;
      case TableAction.UnsetColumnTags unset -> true;
      default -> false;
    };
  }

  private TableAction.ColumnAction columnAction() throws SnowflakeException {
    if (cursor.accept("DROP", "DEFAULT")) {
      return new TableAction.DropDefault();
    }
    if (cursor.accept("DROP", "NOT", "NULL")) {
      return new TableAction.DropNotNull();
    }
    if (cursor.accept("COMMENT")) {
      return new TableAction.SetComment(cursor.string());
    }
    if (cursor.accept("NOT", "NULL")) {
      return new TableAction.SetNotNull();
    }
    if (cursor.accept("UNSET")) {
      return unset();
    }
    if (cursor.accept("SET")) {
      return set();
    }
    cursor.accept("TYPE");
    return type();
  }

  private TableAction.ColumnAction set() throws SnowflakeException {
    if (cursor.accept("DEFAULT")) {
      return new TableAction.SetDefault(spans.expression());
    }
    if (cursor.accept("NOT", "NULL")) {
      return new TableAction.SetNotNull();
    }
    if (cursor.accept("MASKING", "POLICY")) {
      PolicyUse policy = clauses.maskingPolicy();
      return new TableAction.SetMaskingPolicy(policy, cursor.accept("FORCE"));
    }
    if (cursor.accept("PROJECTION", "POLICY")) {
      QualifiedName policy = cursor.qualified();
      return new TableAction.SetProjectionPolicy(policy, cursor.accept("FORCE"));
    }
    if (cursor.accept("TAG")) {
      return new TableAction.SetColumnTags(columnTags());
    }
    if (!cursor.accept("DATA", "TYPE")) {
      cursor.expect("TYPE");
    }
    return type();
  }

  private TableAction.ColumnAction type() throws SnowflakeException {
    DataType type = new TypeParser(cursor).parse();
    Optional<String> collation =
        cursor.accept("COLLATE") ? Optional.of(cursor.string()) : Optional.empty();
    return new TableAction.SetType(type, collation);
  }

  private TableAction.ColumnAction unset() throws SnowflakeException {
    if (cursor.accept("MASKING", "POLICY")) {
      return new TableAction.UnsetMaskingPolicy();
    }
    if (cursor.accept("PROJECTION", "POLICY")) {
      return new TableAction.UnsetProjectionPolicy();
    }
    if (cursor.accept("COMMENT")) {
      return new TableAction.UnsetComment();
    }
    cursor.expect("TAG");
    List<QualifiedName> tags = new ArrayList<>();
    do {
      tags.add(cursor.qualified());
    } while (isNextTag(1) && cursor.acceptSymbol(","));
    return new TableAction.UnsetColumnTags(tags);
  }

  /// Tags go on as long as no other column begins after the comma.
  private List<TagValue> columnTags() throws SnowflakeException {
    List<TagValue> tags = new ArrayList<>();
    do {
      tags.add(clauses.tagValue());
    } while (isNextTag(1) && cursor.acceptSymbol(","));
    return tags;
  }

  private boolean isNextTag(int ahead) {
    return cursor.isSymbol(",")
        && !cursor.isAt(ahead, "COLUMN")
        && !cursor.isAt(ahead + 1, "SET")
        && !cursor.isAt(ahead + 1, "UNSET")
        && !cursor.isAt(ahead + 1, "DROP");
  }
}
