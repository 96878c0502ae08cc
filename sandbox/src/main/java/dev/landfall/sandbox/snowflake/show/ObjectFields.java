package dev.landfall.sandbox.snowflake.show;

import static dev.landfall.sandbox.snowflake.show.Field.fixed;
import static dev.landfall.sandbox.snowflake.show.Field.none;
import static dev.landfall.sandbox.snowflake.show.Field.number;
import static dev.landfall.sandbox.snowflake.show.Field.text;
import static dev.landfall.sandbox.snowflake.show.Field.time;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Retention;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.AwsIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The columns of SHOW for the objects of schemas (Snowflake, "SHOW <objects>", Output).
final class ObjectFields {
  private ObjectFields() {}

  static final Field<Entity> CREATED = time("created_on", (v, e) -> e.created());
  static final Field<Entity> NAME = text("name", (v, e) -> e.name().value());
  static final Field<Entity> DATABASE = text("database_name", Viewer::database);
  static final Field<Entity> SCHEMA = text("schema_name", Viewer::schema);
  static final Field<Entity> OWNER = text("owner", Viewer::owner);
  static final Field<Entity> COMMENT = text("comment", Viewer::comment);
  static final Field<Entity> OWNER_TYPE = text("owner_role_type", Viewer::ownerType);
  static final Field<Entity> RETENTION =
      text("retention_time", (v, e) -> Integer.toString(Retention.days(v.directory(), e)));
  static final Field<Entity> DROPPED = time("dropped_on", (v, e) -> e.dropped().orElse(null));

  /// TERSE.
  static final List<Field<Entity>> TERSE =
      List.of(CREATED, NAME, text("kind", (v, e) -> tableKind(e)), DATABASE, SCHEMA);

  static final List<Field<Entity>> TABLES =
      List.of(
          CREATED,
          NAME,
          DATABASE,
          SCHEMA,
          text("kind", (v, e) -> durability(e)),
          COMMENT,
          text("cluster_by", (v, e) -> Viewer.clustering(table(e).clusterBy())),
          number("rows", (v, e) -> v.rows(e)),
          number("bytes", (v, e) -> v.rows(e) == 0 ? 0L : 1024L),
          OWNER,
          RETENTION,
          text("automatic_clustering", (v, e) -> Viewer.onOff(!table(e).clusterBy().isEmpty())),
          text("change_tracking", (v, e) -> Viewer.onOff(table(e).changeTracking())),
          fixed("search_optimization", "OFF"),
          none("search_optimization_progress"),
          none("search_optimization_bytes"),
          fixed("is_external", "N"),
          fixed("enable_schema_evolution", "N"),
          OWNER_TYPE,
          fixed("is_event", "N"),
          none("budget"),
          fixed("is_hybrid", "N"),
          fixed("is_iceberg", "N"),
          text("is_dynamic", (v, e) -> Viewer.yn(e.kind() == Kind.DYNAMIC_TABLE)),
          fixed("is_immutable", "N"));

  static final List<Field<Entity>> VIEWS =
      List.of(
          CREATED,
          NAME,
          fixed("reserved", ""),
          DATABASE,
          SCHEMA,
          OWNER,
          COMMENT,
          text("text", (v, e) -> definition(v, e)),
          text("is_secure", (v, e) -> Boolean.toString(view(e).secure())),
          text("is_materialized", (v, e) -> Boolean.toString(e.kind() == Kind.MATERIALIZED_VIEW)),
          OWNER_TYPE,
          text("change_tracking", (v, e) -> Viewer.onOff(view(e).changeTracking())));

  static final List<Field<Entity>> MATERIALIZED_VIEWS =
      List.of(
          CREATED,
          NAME,
          fixed("reserved", ""),
          DATABASE,
          SCHEMA,
          text("cluster_by", (v, e) -> Viewer.clustering(view(e).clusterBy())),
          number("rows", (v, e) -> 0L),
          number("bytes", (v, e) -> 0L),
          none("source_database_name"),
          none("source_schema_name"),
          none("source_table_name"),
          time("refreshed_on", (v, e) -> e.created()),
          time("compacted_on", (v, e) -> e.created()),
          OWNER,
          fixed("invalid", "false"),
          none("invalid_reason"),
          fixed("behind_by", "0s"),
          COMMENT,
          text("text", (v, e) -> definition(v, e)),
          text("is_secure", (v, e) -> Boolean.toString(view(e).secure())),
          fixed("automatic_clustering", "OFF"),
          OWNER_TYPE,
          none("budget"));

