package dev.landfall.sandbox.snowflake.show;

import static dev.landfall.sandbox.snowflake.show.Field.text;
import static dev.landfall.sandbox.snowflake.show.Field.time;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Directory;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Privileges;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Privileges and who has them, for SHOW GRANTS.
///
/// @param grantor 0 for the system
record GrantRows(
    Entity object, String privilege, long grantee, boolean option, long grantor, Instant created) {
  static final List<Field<GrantRows>> PRIVILEGES =
      List.of(
          time("created_on", (v, r) -> r.created()),
          text("privilege", (v, r) -> r.privilege()),
          text("granted_on", (v, r) -> r.object().kind().granted()),
          text("name", (v, r) -> shown(v, r.object())),
          text("granted_to", (v, r) -> kind(v, r.grantee())),
          text("grantee_name", (v, r) -> grantee(v, r.grantee())),
          text("grant_option", (v, r) -> Boolean.toString(r.option())),
          text("granted_by", (v, r) -> v.name(r.grantor())));

  /// Of a role: who has it.
  static final List<Field<GrantRows>> MEMBERS =
      List.of(
          time("created_on", (v, r) -> r.created()),
          text("role", (v, r) -> shown(v, r.object())),
          text("granted_to", (v, r) -> kind(v, r.grantee())),
          text("grantee_name", (v, r) -> grantee(v, r.grantee())),
          text("granted_by", (v, r) -> v.name(r.grantor())));

  static String kind(Viewer viewer, long grantee) {
    return viewer.directory().entity(grantee).map(e -> e.kind().granted()).orElse("");
  }

  static String grantee(Viewer viewer, long grantee) {
    return viewer
        .directory()
        .entity(grantee)
        .map(e ->
            e.kind() == Kind.DATABASE_ROLE ? viewer.directory().nameOf(e).sql() : e.name().value())
        .orElse("");
  }

  /// The object's full name; of functions and procedures with their types.
  static String shown(Viewer viewer, Entity object) {
    var name = viewer.directory().nameOf(object).sql();
    if (object.body() instanceof Body.Callable callable) {
      return name.substring(0, name.length() - object.name().sql().length())
          + "\""
          + object.name().value()
          + Signatures.named(callable.arguments())
          + ":"
          + Signatures.returns(callable)
          + "\"";
    }
    return name;
  }

  /// All privileges on an object, ownership among them.
  static List<GrantRows> on(Entity object) {
    var rows = new ArrayList<GrantRows>();
    if (object.owner() != 0) {
      rows.add(
          new GrantRows(
              object,
              Privileges.OWNERSHIP,
              object.owner(),
              true,
              object.owner(),
              object.created()));
    }
    for (var grant : object.grants()) {
      rows.add(
          new GrantRows(
              object,
              grant.privilege(),
              grant.grantee(),
              grant.option(),
              grant.grantor(),
              grant.created()));
    }
    return rows;
  }

  /// All privileges that a role has itself.
  static List<GrantRows> to(Directory directory, long role) {
    return directory
        .all()
        .filter(directory::alive)
        .sorted(
            java.util.Comparator.comparing(Entity::kind)
                .thenComparing(e -> directory.nameOf(e).sql())
                .thenComparingLong(Entity::id))
        .flatMap(object -> on(object).stream())
        .filter(row -> row.grantee() == role)
        .toList();
  }
}
