package dev.landfall.sandbox.snowflake.show;

import static dev.landfall.sandbox.snowflake.show.Field.fixed;
import static dev.landfall.sandbox.snowflake.show.Field.text;
import static dev.landfall.sandbox.snowflake.show.Field.time;
import static dev.landfall.sandbox.snowflake.show.RelationViews.objects;
import static dev.landfall.sandbox.snowflake.show.RelationViews.orNull;

import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The views of INFORMATION_SCHEMA for privileges and roles.
final class PrivilegeViews {
  private PrivilegeViews() {}

  private static final List<Field<GrantRows>> OBJECT_PRIVILEGES =
      List.of(
          text("GRANTOR", (v, r) -> orNull(v.name(r.grantor()))),
          text("GRANTEE", (v, r) -> GrantRows.grantee(v, r.grantee())),
          text("GRANTED_TO", (v, r) -> GrantRows.kind(v, r.grantee())),
          text("OBJECT_CATALOG", (v, r) -> orNull(v.database(r.object()))),
          text("OBJECT_SCHEMA", (v, r) -> orNull(v.schema(r.object()))),
          text("OBJECT_NAME", (v, r) -> r.object().name().value()),
          text("OBJECT_TYPE", (v, r) -> r.object().kind().word()),
          text("PRIVILEGE_TYPE", (v, r) -> r.privilege()),
          text("IS_GRANTABLE", (v, r) -> r.option() ? "YES" : "NO"),
          time("CREATED", (v, r) -> r.created()));

  private static final List<Field<GrantRows>> TABLE_PRIVILEGES =
      List.of(
          text("GRANTOR", (v, r) -> orNull(v.name(r.grantor()))),
          text("GRANTEE", (v, r) -> GrantRows.grantee(v, r.grantee())),
          text("GRANTED_TO", (v, r) -> GrantRows.kind(v, r.grantee())),
          text("TABLE_CATALOG", (v, r) -> v.database(r.object())),
          text("TABLE_SCHEMA", (v, r) -> v.schema(r.object())),
          text("TABLE_NAME", (v, r) -> r.object().name().value()),
          text("PRIVILEGE_TYPE", (v, r) -> r.privilege()),
          text("IS_GRANTABLE", (v, r) -> r.option() ? "YES" : "NO"),
          fixed("WITH_HIERARCHY", "YES"),
          time("CREATED", (v, r) -> r.created()));

  private record RoleGrant(Entity role, String grantee, boolean option) {}

  private static final List<Field<RoleGrant>> APPLICABLE_ROLES =
      List.of(
          text("GRANTEE", (v, r) -> r.grantee()),
          text("ROLE_NAME", (v, r) -> r.role().name().value()),
          text("ROLE_OWNER", (v, r) -> orNull(v.owner(r.role()))),
          text("IS_GRANTABLE", (v, r) -> r.option() ? "YES" : "NO"));

  private static final List<Field<Entity>> ENABLED_ROLES =
      List.of(
          text("ROLE_NAME", (v, e) -> e.name().value()),
          text("ROLE_OWNER", (v, e) -> orNull(v.owner(e))));

  static final Map<String, Definition<?>> ALL =
      Map.of(
          "OBJECT_PRIVILEGES",
          new Definition<>(OBJECT_PRIVILEGES, (v, scope) -> privileges(v, scope, row -> true)),
          "TABLE_PRIVILEGES",
          new Definition<>(
              TABLE_PRIVILEGES,
              (v, scope) ->
                  privileges(
                      v,
                      scope,
                      row -> row.object().kind().relation() && row.object().kind() != Kind.STREAM)),
          "USAGE_PRIVILEGES",
          new Definition<>(
              OBJECT_PRIVILEGES,
              (v, scope) ->
                  privileges(
                      v,
                      scope,
                      row ->
                          row.privilege().equals("USAGE") || row.privilege().equals("OWNERSHIP"))),
          "APPLICABLE_ROLES",
          new Definition<>(APPLICABLE_ROLES, (v, scope) -> applicable(v)),
          "ENABLED_ROLES",
          new Definition<>(
              ENABLED_ROLES,
              (v, scope) ->
                  v.access().roles().stream()
                      .map(v.directory()::get)
                      .filter(e -> e.kind() == Kind.ROLE)
                      .sorted(java.util.Comparator.comparing(Entity::name))
                      .toList()));

  private static List<GrantRows> privileges(
      Viewer viewer, Scope scope, Predicate<GrantRows> wanted) {
    var kinds = EnumSet.noneOf(Kind.class);
    for (var kind : Kind.values()) {
      if (kind.home() == Kind.Home.SCHEMA || kind == Kind.SCHEMA || kind == Kind.DATABASE) {
        kinds.add(kind);
      }
    }
    var all = new ArrayList<GrantRows>();
    for (var kind : kinds) {
      for (var object : objects(viewer, scope, kind)) {
        GrantRows.on(object).stream().filter(wanted).forEach(all::add);
      }
    }
    return all;
  }

  /// The roles that the user's roles reach, and by whom they are granted.
  private static List<RoleGrant> applicable(Viewer viewer) {
    var directory = viewer.directory();
    var rows = new ArrayList<RoleGrant>();
    var user = directory.user(viewer.access().actor().user());
    if (user.isEmpty()) {
      return rows;
    }
    var reached = directory.inherited(directory.rolesOf(user.get()));
    for (var role : directory.all(Kind.ROLE)) {
      for (var grant : role.grants()) {
        if (grant.grantee() == user.get().id() || reached.contains(grant.grantee())) {
          rows.add(new RoleGrant(role, GrantRows.grantee(viewer, grant.grantee()), grant.option()));
        }
      }
    }
    return rows;
  }
}
