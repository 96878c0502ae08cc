package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.AccountStatement;
import dev.landfall.sandbox.snowflake.sql.AlterAction;
import dev.landfall.sandbox.snowflake.sql.Names;
import dev.landfall.sandbox.snowflake.sql.OptionReader;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Virtual warehouses: names, settings and state; there is nothing behind them.
final class Warehouses {
  /// By the words that statements use: the size as it is shown.
  private static final Map<String, String> SIZES =
      Map.ofEntries(
          Map.entry("XSMALL", "X-Small"),
          Map.entry("X-SMALL", "X-Small"),
          Map.entry("SMALL", "Small"),
          Map.entry("MEDIUM", "Medium"),
          Map.entry("LARGE", "Large"),
          Map.entry("XLARGE", "X-Large"),
          Map.entry("X-LARGE", "X-Large"),
          Map.entry("XXLARGE", "2X-Large"),
          Map.entry("X2LARGE", "2X-Large"),
          Map.entry("2X-LARGE", "2X-Large"),
          Map.entry("XXXLARGE", "3X-Large"),
          Map.entry("X3LARGE", "3X-Large"),
          Map.entry("3X-LARGE", "3X-Large"),
          Map.entry("X4LARGE", "4X-Large"),
          Map.entry("4X-LARGE", "4X-Large"),
          Map.entry("X5LARGE", "5X-Large"),
          Map.entry("5X-LARGE", "5X-Large"),
          Map.entry("X6LARGE", "6X-Large"),
          Map.entry("6X-LARGE", "6X-Large"));

  private Warehouses() {}

  static Rules.Rule size() {
    return (name, value) -> {
      var text = Rules.text().check(name, value).plain();
      var size = SIZES.get(text.replace("\"", "").toUpperCase(Locale.ROOT));
      if (size == null) {
        throw Rules.invalid(name, text);
      }
      return new Value.Text(size);
    };
  }

  static Result create(Operation operation, AccountStatement.CreateObject statement)
      throws SnowflakeException, SQLException {
    var options = statement.options().reader("CREATE WAREHOUSE");
    boolean suspended = options.bool("INITIALLY_SUSPENDED").orElse(false);
    var comment = options.text("COMMENT");
    SequencedMap<String, Value> parameters = new LinkedHashMap<>();
    Rules.WAREHOUSE.read(options, parameters);
    options.finish();
    var slot = Creations.begin(operation, Kind.WAREHOUSE, statement.creation(), statement.name());
    if (slot.isEmpty()) {
      return Creations.alreadyThere(statement.name().last());
    }
    check(operation, parameters);
    var entity =
        Creations.finish(
                operation,
                slot.get(),
                operation.draft().newId(),
                new Body.Warehouse(parameters, suspended),
                false)
            .withComment(comment);
    operation.draft().update(Tags.set(operation, entity, statement.tags()));
    operation.moveTo(operation.actor().with(Optional.of(entity.name())));
    return Creations.created(Kind.WAREHOUSE, entity.name());
  }

  private static void check(Operation operation, Map<String, Value> parameters)
      throws SnowflakeException {
    var monitor = parameters.get("RESOURCE_MONITOR");
    if (monitor != null && !monitor.plain().equals("NULL")) {
      Targets.get(
          operation, Kind.RESOURCE_MONITOR, Names.parse(monitor.plain()), "CREATE WAREHOUSE");
    }
    long min = number(parameters, "MIN_CLUSTER_COUNT");
    long max = number(parameters, "MAX_CLUSTER_COUNT");
    if (min > max) {
      throw Rules.invalid("MIN_CLUSTER_COUNT", Long.toString(min));
    }
  }

  private static long number(Map<String, Value> parameters, String name) {
    var value = parameters.get(name);
    return value == null ? 1 : Long.parseLong(value.plain());
  }

  static Entity alter(Operation operation, Entity warehouse, AlterAction action)
      throws SnowflakeException {
    var body = warehouse.body(Body.Warehouse.class);
    return switch (action) {
      case AlterAction.Suspend() -> {
        require(operation, warehouse, "OPERATE");
        if (body.suspended()) {
          throw new SnowflakeException(
              "090064",
              "22000",
              "Invalid state. Warehouse '" + warehouse.name().value() + "' cannot be suspended.");
        }
        yield warehouse.withBody(body.withSuspended(true));
      }
      case AlterAction.Resume(var ifSuspended) -> {
        require(operation, warehouse, "OPERATE");
        if (!body.suspended() && !ifSuspended) {
          throw new SnowflakeException(
              "090063",
              "22000",
              "Invalid state. Warehouse '"
                  + warehouse.name().value()
                  + "' cannot be resumed because it is not suspended.");
        }
        yield warehouse.withBody(body.withSuspended(false));
      }
      case AlterAction.AbortAllQueries() ->
          throw Errors.notSupported("ALTER WAREHOUSE … ABORT ALL QUERIES");
      default -> throw Errors.notSupported("this change of a warehouse");
    };
  }

  static void require(Operation operation, Entity warehouse, String privilege)
      throws SnowflakeException {
    if (!operation.access().global("MANAGE WAREHOUSES")) {
      operation.access().require(warehouse, privilege);
    }
  }

  static Entity set(Operation operation, Entity warehouse, OptionReader options)
      throws SnowflakeException {
    require(operation, warehouse, "MODIFY");
    var waits = options.bool("WAIT_FOR_COMPLETION");
    var comment = options.text("COMMENT");
    Map<String, Value> changed = new LinkedHashMap<>();
    Rules.WAREHOUSE.read(options, changed);
    options.finish();
    var body = warehouse.body(Body.Warehouse.class);
    SequencedMap<String, Value> parameters = new LinkedHashMap<>(body.parameters());
    parameters.putAll(changed);
    check(operation, parameters);
    // Waiting is nothing here: the new size is there at once.
    if (waits.isPresent() && changed.get("WAREHOUSE_SIZE") == null) {
      throw Rules.invalid("WAIT_FOR_COMPLETION", waits.get().toString());
    }
    var result = warehouse.withBody(new Body.Warehouse(parameters, body.suspended()));
    return comment.isPresent() ? result.withComment(comment) : result;
  }

  static Entity unset(Operation operation, Entity warehouse, List<String> names)
      throws SnowflakeException {
    require(operation, warehouse, "MODIFY");
    var body = warehouse.body(Body.Warehouse.class);
    SequencedMap<String, Value> parameters = new LinkedHashMap<>(body.parameters());
    var result = warehouse;
    for (var name : names) {
      if (name.equals("COMMENT")) {
        result = result.withComment(Optional.empty());
      } else if (Rules.WAREHOUSE.has(name)) {
        parameters.remove(name);
      } else {
        throw Errors.notSupported("ALTER WAREHOUSE … UNSET " + name);
      }
    }
    return result.withBody(new Body.Warehouse(parameters, body.suspended()));
  }
}