  static final List<Field<Entity>> OBJECTS =
      List.of(
          CREATED,
          NAME,
          DATABASE,
          SCHEMA,
          text("kind", (v, e) -> objectKind(e)),
          COMMENT,
          text("cluster_by", (v, e) -> isTable(e) ? Viewer.clustering(table(e).clusterBy()) : ""),
          number("rows", (v, e) -> isTable(e) ? v.rows(e) : null),
          number("bytes", (v, e) -> isTable(e) ? (v.rows(e) == 0 ? 0L : 1024L) : null),
          OWNER,
          text(
              "retention_time",
              (v, e) -> isTable(e) ? Integer.toString(Retention.days(v.directory(), e)) : "1"),
          OWNER_TYPE,
          none("budget"),
          fixed("is_hybrid", "N"),
          text("is_dynamic", (v, e) -> Viewer.yn(e.kind() == Kind.DYNAMIC_TABLE)),
          fixed("is_iceberg", "N"));

  static final List<Field<Entity>> DYNAMIC_TABLES =
      List.of(
          CREATED,
          NAME,
          DATABASE,
          SCHEMA,
          text("cluster_by", (v, e) -> Viewer.clustering(table(e).clusterBy())),
          number("rows", (v, e) -> 0L),
          number("bytes", (v, e) -> 0L),
          OWNER,
          text("target_lag", (v, e) -> dynamic(e).targetLag()),
          text(
              "refresh_mode",
              (v, e) ->
                  dynamic(e).refreshMode().equals("AUTO")
                      ? "INCREMENTAL"
                      : dynamic(e).refreshMode()),
          none("refresh_mode_reason"),
          text("warehouse", (v, e) -> v.name(dynamic(e).warehouse())),
          COMMENT,
          text("text", (v, e) -> dynamic(e).text()),
          text("automatic_clustering", (v, e) -> Viewer.onOff(!table(e).clusterBy().isEmpty())),
          text("scheduling_state", (v, e) -> dynamic(e).suspended() ? "SUSPENDED" : "ACTIVE"),
          time("last_suspended_on", (v, e) -> null),
          fixed("is_clone", "false"),
          fixed("is_replica", "false"),
          fixed("is_iceberg", "false"),
          time("data_timestamp", (v, e) -> dynamic(e).refreshed().orElse(null)),
          OWNER_TYPE);

  static final List<Field<Entity>> SEQUENCES =
      List.of(
          NAME,
          DATABASE,
          SCHEMA,
          number("next_value", (v, e) -> v.next(e)),
          number("interval", (v, e) -> e.body(Body.Sequence.class).increment()),
          CREATED,
          OWNER,
          COMMENT,
          OWNER_TYPE,
          text("ordered", (v, e) -> Viewer.yn(e.body(Body.Sequence.class).ordered())));

  static final List<Field<Entity>> STAGES =
      List.of(
          CREATED,
          NAME,
          DATABASE,
          SCHEMA,
          text("url", (v, e) -> stage(e).url().orElse("")),
          text("has_credentials", (v, e) -> Viewer.yn(stage(e).credentials())),
          text(
              "has_encryption_key",
              (v, e) -> Viewer.yn(stage(e).encryption().containsKey("HAS_MASTER_KEY"))),
          OWNER,
          COMMENT,
          text("region", (v, e) -> stage(e).url().isPresent() ? region(v) : null),
          text("type", (v, e) -> stage(e).url().isPresent() ? "EXTERNAL" : "INTERNAL"),
          text("cloud", (v, e) -> stage(e).url().map(ObjectFields::cloud).orElse(null)),
          none("notification_channel"),
          text("storage_integration", (v, e) -> integration(v, e)),
          none("endpoint"),
          OWNER_TYPE,
          text("directory_enabled", (v, e) -> Viewer.yn(isTrue(stage(e).directory(), "ENABLE"))));

  static final List<Field<Entity>> FILE_FORMATS =
      List.of(
          CREATED,
          NAME,
          DATABASE,
          SCHEMA,
          text("type", (v, e) -> e.body(Body.FileFormat.class).type()),
          OWNER,
          COMMENT,
          text("format_options", (v, e) -> FormatOptions.json(e.body(Body.FileFormat.class))),
          OWNER_TYPE);

