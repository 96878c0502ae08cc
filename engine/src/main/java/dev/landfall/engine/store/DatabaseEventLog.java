package dev.landfall.engine.store;

import dev.landfall.engine.event.Event;
import dev.landfall.engine.event.EventLog;
import dev.landfall.engine.event.EventLogException;
import dev.landfall.engine.release.Release;
import dev.landfall.engine.store.ClaimTable.Row;
import dev.landfall.spi.Secret;
import dev.landfall.spi.Target;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// The event log in a database: H2 in a folder, or PostgreSQL. Threads may share it, and so may
/// processes.
///
/// A connection that breaks is made again and what was under way is repeated, but an append is
/// never written twice. Times are kept to the microsecond. When nothing helps, methods throw
/// [EventLogException].
public final class DatabaseEventLog implements EventLog {
  private static final int FIRST_ATTEMPTS = 3;

  private final Database database;
  private final Sessions sessions;
  private final GroupCommit appends;
  private final Clock clock;

  private DatabaseEventLog(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    sessions = new Sessions(database);
    appends = new GroupCommit(sessions.writer(), this::commit);
    try {
      sessions.open(FIRST_ATTEMPTS);
    } catch (RuntimeException e) {
      sessions.close();
      throw e;
    }
  }

  /// Whether a folder of this machine holds a log.
  public static boolean isIn(Path folder) {
    return StateFolder.holdsDatabase(folder);
  }

  /// Opens the log in a folder of this machine, and makes it when it is missing. Only the folder's
  /// owner can read what is made in it.
  ///
  /// @throws EventLogException when the folder cannot be used, or a newer program wrote it
  public static EventLog openLocal(Path folder, Clock clock) {
    return new DatabaseEventLog(new LocalDatabase(folder), clock);
  }

  /// Opens the log in a PostgreSQL database, and makes its tables when they are missing.
  ///
  /// @param address `jdbc:postgresql://host:port/database` or
  ///   `postgresql://user:password@host:port/database`
  /// @param user instead of the address's one
  /// @param password instead of the address's one
  /// @throws EventLogException when it cannot be reached, or a newer program wrote it
  public static EventLog openPostgres(
      String address, Optional<String> user, Optional<Secret> password, Clock clock) {
    return new DatabaseEventLog(new PostgresDatabase(address, user, password), clock);
  }

  @Override
  public Claim claim(
      Target target, String rollout, Holder holder, Duration lasts, Liveness liveness)
      throws HeldException {
    var token = UUID.randomUUID();
    var seen = row(target);
    while (true) {
      var now = now();
      if (seen.isPresent()
          && !seen.get().isOpenAt(now)
          && !liveness.isGone(seen.get().held().claim().holder())) {
        throw new HeldException(seen.get().held());
      }
      var wanted = new Held(new Claim(target, rollout, holder, 0), now, expiry(now, lasts));
      var before = seen;
      var after =
          sessions.call(connection ->
              database.transaction(
                  connection,
                  ClaimTable.take(wanted, token, before),
                  rows -> ClaimTable.row(target, rows)));
      if (after.isPresent() && after.get().token().equals(token)) {
        return after.get().held().claim();
      }
      // Somebody else was quicker: look at what they did.
      seen = after;
    }
  }

  private Optional<Row> row(Target target) {
    return read(ClaimTable.find(target), rows -> ClaimTable.row(target, rows));
  }

  private <T> T read(Sql query, Sql.Rows<T> rows) {
    return sessions.call(connection -> database.read(connection, query, rows));
  }

  @Override
  public void renew(Claim claim, Duration lasts) throws ClaimLostException {
    var renewal = ClaimTable.renew(claim, expiry(now(), lasts));
    if (sessions.call(connection -> database.change(connection, renewal)) == 0) {
      throw new ClaimLostException(claim);
    }
  }

  @Override
  public void release(Claim claim) {
    sessions.call(connection -> database.change(connection, ClaimTable.release(claim)));
  }

