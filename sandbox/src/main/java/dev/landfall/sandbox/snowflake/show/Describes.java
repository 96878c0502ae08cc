package dev.landfall.sandbox.snowflake.show;

import static dev.landfall.sandbox.snowflake.show.Field.text;
import static dev.landfall.sandbox.snowflake.show.Field.time;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Actor;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Catalogue;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.sql.ObjectKind;
import dev.landfall.sandbox.snowflake.sql.ObjectStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// DESCRIBE. Holds no state: threads may share it.
public final class Describes {
  private Describes() {}

  private record Property(String name, String value) {}

  private record Setting(
      String parent, String name, String type, @Nullable String value, @Nullable String initial) {}

  private static final List<Field<Property>> PROPERTIES =
      List.of(text("property", (v, r) -> r.name()), text("value", (v, r) -> r.value()));

  private static final List<Field<Setting>> SETTINGS =
      List.of(
          text("property", (v, r) -> r.name()),
          text("property_type", (v, r) -> r.type()),
          text("property_value", (v, r) -> r.value()),
          text("property_default", (v, r) -> r.initial()));

  private static final List<Field<Setting>> STAGE_SETTINGS =
      List.of(
          text("parent_property", (v, r) -> r.parent()),
          text("property", (v, r) -> r.name()),
          text("property_type", (v, r) -> r.type()),
          text("property_value", (v, r) -> r.value()),
          text("property_default", (v, r) -> r.initial()));

  private static final List<Field<Setting>> USER_SETTINGS =
      List.of(
          text("property", (v, r) -> r.name()),
          text("value", (v, r) -> r.value()),
          text("default", (v, r) -> r.initial()),
          text("description", (v, r) -> ""));

  private static final List<Field<Entity>> MEMBERS =
      List.of(
          time("created_on", (v, e) -> e.created()),
          text("name", (v, e) -> e.name().value()),
          text("kind", (v, e) -> e.kind().granted()));

  private static final List<Field<Entity>> POLICY =
      List.of(
          text("name", (v, e) -> e.name().value()),
          text("signature", (v, e) -> Signatures.named(e.body(Body.Policy.class).signature())),
          text("return_type", (v, e) -> e.body(Body.Policy.class).returns().sql()),
          text("body", (v, e) -> e.body(Body.Policy.class).body()));

  private static final List<Field<Entity>> WAREHOUSE =
      List.of(
          time("created_on", (v, e) -> e.created()),
          text("name", (v, e) -> e.name().value()),
          text("kind", (v, e) -> "WAREHOUSE"));

  /// The result of a DESCRIBE.
  ///
  /// @throws SnowflakeException 002003 when the object is not there
  public static Result describe(
      ObjectStatement.Describe statement, Catalogue catalogue, Actor actor, Connection connection)
      throws SnowflakeException, SQLException {
    var access = new Access(catalogue, actor);
    if (statement.type().filter(type -> !type.equals("COLUMNS")).isPresent()) {
      throw Errors.notSupported("DESCRIBE TABLE … TYPE = " + statement.type().get());
    }
    var object = object(access, statement);
    var viewer = Viewer.counting(access, connection, List.of(object));
    return switch (object.kind()) {
      case TABLE, VIEW, MATERIALIZED_VIEW, DYNAMIC_TABLE ->
          list(viewer, ColumnRows.DESCRIBED, ColumnRows.of(object));
      case DATABASE, SCHEMA -> list(viewer, MEMBERS, members(access, object));
      case SEQUENCE -> list(viewer, ObjectFields.SEQUENCES, List.of(object));
      case PIPE -> list(viewer, ObjectFields.PIPES, List.of(object));
      case STREAM -> list(viewer, ObjectFields.STREAMS, List.of(object));
      case TASK -> list(viewer, ObjectFields.TASKS, List.of(object));
      case MASKING_POLICY, ROW_ACCESS_POLICY -> list(viewer, POLICY, List.of(object));
      case WAREHOUSE -> list(viewer, WAREHOUSE, List.of(object));
      case INTEGRATION -> list(viewer, SETTINGS, integration(object));
      case STAGE -> list(viewer, STAGE_SETTINGS, stage(viewer, object));
      case FILE_FORMAT -> list(viewer, SETTINGS, format("", object.body(Body.FileFormat.class)));
      case FUNCTION, PROCEDURE -> list(viewer, PROPERTIES, callable(viewer, object));
      case USER -> list(viewer, USER_SETTINGS, user(object));
      case NETWORK_POLICY, RESOURCE_MONITOR ->
          list(viewer, PROPERTIES, properties(object.body(Body.Settings.class).parameters()));
      default -> throw Errors.notSupported("DESCRIBE " + object.kind().word());
    };
  }

