package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.settings.LiquibaseSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import org.jspecify.annotations.Nullable;

/// Logins that outlive one call, so that an apply does not log in again after its plan. Shared by
/// threads; a session is lent to one of them at a time.
final class Sessions implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(30);

  private record Key(
      LiquibaseSettings.Connection connection, Optional<LiquibaseSettings.Tracking> tracking) {
    static Key of(LiquibaseSettings settings) {
      return new Key(settings.connection(), settings.tracking());
    }
  }

  private record Idle(Session session, Instant since) {}

  private final Clock clock;
  private final Map<Key, Idle> idle = new HashMap<>();
  private @Nullable Timer sweeper;
  private boolean closed;

  Sessions(Clock clock) {
    this.clock = clock;
  }

  /// A session, kept or new; hand it back with [#giveBack].
  Session lend(Dialect dialect, LiquibaseSettings settings) throws SqlFailure {
    synchronized (this) {
      var kept = idle.remove(Key.of(settings));
      if (kept != null) {
        return kept.session();
      }
    }
    return Session.open(dialect, settings);
  }

  void giveBack(LiquibaseSettings settings, Session session) {
    var keep = false;
    if (!session.isSpent()) {
      synchronized (this) {
        keep =
            !closed
                && idle.putIfAbsent(Key.of(settings), new Idle(session, clock.instant())) == null;
        if (keep && sweeper == null) {
          sweeper = new Timer("landfall-liquibase-idle", true);
          sweeper.schedule(
              new TimerTask() {
                @Override
                public void run() {
                  sweep();
                }
              },
              10_000,
              10_000);
        }
      }
    }
    if (!keep) {
      session.close();
    }
  }

  private void sweep() {
    List<Session> old = new ArrayList<>();
    synchronized (this) {
      var limit = clock.instant().minus(IDLE);
      idle.values()
          .removeIf(kept -> {
            var expired = kept.since().isBefore(limit);
            if (expired) {
              old.add(kept.session());
            }
            return expired;
          });
    }
    old.forEach(Session::close);
  }

  @Override
  public void close() {
    List<Session> left;
    synchronized (this) {
      closed = true;
      left = idle.values().stream().map(Idle::session).toList();
      idle.clear();
      if (sweeper != null) {
        sweeper.cancel();
      }
    }
    left.forEach(Session::close);
  }
}
