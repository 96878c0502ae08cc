package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Retention;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.AlterAction;
import dev.landfall.sandbox.snowflake.sql.AlterStatement;
import dev.landfall.sandbox.snowflake.sql.CodeStatement;
import dev.landfall.sandbox.snowflake.sql.OptionReader;
import dev.landfall.sandbox.snowflake.sql.TableAction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// ALTER of any object.
final class Alters {
  /// Carries a wish from the reading of properties to where it is granted; never kept.
  private static final String TRACKING = "\u0000CHANGE_TRACKING";

  private Alters() {}

  static Result alter(Operation operation, AlterStatement statement)
      throws SnowflakeException, SQLException {
    var kind = Integrations.kind(statement.kind(), "ALTER");
    Optional<Entity> found;
    try {
      found =
          Targets.find(
              operation, kind, statement.name(), statement.arguments(), "ALTER " + kind.word());
    } catch (SnowflakeException e) {
      if (statement.ifExists() && e.code().equals("002003")) {
        return Operation.DONE;
      }
      throw e;
    }
    if (found.filter(object -> Integrations.fits(object, statement.kind())).isEmpty()) {
      if (statement.ifExists()) {
        return Operation.DONE;
      }
      throw Targets.missing(operation, kind, statement.name(), statement.arguments());
    }
    var object = found.get();
    requireKind(object, kind, statement.action());
    switch (statement.action()) {
      case AlterAction.RenameTo(var name) -> Renames.rename(operation, object, name);
      case AlterAction.SwapWith(var name) -> Renames.swap(operation, object, name);
      default -> {
        var changed = apply(operation, object, statement.action());
        operation.draft().update(changed);
        if (statement.action() instanceof AlterAction.Set
            && changed.body() instanceof Body.Table table) {
          tracking(operation, changed, table);
        }
      }
    }
    return Operation.DONE;
  }

  /// ALTER TABLE also reaches policies and tags of views and dynamic tables.
  private static void requireKind(Entity object, Kind kind, AlterAction action)
      throws SnowflakeException {
    boolean governed =
        action instanceof TableAction.AlterColumns
            || action instanceof TableAction.AddRowAccessPolicy
            || action instanceof TableAction.DropRowAccessPolicy
            || action instanceof AlterAction.SetTags
            || action instanceof AlterAction.UnsetTags;
    boolean same =
        governed
            && ((kind == Kind.TABLE && object.kind() == Kind.DYNAMIC_TABLE)
                || (kind == Kind.VIEW && object.kind() == Kind.MATERIALIZED_VIEW));
    if (!same) {
      Access.requireKind(object, kind);
    }
  }

  private static Entity apply(Operation operation, Entity object, AlterAction action)
      throws SnowflakeException, SQLException {
    return switch (action) {
      case TableAction change -> TableChanges.apply(operation, object, change);
      case AlterAction.Set(var options) ->
          set(operation, object, options.reader("ALTER " + object.kind().word() + " … SET"));
      case AlterAction.Unset(var names) -> unset(operation, object, names);
      case AlterAction.SetTags(var tags) -> Tags.set(operation, object, tags);
      case AlterAction.UnsetTags(var tags) -> Tags.unset(operation, object, tags);
      case AlterAction.Secure(var secure) -> {
        operation.access().requireOwnership(object);
        yield switch (object.body()) {
          case Body.View view -> object.withBody(view.withSecure(secure));
          case Body.Callable callable -> object.withBody(callable.withSecure(secure));
          default -> throw unsupported(object, "SECURE");
        };
      }
      case AlterAction.ManagedAccess(var enable) -> {
        operation.access().requireOwnership(object);
        if (!operation.access().managesGrants(object)) {
          throw Access.insufficient(object);
        }
        yield object.change(Body.Schema.class, schema -> schema.withManaged(enable));
      }
      case AlterAction.SetBody(var body) -> {
        operation.access().requireOwnership(object);
        yield Policies.setBody(operation, object, body.text());
      }
      case AlterAction.AllowedValues change -> {
        operation.access().requireOwnership(object);
        yield Tags.change(object, change);
      }
      case AlterAction.ExecuteAs(var as) -> {
        operation.access().requireOwnership(object);
        if (as == CodeStatement.ExecuteAs.RESTRICTED_CALLER) {
          throw Errors.notSupported("EXECUTE AS RESTRICTED CALLER");
        }
        yield object.change(
            Body.Callable.class,
            callable -> callable.withCaller(as == CodeStatement.ExecuteAs.CALLER));
      }
      case AlterAction.SetTriggers(var options, var triggers) ->
          AccountObjects.set(
              operation, object, options.reader("ALTER RESOURCE MONITOR … SET"), triggers);
      case AlterAction.AttachPolicy(var kind, var policy, var force) ->
          throw Errors.notSupported("ALTER " + object.kind().word() + " … SET " + kind.sql());
      case AlterAction.TagPolicies policies ->
          throw Errors.notSupported("ALTER TAG … SET MASKING POLICY");
      case AlterAction.ResetPassword() -> throw Errors.notSupported("ALTER USER … RESET PASSWORD");
      case AlterAction.Change(var add, var options) ->
          throw unsupported(object, (add ? "ADD " : "REMOVE ") + names(options));
      case AlterAction.AddPartition partition -> throw unsupported(object, "ADD PARTITION");
      case AlterAction.DropPartition partition -> throw unsupported(object, "DROP PARTITION");
      case AlterAction.Files files -> throw unsupported(object, "ADD FILES");
      case AlterAction.ModifyCondition condition -> throw unsupported(object, "MODIFY CONDITION");
      case AlterAction.ModifyAction change -> throw unsupported(object, "MODIFY ACTION");
      default -> byKind(operation, object, action);
    };
  }