  private static Entity object(Access access, ObjectStatement.Describe statement)
      throws SnowflakeException {
    // DESCRIBE TABLE and DESCRIBE VIEW do for each other's objects.
    if (statement.kind() == ObjectKind.TABLE || statement.kind() == ObjectKind.VIEW) {
      var kind = Kind.valueOf(statement.kind().name());
      var found =
          access
              .find(kind, statement.name(), "DESCRIBE")
              .orElseThrow(() -> access.doesNotExist(kind, statement.name()));
      if (found.kind() != Kind.STREAM) {
        return found;
      }
    }
    return ShowGrants.Found.of(access, statement.kind(), statement.name(), statement.arguments());
  }

  private static <T> Result list(Viewer viewer, List<Field<T>> fields, List<T> rows) {
    return Listing.of(StatementKind.DESCRIBE, viewer, fields, rows);
  }

  private static List<Entity> members(Access access, Entity container) {
    return access.directory().children(container.id()).stream()
        .filter(access::sees)
        .sorted(Comparator.comparing(e -> e.name().value()))
        .toList();
  }

  private static List<Property> properties(Map<String, Value> parameters) {
    return parameters.entrySet().stream()
        .map(entry -> new Property(entry.getKey(), entry.getValue().plain()))
        .toList();
  }

  private static List<Setting> integration(Entity object) {
    var body = object.body(Body.Integration.class);
    var rows = new ArrayList<Setting>();
    rows.add(setting("ENABLED", "Boolean", Boolean.toString(body.enabled()), "false"));
    var parameters = body.parameters();
    if (body.type().equals("STORAGE")) {
      rows.add(
          setting(
              "STORAGE_PROVIDER",
              "String",
              ObjectFields.plain(parameters, "STORAGE_PROVIDER"),
              ""));
      for (var name : List.of("STORAGE_ALLOWED_LOCATIONS", "STORAGE_BLOCKED_LOCATIONS")) {
        rows.add(setting(name, "List", ObjectFields.plain(parameters, name), "[]"));
      }
      if (body.made().containsKey("STORAGE_AWS_IAM_USER_ARN")) {
        rows.add(
            setting(
                "STORAGE_AWS_IAM_USER_ARN",
                "String",
                ObjectFields.plain(body.made(), "STORAGE_AWS_IAM_USER_ARN"),
                ""));
        rows.add(
            setting(
                "STORAGE_AWS_ROLE_ARN",
                "String",
                ObjectFields.plain(parameters, "STORAGE_AWS_ROLE_ARN"),
                ""));
        rows.add(
            setting(
                "STORAGE_AWS_EXTERNAL_ID",
                "String",
                ObjectFields.plain(body.made(), "STORAGE_AWS_EXTERNAL_ID"),
                ""));
        if (parameters.containsKey("STORAGE_AWS_OBJECT_ACL")) {
          rows.add(
              setting(
                  "STORAGE_AWS_OBJECT_ACL",
                  "String",
                  ObjectFields.plain(parameters, "STORAGE_AWS_OBJECT_ACL"),
                  ""));
        }
      }
      rows.add(
          setting(
              "USE_PRIVATELINK_ENDPOINT",
              "Boolean",
              AccountFields.or(parameters, "USE_PRIVATELINK_ENDPOINT", "false")
                  .toLowerCase(java.util.Locale.ROOT),
              "false"));
    } else {
      for (var entry : parameters.entrySet()) {
        if (!entry.getKey().equals("TYPE")) {
          rows.add(setting(entry.getKey(), "String", entry.getValue().plain(), ""));
        }
      }
      for (var entry : body.made().entrySet()) {
        rows.add(setting(entry.getKey(), "String", entry.getValue().plain(), ""));
      }
    }
    rows.add(setting("COMMENT", "String", object.comment().orElse(""), ""));
    return rows;
  }

  private static Setting setting(
      String name, String type, @Nullable String value, @Nullable String initial) {
    return new Setting("", name, type, value, initial);
  }

  private static List<Setting> stage(Viewer viewer, Entity object) {
    var stage = object.body(Body.Stage.class);
    var rows = new ArrayList<Setting>();
    if (stage.format().containsKey("FORMAT_NAME")) {
      rows.add(
          new Setting(
              "STAGE_FILE_FORMAT",
              "FORMAT_NAME",
              "String",
              ObjectFields.plain(stage.format(), "FORMAT_NAME"),
              ""));
    } else {
      var type = AccountFields.or(stage.format(), "TYPE", "CSV");
      var options = new java.util.LinkedHashMap<>(stage.format());
      options.remove("TYPE");
      rows.addAll(format("STAGE_FILE_FORMAT", new Body.FileFormat(type, options)));
    }
    for (var option :
        List.of(
            List.of("ON_ERROR", "String", "ABORT_STATEMENT"),
            List.of("SIZE_LIMIT", "Long", ""),
            List.of("PURGE", "Boolean", "false"),
            List.of("RETURN_FAILED_ONLY", "Boolean", "false"),
            List.of("ENFORCE_LENGTH", "Boolean", "true"),
            List.of("TRUNCATECOLUMNS", "Boolean", "false"),
            List.of("FORCE", "Boolean", "false"))) {
      rows.add(
          new Setting(
              "STAGE_COPY_OPTIONS",
              option.get(0),
              option.get(1),
              shown(AccountFields.or(stage.copy(), option.get(0), option.get(2))),
              option.get(2)));
    }
    stage
        .url()
        .ifPresent(url ->
            rows.add(
                new Setting(
                    "STAGE_LOCATION", "URL", "String", "[" + FormatOptions.quoted(url) + "]", "")));
    if (stage.integration().isPresent()) {
      rows.add(
          new Setting(
              "STAGE_INTEGRATION",
              "STORAGE_INTEGRATION",
              "String",
              ObjectFields.integration(viewer, object),
              ""));
    }
    rows.add(
        new Setting(
            "DIRECTORY",
            "ENABLE",
            "Boolean",
            Boolean.toString(ObjectFields.isTrue(stage.directory(), "ENABLE")),
            "false"));
    rows.add(
        new Setting(
            "DIRECTORY",
            "AUTO_REFRESH",
            "Boolean",
            Boolean.toString(ObjectFields.isTrue(stage.directory(), "AUTO_REFRESH")),
            "false"));
    return rows;
  }

