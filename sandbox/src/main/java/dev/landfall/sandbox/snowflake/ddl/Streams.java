package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Column;
import dev.landfall.sandbox.snowflake.catalog.Directory;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Storage;
import dev.landfall.sandbox.snowflake.function.Physical;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.ObjectKind;
import dev.landfall.sandbox.snowflake.sql.ObjectStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Streams (Snowflake, "Introduction to streams").
///
/// A table with streams numbers its rows in a column that nobody sees. A standard stream keeps the
/// rows as they were at its offset; what differs from the table now are its changes. An append-only
/// stream keeps the rows that were added since its offset, as they were added.
final class Streams {
  private Streams() {}

  static Result create(Operation operation, ObjectStatement.CreateStream statement)
      throws SnowflakeException, SQLException {
    var slot = Creations.begin(operation, Kind.STREAM, statement.creation(), statement.name());
    if (slot.isEmpty()) {
      return Creations.alreadyThere(statement.name().last());
    }
    if (statement.sourceKind() != ObjectKind.TABLE) {
      throw Errors.notSupported("CREATE STREAM … ON " + statement.sourceKind().sql());
    }
    if (statement.at().isPresent()) {
      throw Errors.notSupported("CREATE STREAM … AT");
    }
    var options = statement.options().reader("CREATE STREAM");
    boolean appendOnly = options.bool("APPEND_ONLY").orElse(false);
    boolean initial = options.bool("SHOW_INITIAL_ROWS").orElse(false);
    var comment = options.text("COMMENT");
    options.finish();
    var source = Targets.get(operation, Kind.TABLE, statement.source(), "CREATE STREAM");
    operation.access().require(source, "SELECT");
    if (source.temporary()) {
      throw Errors.compilation("091900", "0A000", "Streams on temporary tables are not supported.");
    }
    if (!source.body(Body.Table.class).changeTracking()) {
      operation.access().requireOwnership(source);
      track(operation, source.id());
    }
    long id = operation.draft().newId();
    var physical = Storage.table(id, false);
    var table = operation.draft().get(source.id()).body(Body.Table.class);
    // A standard stream begins with the rows that are there, an append-only one with none: neither
    // shows anything. With SHOW_INITIAL_ROWS it is the other way round.
    boolean filled = appendOnly == initial;
    operation.run(
        "CREATE TABLE "
            + physical
            + " AS SELECT "
            + columns(table)
            + " FROM "
            + table.physical()
            + (filled ? "" : " WHERE false"));
    var entity =
        Creations.finish(
                operation,
                slot.get(),
                id,
                new Body.Stream(source.id(), appendOnly, physical),
                statement.copyGrants())
            .withComment(comment);
    operation.draft().update(Tags.set(operation, entity, statement.tags()));
    return Creations.created(Kind.STREAM, entity.name());
  }

  private static String columns(Body.Table table) {
    return Columns.list(table.columns()) + ", " + Storage.ROW;
  }

  /// From now on the rows of a table are numbered.
  static void track(Operation operation, long id) throws SQLException {
    var table = operation.draft().get(id);
    var body = table.body(Body.Table.class);
    if (body.changeTracking()) {
      return;
    }
    operation.run(
        "ALTER TABLE "
            + body.physical()
            + " ADD COLUMN "
            + Storage.ROW
            + " BIGINT DEFAULT nextval("
            + Storage.literal(Storage.ROWS)
            + ")");
    operation.draft().update(table.withBody(body.withChangeTracking(true)));
  }

  /// The streams on a table.
  static List<Entity> on(Directory directory, long table) {
    return directory
        .all()
        .filter(e ->
            e.body() instanceof Body.Stream stream
                && stream.source() == table
                && e.dropped().isEmpty())
        .toList();
  }

  /// What a table's streams keep follows the table's columns.
  ///
  /// @param table the table before the change
  /// @param after the table after the change, which has been made in DuckDB
  static void columnsChanged(Operation operation, Entity table, Body.Table after)
      throws SQLException {
    if (!(table.body() instanceof Body.Table before)) {
      return;
    }
    for (var stream : on(operation.draft(), table.id())) {
      var physical = stream.body(Body.Stream.class).physical();
      for (var column : after.columns()) {
        var old = before.column(column.id());
        if (old.isEmpty()) {
          operation.run(
              "ALTER TABLE "
                  + physical
                  + " ADD COLUMN "
                  + column.physical()
                  + " "
                  + Physical.type(column.type()));
          operation.run(
              "UPDATE "
                  + physical
                  + " AS kept SET "
                  + column.physical()
                  + " = now."
                  + column.physical()
                  + " FROM "
                  + after.physical()
                  + " AS now WHERE kept."
                  + Storage.ROW
                  + " = now."
                  + Storage.ROW);
        } else if (!old.get().type().equals(column.type())) {
          operation.run(
              "ALTER TABLE "
                  + physical
                  + " ALTER COLUMN "
                  + column.physical()
                  + " TYPE "
                  + Physical.type(column.type()));
        }
      }
      for (var column : before.columns()) {
        if (after.column(column.id()).isEmpty()) {
          operation.run("ALTER TABLE " + physical + " DROP COLUMN " + column.physical());
        }
      }
    }
  }

