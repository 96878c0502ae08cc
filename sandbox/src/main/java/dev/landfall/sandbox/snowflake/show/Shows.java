package dev.landfall.sandbox.snowflake.show;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Actor;
import dev.landfall.sandbox.snowflake.catalog.Catalogue;
import dev.landfall.sandbox.snowflake.catalog.Constraint;
import dev.landfall.sandbox.snowflake.catalog.Directory;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.sql.ShowStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// SHOW of objects, columns and keys. Holds no state: threads may share it.
public final class Shows {
  private static final long MAX_ROWS = 10_000;

  /// What SHOW lists of objects.
  private record Topic(
      Set<Kind> kinds, List<Field<Entity>> fields, Optional<List<Field<Entity>>> terse) {
    static Topic of(List<Field<Entity>> fields, Kind first, Kind... others) {
      return new Topic(EnumSet.of(first, others), fields, Optional.empty());
    }

    Topic terse(List<Field<Entity>> fewer) {
      return new Topic(kinds, fields, Optional.of(fewer));
    }
  }

  private static final Map<ShowStatement.Topic, Topic> TOPICS =
      new EnumMap<>(ShowStatement.Topic.class);

  static {
    var terse = ObjectFields.TERSE;
    put(
        ShowStatement.Topic.DATABASES,
        Topic.of(AccountFields.DATABASES, Kind.DATABASE).terse(AccountFields.TERSE_DATABASES));
    put(
        ShowStatement.Topic.SCHEMAS,
        Topic.of(AccountFields.SCHEMAS, Kind.SCHEMA).terse(AccountFields.TERSE_SCHEMAS));
    put(ShowStatement.Topic.WAREHOUSES, Topic.of(AccountFields.WAREHOUSES, Kind.WAREHOUSE));
    put(ShowStatement.Topic.ROLES, Topic.of(AccountFields.ROLES, Kind.ROLE));
    put(
        ShowStatement.Topic.DATABASE_ROLES,
        Topic.of(AccountFields.DATABASE_ROLES, Kind.DATABASE_ROLE));
    put(ShowStatement.Topic.USERS, Topic.of(AccountFields.USERS, Kind.USER));
    put(ShowStatement.Topic.INTEGRATIONS, Topic.of(AccountFields.INTEGRATIONS, Kind.INTEGRATION));
    put(
        ShowStatement.Topic.STORAGE_INTEGRATIONS,
        Topic.of(AccountFields.INTEGRATIONS, Kind.INTEGRATION));
    put(
        ShowStatement.Topic.NOTIFICATION_INTEGRATIONS,
        Topic.of(AccountFields.INTEGRATIONS, Kind.INTEGRATION));
    put(
        ShowStatement.Topic.NETWORK_POLICIES,
        Topic.of(AccountFields.NETWORK_POLICIES, Kind.NETWORK_POLICY));
    put(
        ShowStatement.Topic.RESOURCE_MONITORS,
        Topic.of(AccountFields.RESOURCE_MONITORS, Kind.RESOURCE_MONITOR));
    put(
        ShowStatement.Topic.TABLES,
        Topic.of(ObjectFields.TABLES, Kind.TABLE, Kind.DYNAMIC_TABLE).terse(terse));
    put(
        ShowStatement.Topic.VIEWS,
        Topic.of(ObjectFields.VIEWS, Kind.VIEW, Kind.MATERIALIZED_VIEW).terse(terse));
    put(
        ShowStatement.Topic.MATERIALIZED_VIEWS,
        Topic.of(ObjectFields.MATERIALIZED_VIEWS, Kind.MATERIALIZED_VIEW));
    put(
        ShowStatement.Topic.OBJECTS,
        Topic.of(
                ObjectFields.OBJECTS,
                Kind.TABLE,
                Kind.DYNAMIC_TABLE,
                Kind.VIEW,
                Kind.MATERIALIZED_VIEW)
            .terse(terse));
    put(
        ShowStatement.Topic.DYNAMIC_TABLES,
        Topic.of(ObjectFields.DYNAMIC_TABLES, Kind.DYNAMIC_TABLE).terse(terse));
    put(
        ShowStatement.Topic.SEQUENCES,
        Topic.of(ObjectFields.SEQUENCES, Kind.SEQUENCE).terse(terse));
    put(ShowStatement.Topic.STAGES, Topic.of(ObjectFields.STAGES, Kind.STAGE));
    put(ShowStatement.Topic.FILE_FORMATS, Topic.of(ObjectFields.FILE_FORMATS, Kind.FILE_FORMAT));
    put(ShowStatement.Topic.PIPES, Topic.of(ObjectFields.PIPES, Kind.PIPE));
    put(ShowStatement.Topic.STREAMS, Topic.of(ObjectFields.STREAMS, Kind.STREAM).terse(terse));
    put(ShowStatement.Topic.TASKS, Topic.of(ObjectFields.TASKS, Kind.TASK).terse(terse));
    put(ShowStatement.Topic.FUNCTIONS, Topic.of(ObjectFields.FUNCTIONS, Kind.FUNCTION));
    put(ShowStatement.Topic.USER_FUNCTIONS, Topic.of(ObjectFields.FUNCTIONS, Kind.FUNCTION));
    put(ShowStatement.Topic.PROCEDURES, Topic.of(ObjectFields.CALLABLES, Kind.PROCEDURE));
    put(ShowStatement.Topic.USER_PROCEDURES, Topic.of(ObjectFields.CALLABLES, Kind.PROCEDURE));
    put(ShowStatement.Topic.MASKING_POLICIES, Topic.of(ObjectFields.POLICIES, Kind.MASKING_POLICY));
    put(
        ShowStatement.Topic.ROW_ACCESS_POLICIES,
        Topic.of(ObjectFields.POLICIES, Kind.ROW_ACCESS_POLICY));
    put(ShowStatement.Topic.TAGS, Topic.of(ObjectFields.TAGS, Kind.TAG));
  }

