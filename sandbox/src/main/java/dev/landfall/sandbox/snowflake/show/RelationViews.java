package dev.landfall.sandbox.snowflake.show;

import static dev.landfall.sandbox.snowflake.show.Field.fixed;
import static dev.landfall.sandbox.snowflake.show.Field.none;
import static dev.landfall.sandbox.snowflake.show.Field.number;
import static dev.landfall.sandbox.snowflake.show.Field.text;
import static dev.landfall.sandbox.snowflake.show.Field.time;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Constraint;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Retention;
import dev.landfall.sandbox.snowflake.model.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// TABLES, COLUMNS, VIEWS and the constraints of INFORMATION_SCHEMA.
final class RelationViews {
  private RelationViews() {}

  private static final List<Field<Entity>> TABLES =
      List.of(
          text("TABLE_CATALOG", Viewer::database),
          text("TABLE_SCHEMA", Viewer::schema),
          text("TABLE_NAME", (v, e) -> e.name().value()),
          text("TABLE_OWNER", (v, e) -> orNull(v.owner(e))),
          text("TABLE_TYPE", (v, e) -> type(e)),
          text("IS_TRANSIENT", (v, e) -> yesNo(isTransient(e), e)),
          text("CLUSTERING_KEY", (v, e) -> orNull(clustering(e))),
          number("ROW_COUNT", (v, e) -> rowCount(e)),
          number("BYTES", (v, e) -> null),
          number(
              "RETENTION_TIME",
              (v, e) -> ObjectFields.isTable(e) ? Retention.days(v.directory(), e) : null),
          none("SELF_REFERENCING_COLUMN_NAME"),
          none("REFERENCE_GENERATION"),
          none("USER_DEFINED_TYPE_CATALOG"),
          none("USER_DEFINED_TYPE_SCHEMA"),
          none("USER_DEFINED_TYPE_NAME"),
          text("IS_INSERTABLE_INTO", (v, e) -> e.kind() == Kind.TABLE ? "YES" : "NO"),
          fixed("IS_TYPED", "YES"),
          none("COMMIT_ACTION"),
          time("CREATED", (v, e) -> e.created()),
          time("LAST_ALTERED", (v, e) -> e.created()),
          time("LAST_DDL", (v, e) -> e.created()),
          none("LAST_DDL_BY"),
          text("AUTO_CLUSTERING_ON", (v, e) -> clustering(e).isEmpty() ? "NO" : "YES"),
          text("COMMENT", (v, e) -> e.comment().orElse(null)),
          text("IS_TEMPORARY", (v, e) -> e.temporary() ? "YES" : "NO"),
          fixed("IS_ICEBERG", "NO"),
          text("IS_DYNAMIC", (v, e) -> e.kind() == Kind.DYNAMIC_TABLE ? "YES" : "NO"),
          fixed("IS_IMMUTABLE", "NO"),
          fixed("IS_HYBRID", "NO"));

  private static final List<Field<ColumnRows>> COLUMNS =
      List.of(
          text("TABLE_CATALOG", (v, r) -> v.database(r.object())),
          text("TABLE_SCHEMA", (v, r) -> v.schema(r.object())),
          text("TABLE_NAME", (v, r) -> r.object().name().value()),
          text("COLUMN_NAME", (v, r) -> r.column().name().value()),
          number("ORDINAL_POSITION", (v, r) -> (long) r.position()),
          text("COLUMN_DEFAULT", (v, r) -> v.directory().defaultOf(r.column()).orElse(null)),
          text("IS_NULLABLE", (v, r) -> r.column().nullable() ? "YES" : "NO"),
          text("DATA_TYPE", (v, r) -> dataType(r.column().type())),
          number("CHARACTER_MAXIMUM_LENGTH", (v, r) -> length(r.column().type())),
          number("CHARACTER_OCTET_LENGTH", (v, r) -> octets(r.column().type())),
          number(
              "NUMERIC_PRECISION",
              (v, r) -> r.column().type() instanceof DataType.Fixed(var p, var s) ? p : null),
          number(
              "NUMERIC_PRECISION_RADIX",
              (v, r) -> r.column().type() instanceof DataType.Fixed ? 10 : null),
          number(
              "NUMERIC_SCALE",
              (v, r) -> r.column().type() instanceof DataType.Fixed(var p, var s) ? s : null),
          number("DATETIME_PRECISION", (v, r) -> fraction(r.column().type())),
          none("INTERVAL_TYPE"),
          none("INTERVAL_PRECISION"),
          none("CHARACTER_SET_CATALOG"),
          none("CHARACTER_SET_SCHEMA"),
          none("CHARACTER_SET_NAME"),
          none("COLLATION_CATALOG"),
          none("COLLATION_SCHEMA"),
          none("COLLATION_NAME"),
          none("DOMAIN_CATALOG"),
          none("DOMAIN_SCHEMA"),
          none("DOMAIN_NAME"),
          none("UDT_CATALOG"),
          none("UDT_SCHEMA"),
          none("UDT_NAME"),
          none("SCOPE_CATALOG"),
          none("SCOPE_SCHEMA"),
          none("SCOPE_NAME"),
          none("MAXIMUM_CARDINALITY"),
          none("DTD_IDENTIFIER"),
          fixed("IS_SELF_REFERENCING", "NO"),
          text("IS_IDENTITY", (v, r) -> r.column().identity().isPresent() ? "YES" : "NO"),
          text(
              "IDENTITY_GENERATION",
              (v, r) -> r.column().identity().isPresent() ? "BY DEFAULT" : null),
          text("IDENTITY_START", (v, r) -> r.column().identity().map(i -> i.start()).orElse(null)),
          text(
              "IDENTITY_INCREMENT",
              (v, r) -> r.column().identity().map(i -> i.increment()).orElse(null)),
          none("IDENTITY_MAXIMUM"),
          none("IDENTITY_MINIMUM"),
          text("IDENTITY_CYCLE", (v, r) -> r.column().identity().isPresent() ? "NO" : null),
          text(
              "IDENTITY_ORDERED",
              (v, r) -> r.column().identity().map(i -> i.ordered() ? "YES" : "NO").orElse(null)),
          none("SCHEMA_EVOLUTION_RECORD"),
          text("COMMENT", (v, r) -> r.column().comment().orElse(null)));

