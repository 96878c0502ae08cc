package dev.landfall.sandbox.snowflake.show;

import static dev.landfall.sandbox.snowflake.show.Field.fixed;
import static dev.landfall.sandbox.snowflake.show.Field.none;
import static dev.landfall.sandbox.snowflake.show.Field.number;
import static dev.landfall.sandbox.snowflake.show.Field.text;
import static dev.landfall.sandbox.snowflake.show.Field.time;
import static dev.landfall.sandbox.snowflake.show.ObjectFields.COMMENT;
import static dev.landfall.sandbox.snowflake.show.ObjectFields.CREATED;
import static dev.landfall.sandbox.snowflake.show.ObjectFields.NAME;
import static dev.landfall.sandbox.snowflake.show.ObjectFields.OWNER;
import static dev.landfall.sandbox.snowflake.show.ObjectFields.OWNER_TYPE;
import static dev.landfall.sandbox.snowflake.show.ObjectFields.RETENTION;
import static dev.landfall.sandbox.snowflake.show.ObjectFields.plain;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Directory;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.Name;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The columns of SHOW for the objects of the account, databases and schemas among them (Snowflake,
/// "SHOW <objects>", Output).
final class AccountFields {
  private AccountFields() {}

  static final List<Field<Entity>> DATABASES =
      List.of(
          CREATED,
          NAME,
          fixed("is_default", "N"),
          text("is_current", (v, e) -> current(v.access().actor().database(), e)),
          text("origin", (v, e) -> e.owner() == 0 ? "SNOWFLAKE.ACCOUNT_USAGE" : ""),
          OWNER,
          COMMENT,
          text("options", (v, e) -> e.body(Body.Database.class).isTransient() ? "TRANSIENT" : ""),
          RETENTION,
          text("kind", (v, e) -> e.owner() == 0 ? "APPLICATION" : "STANDARD"),
          none("budget"),
          OWNER_TYPE,
          none("object_visibility"));

  static final List<Field<Entity>> TERSE_DATABASES =
      List.of(
          CREATED,
          NAME,
          text("kind", (v, e) -> e.owner() == 0 ? "APPLICATION" : "STANDARD"),
          none("database_name"),
          none("schema_name"));

  static final List<Field<Entity>> SCHEMAS =
      List.of(
          CREATED,
          NAME,
          fixed("is_default", "N"),
          text(
              "is_current",
              (v, e) ->
                  Viewer.yn(
                      v.access().actor().schema().equals(Optional.of(e.name()))
                          && v.access()
                              .actor()
                              .database()
                              .equals(Optional.of(v.directory().databaseOf(e).name())))),
          text("database_name", (v, e) -> v.database(e)),
          OWNER,
          COMMENT,
          text("options", (v, e) -> options(e.body(Body.Schema.class))),
          RETENTION,
          OWNER_TYPE,
          none("classification_profile_database"),
          none("classification_profile_schema"),
          none("classification_profile"),
          none("object_visibility"));

  static final List<Field<Entity>> TERSE_SCHEMAS =
      List.of(
          CREATED,
          NAME,
          none("kind"),
          text("database_name", (v, e) -> v.database(e)),
          none("schema_name"));

  static final List<Field<Entity>> WAREHOUSES =
      List.of(
          NAME,
          text("state", (v, e) -> warehouse(e).suspended() ? "SUSPENDED" : "STARTED"),
          text("type", (v, e) -> or(parameters(e), "WAREHOUSE_TYPE", "STANDARD")),
          text("size", (v, e) -> or(parameters(e), "WAREHOUSE_SIZE", "X-Small")),
          number("min_cluster_count", (v, e) -> or(parameters(e), "MIN_CLUSTER_COUNT", "1")),
          number("max_cluster_count", (v, e) -> or(parameters(e), "MAX_CLUSTER_COUNT", "1")),
          number("started_clusters", (v, e) -> warehouse(e).suspended() ? 0L : 1L),
          number("running", (v, e) -> 0L),
          number("queued", (v, e) -> 0L),
          fixed("is_default", "N"),
          text("is_current", (v, e) -> current(v.access().actor().warehouse(), e)),
          number("auto_suspend", (v, e) -> suspend(e)),
          text(
              "auto_resume",
              (v, e) ->
                  or(parameters(e), "AUTO_RESUME", "TRUE").toLowerCase(java.util.Locale.ROOT)),
          fixed("available", ""),
          fixed("provisioning", ""),
          fixed("quiescing", ""),
          fixed("other", ""),
          CREATED,
          time("resumed_on", (v, e) -> e.created()),
          time("updated_on", (v, e) -> e.created()),
          OWNER,
          COMMENT,
          text(
              "enable_query_acceleration",
              (v, e) ->
                  or(parameters(e), "ENABLE_QUERY_ACCELERATION", "FALSE")
                      .toLowerCase(java.util.Locale.ROOT)),
          number(
              "query_acceleration_max_scale_factor",
              (v, e) -> or(parameters(e), "QUERY_ACCELERATION_MAX_SCALE_FACTOR", "8")),
          text("resource_monitor", (v, e) -> or(parameters(e), "RESOURCE_MONITOR", "null")),
          number("actives", (v, e) -> 0L),
          number("pendings", (v, e) -> 0L),
          number("failed", (v, e) -> 0L),
          number("suspended", (v, e) -> warehouse(e).suspended() ? 1L : 0L),
          text("uuid", (v, e) -> Long.toString(e.id())),
          text("scaling_policy", (v, e) -> or(parameters(e), "SCALING_POLICY", "STANDARD")),
          none("budget"),
          OWNER_TYPE,
          text("resource_constraint", (v, e) -> or(parameters(e), "RESOURCE_CONSTRAINT", "")));

  static final List<Field<Entity>> ROLES =
      List.of(
          CREATED,
          NAME,
          fixed("is_default", "N"),
          text("is_current", (v, e) -> current(v.access().actor().role(), e)),
          text("is_inherited", (v, e) -> inherited(v, e)),
          number("assigned_to_users", (v, e) -> granted(v, e, Kind.USER)),
          number("granted_to_roles", (v, e) -> granted(v, e, Kind.ROLE)),
          number("granted_roles", (v, e) -> grantedRoles(v, e)),
          OWNER,
          COMMENT);

  static final List<Field<Entity>> DATABASE_ROLES =
      List.of(
          CREATED,
          NAME,
          fixed("is_default", "N"),
          fixed("is_current", "N"),
          text("is_inherited", (v, e) -> inherited(v, e)),
          number("granted_to_roles", (v, e) -> granted(v, e, Kind.ROLE)),
          number("granted_to_database_roles", (v, e) -> granted(v, e, Kind.DATABASE_ROLE)),
          number("granted_database_roles", (v, e) -> grantedRoles(v, e)),
          OWNER,
          COMMENT,
          OWNER_TYPE);

  static final List<Field<Entity>> USERS =
      List.of(
          NAME,
          CREATED,
          user("login_name", "LOGIN_NAME"),
          text("display_name", (v, e) -> or(parameters(e), "DISPLAY_NAME", e.name().value())),
          user("first_name", "FIRST_NAME"),
          user("last_name", "LAST_NAME"),
          user("email", "EMAIL"),
          user("mins_to_unlock", "MINS_TO_UNLOCK"),
          user("days_to_expiry", "DAYS_TO_EXPIRY"),
          COMMENT,
          text("disabled", (v, e) -> lower(parameters(e), "DISABLED")),
          text("must_change_password", (v, e) -> lower(parameters(e), "MUST_CHANGE_PASSWORD")),
          fixed("snowflake_lock", "false"),
          user("default_warehouse", "DEFAULT_WAREHOUSE"),
          user("default_namespace", "DEFAULT_NAMESPACE"),
          user("default_role", "DEFAULT_ROLE"),
          text(
              "default_secondary_roles",
              (v, e) ->
                  parameters(e).get("DEFAULT_SECONDARY_ROLES") instanceof Value.Many(var roles)
                      ? roles.stream()
                          .map(r -> "\"" + r.plain() + "\"")
                          .collect(java.util.stream.Collectors.joining(",", "[", "]"))
                      : "[\"ALL\"]"),
          fixed("ext_authn_duo", "false"),
          fixed("ext_authn_uid", ""),
          user("mins_to_bypass_mfa", "MINS_TO_BYPASS_MFA"),
          OWNER,
          time("last_success_login", (v, e) -> null),
          time("expires_at_time", (v, e) -> null),
          time("locked_until_time", (v, e) -> null),
          text("has_password", (v, e) -> has(e, "PASSWORD")),
          text("has_rsa_public_key", (v, e) -> has(e, "RSA_PUBLIC_KEY")),
          user("type", "TYPE"),
          fixed("has_mfa", "false"),
          fixed("has_pat", "false"),
          fixed("has_workload_identity", "false"));

  static final List<Field<Entity>> INTEGRATIONS =
      List.of(
          NAME,
          text("type", (v, e) -> integrationType(e)),
          text("category", (v, e) -> e.body(Body.Integration.class).type()),
          text("enabled", (v, e) -> Boolean.toString(e.body(Body.Integration.class).enabled())),
          COMMENT,
          CREATED);

  static final List<Field<Entity>> NETWORK_POLICIES =
      List.of(
          CREATED,
          NAME,
          COMMENT,
          number("entries_in_allowed_ip_list", (v, e) -> count(e, "ALLOWED_IP_LIST")),
          number("entries_in_blocked_ip_list", (v, e) -> count(e, "BLOCKED_IP_LIST")),
          number("entries_in_allowed_network_rules", (v, e) -> 0L),
          number("entries_in_blocked_network_rules", (v, e) -> 0L));

  static final List<Field<Entity>> RESOURCE_MONITORS =
      List.of(
          NAME,
          setting("credit_quota", "CREDIT_QUOTA"),
          fixed("used_credits", "0.00"),
          setting("remaining_credits", "CREDIT_QUOTA"),
          fixed("level", ""),
          text("frequency", (v, e) -> or(settings(e), "FREQUENCY", "MONTHLY")),
          setting("start_time", "START_TIMESTAMP"),
          setting("end_time", "END_TIMESTAMP"),
          setting("notify_at", "NOTIFY"),
          setting("suspend_at", "SUSPEND"),
          setting("suspend_immediately_at", "SUSPEND_IMMEDIATE"),
          CREATED,
          OWNER,
          COMMENT,
          setting("notify_users", "NOTIFY_USERS"));

  private static String current(Optional<Name> name, Entity e) {
    return Viewer.yn(name.equals(Optional.of(e.name())));
  }

  private static String options(Body.Schema schema) {
    var options = new java.util.ArrayList<String>();
    if (schema.isTransient()) {
      options.add("TRANSIENT");
    }
    if (schema.managed()) {
      options.add("MANAGED ACCESS");
    }
    return String.join(", ", options);
  }

  private static Body.Warehouse warehouse(Entity e) {
    return e.body(Body.Warehouse.class);
  }

  private static Map<String, Value> parameters(Entity e) {
    return switch (e.body()) {
      case Body.Warehouse warehouse -> warehouse.parameters();
      case Body.User user -> user.parameters();
      default -> Map.of();
    };
  }

  private static Map<String, Value> settings(Entity e) {
    return e.body(Body.Settings.class).parameters();
  }

  static String or(Map<String, Value> parameters, String name, String fallback) {
    var value = plain(parameters, name);
    return value.isEmpty() ? fallback : value;
  }

  private static @org.jspecify.annotations.Nullable String suspend(Entity e) {
    var value = or(parameters(e), "AUTO_SUSPEND", "600");
    return value.equals("NULL") || value.equals("0") ? null : value;
  }

  private static String lower(Map<String, Value> parameters, String name) {
    return or(parameters, name, "false").toLowerCase(java.util.Locale.ROOT);
  }

  private static String has(Entity e, String name) {
    return Boolean.toString(parameters(e).containsKey(name));
  }

  private static Field<Entity> user(String name, String parameter) {
    return text(name, (v, e) -> plain(parameters(e), parameter));
  }

  private static Field<Entity> setting(String name, String parameter) {
    return text(name, (v, e) -> plain(settings(e), parameter));
  }

  private static long count(Entity e, String parameter) {
    return settings(e).get(parameter) instanceof Value.Many(var values) ? values.size() : 0;
  }

  private static String inherited(Viewer viewer, Entity e) {
    return Viewer.yn(
        viewer.access().roles().contains(e.id())
            && !viewer.access().actor().role().equals(Optional.of(e.name())));
  }

  private static long granted(Viewer viewer, Entity role, Kind to) {
    return role.grants().stream()
        .map(g -> viewer.directory().entity(g.grantee()))
        .filter(g -> g.isPresent() && g.get().kind() == to)
        .count();
  }

  private static long grantedRoles(Viewer viewer, Entity role) {
    Directory directory = viewer.directory();
    return directory.inherited(Set.of(role.id())).stream()
        .map(directory::get)
        .filter(r -> r.kind() == role.kind())
        .filter(r -> r.grants().stream().anyMatch(g -> g.grantee() == role.id()))
        .count();
  }

  private static String integrationType(Entity e) {
    var body = e.body(Body.Integration.class);
    return body.type().equals("STORAGE")
        ? "EXTERNAL_STAGE"
        : "QUEUE"
            + (body.parameters().containsKey("NOTIFICATION_PROVIDER")
                ? " - " + plain(body.parameters(), "NOTIFICATION_PROVIDER")
                : "");
  }
}
