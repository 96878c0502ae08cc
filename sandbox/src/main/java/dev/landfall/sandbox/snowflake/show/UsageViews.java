package dev.landfall.sandbox.snowflake.show;

import static dev.landfall.sandbox.snowflake.show.Field.bool;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The views of SNOWFLAKE.ACCOUNT_USAGE that the sandbox has: those about objects and who may do
/// what.
final class UsageViews {
  private UsageViews() {}

  private static final List<Field<Entity>> DATABASES =
      List.of(
          number("DATABASE_ID", (v, e) -> e.id()),
          text("DATABASE_NAME", (v, e) -> e.name().value()),
          text("DATABASE_OWNER", (v, e) -> orNull(v.owner(e))),
          text("IS_TRANSIENT", (v, e) -> yesNo(e.body(Body.Database.class).isTransient())),
          text("COMMENT", (v, e) -> e.comment().orElse(null)),
          time("CREATED", (v, e) -> e.created()),
          time("LAST_ALTERED", (v, e) -> e.created()),
          time("DELETED", (v, e) -> e.dropped().orElse(null)),
          number("RETENTION_TIME", (v, e) -> Retention.days(v.directory(), e)),
          none("RESOURCE_GROUP"),
          text("TYPE", (v, e) -> e.owner() == 0 ? "APPLICATION" : "STANDARD"));

  private static final List<Field<Entity>> SCHEMATA =
      List.of(
          number("SCHEMA_ID", (v, e) -> e.id()),
          text("SCHEMA_NAME", (v, e) -> e.name().value()),
          number("CATALOG_ID", (v, e) -> e.parent()),
          text("CATALOG_NAME", Viewer::database),
          text("SCHEMA_OWNER", (v, e) -> orNull(v.owner(e))),
          number("RETENTION_TIME", (v, e) -> Retention.days(v.directory(), e)),
          text("IS_TRANSIENT", (v, e) -> yesNo(e.body(Body.Schema.class).isTransient())),
          text("IS_MANAGED_ACCESS", (v, e) -> yesNo(e.body(Body.Schema.class).managed())),
          text("COMMENT", (v, e) -> e.comment().orElse(null)),
          time("CREATED", (v, e) -> e.created()),
          time("LAST_ALTERED", (v, e) -> e.created()),
          time("DELETED", (v, e) -> e.dropped().orElse(null)));

  private static final List<Field<Entity>> TABLES =
      List.of(
          number("TABLE_ID", (v, e) -> e.id()),
          text("TABLE_NAME", (v, e) -> e.name().value()),
          number("TABLE_SCHEMA_ID", (v, e) -> e.parent()),
          text("TABLE_SCHEMA", Viewer::schema),
          number("TABLE_CATALOG_ID", (v, e) -> v.directory().databaseOf(e).id()),
          text("TABLE_CATALOG", Viewer::database),
          text("TABLE_OWNER", (v, e) -> orNull(v.owner(e))),
          text("TABLE_TYPE", (v, e) -> tableType(e)),
          time("CREATED", (v, e) -> e.created()),
          time("DELETED", (v, e) -> e.dropped().orElse(null)),
          text("COMMENT", (v, e) -> e.comment().orElse(null)));

  private static final List<Field<Entity>> ROLES =
      List.of(
          number("ROLE_ID", (v, e) -> e.id()),
          time("CREATED_ON", (v, e) -> e.created()),
          time("DELETED_ON", (v, e) -> null),
          text("NAME", (v, e) -> e.name().value()),
          text("COMMENT", (v, e) -> e.comment().orElse(null)),
          text("OWNER", (v, e) -> orNull(v.owner(e))),
          text("ROLE_TYPE", (v, e) -> e.kind().granted()),
          text(
              "ROLE_DATABASE_NAME",
              (v, e) -> e.kind() == Kind.DATABASE_ROLE ? v.database(e) : null),
          none("ROLE_INSTANCE_ID"),
          text("OWNER_ROLE_TYPE", (v, e) -> orNull(v.ownerType(e))));

