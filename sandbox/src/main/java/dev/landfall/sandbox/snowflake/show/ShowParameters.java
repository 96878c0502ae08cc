package dev.landfall.sandbox.snowflake.show;

import static dev.landfall.sandbox.snowflake.show.Field.text;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Retention;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.sql.ShowStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// SHOW PARAMETERS of databases, schemas, tables, warehouses, tasks and the account: those that are
/// set, and the retention. Those of a session are for the session.
final class ShowParameters {
  private ShowParameters() {}

  private record Row(String key, String value, String initial, String level, String type) {}

  private static final List<Field<Row>> FIELDS =
      List.of(
          text("key", (v, r) -> r.key()),
          text("value", (v, r) -> r.value()),
          text("default", (v, r) -> r.initial()),
          text("level", (v, r) -> r.level()),
          text("description", (v, r) -> ""),
          text("type", (v, r) -> r.type()));

  static Result show(ShowStatement.ShowParameters statement, Access access)
      throws SnowflakeException {
    var scope = statement.in();
    var object =
        switch (scope.level()) {
          case SESSION -> throw Errors.notSupported("SHOW PARAMETERS IN SESSION");
          case ACCOUNT -> access.directory().account();
          case USER, WAREHOUSE, TABLE, TASK -> {
            if (scope.name().isEmpty()) {
              throw Errors.notSupported("SHOW PARAMETERS IN " + scope.level() + " without a name");
            }
            yield access.object(
                Kind.valueOf(scope.level().name()), scope.name().get(), "SHOW PARAMETERS");
          }
          case DATABASE ->
              scope.name().isPresent()
                  ? access.database(scope.name().get().last())
                  : access.currentDatabase("SHOW PARAMETERS");
          case SCHEMA ->
              scope.name().isPresent()
                  ? access.schema(scope.name().get(), "SHOW PARAMETERS")
                  : access.currentSchema("SHOW PARAMETERS");
        };
    var pattern = new Pattern(statement.like());
    return Listing.of(
        StatementKind.SHOW,
        Viewer.of(access),
        FIELDS,
        rows(access, object).stream().filter(row -> pattern.matches(row.key())).toList());
  }

  private static List<Row> rows(Access access, Entity object) {
    var rows = new ArrayList<Row>();
    switch (object.kind()) {
      case ACCOUNT, DATABASE, SCHEMA, TABLE ->
          rows.add(
              new Row(
                  Retention.NAME,
                  Integer.toString(Retention.days(access.directory(), object)),
                  "1",
                  level(access, object),
                  "NUMBER"));
      default -> {}
    }
    for (var entry : parameters(object).entrySet()) {
      if (!entry.getKey().equals(Retention.NAME) && !entry.getKey().equals("PASSWORD")) {
        rows.add(
            new Row(
                entry.getKey(),
                entry.getValue().plain(),
                "",
                object.kind().granted(),
                entry.getValue().plain().matches("[0-9]+") ? "NUMBER" : "STRING"));
      }
    }
    return rows;
  }

  /// Where the retention that applies to an object was set; nothing for the default.
  private static String level(Access access, Entity object) {
    var at = object;
    while (true) {
      boolean set =
          switch (at.body()) {
            case Body.Table table -> table.retention().isPresent();
            case Body.Schema schema -> schema.retention().isPresent();
            case Body.Database database -> database.retention().isPresent();
            case Body.Account account -> account.parameters().containsKey(Retention.NAME);
            default -> false;
          };
      if (set) {
        return at.kind().granted();
      }
      if (at.parent() == 0) {
        return "";
      }
      at = access.directory().get(at.parent());
    }
  }

  private static Map<String, Value> parameters(Entity object) {
    return switch (object.body()) {
      case Body.Account account -> account.parameters();
      case Body.Database database -> database.parameters();
      case Body.Schema schema -> schema.parameters();
      case Body.Table table -> table.parameters();
      case Body.Task task -> task.parameters();
      default -> Map.of();
    };
  }
}