  private static final List<Field<Entity>> VIEWS =
      List.of(
          text("TABLE_CATALOG", Viewer::database),
          text("TABLE_SCHEMA", Viewer::schema),
          text("TABLE_NAME", (v, e) -> e.name().value()),
          text("TABLE_OWNER", (v, e) -> orNull(v.owner(e))),
          text("VIEW_DEFINITION", (v, e) -> orNull(ObjectFields.definition(v, e))),
          fixed("CHECK_OPTION", "NONE"),
          fixed("IS_UPDATABLE", "NO"),
          fixed("INSERTABLE_INTO", "NO"),
          text("IS_SECURE", (v, e) -> ObjectFields.view(e).secure() ? "YES" : "NO"),
          time("CREATED", (v, e) -> e.created()),
          time("LAST_ALTERED", (v, e) -> e.created()),
          time("LAST_DDL", (v, e) -> e.created()),
          none("LAST_DDL_BY"),
          text("COMMENT", (v, e) -> e.comment().orElse(null)));

  private static final List<Field<KeyRows>> TABLE_CONSTRAINTS =
      List.of(
          text("CONSTRAINT_CATALOG", (v, r) -> v.database(r.table())),
          text("CONSTRAINT_SCHEMA", (v, r) -> v.schema(r.table())),
          text("CONSTRAINT_NAME", (v, r) -> r.key().name().value()),
          text("TABLE_CATALOG", (v, r) -> v.database(r.table())),
          text("TABLE_SCHEMA", (v, r) -> v.schema(r.table())),
          text("TABLE_NAME", (v, r) -> r.table().name().value()),
          text("CONSTRAINT_TYPE", (v, r) -> r.key().type().word()),
          fixed("IS_DEFERRABLE", "NO"),
          fixed("INITIALLY_DEFERRED", "YES"),
          fixed("ENFORCED", "NO"),
          text("COMMENT", (v, r) -> r.key().comment().orElse(null)),
          time("CREATED", (v, r) -> r.key().created()),
          time("LAST_ALTERED", (v, r) -> r.key().created()),
          text("RELY", (v, r) -> r.key().rely() ? "YES" : "NO"));

  private static final List<Field<KeyRows>> REFERENTIAL_CONSTRAINTS =
      List.of(
          text("CONSTRAINT_CATALOG", (v, r) -> v.database(r.table())),
          text("CONSTRAINT_SCHEMA", (v, r) -> v.schema(r.table())),
          text("CONSTRAINT_NAME", (v, r) -> r.key().name().value()),
          text("UNIQUE_CONSTRAINT_CATALOG", (v, r) -> v.database(r.referenced().orElseThrow())),
          text("UNIQUE_CONSTRAINT_SCHEMA", (v, r) -> v.schema(r.referenced().orElseThrow())),
          text(
              "UNIQUE_CONSTRAINT_NAME",
              (v, r) -> r.parentKey().map(k -> k.name().value()).orElse(null)),
          text("MATCH_OPTION", (v, r) -> r.key().reference().orElseThrow().match()),
          text("UPDATE_RULE", (v, r) -> r.key().reference().orElseThrow().onUpdate()),
          text("DELETE_RULE", (v, r) -> r.key().reference().orElseThrow().onDelete()),
          text("COMMENT", (v, r) -> r.key().comment().orElse(null)),
          time("CREATED", (v, r) -> r.key().created()),
          time("LAST_ALTERED", (v, r) -> r.key().created()));

