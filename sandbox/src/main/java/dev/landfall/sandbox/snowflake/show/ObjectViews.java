package dev.landfall.sandbox.snowflake.show;

import static dev.landfall.sandbox.snowflake.show.Field.fixed;
import static dev.landfall.sandbox.snowflake.show.Field.none;
import static dev.landfall.sandbox.snowflake.show.Field.number;
import static dev.landfall.sandbox.snowflake.show.Field.text;
import static dev.landfall.sandbox.snowflake.show.Field.time;
import static dev.landfall.sandbox.snowflake.show.RelationViews.objects;
import static dev.landfall.sandbox.snowflake.show.RelationViews.orNull;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Retention;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The views of INFORMATION_SCHEMA for databases, schemas and what lies in them besides tables.
final class ObjectViews {
  private ObjectViews() {}

  private static final List<Field<Entity>> DATABASES =
      List.of(
          text("DATABASE_NAME", (v, e) -> e.name().value()),
          text("DATABASE_OWNER", (v, e) -> orNull(v.owner(e))),
          text("IS_TRANSIENT", (v, e) -> yesNo(e.body(Body.Database.class).isTransient())),
          text("COMMENT", (v, e) -> e.comment().orElse(null)),
          time("CREATED", (v, e) -> e.created()),
          time("LAST_ALTERED", (v, e) -> e.created()),
          number("RETENTION_TIME", (v, e) -> Retention.days(v.directory(), e)),
          text("TYPE", (v, e) -> e.owner() == 0 ? "APPLICATION" : "STANDARD"));

  private static final List<Field<Entity>> SCHEMATA =
      List.of(
          text("CATALOG_NAME", Viewer::database),
          text("SCHEMA_NAME", (v, e) -> e.name().value()),
          text("SCHEMA_OWNER", (v, e) -> orNull(v.owner(e))),
          text("IS_TRANSIENT", (v, e) -> yesNo(e.body(Body.Schema.class).isTransient())),
          text("IS_MANAGED_ACCESS", (v, e) -> yesNo(e.body(Body.Schema.class).managed())),
          number("RETENTION_TIME", (v, e) -> Retention.days(v.directory(), e)),
          none("DEFAULT_CHARACTER_SET_CATALOG"),
          none("DEFAULT_CHARACTER_SET_SCHEMA"),
          none("DEFAULT_CHARACTER_SET_NAME"),
          none("SQL_PATH"),
          time("CREATED", (v, e) -> e.created()),
          time("LAST_ALTERED", (v, e) -> e.created()),
          text("COMMENT", (v, e) -> e.comment().orElse(null)));

  private static final List<Field<Entity>> SEQUENCES =
      List.of(
          text("SEQUENCE_CATALOG", Viewer::database),
          text("SEQUENCE_SCHEMA", Viewer::schema),
          text("SEQUENCE_NAME", (v, e) -> e.name().value()),
          text("SEQUENCE_OWNER", (v, e) -> orNull(v.owner(e))),
          fixed("DATA_TYPE", "NUMBER"),
          number("NUMERIC_PRECISION", (v, e) -> 38),
          number("NUMERIC_PRECISION_RADIX", (v, e) -> 10),
          number("NUMERIC_SCALE", (v, e) -> 0),
          text("START_VALUE", (v, e) -> e.body(Body.Sequence.class).start()),
          fixed("MINIMUM_VALUE", Long.toString(Long.MIN_VALUE)),
          fixed("MAXIMUM_VALUE", Long.toString(Long.MAX_VALUE)),
          text(
              "NEXT_VALUE",
              (v, e) -> new Definition.NextValue(e.body(Body.Sequence.class).physical())),
          text("INCREMENT", (v, e) -> e.body(Body.Sequence.class).increment()),
          fixed("CYCLE_OPTION", "NO"),
          text("ORDERED", (v, e) -> yesNo(e.body(Body.Sequence.class).ordered())),
          time("CREATED", (v, e) -> e.created()),
          time("LAST_ALTERED", (v, e) -> e.created()),
          text("COMMENT", (v, e) -> e.comment().orElse(null)));

  private static List<Field<Entity>> callables(String prefix) {
    return List.of(
        text(prefix + "_CATALOG", Viewer::database),
        text(prefix + "_SCHEMA", Viewer::schema),
        text(prefix + "_NAME", (v, e) -> e.name().value()),
        text(prefix + "_OWNER", (v, e) -> orNull(v.owner(e))),
        text("ARGUMENT_SIGNATURE", (v, e) -> Signatures.named(callable(e).arguments())),
        text("DATA_TYPE", (v, e) -> Signatures.returns(callable(e))),
        number("CHARACTER_MAXIMUM_LENGTH", (v, e) -> RelationViews.length(callable(e).returns())),
        number("CHARACTER_OCTET_LENGTH", (v, e) -> RelationViews.octets(callable(e).returns())),
        number(
            "NUMERIC_PRECISION",
            (v, e) -> callable(e).returns() instanceof DataType.Fixed(var p, var s) ? p : null),
        number(
            "NUMERIC_PRECISION_RADIX",
            (v, e) -> callable(e).returns() instanceof DataType.Fixed ? 10 : null),
        number(
            "NUMERIC_SCALE",
            (v, e) -> callable(e).returns() instanceof DataType.Fixed(var p, var s) ? s : null),
        text(prefix + "_LANGUAGE", (v, e) -> callable(e).language()),
        text(prefix + "_DEFINITION", ObjectViews::definition));
  }