  @Override
  public Optional<Held> held(Target target) {
    return row(target).filter(row -> !row.released()).map(Row::held);
  }

  @Override
  public long append(Claim claim, List<Event> events) throws ClaimLostException {
    var written = events.stream().map(EventJson::write).toList();
    var number =
        written.isEmpty()
            ? read(EventTable.last(claim), EventTable::number)
            : appends.append(new GroupCommit.Append(UUID.randomUUID(), claim, written));
    return number.orElseThrow(() -> new ClaimLostException(claim));
  }

  @Override
  public Set<String> append(List<Unchanged> rollouts) {
    if (rollouts.isEmpty()) {
      return Set.of();
    }
    var nobody = new Holder("", "", 0, Instant.EPOCH);
    var group =
        rollouts.stream()
            .map(rollout ->
                new GroupCommit.Append(
                    UUID.randomUUID(),
                    new Claim(rollout.target(), rollout.rollout(), nobody, 0),
                    rollout.events().stream().map(EventJson::write).toList()))
            .toList();
    var numbers =
        sessions.run(connection ->
            database.transaction(
                connection, EventTable.appendWhereNobodyHolds(group, now()), EventTable::numbers));
    return group.stream()
        .filter(append -> numbers.containsKey(append.batch()))
        .map(append -> append.claim().rollout())
        .collect(Collectors.toSet());
  }

  private Map<UUID, Long> commit(List<GroupCommit.Append> group) {
    return sessions.run(connection ->
        database.transaction(connection, EventTable.append(group, now()), EventTable::numbers));
  }

  @Override
  public List<Recorded> after(long after, int limit) {
    return events(EventTable.after(after, limit));
  }

  @Override
  public List<Recorded> ofRollout(String rollout) {
    return events(EventTable.ofRollout(rollout));
  }

  @Override
  public List<Recorded> latest(Collection<Target> targets, Set<Class<? extends Event>> types) {
    var distinct = Set.copyOf(targets);
    return events(EventTable.latest(distinct, types.stream().map(EventJson::type).toList()));
  }

  private List<Recorded> events(Sql query) {
    return read(query, EventTable::events);
  }

  @Override
  public List<String> rollouts(Target target, int limit) {
    var query =
        Sql.of(
            """
            select id from landfall_rollout where environment = ? and region = ?
            order by first_event desc limit ?\
            """,
            target.environment(),
            target.region(),
            limit);
    return read(
        query,
        rows -> {
          var ids = new ArrayList<String>();
          while (rows.next()) {
            ids.add(rows.getString("id"));
          }
          return ids;
        });
  }

  @Override
  public List<Target> targets() {
    return read(
        Sql.of("select distinct environment, region from landfall_rollout"),
        rows -> {
          var targets = new ArrayList<Target>();
          while (rows.next()) {
            targets.add(new Target(rows.getString("environment"), rows.getString("region")));
          }
          // Sorted here: a database's order of letters is its own.
          return targets.stream().sorted().toList();
        });
  }

  @Override
  public void keep(Release release) {
    var id = release.id();
    if (release(id).filter(release::equals).isPresent()) {
      return;
    }
    var statements =
        List.of(
            EventTable.LOCK,
            Sql.of("delete from landfall_release where id = ?", id),
            Sql.of(
                "insert into landfall_release (id, body) values (?, ?)",
                id,
                EventJson.write(release)),
            Sql.of("select id from landfall_release where id = ?", id));
    sessions.call(connection -> database.transaction(connection, statements, rows -> true));
  }

  @Override
  public Optional<Release> release(String id) {
    return read(
        Sql.of("select body from landfall_release where id = ?", id),
        rows ->
            rows.next()
                ? Optional.of(EventJson.readRelease(rows.getString("body")))
                : Optional.empty());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static Instant expiry(Instant now, Duration lasts) {
    return now.plus(lasts).truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public void close() {
    sessions.close();
  }
}
