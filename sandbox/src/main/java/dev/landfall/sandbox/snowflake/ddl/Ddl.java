package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Account;
import dev.landfall.sandbox.snowflake.catalog.Actor;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.AccountStatement;
import dev.landfall.sandbox.snowflake.sql.AlterAction;
import dev.landfall.sandbox.snowflake.sql.AlterStatement;
import dev.landfall.sandbox.snowflake.sql.CodeStatement;
import dev.landfall.sandbox.snowflake.sql.Creation;
import dev.landfall.sandbox.snowflake.sql.GrantStatement;
import dev.landfall.sandbox.snowflake.sql.ObjectKind;
import dev.landfall.sandbox.snowflake.sql.ObjectStatement;
import dev.landfall.sandbox.snowflake.sql.PolicyStatement;
import dev.landfall.sandbox.snowflake.sql.Statement;
import dev.landfall.sandbox.snowflake.sql.TableStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Carries out the statements that change an account's objects.
///
/// Thread-safe: statements of one account run one after another.
public final class Ddl {
  private final Account account;

  public Ddl(Account account) {
    this.account = account;
  }

  /// A table that a statement changes in a way that no open transaction may see half of.
  ///
  /// @param physical its DuckDB name, quoted and qualified
  /// @param shown how messages call it
  public record Locked(String physical, String shown) {}

  /// The tables whose locks the session must hold before it has a statement executed. Empty for
  /// tables that are not there, or that the session may not see.
  public List<Locked> locks(Statement statement, Actor actor) {
    var names =
        switch (statement) {
          case AlterStatement alter when alter.kind() == ObjectKind.TABLE ->
              alter.action() instanceof AlterAction.SwapWith(var other)
                  ? List.of(alter.name(), other)
                  : List.of(alter.name());
          case ObjectStatement.Drop drop when drop.kind() == ObjectKind.TABLE ->
              List.of(drop.name());
          case ObjectStatement.CreateStream stream -> List.of(stream.source());
          case TableStatement.CreateTable create when create.creation() == Creation.OR_REPLACE ->
              List.of(create.name());
          case ObjectStatement.CreateClone clone
              when clone.kind() == ObjectKind.TABLE && clone.creation() == Creation.OR_REPLACE ->
              List.of(clone.name());
          default -> List.<QualifiedName>of();
        };
    var access = new Access(account.catalogue(), actor);
    var locked = new ArrayList<Locked>();
    for (var name : names) {
      try {
        access
            .find(Kind.TABLE, name, "ALTER TABLE")
            .filter(e -> e.body() instanceof Body.Table)
            .ifPresent(
                e -> locked.add(new Locked(e.body(Body.Table.class).physical(), e.name().value())));
      } catch (SnowflakeException e) {
        // Executing the statement gives the error.
        return List.of();
      }
    }
    return locked;
  }

  /// Whether this carries out statements of this kind; SHOW and DESCRIBE, queries, DML, and what
  /// concerns the session alone are for others.
  public static boolean handles(Statement statement) {
    return switch (statement) {
      case ObjectStatement.Describe describe -> false;
      case ObjectStatement.DescribeResult describe -> false;
      case ObjectStatement object -> true;
      case TableStatement table -> true;
      case PolicyStatement policy -> true;
      case AccountStatement change -> true;
      case AlterStatement alter -> true;
      case GrantStatement grant -> true;
      case CodeStatement.CreateFunction function -> true;
      case CodeStatement.CreateExternalFunction function -> true;
      case CodeStatement.CreateProcedure procedure -> true;
      default -> false;
    };
  }

  /// Carries out a statement in a transaction of its own.
  ///
  /// @param text the statement as it is written
  /// @throws SnowflakeException when Snowflake would refuse it, or the sandbox does not honour it
  /// @throws SQLException when DuckDB fails; nothing has changed then
  public Executed execute(Statement statement, String text, DdlContext context)
      throws SnowflakeException, SQLException {
    return account.change(
        context.connection(),
        draft -> {
          var operation = new Operation(account, draft, context, text);
          var result = run(operation, statement);
          return new Executed(result, operation.after());
        });
  }

  /// Drops the temporary objects of a session that has ended.
  public void sessionEnded(long session, DdlContext context)
      throws SnowflakeException, SQLException {
    boolean any = account.catalogue().all().anyMatch(e -> e.session() == session);
    if (!any) {
      return;
    }
    account.change(
        context.connection(),
        draft -> {
          var operation = new Operation(account, draft, context, "");
          for (Entity object : draft.all().filter(e -> e.session() == session).toList()) {
            Drops.destroy(operation, object);
          }
          return draft;
        });
  }