  private static final List<Field<Entity>> FUNCTIONS =
      joined(
          callables("FUNCTION"),
          List.of(
              text("VOLATILITY", (v, e) -> callable(e).immutable() ? "IMMUTABLE" : "VOLATILE"),
              text("IS_NULL_CALL", (v, e) -> yesNo(!callable(e).strict())),
              text("IS_SECURE", (v, e) -> yesNo(callable(e).secure())),
              time("CREATED", (v, e) -> e.created()),
              time("LAST_ALTERED", (v, e) -> e.created()),
              text("COMMENT", (v, e) -> e.comment().orElse(null)),
              text("IS_EXTERNAL", (v, e) -> "NO"),
              text("API_INTEGRATION", (v, e) -> null),
              text("CONTEXT_HEADERS", (v, e) -> null),
              number("MAX_BATCH_ROWS", (v, e) -> null),
              text("COMPRESSION", (v, e) -> null),
              text("PACKAGES", (v, e) -> plain(callable(e).parameters(), "PACKAGES")),
              text("RUNTIME_VERSION", (v, e) -> plain(callable(e).parameters(), "RUNTIME_VERSION")),
              text("INSTALLED_PACKAGES", (v, e) -> null),
              text("IS_MEMOIZABLE", (v, e) -> yesNo(callable(e).memoizable()))));

  private static final List<Field<Entity>> PROCEDURES =
      joined(
          callables("PROCEDURE"),
          List.of(
              time("CREATED", (v, e) -> e.created()),
              time("LAST_ALTERED", (v, e) -> e.created()),
              text("COMMENT", (v, e) -> e.comment().orElse(null)),
              text("EXTERNAL_ACCESS_INTEGRATIONS", (v, e) -> null),
              text("SECRETS", (v, e) -> null)));

  private static final List<Field<Entity>> STAGES =
      List.of(
          text("STAGE_CATALOG", Viewer::database),
          text("STAGE_SCHEMA", Viewer::schema),
          text("STAGE_NAME", (v, e) -> e.name().value()),
          text("STAGE_URL", (v, e) -> e.body(Body.Stage.class).url().orElse(null)),
          none("STAGE_REGION"),
          text(
              "STAGE_TYPE",
              (v, e) ->
                  e.body(Body.Stage.class).url().isPresent() ? "External Named" : "Internal Named"),
          text("STAGE_OWNER", (v, e) -> orNull(v.owner(e))),
          text("COMMENT", (v, e) -> e.comment().orElse(null)),
          time("CREATED", (v, e) -> e.created()),
          time("LAST_ALTERED", (v, e) -> e.created()),
          none("ENDPOINT"),
          text(
              "DIRECTORY_ENABLED",
              (v, e) ->
                  yesNo(ObjectFields.isTrue(e.body(Body.Stage.class).directory(), "ENABLE"))));

  private static final List<Field<Entity>> FILE_FORMATS =
      List.of(
          text("FILE_FORMAT_CATALOG", Viewer::database),
          text("FILE_FORMAT_SCHEMA", Viewer::schema),
          text("FILE_FORMAT_NAME", (v, e) -> e.name().value()),
          text("FILE_FORMAT_OWNER", (v, e) -> orNull(v.owner(e))),
          text("FILE_FORMAT_TYPE", (v, e) -> e.body(Body.FileFormat.class).type()),
          option("RECORD_DELIMITER"),
          option("FIELD_DELIMITER"),
          number("SKIP_HEADER", (v, e) -> optionOf(e, "SKIP_HEADER")),
          option("DATE_FORMAT"),
          option("TIME_FORMAT"),
          option("TIMESTAMP_FORMAT"),
          option("BINARY_FORMAT"),
          option("ESCAPE"),
          option("ESCAPE_UNENCLOSED_FIELD"),
          option("TRIM_SPACE"),
          option("FIELD_OPTIONALLY_ENCLOSED_BY"),
          option("NULL_IF"),
          option("COMPRESSION"),
          option("ERROR_ON_COLUMN_COUNT_MISMATCH"),
          time("CREATED", (v, e) -> e.created()),
          time("LAST_ALTERED", (v, e) -> e.created()),
          text("COMMENT", (v, e) -> e.comment().orElse(null)));