  private static List<Setting> format(String parent, Body.FileFormat format) {
    var rows = new ArrayList<Setting>();
    rows.add(new Setting(parent, "TYPE", "String", format.type(), "CSV"));
    var defaults = FormatOptions.defaults(format.type());
    for (var entry : FormatOptions.all(format).entrySet()) {
      var initial = defaults.get(entry.getKey());
      rows.add(
          new Setting(
              parent,
              entry.getKey(),
              type(entry.getValue()),
              written(entry.getValue()),
              initial == null ? "" : written(initial)));
    }
    return rows;
  }

  private static String written(Value value) {
    return value instanceof Value.Many(var values)
        ? values.stream()
            .map(Value::plain)
            .collect(java.util.stream.Collectors.joining(", ", "[", "]"))
        : shown(value.plain());
  }

  private static String shown(String value) {
    return value.equals("TRUE") || value.equals("FALSE")
        ? value.toLowerCase(java.util.Locale.ROOT)
        : value;
  }

  private static String type(Value value) {
    return switch (value) {
      case Value.Many many -> "List";
      case Value.Text text -> "String";
      case Value.Word(var word) ->
          word.equals("TRUE") || word.equals("FALSE")
              ? "Boolean"
              : word.matches("[0-9]+") ? "Integer" : "String";
    };
  }

  private static List<Property> callable(Viewer viewer, Entity object) {
    var body = object.body(Body.Callable.class);
    var rows = new ArrayList<Property>();
    rows.add(new Property("signature", Signatures.named(body.arguments())));
    rows.add(new Property("returns", Signatures.returns(body)));
    rows.add(new Property("language", body.language()));
    if (object.kind() == Kind.PROCEDURE || !body.language().equals("SQL")) {
      rows.add(
          new Property(
              "null handling",
              body.strict() ? "RETURNS NULL ON NULL INPUT" : "CALLED ON NULL INPUT"));
      rows.add(new Property("volatility", body.immutable() ? "IMMUTABLE" : "VOLATILE"));
    }
    boolean hidden = body.secure() && !viewer.access().owns(object);
    rows.add(new Property("body", hidden ? "" : body.body().orElse("")));
    if (object.kind() == Kind.PROCEDURE) {
      rows.add(new Property("execute as", body.caller() ? "CALLER" : "OWNER"));
    }
    for (var entry : body.parameters().entrySet()) {
      rows.add(
          new Property(
              entry.getKey().toLowerCase(java.util.Locale.ROOT), entry.getValue().plain()));
    }
    return rows;
  }

  private static List<Setting> user(Entity object) {
    var parameters = object.body(Body.User.class).parameters();
    var rows = new ArrayList<Setting>();
    rows.add(setting("NAME", "", object.name().value(), "null"));
    rows.add(setting("COMMENT", "", object.comment().orElse("null"), "null"));
    for (var name :
        List.of(
            "DISPLAY_NAME",
            "TYPE",
            "LOGIN_NAME",
            "FIRST_NAME",
            "MIDDLE_NAME",
            "LAST_NAME",
            "EMAIL",
            "PASSWORD",
            "MUST_CHANGE_PASSWORD",
            "DISABLED",
            "DAYS_TO_EXPIRY",
            "MINS_TO_UNLOCK",
            "DEFAULT_WAREHOUSE",
            "DEFAULT_NAMESPACE",
            "DEFAULT_ROLE",
            "DEFAULT_SECONDARY_ROLES",
            "RSA_PUBLIC_KEY",
            "RSA_PUBLIC_KEY_2",
            "NETWORK_POLICY")) {
      var value = parameters.get(name);
      rows.add(
          setting(
              name,
              "",
              value == null ? "null" : name.equals("PASSWORD") ? "********" : shown(value.plain()),
              "null"));
    }
    return rows;
  }
}