  private Shows() {}

  private static void put(ShowStatement.Topic topic, Topic shown) {
    TOPICS.put(topic, shown);
  }

  /// The result of a SHOW.
  ///
  /// @param connection to the account's DuckDB database
  /// @throws SnowflakeException for a place that is not there, and for what the sandbox does not
  ///   show
  public static Result show(
      ShowStatement statement, Catalogue catalogue, Actor actor, Connection connection)
      throws SnowflakeException, SQLException {
    var access = new Access(catalogue, actor);
    return switch (statement) {
      case ShowStatement.Show show -> show(show, access, connection);
      case ShowStatement.ShowGrants grants -> ShowGrants.show(grants, access);
      case ShowStatement.ShowParameters parameters -> ShowParameters.show(parameters, access);
    };
  }

  private static Result show(ShowStatement.Show show, Access access, Connection connection)
      throws SnowflakeException, SQLException {
    return switch (show.topic()) {
      case COLUMNS -> columns(show, access);
      case PRIMARY_KEYS -> keys(show, access, Constraint.Type.PRIMARY_KEY);
      case UNIQUE_KEYS -> keys(show, access, Constraint.Type.UNIQUE);
      case IMPORTED_KEYS -> references(show, access, true);
      case EXPORTED_KEYS -> references(show, access, false);
      default -> objects(show, access, connection);
    };
  }

  private static Result objects(ShowStatement.Show show, Access access, Connection connection)
      throws SnowflakeException, SQLException {
    var topic = TOPICS.get(show.topic());
    if (topic == null) {
      throw Errors.notSupported("SHOW " + show.topic().sql());
    }
    if (show.terse() && topic.terse().isEmpty()) {
      throw Errors.notSupported("SHOW TERSE " + show.topic().sql());
    }
    var directory = access.directory();
    var first = topic.kinds().iterator().next();
    var scope =
        first.home() == Kind.Home.ACCOUNT && show.in().isEmpty()
            ? Scope.ACCOUNT
            : Scope.of(access, show.in());
    if (show.history() && !first.undroppable()) {
      throw Errors.notSupported("SHOW " + show.topic().sql() + " HISTORY");
    }
    List<Entity> found = new ArrayList<>();
    directory
        .all()
        .filter(e -> topic.kinds().contains(e.kind()))
        .filter(e -> show.history() ? parentAlive(directory, e) : directory.alive(e))
        .filter(access::sees)
        .filter(e -> scope.has(access, e))
        .filter(e -> ofTopic(show.topic(), e))
        .filter(e -> visible(access, e))
        .forEach(found::add);
    if (topic.kinds().contains(Kind.VIEW)
        && !show.topic().equals(ShowStatement.Topic.DYNAMIC_TABLES)) {
      found.addAll(described(access, scope));
    }
    found.sort(order(directory));
    var rows = limited(show, found, e -> e.name().value());
    var viewer = Viewer.counting(access, connection, rows);
    var fields = show.terse() ? topic.terse().orElseThrow() : topic.fields();
    return Listing.of(
        StatementKind.SHOW, viewer, show.history() ? withHistory(fields) : fields, rows);
  }

  private static boolean parentAlive(Directory directory, Entity e) {
    return e.parent() == 0 || directory.alive(directory.get(e.parent()));
  }

  private static boolean ofTopic(ShowStatement.Topic topic, Entity e) {
    return switch (topic) {
      case STORAGE_INTEGRATIONS ->
          e.body(dev.landfall.sandbox.snowflake.catalog.Body.Integration.class)
              .type()
              .equals("STORAGE");
      case NOTIFICATION_INTEGRATIONS ->
          e.body(dev.landfall.sandbox.snowflake.catalog.Body.Integration.class)
              .type()
              .equals("NOTIFICATION");
      default -> true;
    };
  }

  /// Users are seen by those who manage them, and each by itself.
  private static boolean visible(Access access, Entity e) {
    return e.kind() != Kind.USER
        || access.owns(e)
        || access.managesGrants(e)
        || access.holds(e, "MONITOR")
        || access.global("MONITOR USER")
        || e.name().equals(access.actor().user());
  }

