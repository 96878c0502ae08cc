package dev.landfall.engine.rollout;

import dev.landfall.engine.event.Event;
import dev.landfall.engine.event.EventLog;
import dev.landfall.engine.release.Release;
import dev.landfall.spi.Target;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The log as seen by a process that is lost at one of its appends. What it appended before stays;
/// its claims are not given back. For one thread.
final class DyingLog implements EventLog {
  private final EventLog log;
  private final int nth;
  private final boolean kept;
  private final Runnable lost;
  private int appends;
  private boolean dead;

  /// Thrown in the place of the process's loss.
  static final class ProcessLost extends Error {
    private static final long serialVersionUID = 1L;
  }

  /// @param nth at which append, counted from 1
  /// @param kept whether that append is still kept
  /// @param lost run when the process is lost
  DyingLog(EventLog log, int nth, boolean kept, Runnable lost) {
    this.log = log;
    this.nth = nth;
    this.kept = kept;
    this.lost = lost;
  }

  int appends() {
    return appends;
  }

  private void live() {
    if (dead) {
      throw new ProcessLost();
    }
  }

  @Override
  public Claim claim(
      Target target, String rollout, Holder holder, Duration lasts, Liveness liveness)
      throws HeldException {
    live();
    return log.claim(target, rollout, holder, lasts, liveness);
  }

  @Override
  public void renew(Claim claim, Duration lasts) throws ClaimLostException {
    live();
    log.renew(claim, lasts);
  }

  @Override
  public void release(Claim claim) {
    if (!dead) {
      log.release(claim);
    }
  }

  @Override
  public Optional<Held> held(Target target) {
    live();
    return log.held(target);
  }

  @Override
  public long append(Claim claim, List<Event> events) throws ClaimLostException {
    live();
    appends++;
    if (appends != nth) {
      return log.append(claim, events);
    }
    if (kept) {
      log.append(claim, events);
    }
    dead = true;
    lost.run();
    throw new ProcessLost();
  }

  @Override
  public Set<String> append(List<Unchanged> rollouts) {
    live();
    return log.append(rollouts);
  }

  @Override
  public List<Recorded> after(long after, int limit) {
    return log.after(after, limit);
  }

  @Override
  public List<Recorded> ofRollout(String rollout) {
    return log.ofRollout(rollout);
  }

  @Override
  public List<Recorded> latest(Collection<Target> targets, Set<Class<? extends Event>> types) {
    return log.latest(targets, types);
  }

  @Override
  public List<String> rollouts(Target target, int limit) {
    return log.rollouts(target, limit);
  }

  @Override
  public List<Target> targets() {
    return log.targets();
  }

  @Override
  public void keep(Release release) {
    live();
    log.keep(release);
  }

  @Override
  public Optional<Release> release(String id) {
    return log.release(id);
  }

  @Override
  public void close() {
    dead = true;
  }
}