  private static String names(dev.landfall.sandbox.snowflake.sql.Options options) {
    return options.all().stream()
        .map(dev.landfall.sandbox.snowflake.sql.Option::name)
        .collect(java.util.stream.Collectors.joining(", "));
  }

  private static Entity byKind(Operation operation, Entity object, AlterAction action)
      throws SnowflakeException, SQLException {
    return switch (object.kind()) {
      case WAREHOUSE -> Warehouses.alter(operation, object, action);
      case TASK -> Tasks.alter(operation, object, action);
      case DYNAMIC_TABLE -> DynamicTables.alter(operation, object, action);
      default -> throw unsupported(object, action.getClass().getSimpleName());
    };
  }

  private static SnowflakeException unsupported(Entity object, String what) {
    return Errors.notSupported("ALTER " + object.kind().word() + " … " + what);
  }

  private static Entity set(Operation operation, Entity object, OptionReader options)
      throws SnowflakeException, SQLException {
    return switch (object.kind()) {
      case DATABASE, SCHEMA -> Containers.set(operation, object, options);
      case TABLE -> setTable(operation, object, options);
      case DYNAMIC_TABLE -> DynamicTables.set(operation, object, options);
      case VIEW, MATERIALIZED_VIEW -> setView(operation, object, options);
      case SEQUENCE -> {
        operation.access().requireOwnership(object);
        yield Sequences.set(operation, object, options);
      }
      case STAGE -> Stages.set(operation, object, options);
      case FILE_FORMAT -> Stages.setFormat(operation, object, options);
      case PIPE -> Pipes.set(operation, object, options);
      case TASK -> Tasks.set(operation, object, options);
      case FUNCTION, PROCEDURE -> Callables.set(operation, object, options);
      case WAREHOUSE -> Warehouses.set(operation, object, options);
      case USER -> Users.set(operation, object, options);
      case INTEGRATION -> Integrations.set(operation, object, options);
      case NETWORK_POLICY, RESOURCE_MONITOR ->
          AccountObjects.set(operation, object, options, List.of());
      case STREAM, ROLE, DATABASE_ROLE, MASKING_POLICY, ROW_ACCESS_POLICY, TAG -> {
        operation.access().requireOwnership(object);
        var comment = options.text("COMMENT");
        options.finish();
        yield object.withComment(comment);
      }
      case ACCOUNT -> throw unsupported(object, "SET");
    };
  }

  private static Entity unset(Operation operation, Entity object, List<String> names)
      throws SnowflakeException {
    return switch (object.kind()) {
      case DATABASE, SCHEMA -> Containers.unset(operation, object, names);
      case TABLE -> unsetTable(operation, object, names);
      case TASK -> Tasks.unset(operation, object, names);
      case WAREHOUSE -> Warehouses.unset(operation, object, names);
      case USER -> Users.unset(operation, object, names);
      case INTEGRATION -> Integrations.unset(operation, object, names);
      case NETWORK_POLICY, RESOURCE_MONITOR -> AccountObjects.unset(operation, object, names);
      default -> {
        operation.access().requireOwnership(object);
        var result = object;
        for (var name : names) {
          if (name.equals("ALLOWED_VALUES") && object.kind() == Kind.TAG) {
            result = Tags.anyValue(result);
          } else if (name.equals("COMMENT")) {
            result = result.withComment(Optional.empty());
          } else {
            throw unsupported(object, "UNSET " + name);
          }
        }
        yield result;
      }
    };
  }

