package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads CREATE of tables of all kinds (Snowflake, "CREATE TABLE", "CREATE EXTERNAL TABLE", "CREATE
/// DYNAMIC TABLE").
final class TableParser {
  private final Cursor cursor;
  private final CreateHead head;
  private final Clauses clauses;

  private final List<Column> columns = new ArrayList<>();
  private final List<Constraint> constraints = new ArrayList<>();
  private final List<ViewColumn> viewColumns = new ArrayList<>();
  private final List<TagValue> tags = new ArrayList<>();
  private List<Span> clusterBy = List.of();
  private boolean copyGrants;
  private Optional<PolicyUse> rowAccess = Optional.empty();

  TableParser(Cursor cursor, CreateHead head) {
    this.cursor = cursor;
    this.head = head;
    this.clauses = new Clauses(cursor);
  }

  Statement table() throws SnowflakeException {
    head.allow(CreateHead.Modifier.TEMPORARY, CreateHead.Modifier.TRANSIENT);
    QualifiedName name = head.name();
    if (cursor.accept("CLONE")) {
      return cloned(name);
    }
    if (cursor.accept("LIKE")) {
      return like(name);
    }
    refuseSources();
    int untyped = cursor.isSymbol("(") ? columnList() : -1;
    var options = new OptionParser(cursor, head.kind());
    while (options.accept() || tableClause()) {
      cursor.acceptSymbol(",");
    }
    Optional<Span> query = cursor.accept("AS") ? Optional.of(clauses.query()) : Optional.empty();
    if (query.isEmpty() && untyped >= 0) {
      throw cursor.unexpectedAt(untyped);
    }
    if (query.isEmpty() && columns.isEmpty()) {
      throw cursor.unexpected();
    }
    return new TableStatement.CreateTable(
        head.creation(),
        head.lifetime(),
        name,
        columns,
        constraints,
        clusterBy,
        copyGrants,
        rowAccess,
        tags,
        options.done(),
        query);
  }

  private void refuseSources() throws SnowflakeException {
    for (String source : List.of("USING TEMPLATE", "FROM BACKUP SET", "FROM ARCHIVE OF", "FROM")) {
      if (cursor.isNext(source.split(" "))) {
        throw Errors.notSupported("CREATE TABLE … " + source);
      }
    }
  }

  private Statement like(QualifiedName name) throws SnowflakeException {
    QualifiedName source = cursor.qualified();
    var options = new OptionParser(cursor, head.kind());
    while (options.accept() || (!cursor.isAny("WITH", "ROW", "TAG") && tableClause())) {
      // Each is stored.
    }
    return new TableStatement.CreateTableLike(
        head.creation(), head.lifetime(), name, source, clusterBy, copyGrants, options.done());
  }

  private Statement cloned(QualifiedName name) throws SnowflakeException {
    CloneSource source = clauses.cloneSource();
    var options = new OptionParser(cursor, head.kind());
    boolean grants = false;
    while (options.accept() || (!grants && cursor.isNext("COPY", "GRANTS"))) {
      grants |= cursor.accept("COPY", "GRANTS");
    }
    clauses.refusePolicies("CREATE " + head.kind().sql());
    return new ObjectStatement.CreateClone(
        head.kind(),
        head.creation(),
        head.lifetime(),
        name,
        source,
        grants,
        false,
        List.of(),
        options.done());
  }

  /// Columns and constraints.
  ///
  /// @return the token after the name of the first column without a type, -1 when all have one
  private int columnList() throws SnowflakeException {
    int untyped = -1;
    cursor.expectSymbol("(");
    do {
      var constraint = new ConstraintParser(cursor);
      if (constraint.isOutOfLine()) {
        constraints.add(constraint.outOfLine());
      } else {
        int mark = cursor.mark();
        Column column = new ColumnParser(cursor).maybeTyped();
        columns.add(column);
        if (column.type().isEmpty() && untyped < 0) {
          untyped = mark + 1;
        }
      }
    } while (cursor.acceptSymbol(","));
    cursor.expectSymbol(")");
    return untyped;
  }

  private boolean tableClause() throws SnowflakeException {
    if (cursor.isNext("CLUSTER", "BY")) {
      clusterBy = clauses.clusterBy();
      return true;
    }
    if (!copyGrants && cursor.accept("COPY", "GRANTS")) {
      copyGrants = true;
      return true;
    }
    if (rowAccess.isEmpty() && clauses.acceptWith("ROW", "ACCESS", "POLICY")) {
      rowAccess = Optional.of(clauses.rowAccessPolicy());
      return true;
    }
    clauses.refusePolicies("CREATE " + head.kind().sql());
    return clauses.tags(tags);
  }

  TableStatement.CreateExternalTable externalTable() throws SnowflakeException {
    head.allow();
    QualifiedName name = head.name();
    if (cursor.isNext("USING", "TEMPLATE")) {
      throw Errors.notSupported("CREATE EXTERNAL TABLE … USING TEMPLATE");
    }
    if (cursor.isSymbol("(")) {
      columnList();
    }
    List<Name> partitionBy = List.of();
    Optional<FileLocation> location = Optional.empty();
    var options = new OptionParser(cursor, head.kind());
    while (true) {
      if (cursor.accept("PARTITION", "BY")) {
        partitionBy = cursor.names();
      } else if (clauses.acceptWith("LOCATION")) {
        cursor.expectSymbol("=");
        location = Optional.of(new LocationParser(cursor).stage());
      } else if (!options.accept() && !tableClause()) {
        break;
      }
    }
    if (location.isEmpty()) {
      throw cursor.unexpected();
    }
    return new TableStatement.CreateExternalTable(
        head.creation(),
        name,
        columns,
        constraints,
        partitionBy,
        location.get(),
        copyGrants,
        rowAccess,
        tags,
        options.done());
  }

  Statement dynamicTable() throws SnowflakeException {
    head.allow(CreateHead.Modifier.TRANSIENT);
    QualifiedName name = head.name();
    if (cursor.accept("CLONE")) {
      return cloned(name);
    }
    if (cursor.isSymbol("(")) {
      columnList();
    }
    boolean requireUser = false;
    var options = new OptionParser(cursor, head.kind());
    while (true) {
      if (!requireUser && cursor.accept("REQUIRE", "USER")) {
        requireUser = true;
      } else if (cursor.isNext("IMMUTABLE", "WHERE")
          || cursor.isNext("FROZEN", "WHERE")
          || cursor.isNext("BACKFILL", "FROM")
          || cursor.isNext("EXECUTE", "AS")
          || cursor.isNext("REFRESH", "USING")) {
        throw Errors.notSupported("CREATE DYNAMIC TABLE … " + cursor.upper());
      } else if (!options.accept() && !tableClause()) {
        break;
      }
    }
    cursor.expect("AS");
    return new TableStatement.CreateDynamicTable(
        head.creation(),
        head.lifetime(),
        name,
        columns,
        clusterBy,
        copyGrants,
        requireUser,
        rowAccess,
        tags,
        options.done(),
        clauses.query());
  }

  TableStatement.CreateView view() throws SnowflakeException {
    head.allow(
        CreateHead.Modifier.TEMPORARY, CreateHead.Modifier.SECURE, CreateHead.Modifier.RECURSIVE);
    QualifiedName name = head.name();
    Options options = viewClauses();
    return new TableStatement.CreateView(
        head.creation(),
        head.has(CreateHead.Modifier.SECURE),
        head.has(CreateHead.Modifier.RECURSIVE),
        head.has(CreateHead.Modifier.TEMPORARY),
        name,
        viewColumns,
        copyGrants,
        rowAccess,
        tags,
        options,
        clauses.query());
  }

  TableStatement.CreateMaterializedView materializedView() throws SnowflakeException {
    head.allow(CreateHead.Modifier.SECURE);
    QualifiedName name = head.name();
    Options options = viewClauses();
    return new TableStatement.CreateMaterializedView(
        head.creation(),
        head.has(CreateHead.Modifier.SECURE),
        name,
        viewColumns,
        clusterBy,
        copyGrants,
        rowAccess,
        tags,
        options,
        clauses.query());
  }

  /// Up to and with the AS.
  private Options viewClauses() throws SnowflakeException {
    var options = new OptionParser(cursor, head.kind());
    while (options.accept() || tableClause() || viewColumns()) {
      if (!clusterBy.isEmpty() && head.kind() == ObjectKind.VIEW) {
        throw cursor.unexpected();
      }
    }
    cursor.expect("AS");
    return options.done();
  }

  /// The columns of a view may stand before or between its properties.
  private boolean viewColumns() throws SnowflakeException {
    if (!viewColumns.isEmpty() || !cursor.acceptSymbol("(")) {
      return false;
    }
    do {
      viewColumns.add(viewColumn());
    } while (cursor.acceptSymbol(","));
    cursor.expectSymbol(")");
    return true;
  }

  private ViewColumn viewColumn() throws SnowflakeException {
    Name name = cursor.name();
    Optional<PolicyUse> masking = Optional.empty();
    Optional<PolicyUse> projection = Optional.empty();
    Optional<String> comment = Optional.empty();
    List<TagValue> columnTags = new ArrayList<>();
    while (true) {
      if (masking.isEmpty() && clauses.acceptWith("MASKING", "POLICY")) {
        masking = Optional.of(clauses.maskingPolicy());
      } else if (projection.isEmpty() && clauses.acceptWith("PROJECTION", "POLICY")) {
        projection = Optional.of(new PolicyUse(cursor.qualified(), List.of()));
      } else if (comment.isEmpty() && cursor.accept("COMMENT")) {
        comment = Optional.of(cursor.string());
      } else if (!clauses.tags(columnTags)) {
        return new ViewColumn(name, masking, projection, columnTags, comment);
      }
    }
  }
}