  static final List<Field<Entity>> PIPES =
      List.of(
          CREATED,
          NAME,
          DATABASE,
          SCHEMA,
          text("definition", (v, e) -> pipe(e).definition()),
          OWNER,
          text("notification_channel", ObjectFields::channel),
          COMMENT,
          text("integration", (v, e) -> plain(pipe(e).parameters(), "INTEGRATION")),
          none("pattern"),
          text("error_integration", (v, e) -> plain(pipe(e).parameters(), "ERROR_INTEGRATION")),
          OWNER_TYPE,
          none("invalid_reason"),
          fixed("kind", "STAGE"));

  static final List<Field<Entity>> STREAMS =
      List.of(
          CREATED,
          NAME,
          DATABASE,
          SCHEMA,
          OWNER,
          COMMENT,
          text("table_name", (v, e) -> v.fullName(e.body(Body.Stream.class).source())),
          fixed("source_type", "Table"),
          text("base_tables", (v, e) -> v.fullName(e.body(Body.Stream.class).source())),
          fixed("type", "DELTA"),
          text("stale", (v, e) -> stale(v, e)),
          text(
              "mode", (v, e) -> e.body(Body.Stream.class).appendOnly() ? "APPEND_ONLY" : "DEFAULT"),
          time("stale_after", (v, e) -> null),
          text("invalid_reason", (v, e) -> stale(v, e).equals("true") ? "Table dropped" : "N/A"),
          OWNER_TYPE);

  static final List<Field<Entity>> TASKS =
      List.of(
          CREATED,
          NAME,
          text("id", (v, e) -> new java.util.UUID(0x01b0L << 48, e.id()).toString()),
          DATABASE,
          SCHEMA,
          OWNER,
          COMMENT,
          text("warehouse", (v, e) -> task(e).warehouse().map(v::name).orElse(null)),
          text("schedule", (v, e) -> task(e).schedule().orElse(null)),
          text(
              "predecessors",
              (v, e) ->
                  task(e).after().stream()
                      .map(v::fullName)
                      .map(n -> "\"" + n.replace("\"", "\\\"") + "\"")
                      .collect(Collectors.joining(",", "[", "]"))),
          text("state", (v, e) -> task(e).started() ? "started" : "suspended"),
          text("definition", (v, e) -> task(e).definition()),
          text("condition", (v, e) -> task(e).when().orElse(null)),
          text(
              "allow_overlapping_execution",
              (v, e) ->
                  Boolean.toString(isTrue(task(e).parameters(), "ALLOW_OVERLAPPING_EXECUTION"))),
          text("error_integration", (v, e) -> plain(task(e).parameters(), "ERROR_INTEGRATION")),
          time("last_committed_on", (v, e) -> null),
          time("last_suspended_on", (v, e) -> null),
          OWNER_TYPE,
          text("config", (v, e) -> plain(task(e).parameters(), "CONFIG")),
          none("budget"),
          none("task_relations"),
          none("last_suspended_reason"),
          text("success_integration", (v, e) -> plain(task(e).parameters(), "SUCCESS_INTEGRATION")),
          none("scheduling_mode"),
          none("target_completion_interval"));

  static final List<Field<Entity>> CALLABLES =
      List.of(
          CREATED,
          NAME,
          text("schema_name", (v, e) -> v.schema(e)),
          fixed("is_builtin", "N"),
          fixed("is_aggregate", "N"),
          fixed("is_ansi", "N"),
          number(
              "min_num_arguments",
              (v, e) ->
                  callable(e).arguments().stream().filter(a -> a.fallback().isEmpty()).count()),
          number("max_num_arguments", (v, e) -> (long) callable(e).arguments().size()),
          text("arguments", (v, e) -> Signatures.listed(e)),
          text(
              "description",
              (v, e) ->
                  e.comment()
                      .orElse(
                          e.kind() == Kind.PROCEDURE
                              ? "user-defined procedure"
                              : "user-defined function")),
          text("catalog_name", (v, e) -> v.database(e)),
          text("is_table_function", (v, e) -> Viewer.yn(callable(e).table().isPresent())),
          fixed("valid_for_clustering", "N"),
          text("is_secure", (v, e) -> Viewer.yn(callable(e).secure())),
          none("secrets"),
          none("external_access_integrations"));