  private static Entity setTable(Operation operation, Entity object, OptionReader options)
      throws SnowflakeException {
    operation.access().requireOwnership(object);
    var table = object.body(Body.Table.class);
    var retention = RetentionOption.read(options, table.durability() != Body.Durability.PERMANENT);
    var comment = options.text("COMMENT");
    var tracking = options.bool("CHANGE_TRACKING");
    Map<String, Value> parameters = new LinkedHashMap<>(table.parameters());
    Rules.TABLE.read(options, parameters);
    options.finish();
    if (tracking.isPresent()) {
      parameters.put(TRACKING, new Value.Word(tracking.get() ? "TRUE" : "FALSE"));
    }
    var changed = table.withParameters(parameters);
    if (retention.isPresent()) {
      changed = changed.withRetention(retention);
    }
    var result = object.withBody(changed);
    return comment.isPresent() ? result.withComment(comment) : result;
  }

  /// Turns the numbering of rows on. Off only where no stream needs it.
  private static void tracking(Operation operation, Entity object, Body.Table table)
      throws SnowflakeException, SQLException {
    var wanted = table.parameters().get(TRACKING);
    if (wanted == null) {
      return;
    }
    operation
        .draft()
        .update(
            object.withBody(
                table.withParameters(Containers.without(table.parameters(), TRACKING))));
    if (wanted.plain().equals("TRUE")) {
      Streams.track(operation, object.id());
    } else if (table.changeTracking()) {
      throw Errors.notSupported("ALTER TABLE … SET CHANGE_TRACKING = FALSE");
    }
  }

  private static Entity unsetTable(Operation operation, Entity object, List<String> names)
      throws SnowflakeException {
    operation.access().requireOwnership(object);
    var result = object;
    var table = object.body(Body.Table.class);
    for (var name : names) {
      if (name.equals("COMMENT")) {
        result = result.withComment(Optional.empty());
      } else if (name.equals(Retention.NAME)) {
        table = table.withRetention(OptionalInt.empty());
      } else if (Rules.TABLE.has(name)) {
        table = table.withParameters(Containers.without(table.parameters(), name));
      } else {
        throw unsupported(object, "UNSET " + name);
      }
    }
    return result.withBody(table);
  }

  private static Entity setView(Operation operation, Entity object, OptionReader options)
      throws SnowflakeException {
    operation.access().requireOwnership(object);
    var comment = options.text("COMMENT");
    var tracking = options.bool("CHANGE_TRACKING");
    options.finish();
    var result = object;
    if (tracking.isPresent()) {
      result = result.change(Body.View.class, view -> view.withChangeTracking(tracking.get()));
    }
    return comment.isPresent() ? result.withComment(comment) : result;
  }

  /// COMMENT ON COLUMN: of a table, not of a view.
  static Result commentOnColumn(
      Operation operation,
      dev.landfall.sandbox.snowflake.sql.ObjectStatement.CommentOnColumn statement)
      throws SnowflakeException {
    var parts = statement.column().parts();
    if (parts.size() < 2) {
      throw Errors.compilation(
          "001003", "42000", "COMMENT ON COLUMN needs a table: " + statement.column().sql());
    }
    var tableName =
        new dev.landfall.sandbox.snowflake.model.QualifiedName(
            new ArrayList<>(parts.subList(0, parts.size() - 1)));
    Entity table;
    try {
      table = Targets.get(operation, Kind.TABLE, tableName, "COMMENT");
    } catch (SnowflakeException e) {
      if (statement.ifExists() && e.code().equals("002003")) {
        return Operation.DONE;
      }
      throw e;
    }
    operation.access().requireOwnership(table);
    var column = Columns.of(Policies.columnsOf(table), parts.getLast());
    operation
        .draft()
        .update(Policies.withColumn(table, column.withComment(comment(statement.text()))));
    return Operation.DONE;
  }

  /// COMMENT ON any object.
  static Result comment(
      Operation operation, dev.landfall.sandbox.snowflake.sql.ObjectStatement.Comment statement)
      throws SnowflakeException {
    var kind = Operation.kind(statement.kind(), "COMMENT ON");
    Entity object;
    try {
      object = Targets.get(operation, kind, statement.name(), statement.arguments(), "COMMENT");
    } catch (SnowflakeException e) {
      if (statement.ifExists() && e.code().equals("002003")) {
        return Operation.DONE;
      }
      throw e;
    }
    switch (kind) {
      case DATABASE, SCHEMA, WAREHOUSE -> operation.access().require(object, "MODIFY");
      default -> operation.access().requireOwnership(object);
    }
    operation.draft().update(object.withComment(comment(statement.text())));
    return Operation.DONE;
  }

  private static Optional<String> comment(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