  private static List<Entity> described(Access access, Scope scope) {
    var views = new ArrayList<Entity>();
    for (var schema : access.directory().all(Kind.SCHEMA)) {
      if (schema.name().equals(Access.INFORMATION_SCHEMA)
          && access.sees(schema)
          && scope.has(access, schema)) {
        views.addAll(InformationSchema.views(schema));
      }
    }
    return views;
  }

  private static Comparator<Entity> order(Directory directory) {
    return Comparator.comparing((Entity e) ->
            e.kind().home() == Kind.Home.ACCOUNT ? "" : directory.databaseOf(e).name().value())
        .thenComparing(
            e -> e.kind().home() == Kind.Home.SCHEMA ? directory.schemaOf(e).name().value() : "")
        .thenComparing(e -> e.name().value())
        .thenComparing(Entity::key)
        .thenComparingLong(Entity::id);
  }

  /// `dropped_on` stands behind the retention time.
  private static List<Field<Entity>> withHistory(List<Field<Entity>> fields) {
    var all = new ArrayList<Field<Entity>>();
    for (var field : fields) {
      all.add(field);
      if (field.name().equals("retention_time")) {
        all.add(ObjectFields.DROPPED);
      }
    }
    if (!all.contains(ObjectFields.DROPPED)) {
      all.add(ObjectFields.DROPPED);
    }
    return all;
  }

  private static <T> List<T> limited(
      ShowStatement.Show show, List<T> rows, Function<T, String> name) throws SnowflakeException {
    var pattern = new Pattern(show.like());
    if (show.limit().filter(limit -> limit > MAX_ROWS).isPresent()) {
      throw Errors.compilation(
          "001003", "42000", "The value of LIMIT cannot exceed " + MAX_ROWS + ".");
    }
    var kept =
        rows.stream()
            .filter(row -> pattern.matches(name.apply(row)))
            .filter(row ->
                show.startsWith().isEmpty() || name.apply(row).startsWith(show.startsWith().get()))
            .filter(
                row -> show.from().isEmpty() || name.apply(row).compareTo(show.from().get()) > 0)
            .toList();
    if (show.limit().isEmpty() && kept.size() > MAX_ROWS) {
      throw new SnowflakeException(
          "090153",
          "22000",
          "The result set size exceeded the max number of rows("
              + MAX_ROWS
              + ") supported for SHOW statements. Use LIMIT option to limit result set to a smaller"
              + " number.");
    }
    return kept.stream().limit(show.limit().orElse(MAX_ROWS)).toList();
  }

  private static Result columns(ShowStatement.Show show, Access access) throws SnowflakeException {
    refuseHistory(show);
    var scope = Scope.of(access, show.in());
    var rows = new ArrayList<ColumnRows>();
    for (var object : relations(access, scope)) {
      rows.addAll(ColumnRows.of(object));
    }
    return Listing.of(
        StatementKind.SHOW,
        Viewer.of(access),
        ColumnRows.SHOWN,
        limited(show, rows, row -> row.column().name().value()));
  }

  private static void refuseHistory(ShowStatement.Show show) throws SnowflakeException {
    if (show.history() || show.terse()) {
      throw Errors.notSupported("SHOW TERSE or HISTORY of " + show.topic().sql());
    }
  }

  private static List<Entity> relations(Access access, Scope scope) {
    return access
        .directory()
        .all()
        .filter(e -> e.kind().relation() && access.directory().alive(e))
        .filter(access::sees)
        .filter(e -> scope.has(access, e))
        .sorted(order(access.directory()))
        .toList();
  }

  private static Result keys(ShowStatement.Show show, Access access, Constraint.Type type)
      throws SnowflakeException {
    refuseHistory(show);
    var scope = Scope.of(access, show.in());
    var rows = new ArrayList<KeyRows>();
    for (var table : relations(access, scope)) {
      rows.addAll(KeyRows.of(access.directory(), table, type));
    }
    return Listing.of(
        StatementKind.SHOW,
        Viewer.of(access),
        KeyRows.KEYS,
        limited(show, rows, row -> row.table().name().value()));
  }

  /// @param imported whether the scope holds the tables with foreign keys, or those referenced
  private static Result references(ShowStatement.Show show, Access access, boolean imported)
      throws SnowflakeException {
    refuseHistory(show);
    var scope = Scope.of(access, show.in());
    var rows = new ArrayList<KeyRows>();
    for (var table : relations(access, Scope.ACCOUNT)) {
      for (var row : KeyRows.of(access.directory(), table, Constraint.Type.FOREIGN_KEY)) {
        var at = imported ? row.table() : row.referenced().orElseThrow();
        if (scope.has(access, at) && access.sees(row.referenced().orElseThrow())) {
          rows.add(row);
        }
      }
    }
    return Listing.of(
        StatementKind.SHOW,
        Viewer.of(access),
        KeyRows.REFERENCES,
        limited(show, rows, row -> row.table().name().value()));
  }
}
