package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.ChangelogReader;
import dev.landfall.liquibase.changelog.Changeset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import liquibase.util.StringUtil;

/// DATABASECHANGELOG and DATABASECHANGELOGLOCK, read and written as Liquibase 4.33.0 does (its
/// MarkChangeSetRanGenerator, LockDatabaseChangeLogGenerator and TagDatabaseGenerator).
///
/// @param session where
record Bookkeeping(Session session) {
  static final String COLUMNS =
      "id, author, filename, orderexecuted, dateexecuted, md5sum, exectype, tag, deployment_id";

  private static final int WIDTH = 9;

  private Dialect dialect() {
    return session.dialect();
  }

  private Tables tables() {
    return session.tables();
  }

  /// Reads both tables in one flight; in a second one only when just one of them is there.
  Ledger read() throws SqlFailure {
    return read(Set.of());
  }

  /// The same, without the rows when their fingerprint is a known one.
  Ledger read(Set<String> known) throws SqlFailure {
    var ledger = look(known);
    session.markRead();
    session.hasTables(ledger.logExists() && ledger.lockExists());
    return ledger;
  }

  private Ledger look(Set<String> known) throws SqlFailure {
    try {
      var answer =
          session.send(
              Flight.asking(
                  where(),
                  new Flight.Query(dialect().fingerprintQuery(tables()), 1),
                  rows(known),
                  lock()));
      if (session.learn(answer.rows(0).getFirst())) {
        return look(known);
      }
      return ledger(answer.rows(2), Optional.of(answer.rows(3)))
          .with(answer.rows(1).getFirst().getFirst());
    } catch (SqlFailure failure) {
      if (!dialect().isMissingTable(failure)) {
        throw failure;
      }
      if (failure.part() < 3) {
        if (dialect().namesSessions()) {
          session.learn(session.send(Flight.asking(where())).rows(0).getFirst());
        }
        return new Ledger(session.place(), false, false, Lock.FREE, List.of(), "");
      }
      var answer = session.send(Flight.asking(where(), rows(Set.of())));
      if (session.learn(answer.rows(0).getFirst())) {
        return look(known);
      }
      return ledger(answer.rows(1), Optional.empty());
    }
  }

  /// Takes the lock and reads both tables, in one flight.
  ///
  /// @param create whether the tables may be missing
  /// @param over the lock that may be taken from its owner
  /// @return whether it was taken, and both tables as they are then
  Taken take(String owner, boolean create, Optional<Lock> over) throws SqlFailure {
    var take = dialect().takeLock(tables(), owner, over);
    var changes = new ArrayList<String>();
    if (create) {
      changes.addAll(dialect().createParts(tables()));
    }
    changes.addAll(take.changes());
    var answer =
        session.send(
            new Flight(
                changes, List.of(take.queries().getFirst(), where(), lock(), rows(Set.of()))));
    session.hasTables(true);
    session.learn(answer.rows(1).getFirst());
    var ledger = ledger(answer.rows(3), Optional.of(answer.rows(2)));
    return new Taken(answer.rows(0).equals(List.of(List.of("1"))), ledger);
  }

  /// What came of trying to take the lock.
  record Taken(boolean ours, Ledger ledger) {}

  private Flight.Query where() {
    return new Flight.Query(dialect().whereQuery(tables().log()), 6);
  }

  private Flight.Query lock() {
    return new Flight.Query(dialect().lockQuery(tables()), 4);
  }

  private Flight.Query rows(Set<String> known) {
    var unless =
        known.isEmpty()
            ? ""
            : known.stream()
                .map(dialect()::text)
                .collect(
                    Collectors.joining(
                        ", ",
                        " WHERE (" + dialect().fingerprintQuery(tables()) + ") NOT IN (",
                        ")"));
    return new Flight.Query("SELECT " + COLUMNS + " FROM " + tables().log() + unless, WIDTH);
  }

  Ledger ledger(List<List<String>> rows, Optional<List<List<String>>> lock) {
    return new Ledger(
        session.place(),
        true,
        lock.isPresent(),
        lock.filter(l -> !l.isEmpty()).map(l -> lock(l.getFirst())).orElse(Lock.FREE),
        rows.stream().map(Row::of).sorted(Row.IN_ORDER).toList(),
        "");
  }

  static Lock lock(List<String> cells) {
    var held = cells.get(0).equalsIgnoreCase("t") || cells.get(0).equalsIgnoreCase("true");
    var age = cells.get(3).isEmpty() ? 0 : Long.parseLong(cells.get(3));
    return new Lock(held, cells.get(1), cells.get(2), Duration.ofSeconds(age));
  }

  String release(String owner, String granted) {
    return "UPDATE "
        + tables().lock()
        + " SET locked = FALSE, lockedby = NULL, lockgranted = NULL WHERE id = 1 AND lockedby = "
        + dialect().text(owner)
        + " AND lockgranted = "
        + dialect().text(granted);
  }

