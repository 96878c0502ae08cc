package dev.landfall.liquibase.changelog;

import dev.landfall.liquibase.changelog.Changeset.Rollback;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.change.DbmsTargetedChange;
import liquibase.change.core.DropAllForeignKeyConstraintsChange;
import liquibase.change.core.DropPrimaryKeyChange;
import liquibase.change.core.EmptyChange;
import liquibase.change.core.ExecuteShellCommandChange;
import liquibase.change.core.LoadDataChange;
import liquibase.change.core.LoadUpdateDataChange;
import liquibase.change.core.OutputChange;
import liquibase.change.core.RawSQLChange;
import liquibase.change.core.StopChange;
import liquibase.change.core.TagDatabaseChange;
import liquibase.change.custom.CustomChangeWrapper;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseList;
import liquibase.exception.RollbackImpossibleException;
import liquibase.sql.visitor.SqlVisitor;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import liquibase.statement.CallableSqlStatement;
import liquibase.statement.ExecutablePreparedStatement;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.RawParameterizedSqlStatement;
import liquibase.statement.core.RuntimeStatement;
import org.jspecify.annotations.Nullable;

/// Has Liquibase generate the SQL of changes without a connection, and says so when it cannot.
///
/// Follows `liquibase.changelog.ChangeSet#execute` and `#rollback` of 4.33.0.
final class SqlGeneration {
  private static final Pattern SEARCH_PATH = Pattern.compile("(?i)search_path|set\\s+schema\\b");

  private final Database database;
  private final DatabaseKind kind;

  SqlGeneration(Database database, DatabaseKind kind) {
    this.database = database;
    this.kind = kind;
  }

  /// What a changeset does.
  ///
  /// @param sql in order; empty when `liquibaseOnly` is given
  /// @param liquibaseOnly why it cannot be reduced to SQL
  /// @param nothing whether its only change is for other databases: Liquibase then records nothing
  record Generated(List<String> sql, Optional<String> liquibaseOnly, boolean nothing) {}

  Generated forward(ChangeSet changeSet) {
    database.setObjectQuotingStrategy(changeSet.getObjectQuotingStrategy());
    if (changeSet.getRunWith() != null) {
      return only("it asks for runWith: " + changeSet.getRunWith());
    }
    var sql = new ArrayList<String>();
    var skipped = false;
    for (var change : changeSet.getChanges()) {
      if (forOthers(change)) {
        skipped = true;
        continue;
      }
      var reason = add(change, false, changeSet.getSqlVisitors(), sql);
      if (reason.isPresent()) {
        return only(reason.get());
      }
    }
    if (kind == DatabaseKind.POSTGRESQL && setsPathForOthers(changeSet)) {
      return only(
          "Liquibase names the default schema in its changes, and its SQL sets another one");
    }
    return new Generated(sql, Optional.empty(), skipped && changeSet.getChanges().size() == 1);
  }

  Optional<Rollback> back(ChangeSet changeSet, List<String> sql) {
    database.setObjectQuotingStrategy(changeSet.getObjectQuotingStrategy());
    var visitors =
        changeSet.getSqlVisitors().stream().filter(SqlVisitor::isApplyToRollback).toList();
    var reason = Optional.<String>empty();
    if (changeSet.hasCustomRollbackChanges()) {
      for (var change : changeSet.getRollback().getChanges()) {
        if (!forOthers(change) && !saysEmpty(change) && reason.isEmpty()) {
          reason = add(change, false, visitors, sql);
        }
      }
    } else {
      for (var change : changeSet.getChanges().reversed()) {
        // Liquibase does not ask it: it deletes the rows of the file again.
        if (!change.supportsRollback(database) && !(change instanceof LoadUpdateDataChange)) {
          return Optional.empty();
        }
        if (reason.isEmpty()) {
          reason = add(change, true, visitors, sql);
        }
        if (reason.equals(Optional.of(IMPOSSIBLE))) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new Rollback(List.of(), reason));
  }

  private static final String IMPOSSIBLE = "it has no way back";

  private static Generated only(String reason) {
    return new Generated(List.of(), Optional.of(reason), false);
  }

  private static boolean setsPathForOthers(ChangeSet changeSet) {
    var raw = changeSet.getChanges().stream().filter(AbstractSQLChange.class::isInstance).toList();
    return raw.size() < changeSet.getChanges().size()
        && raw.stream()
            .map(change -> ((AbstractSQLChange) change).getSql())
            .anyMatch(sql -> sql != null && SEARCH_PATH.matcher(sql).find());
  }

  private boolean forOthers(Change change) {
    return change instanceof DbmsTargetedChange targeted
        && !DatabaseList.definitionMatches(targeted.getDbms(), database, true);
  }

  private static boolean saysEmpty(Change change) {
    return change instanceof RawSQLChange raw && "empty".equalsIgnoreCase(raw.getSql());
  }

  /// Adds a change's SQL, or says why there is none.
  private Optional<String> add(
      Change change, boolean inverse, List<SqlVisitor> visitors, List<String> sql) {
    if (change instanceof EmptyChange
        || change instanceof TagDatabaseChange
        || change instanceof OutputChange) {
      return Optional.empty();
    }
    var reason = byType(change);
    if (reason.isPresent()) {
      return reason;
    }
    var name = change.getSerializedObjectName();
    try {
      var looks =
          inverse
              ? change.generateRollbackStatementsVolatile(database)
              : change.generateStatementsVolatile(database);
      if (looks) {
        return Optional.of("'" + name + "' depends on what is in the database");
      }
      @Nullable SqlStatement[] statements =
          inverse
              ? change.generateRollbackStatements(database)
              : change.generateStatements(database);
      for (var statement : statements) {
        if (statement == null
            || (statement.skipOnUnsupported()
                && !SqlGeneratorFactory.getInstance().supports(statement, database))) {
          continue;
        }
        if (needsConnection(statement)) {
          return Optional.of("'" + name + "' binds values to a prepared statement");
        }
        for (var generated : SqlGeneratorFactory.getInstance().generateSql(statement, database)) {
          var text =
              change instanceof AbstractSQLChange
                  ? Wellformed.unescaped(generated.toSql(), kind)
                  : generated.toSql();
          for (var visitor : visitors) {
            text = visitor.modifySql(text, database);
          }
          sql.add(text);
        }
      }
      return Optional.empty();
    } catch (RollbackImpossibleException e) {
      return Optional.of(IMPOSSIBLE);
    } catch (Refusal e) {
      throw e;
    } catch (Exception e) {
      return Optional.of("'" + name + "' cannot be turned into SQL without the database");
    }
  }

  private static Optional<String> byType(Change change) {
    return Optional.ofNullable(
        switch (change) {
          case CustomChangeWrapper custom -> "it runs the Java class " + custom.getClassName();
          case ExecuteShellCommandChange _ -> "it runs a command of the operating system";
          case LoadDataChange load -> "it loads the file " + load.getFile();
          case DropAllForeignKeyConstraintsChange _ ->
              "it looks up a table's foreign keys in the database";
          case DropPrimaryKeyChange drop when drop.getConstraintName() == null ->
              "it looks up the name of a primary key in the database";
          case StopChange _ -> "it stops Liquibase";
          default -> null;
        });
  }

  private static boolean needsConnection(SqlStatement statement) {
    return statement instanceof ExecutablePreparedStatement
        || statement instanceof RawParameterizedSqlStatement
        || statement instanceof CallableSqlStatement
        || statement instanceof RuntimeStatement
        || statement.continueOnError();
  }
}
