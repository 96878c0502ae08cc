package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Column;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Storage;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.AlterAction;
import dev.landfall.sandbox.snowflake.sql.Lifetime;
import dev.landfall.sandbox.snowflake.sql.OptionReader;
import dev.landfall.sandbox.snowflake.sql.TableStatement;
import dev.landfall.sandbox.snowflake.sql.ViewColumn;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Dynamic tables. One that is not suspended is always up to date, which is within any lag: it is
/// read as its query. Suspending one keeps the rows of that moment.
final class DynamicTables {
  private static final Pattern LAG =
      Pattern.compile("(?i)\\s*([0-9]+)\\s+(second|minute|hour|day)s?\\s*|\\s*DOWNSTREAM\\s*");

  private DynamicTables() {}

  static Result create(Operation operation, TableStatement.CreateDynamicTable statement)
      throws SnowflakeException, SQLException {
    if (statement.lifetime() == Lifetime.TEMPORARY) {
      throw Errors.notSupported("CREATE TEMPORARY DYNAMIC TABLE");
    }
    if (statement.requireUser()) {
      throw Errors.notSupported("CREATE DYNAMIC TABLE … REQUIRE USER");
    }
    var slot =
        Creations.begin(operation, Kind.DYNAMIC_TABLE, statement.creation(), statement.name());
    if (slot.isEmpty()) {
      return Creations.alreadyThere(statement.name().last());
    }
    var durability = Tables.durability(statement.lifetime(), slot.get().place());
    var options = statement.options().reader("CREATE DYNAMIC TABLE");
    var retention = RetentionOption.read(options, durability != Body.Durability.PERMANENT);
    var comment = options.text("COMMENT");
    var lag = options.text("TARGET_LAG");
    var warehouseName = options.name("WAREHOUSE");
    var mode = word(options, "REFRESH_MODE", "AUTO", "AUTO", "FULL", "INCREMENTAL");
    var initialize = word(options, "INITIALIZE", "ON_CREATE", "ON_CREATE", "ON_SCHEDULE");
    options.finish();
    if (lag.isEmpty() || warehouseName.isEmpty()) {
      throw Errors.compilation(
          "002029",
          "42601",
          "Missing option(s): [" + (lag.isEmpty() ? "TARGET_LAG" : "WAREHOUSE") + "]");
    }
    checkLag(lag.get());
    var warehouse =
        Targets.get(operation, Kind.WAREHOUSE, warehouseName.get(), "CREATE DYNAMIC TABLE");
    operation.access().require(warehouse, "USAGE");

    var listed =
        statement.columns().stream()
            .map(c ->
                new ViewColumn(
                    c.name(), Optional.empty(), Optional.empty(), List.of(), c.comment()))
            .toList();
    for (var column : statement.columns()) {
      if (column.type().isPresent() || column.fallback().isPresent()) {
        throw Errors.notSupported("types of the columns of a dynamic table");
      }
    }
    List<Column> columns =
        Views.columns(operation, Views.insideOf(operation, slot.get()), listed, statement.query());
    long id = operation.draft().newId();
    var physical = Storage.table(id, false);
    operation.run("CREATE TABLE " + physical + " " + Columns.physical(columns));
    var table =
        new Body.Table(
            durability,
            physical,
            columns,
            List.of(),
            Clustering.check(operation, columns, statement.clusterBy()),
            retention,
            false,
            Optional.empty(),
            columns.size() + 1,
            new LinkedHashMap<>());
    var entity =
        Creations.finish(
                operation,
                slot.get(),
                id,
                new Body.Dynamic(
                    table,
                    lag.get().strip(),
                    warehouse.id(),
                    mode,
                    initialize,
                    statement.query().text(),
                    operation.text(),
                    false,
                    Optional.of(operation.now())),
                statement.copyGrants())
            .withComment(comment);
    entity = Policies.onColumns(operation, entity, statement.columns());
    if (statement.rowAccess().isPresent()) {
      entity = Policies.addRowPolicy(operation, entity, statement.rowAccess().get());
    }
    operation.draft().update(Tags.set(operation, entity, statement.tags()));
    return Creations.created(Kind.DYNAMIC_TABLE, entity.name());
  }