  private static Result run(Operation operation, Statement statement)
      throws SnowflakeException, SQLException {
    return switch (statement) {
      case TableStatement table -> table(operation, table);
      case ObjectStatement object -> object(operation, object);
      case PolicyStatement.CreateMaskingPolicy policy -> Policies.create(operation, policy);
      case PolicyStatement.CreateRowAccessPolicy policy -> Policies.create(operation, policy);
      case PolicyStatement.CreateTag tag -> Tags.create(operation, tag);
      case AccountStatement change -> account(operation, change);
      case AlterStatement alter -> Alters.alter(operation, alter);
      case GrantStatement grant -> grant(operation, grant);
      case CodeStatement.CreateFunction function -> Callables.create(operation, function);
      case CodeStatement.CreateProcedure procedure -> Callables.create(operation, procedure);
      case CodeStatement.CreateExternalFunction function ->
          throw Errors.notSupported("CREATE EXTERNAL FUNCTION");
      default -> throw new IllegalArgumentException(statement.getClass().getSimpleName());
    };
  }

  private static Result table(Operation operation, TableStatement statement)
      throws SnowflakeException, SQLException {
    return switch (statement) {
      case TableStatement.CreateTable create -> Tables.create(operation, create);
      case TableStatement.CreateTableLike create -> Tables.createLike(operation, create);
      case TableStatement.CreateExternalTable create ->
          throw Errors.notSupported("CREATE EXTERNAL TABLE");
      case TableStatement.CreateDynamicTable create -> DynamicTables.create(operation, create);
      case TableStatement.CreateView create -> Views.create(operation, create);
      case TableStatement.CreateMaterializedView create -> Views.create(operation, create);
    };
  }

  private static Result object(Operation operation, ObjectStatement statement)
      throws SnowflakeException, SQLException {
    return switch (statement) {
      case ObjectStatement.CreateDatabase create -> Containers.create(operation, create);
      case ObjectStatement.CreateSchema create -> Containers.create(operation, create);
      case ObjectStatement.CreateClone create -> Clones.create(operation, create);
      case ObjectStatement.CreateSequence create -> Sequences.create(operation, create);
      case ObjectStatement.CreateStage create -> Stages.create(operation, create);
      case ObjectStatement.CreateFileFormat create -> Stages.createFormat(operation, create);
      case ObjectStatement.CreatePipe create -> Pipes.create(operation, create);
      case ObjectStatement.CreateStream create -> Streams.create(operation, create);
      case ObjectStatement.CreateTask create -> Tasks.create(operation, create);
      case ObjectStatement.CreateAlert create -> throw Errors.notSupported("CREATE ALERT");
      case ObjectStatement.Drop drop -> Drops.drop(operation, drop);
      case ObjectStatement.Undrop undrop -> Drops.undrop(operation, undrop);
      case ObjectStatement.Comment comment -> Alters.comment(operation, comment);
      case ObjectStatement.CommentOnColumn comment -> Alters.commentOnColumn(operation, comment);
      case ObjectStatement.Describe describe -> throw new IllegalArgumentException("DESCRIBE");
      case ObjectStatement.DescribeResult describe ->
          throw new IllegalArgumentException("DESCRIBE RESULT");
    };
  }

  private static Result account(Operation operation, AccountStatement statement)
      throws SnowflakeException, SQLException {
    return switch (statement) {
      case AccountStatement.CreateObject create -> AccountObjects.create(operation, create);
      case AccountStatement.CreateIntegration create -> Integrations.create(operation, create);
      case AccountStatement.CreateResourceMonitor create ->
          AccountObjects.createMonitor(operation, create);
      case AccountStatement.SetAccount set -> AccountObjects.setAccount(operation, set);
      case AccountStatement.UnsetAccount unset -> AccountObjects.unsetAccount(operation, unset);
      case AccountStatement.SetAccountTags(var tags) ->
          AccountObjects.tagAccount(operation, new AlterAction.SetTags(tags));
      case AccountStatement.UnsetAccountTags(var tags) ->
          AccountObjects.tagAccount(operation, new AlterAction.UnsetTags(tags));
    };
  }

  private static Result grant(Operation operation, GrantStatement statement)
      throws SnowflakeException {
    return switch (statement) {
      case GrantStatement.GrantPrivileges grant -> Grants.grant(operation, grant);
      case GrantStatement.RevokePrivileges revoke -> Grants.revoke(operation, revoke);
      case GrantStatement.GrantOwnership grant -> Ownership.grant(operation, grant);
      case GrantStatement.GrantRole(var role, var to) ->
          Grants.grantRole(operation, Kind.ROLE, QualifiedName.of(role), to);
      case GrantStatement.RevokeRole(var role, var from) ->
          Grants.revokeRole(operation, Kind.ROLE, QualifiedName.of(role), from);
      case GrantStatement.GrantDatabaseRole(var role, var to) ->
          Grants.grantRole(operation, Kind.DATABASE_ROLE, role, to);
      case GrantStatement.RevokeDatabaseRole(var role, var from) ->
          Grants.revokeRole(operation, Kind.DATABASE_ROLE, role, from);
    };
  }
}
