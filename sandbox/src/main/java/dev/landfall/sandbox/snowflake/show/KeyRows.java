package dev.landfall.sandbox.snowflake.show;

import static dev.landfall.sandbox.snowflake.show.Field.fixed;
import static dev.landfall.sandbox.snowflake.show.Field.number;
import static dev.landfall.sandbox.snowflake.show.Field.text;
import static dev.landfall.sandbox.snowflake.show.Field.time;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Constraint;
import dev.landfall.sandbox.snowflake.catalog.Directory;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Columns of keys, for SHOW PRIMARY KEYS and its like: a row for each column.
///
/// @param referenced the table that a foreign key references
/// @param index of the column in the key, from 0
record KeyRows(Entity table, Constraint key, Optional<Entity> referenced, int index) {
  static final List<Field<KeyRows>> KEYS =
      List.of(
          time("created_on", (v, r) -> r.key().created()),
          text("database_name", (v, r) -> v.database(r.table())),
          text("schema_name", (v, r) -> v.schema(r.table())),
          text("table_name", (v, r) -> r.table().name().value()),
          text("column_name", (v, r) -> r.column()),
          number("key_sequence", (v, r) -> r.index() + 1L),
          text("constraint_name", (v, r) -> r.key().name().value()),
          text("rely", (v, r) -> Boolean.toString(r.key().rely())),
          text("comment", (v, r) -> r.key().comment().orElse(null)));

  static final List<Field<KeyRows>> REFERENCES =
      List.of(
          time("created_on", (v, r) -> r.key().created()),
          text("pk_database_name", (v, r) -> v.database(r.parent())),
          text("pk_schema_name", (v, r) -> v.schema(r.parent())),
          text("pk_table_name", (v, r) -> r.parent().name().value()),
          text("pk_column_name", (v, r) -> r.parentColumn()),
          text("fk_database_name", (v, r) -> v.database(r.table())),
          text("fk_schema_name", (v, r) -> v.schema(r.table())),
          text("fk_table_name", (v, r) -> r.table().name().value()),
          text("fk_column_name", (v, r) -> r.column()),
          number("key_sequence", (v, r) -> r.index() + 1L),
          text("update_rule", (v, r) -> r.reference().onUpdate()),
          text("delete_rule", (v, r) -> r.reference().onDelete()),
          text("fk_name", (v, r) -> r.key().name().value()),
          text("pk_name", (v, r) -> r.parentKey().map(k -> k.name().value()).orElse("")),
          fixed("deferrability", "NOT DEFERRABLE"),
          text("rely", (v, r) -> Boolean.toString(r.key().rely())),
          text("comment", (v, r) -> r.key().comment().orElse(null)));

  private String column() {
    return name(table, key.columns().get(index));
  }

  private static String name(Entity table, int id) {
    return table.body(Body.Table.class).column(id).map(column -> column.name().value()).orElse("");
  }

  private Entity parent() {
    return referenced.orElseThrow();
  }

  private Constraint.Reference reference() {
    return key.reference().orElseThrow();
  }

  private String parentColumn() {
    return name(parent(), reference().columns().get(index));
  }

  /// The key that a foreign key references.
  Optional<Constraint> parentKey() {
    return parent().body(Body.Table.class).constraints().stream()
        .filter(c ->
            c.type() != Constraint.Type.FOREIGN_KEY && c.columns().equals(reference().columns()))
        .findFirst();
  }

  /// The columns of a table's keys of one type. A foreign key is there as long as the table it
  /// references.
  static List<KeyRows> of(Directory directory, Entity table, Constraint.Type type) {
    var rows = new ArrayList<KeyRows>();
    if (!(table.body() instanceof Body.Table body)) {
      return rows;
    }
    for (var key : body.constraints()) {
      if (key.type() != type) {
        continue;
      }
      var referenced = key.reference().flatMap(r -> directory.alive(r.table()));
      if (type == Constraint.Type.FOREIGN_KEY && referenced.isEmpty()) {
        continue;
      }
      for (int i = 0; i < key.columns().size(); i++) {
        rows.add(new KeyRows(table, key, referenced, i));
      }
    }
    return rows;
  }
}
