package dev.landfall.engine.store;

import dev.landfall.engine.event.EventLog.Claim;
import dev.landfall.engine.event.EventLog.Recorded;
import dev.landfall.engine.store.GroupCommit.Append;
import dev.landfall.engine.store.GroupCommit.Written;
import dev.landfall.spi.Target;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The statements on the tables of events, their counter and their rollouts.
final class EventTable {
  /// Begins every transaction that appends or takes a claim: from here on they go one by one, so
  /// what the next statement sees of claims, batches and the counter cannot change under it.
  static final Sql LOCK = Sql.of("select last from landfall_counter where id = 1 for update");

  private static final String INSERT =
      """
      insert into landfall_event
        (number, at, rollout, environment, region, component, type, batch, position, body)
      select k.last + row_number() over (order by i.ordinal), cast(? as timestamp with time zone),
        c.rollout, c.environment, c.region, i.component, i.type, i.batch, i.position, i.body
      from unnest(cast(? as uuid array), cast(? as integer array), cast(? as varchar array),
          cast(? as varchar array), cast(? as text array), cast(? as varchar array),
          cast(? as varchar array), cast(? as varchar array), cast(? as bigint array))
        with ordinality
        as i(batch, position, component, type, body, environment, region, rollout, fence, ordinal)
      join landfall_claim c
        on c.environment = i.environment and c.region = i.region and c.fence = i.fence
          and c.rollout = i.rollout and not c.released
      cross join landfall_counter k
      where k.id = 1
        and not exists (select 1 from landfall_event e where e.batch = i.batch)\
      """;

  private static final String INSERT_WHERE_NOBODY_HOLDS =
      """
      insert into landfall_event
        (number, at, rollout, environment, region, component, type, batch, position, body)
      select k.last + row_number() over (order by i.ordinal), cast(? as timestamp with time zone),
        i.rollout, i.environment, i.region, i.component, i.type, i.batch, i.position, i.body
      from unnest(cast(? as uuid array), cast(? as integer array), cast(? as varchar array),
          cast(? as varchar array), cast(? as text array), cast(? as varchar array),
          cast(? as varchar array), cast(? as varchar array), cast(? as bigint array))
        with ordinality
        as i(batch, position, component, type, body, environment, region, rollout, fence, ordinal)
      cross join landfall_counter k
      where k.id = 1
        and not exists (
          select 1 from landfall_claim c
          where c.environment = i.environment and c.region = i.region and not c.released)
        and not exists (select 1 from landfall_event e where e.batch = i.batch)\
      """;

  private static final String COUNT =
      """
      update landfall_counter
      set last = (select coalesce(max(number), 0) from landfall_event) where id = 1\
      """;

  private static final String ROLLOUTS =
      """
      insert into landfall_rollout (id, environment, region, first_event)
      select e.rollout, min(e.environment), min(e.region), min(e.number)
      from unnest(cast(? as uuid array)) as b(batch) join landfall_event e on e.batch = b.batch
      where not exists (select 1 from landfall_rollout r where r.id = e.rollout)
      group by e.rollout\
      """;

  private static final String COMPONENTS =
      """
      insert into landfall_component (environment, region, component)
      select distinct e.environment, e.region, e.component
      from unnest(cast(? as uuid array)) as b(batch) join landfall_event e on e.batch = b.batch
      where not exists (
        select 1 from landfall_component c where c.environment = e.environment
          and c.region = e.region and c.component = e.component)\
      """;

  private static final String NUMBERS =
      """
      select e.batch, max(e.number) as number
      from unnest(cast(? as uuid array)) as b(batch) join landfall_event e on e.batch = b.batch
      group by e.batch\
      """;

  private static final String COLUMNS =
      "select number, at, rollout, environment, region, body from landfall_event ";

  private EventTable() {}

  /// The statements of a transaction that appends what is not there yet and whose claim holds; the
  /// last of them is for [#numbers].
  static List<Sql> append(List<Append> group, Instant at) {
    return append(INSERT, group, at);
  }

