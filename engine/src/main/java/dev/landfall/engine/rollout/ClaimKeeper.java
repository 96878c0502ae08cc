package dev.landfall.engine.rollout;

import dev.landfall.engine.event.EventLog;
import dev.landfall.engine.event.EventLog.Claim;
import dev.landfall.engine.event.EventLog.ClaimLostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Renews the claims of the rollouts of this process until they are given back. Threads share it.
final class ClaimKeeper implements AutoCloseable {
  /// How long a claim outlives its process when nobody can tell that the process is gone.
  static final Duration LASTS = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(ClaimKeeper.class);
  private final EventLog log;
  private final Set<Claim> claims = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer;

  ClaimKeeper(EventLog log) {
    this.log = log;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("claims").daemon(true).factory());
    var every = LASTS.dividedBy(4).toMillis();
    var renewing = timer.scheduleAtFixedRate(this::renew, every, every, TimeUnit.MILLISECONDS);
    if (renewing.isCancelled()) {
      throw new IllegalStateException("claims cannot be renewed");
    }
  }

  void keep(Claim claim) {
    claims.add(claim);
  }

  /// Gives a claim back.
  void release(Claim claim) {
    claims.remove(claim);
    log.release(claim);
  }

  private void renew() {
    for (var claim : List.copyOf(claims)) {
      try {
        log.renew(claim, LASTS);
      } catch (ClaimLostException e) {
        claims.remove(claim);
        LOG.warn("{}", e.getMessage());
      } catch (RuntimeException e) {
        LOG.warn("the claim on {} was not renewed; trying again", claim.target(), e);
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    claims.forEach(log::release);
  }
}