  private static final List<Field<Entity>> USERS =
      List.of(
          number("USER_ID", (v, e) -> e.id()),
          text("NAME", (v, e) -> e.name().value()),
          time("CREATED_ON", (v, e) -> e.created()),
          time("DELETED_ON", (v, e) -> null),
          text("LOGIN_NAME", (v, e) -> plain(e, "LOGIN_NAME")),
          text("DISPLAY_NAME", (v, e) -> plain(e, "DISPLAY_NAME")),
          text("FIRST_NAME", (v, e) -> plain(e, "FIRST_NAME")),
          text("LAST_NAME", (v, e) -> plain(e, "LAST_NAME")),
          text("EMAIL", (v, e) -> plain(e, "EMAIL")),
          bool("HAS_PASSWORD", (v, e) -> !plain(e, "PASSWORD").isEmpty()),
          text("COMMENT", (v, e) -> e.comment().orElse(null)),
          bool("DISABLED", (v, e) -> plain(e, "DISABLED").equals("TRUE")),
          text("DEFAULT_WAREHOUSE", (v, e) -> plain(e, "DEFAULT_WAREHOUSE")),
          text("DEFAULT_NAMESPACE", (v, e) -> plain(e, "DEFAULT_NAMESPACE")),
          text("DEFAULT_ROLE", (v, e) -> plain(e, "DEFAULT_ROLE")),
          text("OWNER", (v, e) -> orNull(v.owner(e))),
          text("TYPE", (v, e) -> plain(e, "TYPE")));

  private static final List<Field<GrantRows>> GRANTS_TO_ROLES =
      List.of(
          time("CREATED_ON", (v, r) -> r.created()),
          time("MODIFIED_ON", (v, r) -> r.created()),
          text("PRIVILEGE", (v, r) -> r.privilege()),
          text("GRANTED_ON", (v, r) -> r.object().kind().word()),
          text("NAME", (v, r) -> r.object().name().value()),
          text("TABLE_CATALOG", (v, r) -> orNull(v.database(r.object()))),
          text("TABLE_SCHEMA", (v, r) -> orNull(v.schema(r.object()))),
          text("GRANTED_TO", (v, r) -> GrantRows.kind(v, r.grantee())),
          text("GRANTEE_NAME", (v, r) -> GrantRows.grantee(v, r.grantee())),
          bool("GRANT_OPTION", (v, r) -> r.option()),
          text("GRANTED_BY", (v, r) -> orNull(v.name(r.grantor()))),
          time("DELETED_ON", (v, r) -> null));

  private static final List<Field<GrantRows>> GRANTS_TO_USERS =
      List.of(
          time("CREATED_ON", (v, r) -> r.created()),
          time("DELETED_ON", (v, r) -> null),
          text("ROLE", (v, r) -> r.object().name().value()),
          text("GRANTED_TO", (v, r) -> "USER"),
          text("GRANTEE_NAME", (v, r) -> GrantRows.grantee(v, r.grantee())),
          text("GRANTED_BY", (v, r) -> orNull(v.name(r.grantor()))));

  static final Map<String, Definition<?>> ALL =
      Map.of(
          "DATABASES",
          new Definition<>(DATABASES, (v, scope) -> objects(v, scope, Kind.DATABASE)),
          "SCHEMATA",
          new Definition<>(SCHEMATA, (v, scope) -> objects(v, scope, Kind.SCHEMA)),
          "TABLES",
          new Definition<>(
              TABLES,
              (v, scope) ->
                  objects(
                      v, scope, Kind.TABLE, Kind.DYNAMIC_TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW)),
          "ROLES",
          new Definition<>(ROLES, (v, scope) -> objects(v, scope, Kind.ROLE, Kind.DATABASE_ROLE)),
          "USERS",
          new Definition<>(USERS, (v, scope) -> objects(v, scope, Kind.USER)),
          "GRANTS_TO_ROLES",
          new Definition<>(GRANTS_TO_ROLES, (v, scope) -> grants(v, false)),
          "GRANTS_TO_USERS",
          new Definition<>(GRANTS_TO_USERS, (v, scope) -> grants(v, true)));

  private static List<GrantRows> grants(Viewer viewer, boolean toUsers) {
    var rows = new ArrayList<GrantRows>();
    viewer
        .directory()
        .all()
        .filter(viewer.directory()::alive)
        .sorted(Comparator.comparingLong(Entity::id))
        .forEach(object ->
            GrantRows.on(object).stream()
                .filter(row -> GrantRows.kind(viewer, row.grantee()).equals("USER") == toUsers)
                .forEach(rows::add));
    return rows;
  }

  private static String tableType(Entity e) {
    return switch (e.kind()) {
      case VIEW -> "VIEW";
      case MATERIALIZED_VIEW -> "MATERIALIZED VIEW";
      default -> "BASE TABLE";
    };
  }

  private static String yesNo(boolean value) {
    return value ? "YES" : "NO";
  }

  private static String plain(Entity user, String name) {
    return ObjectFields.plain(user.body(Body.User.class).parameters(), name);
  }
}
