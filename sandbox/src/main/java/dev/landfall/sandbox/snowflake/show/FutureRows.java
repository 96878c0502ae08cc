package dev.landfall.sandbox.snowflake.show;

import static dev.landfall.sandbox.snowflake.show.Field.text;
import static dev.landfall.sandbox.snowflake.show.Field.time;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.FutureGrant;
import java.util.List;

/// Future grants of a database or schema, for SHOW FUTURE GRANTS.
record FutureRows(Entity container, FutureGrant grant) {
  static final List<Field<FutureRows>> FIELDS =
      List.of(
          time("created_on", (v, r) -> r.grant().created()),
          text("privilege", (v, r) -> r.grant().privilege()),
          text("grant_on", (v, r) -> r.grant().on().granted()),
          text(
              "name",
              (v, r) ->
                  v.directory().nameOf(r.container()).sql()
                      + ".<"
                      + r.grant().on().granted()
                      + ">"),
          text("grant_to", (v, r) -> GrantRows.kind(v, r.grant().grantee())),
          text("grantee_name", (v, r) -> GrantRows.grantee(v, r.grant().grantee())),
          text("grant_option", (v, r) -> Boolean.toString(r.grant().option())));

  static List<FutureRows> in(Entity container) {
    List<FutureGrant> grants =
        switch (container.body()) {
          case Body.Database database -> database.future();
          case Body.Schema schema -> schema.future();
          default -> List.of();
        };
    return grants.stream().map(grant -> new FutureRows(container, grant)).toList();
  }
}