  static final Map<String, Definition<?>> ALL =
      Map.of(
          "TABLES",
          new Definition<>(TABLES, RelationViews::relations),
          "COLUMNS",
          new Definition<>(
              COLUMNS,
              (v, scope) ->
                  objects(
                          v,
                          scope,
                          Kind.TABLE,
                          Kind.DYNAMIC_TABLE,
                          Kind.VIEW,
                          Kind.MATERIALIZED_VIEW)
                      .stream()
                      .flatMap(e -> ColumnRows.of(e).stream())
                      .toList()),
          "VIEWS",
          new Definition<>(VIEWS, RelationViews::views),
          "TABLE_CONSTRAINTS",
          new Definition<>(
              TABLE_CONSTRAINTS,
              (v, scope) ->
                  keys(
                      v,
                      scope,
                      Constraint.Type.PRIMARY_KEY,
                      Constraint.Type.UNIQUE,
                      Constraint.Type.FOREIGN_KEY)),
          "REFERENTIAL_CONSTRAINTS",
          new Definition<>(
              REFERENTIAL_CONSTRAINTS, (v, scope) -> keys(v, scope, Constraint.Type.FOREIGN_KEY)));

  /// The live objects of these kinds in a place that may be seen, by place and name.
  static List<Entity> objects(Viewer viewer, Scope scope, Kind first, Kind... others) {
    var kinds = java.util.EnumSet.of(first, others);
    var access = viewer.access();
    return viewer
        .directory()
        .all()
        .filter(e -> kinds.contains(e.kind()))
        .filter(viewer.directory()::alive)
        .filter(e -> scope.has(access, e))
        .filter(access::sees)
        .sorted(
            java.util.Comparator.comparing((Entity e) -> viewer.database(e))
                .thenComparing(viewer::schema)
                .thenComparing(Entity::key)
                .thenComparingLong(Entity::id))
        .toList();
  }

  private static List<Entity> relations(Viewer viewer, Scope scope) {
    var all =
        new ArrayList<>(
            objects(
                viewer, scope, Kind.TABLE, Kind.DYNAMIC_TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW));
    all.addAll(described(viewer, scope));
    return all;
  }

  private static List<Entity> views(Viewer viewer, Scope scope) {
    var all = new ArrayList<>(objects(viewer, scope, Kind.VIEW, Kind.MATERIALIZED_VIEW));
    all.addAll(described(viewer, scope));
    return all;
  }

  private static List<Entity> described(Viewer viewer, Scope scope) {
    return objects(viewer, scope, Kind.SCHEMA).stream()
        .filter(schema -> schema.name().equals(Access.INFORMATION_SCHEMA))
        .flatMap(schema -> InformationSchema.views(schema).stream())
        .toList();
  }

  private static List<KeyRows> keys(
      Viewer viewer, Scope scope, Constraint.Type first, Constraint.Type... others) {
    var types = java.util.EnumSet.of(first, others);
    return objects(viewer, scope, Kind.TABLE).stream()
        .flatMap(table ->
            types.stream().flatMap(type -> KeyRows.of(viewer.directory(), table, type).stream()))
        .filter(row -> row.index() == 0)
        .toList();
  }

  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable String yesNo(boolean value, Entity e) {
    return ObjectFields.isTable(e) ? (value ? "YES" : "NO") : null;
  }

  private static boolean isTransient(Entity e) {
    return ObjectFields.isTable(e)
        && ObjectFields.table(e).durability() == Body.Durability.TRANSIENT;
  }

  private static String type(Entity e) {
    return switch (e.kind()) {
      case VIEW -> "VIEW";
      case MATERIALIZED_VIEW -> "MATERIALIZED VIEW";
      default -> e.temporary() ? "LOCAL TEMPORARY" : "BASE TABLE";
    };
  }

  private static String clustering(Entity e) {
    return ObjectFields.isTable(e)
        ? Viewer.clustering(ObjectFields.table(e).clusterBy())
        : e.body() instanceof Body.View view ? Viewer.clustering(view.clusterBy()) : "";
  }

  /// A dynamic table's rows are those of its query, which are not counted.
  private static @Nullable Object rowCount(Entity e) {
    return e.body() instanceof Body.Table table ? new Definition.RowCount(table.physical()) : null;
  }

  static String dataType(DataType type) {
    return switch (type) {
      case DataType.Text text -> "TEXT";
      case DataType.Null() -> "TEXT";
      default -> Body.Callable.baseName(type);
    };
  }

  static @Nullable Object length(DataType type) {
    return switch (type) {
      case DataType.Text(var length) -> length;
      case DataType.Binary(var length) -> length;
      default -> null;
    };
  }

  static @Nullable Object octets(DataType type) {
    return switch (type) {
      case DataType.Text(var length) -> TypeJson.bytes(length);
      case DataType.Binary(var length) -> length;
      default -> null;
    };
  }

  private static @Nullable Object fraction(DataType type) {
    return switch (type) {
      case DataType.Time(var scale) -> scale;
      case DataType.Timestamp(var zone, var scale) -> scale;
      default -> null;
    };
  }
}