  /// The same for appends without a claim: those whose target somebody holds are left out.
  static List<Sql> appendWhereNobodyHolds(List<Append> group, Instant at) {
    return append(INSERT_WHERE_NOBODY_HOLDS, group, at);
  }

  private static List<Sql> append(String insert, List<Append> group, Instant at) {
    var batches = new ArrayList<UUID>();
    var positions = new ArrayList<Integer>();
    var written = new ArrayList<Written>();
    var claims = new ArrayList<Claim>();
    for (var append : group) {
      for (var position = 0; position < append.events().size(); position++) {
        batches.add(append.batch());
        positions.add(position);
        written.add(append.events().get(position));
        claims.add(append.claim());
      }
    }
    var each = uuids(group.stream().map(Append::batch).toList());
    return List.of(
        LOCK,
        Sql.of(
            insert,
            at,
            uuids(batches),
            new Sql.Items("integer", positions),
            texts(written.stream().map(Written::component).toList()),
            texts(written.stream().map(Written::type).toList()),
            new Sql.Items("text", written.stream().map(Written::body).toList()),
            texts(claims.stream().map(claim -> claim.target().environment()).toList()),
            texts(claims.stream().map(claim -> claim.target().region()).toList()),
            texts(claims.stream().map(Claim::rollout).toList()),
            new Sql.Items("bigint", claims.stream().map(Claim::fence).toList())),
        Sql.of(COUNT),
        Sql.of(ROLLOUTS, each),
        Sql.of(COMPONENTS, each),
        Sql.of(NUMBERS, each));
  }

  /// The last number of each batch.
  static Map<UUID, Long> numbers(ResultSet rows) throws SQLException {
    var numbers = new HashMap<UUID, Long>();
    while (rows.next()) {
      numbers.put(rows.getObject("batch", UUID.class), rows.getLong("number"));
    }
    return numbers;
  }

  /// Asks for the last number of the whole log; finds nothing when the claim was lost.
  static Sql last(Claim claim) {
    return Sql.of(
        """
        select k.last from landfall_counter k cross join landfall_claim c
        where k.id = 1 and c.environment = ? and c.region = ? and c.fence = ?
          and c.rollout = ? and not c.released\
        """,
        claim.target().environment(),
        claim.target().region(),
        claim.fence(),
        claim.rollout());
  }

  static Optional<Long> number(ResultSet rows) throws SQLException {
    return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
  }

  static Sql after(long after, int limit) {
    return Sql.of(COLUMNS + "where number > ? order by number limit ?", after, limit);
  }

  static Sql ofRollout(String rollout) {
    return Sql.of(COLUMNS + "where rollout = ? order by number", rollout);
  }

  /// The latest event of each target, component and type: one look into an index for each.
  static Sql latest(Collection<Target> targets, Collection<String> types) {
    return Sql.of(
        """
        select e.number, e.at, e.rollout, e.environment, e.region, e.body
        from (
          select (
            select max(l.number) from landfall_event l
            where l.environment = c.environment and l.region = c.region
              and l.component = c.component and l.type = y.type) as number
          from unnest(cast(? as varchar array), cast(? as varchar array)) as t(environment, region)
          join landfall_component c on c.environment = t.environment and c.region = t.region
          cross join unnest(cast(? as varchar array)) as y(type)) n
        join landfall_event e on e.number = n.number
        order by e.number\
        """,
        texts(targets.stream().map(Target::environment).toList()),
        texts(targets.stream().map(Target::region).toList()),
        texts(List.copyOf(types)));
  }

  static List<Recorded> events(ResultSet rows) throws SQLException {
    var events = new ArrayList<Recorded>();
    while (rows.next()) {
      var number = rows.getLong("number");
      events.add(
          new Recorded(
              number,
              rows.getObject("at", OffsetDateTime.class).toInstant(),
              rows.getString("rollout"),
              new Target(rows.getString("environment"), rows.getString("region")),
              EventJson.read(number, rows.getString("body"))));
    }
    return events;
  }

  private static Sql.Items uuids(List<UUID> values) {
    return new Sql.Items("uuid", values);
  }

  private static Sql.Items texts(List<String> values) {
    return new Sql.Items("varchar", values);
  }
}
