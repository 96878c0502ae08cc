package dev.landfall.engine.store;

import dev.landfall.engine.event.EventLog.Claim;
import dev.landfall.engine.event.EventLog.Held;
import dev.landfall.engine.event.EventLog.Holder;
import dev.landfall.spi.Target;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The statements on the table of claims: one row for each target that was ever claimed.
final class ClaimTable {
  /// A claim as its row has it.
  ///
  /// @param token names the call that took it
  record Row(Held held, UUID token, boolean released) {
    boolean isOpenAt(Instant now) {
      return released || !now.isBefore(held.expires());
    }
  }

  private static final String FIND =
      """
      select fence, token, rollout, actor, host, pid, started, identity, since, expires, released
      from landfall_claim where environment = ? and region = ?\
      """;

  /// Takes a claim that is still as it was looked at: not renewed and not taken meanwhile.
  private static final String TAKE =
      """
      update landfall_claim
      set fence = fence + 1, token = ?, rollout = ?, actor = ?, host = ?, pid = ?, started = ?,
        identity = ?, since = ?, expires = ?, released = false
      where environment = ? and region = ? and token = ? and expires = ? and released = ?\
      """;

  private static final String MAKE =
      """
      insert into landfall_claim
        (fence, token, rollout, actor, host, pid, started, identity, since, expires, released,
          environment, region)
      select 1, cast(? as uuid), ?, ?, ?, cast(? as bigint), cast(? as timestamp with time zone), ?,
        cast(? as timestamp with time zone), cast(? as timestamp with time zone), false, ?, ?
      where not exists (select 1 from landfall_claim where environment = ? and region = ?)\
      """;

  private static final String THIS =
      "where environment = ? and region = ? and fence = ? and rollout = ? and not released";

  private ClaimTable() {}

  static Sql find(Target target) {
    return Sql.of(FIND, target.environment(), target.region());
  }

  static Optional<Row> row(Target target, ResultSet rows) throws SQLException {
    if (!rows.next()) {
      return Optional.empty();
    }
    var holder =
        new Holder(
            rows.getString("actor"),
            rows.getString("host"),
            rows.getLong("pid"),
            instant(rows, "started"),
            rows.getString("identity"));
    var claim = new Claim(target, rows.getString("rollout"), holder, rows.getLong("fence"));
    return Optional.of(
        new Row(
            new Held(claim, instant(rows, "since"), instant(rows, "expires")),
            rows.getObject("token", UUID.class),
            rows.getBoolean("released")));
  }

  /// The statements of a transaction that takes a claim when it is free or as it was `seen`; the
  /// last of them is for [#row].
  ///
  /// @param wanted the claim as it shall be; its fence does not count
  static List<Sql> take(Held wanted, UUID token, Optional<Row> seen) {
    var target = wanted.claim().target();
    var holder = wanted.claim().holder();
    var change =
        seen.map(row ->
                Sql.of(
                    TAKE,
                    token,
                    wanted.claim().rollout(),
                    holder.actor(),
                    holder.host(),
                    holder.pid(),
                    holder.started(),
                    holder.identity(),
                    wanted.since(),
                    wanted.expires(),
                    target.environment(),
                    target.region(),
                    row.token(),
                    row.held().expires(),
                    row.released()))
            .orElseGet(() ->
                Sql.of(
                    MAKE,
                    token,
                    wanted.claim().rollout(),
                    holder.actor(),
                    holder.host(),
                    holder.pid(),
                    holder.started(),
                    holder.identity(),
                    wanted.since(),
                    wanted.expires(),
                    target.environment(),
                    target.region(),
                    target.environment(),
                    target.region()));
    return List.of(EventTable.LOCK, change, find(target));
  }

  static Sql renew(Claim claim, Instant expires) {
    return Sql.of(
        "update landfall_claim set expires = ? " + THIS,
        expires,
        claim.target().environment(),
        claim.target().region(),
        claim.fence(),
        claim.rollout());
  }

  static Sql release(Claim claim) {
    return Sql.of(
        "update landfall_claim set released = true " + THIS,
        claim.target().environment(),
        claim.target().region(),
        claim.fence(),
        claim.rollout());
  }

  private static Instant instant(ResultSet rows, String column) throws SQLException {
    return rows.getObject(column, OffsetDateTime.class).toInstant();
  }
}