  /// A DuckDB SELECT of a stream's changes: the table's columns by their physical names, then
  /// `action`, `isupdate` and `rowid`.
  static String changes(Body.Table table, Body.Stream stream) {
    var ids = "md5('" + stream.source() + ":' || %s." + Storage.ROW + ") AS \"rowid\"";
    if (stream.appendOnly()) {
      return "SELECT "
          + prefixed(table, "kept")
          + ", 'INSERT' AS \"action\", false AS \"isupdate\", "
          + String.format(ids, "kept")
          + " FROM "
          + stream.physical()
          + " AS kept";
    }
    var differs =
        table.columns().stream()
            .map(c -> "now." + c.physical() + " IS DISTINCT FROM kept." + c.physical())
            .collect(Collectors.joining(" OR "));
    var join = " ON now." + Storage.ROW + " = kept." + Storage.ROW;
    return "SELECT "
        + prefixed(table, "now")
        + ", 'INSERT' AS \"action\", kept."
        + Storage.ROW
        + " IS NOT NULL AS \"isupdate\", "
        + String.format(ids, "now")
        + " FROM "
        + table.physical()
        + " AS now LEFT JOIN "
        + stream.physical()
        + " AS kept"
        + join
        + " WHERE kept."
        + Storage.ROW
        + " IS NULL OR "
        + differs
        + " UNION ALL SELECT "
        + prefixed(table, "kept")
        + ", 'DELETE' AS \"action\", now."
        + Storage.ROW
        + " IS NOT NULL AS \"isupdate\", "
        + String.format(ids, "kept")
        + " FROM "
        + stream.physical()
        + " AS kept LEFT JOIN "
        + table.physical()
        + " AS now"
        + join
        + " WHERE now."
        + Storage.ROW
        + " IS NULL OR "
        + differs;
  }

  private static String prefixed(Body.Table table, String alias) {
    return table.columns().stream()
        .map(c -> alias + "." + c.physical())
        .collect(Collectors.joining(", "));
  }

  /// The DuckDB statements that move a stream's offset to now.
  static List<String> consume(Body.Table table, Body.Stream stream) {
    if (stream.appendOnly()) {
      return List.of("DELETE FROM " + stream.physical());
    }
    var same =
        table.columns().stream()
            .map(Column::physical)
            .map(c -> "now." + c + " IS NOT DISTINCT FROM " + stream.physical() + "." + c)
            .collect(Collectors.joining(" AND "));
    return List.of(
        "DELETE FROM "
            + stream.physical()
            + " WHERE NOT EXISTS (SELECT 1 FROM "
            + table.physical()
            + " AS now WHERE now."
            + Storage.ROW
            + " = "
            + stream.physical()
            + "."
            + Storage.ROW
            + " AND "
            + same
            + ")",
        "INSERT INTO "
            + stream.physical()
            + " ("
            + columns(table)
            + ") SELECT "
            + columns(table)
            + " FROM "
            + table.physical()
            + " WHERE "
            + Storage.ROW
            + " NOT IN (SELECT "
            + Storage.ROW
            + " FROM "
            + stream.physical()
            + ")");
  }

  /// The DuckDB statement that remembers which row was added last to a table.
  static String remember(Body.Table table, long id) {
    return "SET VARIABLE "
        + variable(id)
        + " = (SELECT coalesce(max("
        + Storage.ROW
        + "), 0) FROM "
        + table.physical()
        + ")";
  }

  /// The DuckDB statement that tells an append-only stream of the rows added to its table since
  /// [#remember].
  static String appended(Body.Table table, long id, Body.Stream stream) {
    return "INSERT INTO "
        + stream.physical()
        + " ("
        + columns(table)
        + ") SELECT "
        + columns(table)
        + " FROM "
        + table.physical()
        + " WHERE "
        + Storage.ROW
        + " > getvariable('"
        + variable(id)
        + "')";
  }

  private static String variable(long id) {
    return "landfall_row_" + id;
  }

  /// The table a stream is on.
  ///
  /// @throws SnowflakeException when it was dropped
  static Entity source(Directory directory, Entity stream) throws SnowflakeException {
    var body = stream.body(Body.Stream.class);
    Optional<Entity> source = directory.alive(body.source());
    if (source.isEmpty()) {
      throw Errors.compilation(
          "091901",
          "02000",
          "Base table '"
              + directory.entity(body.source()).map(e -> directory.nameOf(e).sql()).orElse("")
              + "' dropped, cannot read from stream '"
              + stream.name().sql()
              + "'");
    }
    return source.get();
  }
}