  private static final List<Field<Entity>> PIPES =
      List.of(
          text("PIPE_CATALOG", Viewer::database),
          text("PIPE_SCHEMA", Viewer::schema),
          text("PIPE_NAME", (v, e) -> e.name().value()),
          text("PIPE_OWNER", (v, e) -> orNull(v.owner(e))),
          text("DEFINITION", (v, e) -> e.body(Body.Pipe.class).definition()),
          text("IS_AUTOINGEST_ENABLED", (v, e) -> yesNo(e.body(Body.Pipe.class).autoIngest())),
          text(
              "NOTIFICATION_CHANNEL_NAME",
              (v, e) -> {
                var channel = ObjectFields.channel(v, e);
                return channel.isEmpty() ? null : channel;
              }),
          time("CREATED", (v, e) -> e.created()),
          time("LAST_ALTERED", (v, e) -> e.created()),
          text("COMMENT", (v, e) -> e.comment().orElse(null)),
          none("PATTERN"));

  private static final List<Field<Entity>> CATALOG_NAME =
      List.of(text("CATALOG_NAME", (v, e) -> e.name().value()));

  private static final List<Field<Entity>> PACKAGES =
      List.of(none("PACKAGE_NAME"), none("VERSION"), none("LANGUAGE"), none("RUNTIME_VERSION"));

  /// Without rows: what was loaded is known to whoever loads files, not to the catalogue.
  private static final List<Field<Entity>> LOAD_HISTORY =
      List.of(
          none("SCHEMA_NAME"),
          none("FILE_NAME"),
          none("TABLE_NAME"),
          time("LAST_LOAD_TIME", (v, e) -> null),
          none("STATUS"),
          number("ROW_COUNT", (v, e) -> null),
          number("ROW_PARSED", (v, e) -> null),
          none("FIRST_ERROR_MESSAGE"),
          number("FIRST_ERROR_LINE_NUMBER", (v, e) -> null),
          number("FIRST_ERROR_CHARACTER_POSITION", (v, e) -> null),
          none("FIRST_ERROR_COL_NAME"),
          number("ERROR_COUNT", (v, e) -> null),
          number("ERROR_LIMIT", (v, e) -> null));

  static final Map<String, Definition<?>> ALL =
      Map.ofEntries(
          Map.entry(
              "DATABASES",
              new Definition<>(DATABASES, (v, scope) -> objects(v, Scope.ACCOUNT, Kind.DATABASE))),
          Map.entry(
              "SCHEMATA", new Definition<>(SCHEMATA, (v, scope) -> objects(v, scope, Kind.SCHEMA))),
          Map.entry(
              "SEQUENCES",
              new Definition<>(SEQUENCES, (v, scope) -> objects(v, scope, Kind.SEQUENCE))),
          Map.entry(
              "FUNCTIONS",
              new Definition<>(FUNCTIONS, (v, scope) -> objects(v, scope, Kind.FUNCTION))),
          Map.entry(
              "PROCEDURES",
              new Definition<>(PROCEDURES, (v, scope) -> objects(v, scope, Kind.PROCEDURE))),
          Map.entry(
              "STAGES", new Definition<>(STAGES, (v, scope) -> objects(v, scope, Kind.STAGE))),
          Map.entry(
              "FILE_FORMATS",
              new Definition<>(FILE_FORMATS, (v, scope) -> objects(v, scope, Kind.FILE_FORMAT))),
          Map.entry("PIPES", new Definition<>(PIPES, (v, scope) -> objects(v, scope, Kind.PIPE))),
          Map.entry(
              "INFORMATION_SCHEMA_CATALOG_NAME",
              new Definition<>(CATALOG_NAME, (v, scope) -> scope.container().stream().toList())),
          Map.entry("PACKAGES", new Definition<>(PACKAGES, (v, scope) -> List.of())),
          Map.entry("LOAD_HISTORY", new Definition<>(LOAD_HISTORY, (v, scope) -> List.of())));

  private static List<Field<Entity>> joined(List<Field<Entity>> first, List<Field<Entity>> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  private static Body.Callable callable(Entity e) {
    return ObjectFields.callable(e);
  }

  private static @Nullable Object definition(Viewer viewer, Entity e) {
    return callable(e).secure() && !viewer.access().owns(e)
        ? null
        : callable(e).body().orElse(null);
  }

  private static String yesNo(boolean value) {
    return value ? "YES" : "NO";
  }

  private static @Nullable String plain(Map<String, Value> parameters, String name) {
    return orNull(ObjectFields.plain(parameters, name));
  }

  private static Field<Entity> option(String name) {
    return text(name, (v, e) -> optionOf(e, name));
  }

  private static @Nullable String optionOf(Entity e, String name) {
    var value = FormatOptions.all(e.body(Body.FileFormat.class)).get(name);
    return value == null ? null : value.plain();
  }
}