  private static void checkLag(String lag) throws SnowflakeException {
    var matcher = LAG.matcher(lag);
    boolean valid = matcher.matches();
    if (valid && matcher.group(1) != null) {
      long count = Long.parseLong(matcher.group(1));
      long seconds =
          switch (matcher.group(2).toLowerCase(java.util.Locale.ROOT)) {
            case "second" -> count;
            case "minute" -> count * 60;
            case "hour" -> count * 3600;
            default -> count * 86_400;
          };
      valid = seconds >= 60;
    }
    if (!valid) {
      throw Rules.invalid("TARGET_LAG", lag);
    }
  }

  private static String word(OptionReader options, String name, String initial, String... words)
      throws SnowflakeException {
    var value = options.value(name);
    return value.isEmpty() ? initial : Rules.word(words).check(name, value.get()).plain();
  }

  static Entity alter(Operation operation, Entity object, AlterAction action)
      throws SnowflakeException, SQLException {
    var body = object.body(Body.Dynamic.class);
    return switch (action) {
      case AlterAction.Suspend() -> {
        operation.access().require(object, "OPERATE");
        if (body.suspended()) {
          yield object;
        }
        refresh(operation, object, body);
        yield object.withBody(body.withSuspended(true).withRefreshed(operation.now()));
      }
      case AlterAction.Resume(var ifSuspended) -> {
        operation.access().require(object, "OPERATE");
        if (body.suspended()) {
          operation.run("DELETE FROM " + body.table().physical());
        }
        yield object.withBody(body.withSuspended(false));
      }
      case AlterAction.Refresh(var path, var options) -> {
        operation.access().require(object, "OPERATE");
        if (path.isPresent()) {
          throw Errors.notSupported("ALTER DYNAMIC TABLE … REFRESH '" + path.get() + "'");
        }
        options.none("ALTER DYNAMIC TABLE … REFRESH");
        if (body.suspended()) {
          refresh(operation, object, body);
        }
        yield object.withBody(body.withRefreshed(operation.now()));
      }
      default -> throw Errors.notSupported("this change of a dynamic table");
    };
  }

  private static void refresh(Operation operation, Entity object, Body.Dynamic body)
      throws SnowflakeException, SQLException {
    operation.run("DELETE FROM " + body.table().physical());
    var draft = operation.draft();
    Filling.fill(
        operation,
        operation
            .relations()
            .in(
                draft.databaseOf(object).name(),
                draft.schemaOf(object).name(),
                draft.get(object.owner()).name()),
        new Creations.Slot(
            Kind.DYNAMIC_TABLE, draft.schemaOf(object), object.name(), 0, Optional.empty()),
        body.table(),
        body.query());
  }

  static Entity set(Operation operation, Entity object, OptionReader options)
      throws SnowflakeException {
    operation.access().requireOwnership(object);
    var body = object.body(Body.Dynamic.class);
    var comment = options.text("COMMENT");
    var lag = options.text("TARGET_LAG");
    var warehouseName = options.name("WAREHOUSE");
    var retention =
        RetentionOption.read(options, body.table().durability() != Body.Durability.PERMANENT);
    options.finish();
    var changed = body;
    if (lag.isPresent()) {
      checkLag(lag.get());
      changed = changed.withLag(lag.get().strip());
    }
    if (warehouseName.isPresent()) {
      var warehouse =
          Targets.get(operation, Kind.WAREHOUSE, warehouseName.get(), "ALTER DYNAMIC TABLE");
      operation.access().require(warehouse, "USAGE");
      changed = changed.withWarehouse(warehouse.id());
    }
    if (retention.isPresent()) {
      changed = changed.withTable(changed.table().withRetention(retention));
    }
    var result = object.withBody(changed);
    return comment.isPresent() ? result.withComment(comment) : result;
  }
}
