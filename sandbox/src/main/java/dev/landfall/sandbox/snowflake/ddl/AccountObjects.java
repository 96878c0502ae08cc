package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Retention;
import dev.landfall.sandbox.snowflake.catalog.SystemRole;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.AccountStatement;
import dev.landfall.sandbox.snowflake.sql.AlterAction;
import dev.landfall.sandbox.snowflake.sql.OptionReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Objects of the account that are all properties, and the account itself.
final class AccountObjects {
  private AccountObjects() {}

  static Result create(Operation operation, AccountStatement.CreateObject statement)
      throws SnowflakeException, SQLException {
    var kind = Operation.kind(statement.kind(), "CREATE");
    return switch (kind) {
      case WAREHOUSE -> Warehouses.create(operation, statement);
      case USER -> Users.create(operation, statement);
      case ROLE, DATABASE_ROLE -> Users.createRole(operation, kind, statement);
      case NETWORK_POLICY -> {
        var options = statement.options().reader("CREATE NETWORK POLICY");
        var comment = options.text("COMMENT");
        SequencedMap<String, Value> parameters = new LinkedHashMap<>();
        Rules.NETWORK_POLICY.read(options, parameters);
        options.finish();
        yield settings(operation, kind, statement, parameters, comment);
      }
      default -> throw Errors.notSupported("CREATE " + kind.word());
    };
  }

  private static Result settings(
      Operation operation,
      Kind kind,
      AccountStatement.CreateObject statement,
      SequencedMap<String, Value> parameters,
      Optional<String> comment)
      throws SnowflakeException, SQLException {
    var slot = Creations.begin(operation, kind, statement.creation(), statement.name());
    if (slot.isEmpty()) {
      return Creations.alreadyThere(statement.name().last());
    }
    var entity =
        Creations.finish(
                operation,
                slot.get(),
                operation.draft().newId(),
                new Body.Settings(parameters),
                false)
            .withComment(comment);
    operation.draft().update(Tags.set(operation, entity, statement.tags()));
    return Creations.created(kind, entity.name());
  }

  static Result createMonitor(Operation operation, AccountStatement.CreateResourceMonitor statement)
      throws SnowflakeException, SQLException {
    var options = statement.options().reader("CREATE RESOURCE MONITOR");
    SequencedMap<String, Value> parameters = new LinkedHashMap<>();
    Rules.RESOURCE_MONITOR.read(options, parameters);
    options.finish();
    triggers(parameters, statement.triggers());
    var slot =
        Creations.begin(operation, Kind.RESOURCE_MONITOR, statement.creation(), statement.name());
    if (slot.isEmpty()) {
      return Creations.alreadyThere(statement.name().last());
    }
    var entity =
        Creations.finish(
            operation, slot.get(), operation.draft().newId(), new Body.Settings(parameters), false);
    return Creations.created(Kind.RESOURCE_MONITOR, entity.name());
  }

  private static void triggers(
      SequencedMap<String, Value> parameters, List<AccountStatement.Trigger> triggers) {
    if (triggers.isEmpty()) {
      return;
    }
    for (var action : AccountStatement.Trigger.Action.values()) {
      List<Value> percents = new ArrayList<>();
      for (var trigger : triggers) {
        if (trigger.action() == action) {
          percents.add(new Value.Text(trigger.percent() + "%"));
        }
      }
      if (!percents.isEmpty()) {
        parameters.put(action.name(), new Value.Many(percents));
      }
    }
  }

  /// ALTER … SET of a network policy or resource monitor.
  static Entity set(
      Operation operation,
      Entity object,
      OptionReader options,
      List<AccountStatement.Trigger> triggers)
      throws SnowflakeException {
    boolean monitor = object.kind() == Kind.RESOURCE_MONITOR;
    if (monitor) {
      operation.access().require(object, "MODIFY");
    } else {
      operation.access().requireOwnership(object);
    }
    var comment = options.text("COMMENT");
    SequencedMap<String, Value> parameters =
        new LinkedHashMap<>(object.body(Body.Settings.class).parameters());
    (monitor ? Rules.RESOURCE_MONITOR : Rules.NETWORK_POLICY).read(options, parameters);
    options.finish();
    triggers(parameters, triggers);
    var result = object.withBody(new Body.Settings(parameters));
    return comment.isPresent() ? result.withComment(comment) : result;
  }

  static Entity unset(Operation operation, Entity object, List<String> names)
      throws SnowflakeException {
    operation.access().requireOwnership(object);
    SequencedMap<String, Value> parameters =
        new LinkedHashMap<>(object.body(Body.Settings.class).parameters());
    var result = object;
    for (var name : names) {
      if (name.equals("COMMENT")) {
        result = result.withComment(Optional.empty());
      } else if (parameters.remove(name) == null && !Rules.NETWORK_POLICY.has(name)) {
        throw Errors.notSupported("ALTER " + object.kind().word() + " … UNSET " + name);
      }
    }
    return result.withBody(new Body.Settings(parameters));
  }

  static Result setAccount(Operation operation, AccountStatement.SetAccount statement)
      throws SnowflakeException {
    requireAdmin(operation);
    var options = statement.options().reader("ALTER ACCOUNT SET");
    var account = operation.draft().account();
    var body = account.body(Body.Account.class);
    var retention = RetentionOption.read(options, false);
    options.finish();
    var parameters = new LinkedHashMap<>(body.parameters());
    if (retention.isPresent()) {
      parameters.put(Retention.NAME, new Value.Word(Integer.toString(retention.getAsInt())));
    }
    operation.draft().update(account.withBody(new Body.Account(body.region(), parameters)));
    return Operation.DONE;
  }

  static Result unsetAccount(Operation operation, AccountStatement.UnsetAccount statement)
      throws SnowflakeException {
    requireAdmin(operation);
    var account = operation.draft().account();
    var body = account.body(Body.Account.class);
    var parameters = new LinkedHashMap<>(body.parameters());
    for (var name : statement.names()) {
      if (!name.equals(Retention.NAME)) {
        throw Errors.notSupported("ALTER ACCOUNT UNSET " + name);
      }
      parameters.remove(name);
    }
    operation.draft().update(account.withBody(new Body.Account(body.region(), parameters)));
    return Operation.DONE;
  }

  static Result tagAccount(Operation operation, AlterAction action) throws SnowflakeException {
    var account = operation.draft().account();
    requireAdmin(operation);
    operation
        .draft()
        .update(
            switch (action) {
              case AlterAction.SetTags(var tags) -> Tags.set(operation, account, tags);
              case AlterAction.UnsetTags(var tags) -> Tags.unset(operation, account, tags);
              default -> throw new IllegalArgumentException(action.toString());
            });
    return Operation.DONE;
  }

  private static void requireAdmin(Operation operation) throws SnowflakeException {
    var admin = operation.draft().role(new Name(SystemRole.ACCOUNTADMIN)).orElseThrow();
    if (!operation.access().roles().contains(admin.id())) {
      throw Errors.insufficientPrivileges(
          "account '" + operation.draft().account().name().value() + "'");
    }
  }
}
