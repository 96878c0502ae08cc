package dev.landfall.sandbox.snowflake.show;

import static dev.landfall.sandbox.snowflake.show.Field.fixed;
import static dev.landfall.sandbox.snowflake.show.Field.none;
import static dev.landfall.sandbox.snowflake.show.Field.text;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Column;
import dev.landfall.sandbox.snowflake.catalog.Constraint;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Columns of tables and views, for SHOW COLUMNS and DESCRIBE TABLE.
///
/// @param position counted from 1
record ColumnRows(Entity object, Column column, int position) {
  static final List<Field<ColumnRows>> SHOWN =
      List.of(
          text("table_name", (v, r) -> r.object().name().value()),
          text("schema_name", (v, r) -> v.schema(r.object())),
          text("column_name", (v, r) -> r.column().name().value()),
          text("data_type", (v, r) -> TypeJson.of(r.column().type(), r.column().nullable())),
          text("null?", (v, r) -> r.column().nullable() ? "true" : "NOT_NULL"),
          text("default", (v, r) -> v.directory().defaultOf(r.column()).orElse("")),
          fixed("kind", "COLUMN"),
          fixed("expression", ""),
          text("comment", (v, r) -> r.column().comment().orElse("")),
          text("database_name", (v, r) -> v.database(r.object())),
          text("autoincrement", (v, r) -> identity(r.column()).orElse("")),
          none("schema_evolution_record"));

  static final List<Field<ColumnRows>> DESCRIBED =
      List.of(
          text("name", (v, r) -> r.column().name().value()),
          text("type", (v, r) -> r.column().type().sql()),
          fixed("kind", "COLUMN"),
          text("null?", (v, r) -> Viewer.yn(r.column().nullable())),
          text("default", ColumnRows::fallback),
          text("primary key", (v, r) -> r.in(Constraint.Type.PRIMARY_KEY)),
          text("unique key", (v, r) -> r.in(Constraint.Type.UNIQUE)),
          none("check"),
          none("expression"),
          text("comment", (v, r) -> r.column().comment().orElse(null)),
          text(
              "policy name",
              (v, r) -> r.column().masking().map(use -> v.fullName(use.policy())).orElse(null)),
          none("privacy domain"),
          none("schema evolution record"));

  private static @Nullable Object fallback(Viewer viewer, ColumnRows row) {
    return viewer.directory().defaultOf(row.column()).or(() -> identity(row.column())).orElse(null);
  }

  /// `IDENTITY START 1 INCREMENT 1 NOORDER`
  static Optional<String> identity(Column column) {
    return column
        .identity()
        .map(identity ->
            "IDENTITY START "
                + identity.start()
                + " INCREMENT "
                + identity.increment()
                + (identity.ordered() ? " ORDER" : " NOORDER"));
  }

  private String in(Constraint.Type type) {
    return Viewer.yn(
        object.body() instanceof Body.Table table
            && table.constraints().stream()
                .anyMatch(c -> c.type() == type && c.columns().contains(column.id())));
  }

  /// The columns of a table or view, in order; none for other objects.
  static List<ColumnRows> of(Entity object) {
    List<Column> columns =
        switch (object.body()) {
          case Body.Table table -> table.columns();
          case Body.Dynamic dynamic -> dynamic.table().columns();
          case Body.View view -> view.columns();
          default -> List.of();
        };
    var rows = new ArrayList<ColumnRows>();
    for (var column : columns) {
      rows.add(new ColumnRows(object, column, rows.size() + 1));
    }
    return rows;
  }
}