  /// Frees the lock if it is still the one that was seen.
  String free(Lock seen) {
    var held =
        seen.owner().isEmpty() ? "lockedby IS NULL" : "lockedby = " + dialect().text(seen.owner());
    return "UPDATE "
        + tables().lock()
        + " SET locked = FALSE, lockedby = NULL, lockgranted = NULL WHERE id = 1 AND "
        + held;
  }

  /// The statement that records a step.
  ///
  /// @param order of its row
  String record(Step step, int order, String execType, String deployment) {
    return switch (step.kind()) {
      case ONCE -> insert(step.changeset(), order, execType, deployment);
      case AGAIN -> update(step.changeset(), step.row().orElseThrow(), order, deployment);
      case BACK -> delete(step.row().orElseThrow().key());
    };
  }

  /// Notes that a changeset ran for the first time, or was marked as ran.
  String insert(Changeset c, int order, String execType, String deployment) {
    var columns = new ArrayList<String>();
    var values = new ArrayList<String>();
    put(columns, values, "ID", dialect().text(c.id()));
    put(columns, values, "AUTHOR", dialect().text(c.author()));
    put(columns, values, "FILENAME", dialect().text(c.path()));
    put(columns, values, "DATEEXECUTED", dialect().now());
    put(columns, values, "ORDEREXECUTED", String.valueOf(order));
    put(columns, values, "MD5SUM", dialect().text(c.checksum()));
    put(columns, values, "DESCRIPTION", limited(c.description(), 250));
    put(columns, values, "COMMENTS", limited(c.comments().strip(), 250));
    put(columns, values, "EXECTYPE", dialect().text(execType));
    put(columns, values, "CONTEXTS", textOrNull(c.contexts()));
    put(columns, values, "LABELS", textOrNull(c.labels()));
    put(columns, values, "LIQUIBASE", dialect().text(ChangelogReader.LIQUIBASE_VERSION));
    put(columns, values, "DEPLOYMENT_ID", dialect().text(deployment));
    c.tag().ifPresent(tag -> put(columns, values, "TAG", dialect().text(tag)));
    return "INSERT INTO "
        + tables().log()
        + " ("
        + String.join(", ", columns)
        + ") VALUES ("
        + String.join(", ", values)
        + ")";
  }

  /// Notes that a changeset ran again.
  String update(Changeset c, Row row, int order, String deployment) {
    var columns = new ArrayList<String>();
    var values = new ArrayList<String>();
    put(columns, values, "DATEEXECUTED", dialect().now());
    put(columns, values, "ORDEREXECUTED", String.valueOf(order));
    put(columns, values, "MD5SUM", dialect().text(c.checksum()));
    put(columns, values, "EXECTYPE", "'RERAN'");
    put(columns, values, "DEPLOYMENT_ID", dialect().text(deployment));
    put(columns, values, "COMMENTS", limited(c.comments().strip(), 250));
    put(columns, values, "CONTEXTS", textOrNull(c.contexts()));
    put(columns, values, "LABELS", textOrNull(c.labels()));
    put(columns, values, "LIQUIBASE", dialect().text(ChangelogReader.LIQUIBASE_VERSION));
    put(columns, values, "DESCRIPTION", limited(c.description(), 250));
    c.tag().ifPresent(tag -> put(columns, values, "TAG", dialect().text(tag)));
    var set = new ArrayList<String>();
    for (var i = 0; i < columns.size(); i++) {
      set.add(columns.get(i) + " = " + values.get(i));
    }
    return "UPDATE " + tables().log() + " SET " + String.join(", ", set) + where(row.key());
  }

  /// Fills in a checksum that somebody cleared (`clear-checksums`), as Liquibase's update does.
  String fillChecksum(Changeset c, Row row) {
    return "UPDATE "
        + tables().log()
        + " SET MD5SUM = "
        + dialect().text(c.checksum())
        + where(row.key());
  }

  String delete(Changeset.Key key) {
    return "DELETE FROM " + tables().log() + where(key);
  }

  /// Tags the row executed last, unless it has a tag.
  String tagLast(String tag) {
    return "UPDATE "
        + tables().log()
        + " SET TAG = "
        + dialect().text(StringUtil.limitSize(tag, 255))
        + " WHERE TAG IS NULL AND ORDEREXECUTED = (SELECT MAX(ORDEREXECUTED) FROM "
        + tables().log()
        + ")";
  }

  /// How a row shows that a changeset was carried out under a deployment.
  String probe(Changeset.Key key) {
    return "SELECT deployment_id FROM " + tables().log() + where(key);
  }

  private String where(Changeset.Key key) {
    return " WHERE ID = "
        + dialect().text(key.id())
        + " AND AUTHOR = "
        + dialect().text(key.author())
        + " AND FILENAME = "
        + dialect().text(key.path());
  }

  private static void put(List<String> columns, List<String> values, String column, String value) {
    columns.add(column);
    values.add(value);
  }

  private String limited(String value, int limit) {
    return dialect().text(StringUtil.limitSize(value, limit));
  }

  private String textOrNull(String value) {
    return value.isEmpty() ? "NULL" : dialect().text(value);
  }
}