  static final List<Field<Entity>> FUNCTIONS =
      List.of(
              CALLABLES,
              List.<Field<Entity>>of(
                  ObjectFields.same("is_external_function", "N"),
                  text("language", (v, e) -> callable(e).language()),
                  text("is_memoizable", (v, e) -> Viewer.yn(callable(e).memoizable())),
                  ObjectFields.same("is_data_metric", "N")))
          .stream()
          .flatMap(List::stream)
          .toList();

  static final List<Field<Entity>> POLICIES =
      List.of(
          CREATED,
          NAME,
          DATABASE,
          SCHEMA,
          text("kind", (v, e) -> e.kind().granted()),
          OWNER,
          COMMENT,
          OWNER_TYPE,
          fixed("options", ""));

  static final List<Field<Entity>> TAGS =
      List.of(
          CREATED,
          NAME,
          DATABASE,
          SCHEMA,
          OWNER,
          COMMENT,
          text("allowed_values", (v, e) -> allowed(e)),
          OWNER_TYPE,
          none("propagate"),
          none("on_conflict"));

  private static Field<Entity> same(String name, String value) {
    return fixed(name, value);
  }

  static boolean isTable(Entity e) {
    return e.body() instanceof Body.Table || e.body() instanceof Body.Dynamic;
  }

  static Body.Table table(Entity e) {
    return e.body() instanceof Body.Dynamic dynamic ? dynamic.table() : e.body(Body.Table.class);
  }

  static Body.View view(Entity e) {
    return e.body(Body.View.class);
  }

  private static Body.Dynamic dynamic(Entity e) {
    return e.body(Body.Dynamic.class);
  }

  private static Body.Stage stage(Entity e) {
    return e.body(Body.Stage.class);
  }

  private static Body.Pipe pipe(Entity e) {
    return e.body(Body.Pipe.class);
  }

  private static Body.Task task(Entity e) {
    return e.body(Body.Task.class);
  }

  static Body.Callable callable(Entity e) {
    return e.body(Body.Callable.class);
  }

  /// TABLE, TRANSIENT or TEMPORARY.
  static String durability(Entity e) {
    return switch (table(e).durability()) {
      case PERMANENT -> "TABLE";
      case TRANSIENT -> "TRANSIENT";
      case TEMPORARY -> "TEMPORARY";
    };
  }

  private static String tableKind(Entity e) {
    return isTable(e) ? durability(e) : e.kind().granted();
  }

  private static String objectKind(Entity e) {
    return switch (e.kind()) {
      case TABLE -> durability(e);
      case VIEW -> "VIEW";
      default -> e.kind().granted();
    };
  }

  /// The text of a view; that of a secure one only for its owner.
  static String definition(Viewer viewer, Entity e) {
    var view = view(e);
    return view.secure() && !viewer.access().owns(e) ? "" : view.text();
  }

  static String plain(Map<String, Value> parameters, String name) {
    return Optional.ofNullable(parameters.get(name)).map(Value::plain).orElse("");
  }

  static boolean isTrue(Map<String, Value> parameters, String name) {
    return plain(parameters, name).equals("TRUE");
  }

  private static String cloud(String url) {
    return url.startsWith("azure") ? "AZURE" : url.startsWith("gcs") ? "GCP" : "AWS";
  }

  static String integration(Viewer viewer, Entity e) {
    return stage(e)
        .integration()
        .flatMap(viewer.directory()::alive)
        .map(i -> i.name().value())
        .orElse("");
  }

  /// What tells a pipe of new files; empty when nothing does.
  static String channel(Viewer viewer, Entity e) {
    var topic = plain(pipe(e).parameters(), "AWS_SNS_TOPIC");
    if (!topic.isEmpty()) {
      return topic;
    }
    if (!pipe(e).autoIngest()) {
      return "";
    }
    var account = viewer.directory().account();
    return new AwsIdentity(account.name().value()).queue(region(viewer));
  }

  private static String region(Viewer viewer) {
    return viewer.directory().account().body(Body.Account.class).awsRegion();
  }

  private static String stale(Viewer viewer, Entity e) {
    return Boolean.toString(viewer.directory().alive(e.body(Body.Stream.class).source()).isEmpty());
  }

  private static String allowed(Entity e) {
    return e.body(Body.Tag.class)
        .allowed()
        .map(values ->
            values.stream()
                .map(value -> "\"" + value.replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(",", "[", "]")))
        .orElse("");
  }
}
