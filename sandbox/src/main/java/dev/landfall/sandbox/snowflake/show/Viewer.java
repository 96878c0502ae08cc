package dev.landfall.sandbox.snowflake.show;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Directory;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Storage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who looks at the catalogue, and what is known of the rows behind it.
final class Viewer {
  private final Access access;
  private final Map<String, Long> counts;
  private final Map<Long, Long> nexts;

  private Viewer(Access access, Map<String, Long> counts, Map<Long, Long> nexts) {
    this.access = access;
    this.counts = counts;
    this.nexts = nexts;
  }

  /// A viewer that knows nothing of rows.
  static Viewer of(Access access) {
    return new Viewer(access, Map.of(), Map.of());
  }

  /// A viewer that knows how many rows these tables have, and what these sequences give next.
  static Viewer counting(Access access, Connection connection, List<Entity> objects)
      throws SQLException {
    var counts = new HashMap<String, Long>();
    var nexts = new HashMap<Long, Long>();
    var sql = new StringBuilder();
    for (var object : objects) {
      if (object.dropped().isPresent() || !access.directory().alive(object)) {
        continue;
      }
      switch (object.body()) {
        case Body.Table table -> {
          sql.append(sql.isEmpty() ? "SELECT '" : " UNION ALL SELECT '")
              .append(table.physical())
              .append("', count(*) FROM ")
              .append(table.physical());
        }
        case Body.Sequence sequence ->
            nexts.put(object.id(), Storage.next(connection, sequence.physical()));
        default -> {}
      }
    }
    if (!sql.isEmpty()) {
      try (var statement = connection.createStatement();
          var rows = statement.executeQuery(sql.toString())) {
        while (rows.next()) {
          counts.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    return new Viewer(access, counts, nexts);
  }

  Access access() {
    return access;
  }

  Directory directory() {
    return access.directory();
  }

  /// How many rows a table has, as far as it is known.
  long rows(Entity object) {
    return object.body() instanceof Body.Table table
        ? counts.getOrDefault(table.physical(), 0L)
        : 0;
  }

  long next(Entity sequence) {
    return nexts.getOrDefault(sequence.id(), sequence.body(Body.Sequence.class).start());
  }

  /// The name of the database an object lies in; nothing for one of the account.
  String database(Entity object) {
    return object.kind().home() == Kind.Home.ACCOUNT && object.kind() != Kind.DATABASE
        ? ""
        : directory().databaseOf(object).name().value();
  }

  String schema(Entity object) {
    return object.kind().home() == Kind.Home.SCHEMA
        ? directory().schemaOf(object).name().value()
        : "";
  }

  /// The name of the role that owns an object; nothing for one of the system's.
  String owner(Entity object) {
    return name(object.owner());
  }

  /// The name of an object; nothing when there is none.
  String name(long id) {
    return directory().entity(id).map(e -> e.name().value()).orElse("");
  }

  /// The name in full.
  String fullName(long id) {
    return directory().entity(id).map(e -> directory().nameOf(e).sql()).orElse("");
  }

  /// ROLE, or nothing for an object without an owner.
  String ownerType(Entity object) {
    return object.owner() == 0 ? "" : "ROLE";
  }

  String comment(Entity object) {
    return object.comment().orElse("");
  }

  /// Y or N.
  static String yn(boolean value) {
    return value ? "Y" : "N";
  }

  /// ON or OFF.
  static String onOff(boolean value) {
    return value ? "ON" : "OFF";
  }

  /// `LINEAR(A, B)`, nothing without a clustering key.
  static String clustering(List<String> expressions) {
    return expressions.isEmpty() ? "" : "LINEAR(" + String.join(", ", expressions) + ")";
  }
}
