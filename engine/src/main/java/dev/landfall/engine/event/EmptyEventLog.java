package dev.landfall.engine.event;

import dev.landfall.engine.release.Release;
import dev.landfall.spi.Target;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The log of a place where nothing has happened yet; it can only be read.
final class EmptyEventLog implements EventLog {
  private static IllegalStateException readOnly() {
    return new IllegalStateException("there is no event log here, and none was to be made");
  }

  @Override
  public Claim claim(
      Target target, String rollout, Holder holder, Duration lasts, Liveness liveness) {
    throw readOnly();
  }

  @Override
  public void renew(Claim claim, Duration lasts) {
    throw readOnly();
  }

  @Override
  public void release(Claim claim) {
    throw readOnly();
  }

  @Override
  public Optional<Held> held(Target target) {
    return Optional.empty();
  }

  @Override
  public long append(Claim claim, List<Event> events) {
    throw readOnly();
  }

  @Override
  public Set<String> append(List<Unchanged> rollouts) {
    throw readOnly();
  }

  @Override
  public List<Recorded> after(long after, int limit) {
    return List.of();
  }

  @Override
  public List<Recorded> ofRollout(String rollout) {
    return List.of();
  }

  @Override
  public List<Recorded> latest(Collection<Target> targets, Set<Class<? extends Event>> types) {
    return List.of();
  }

  @Override
  public List<String> rollouts(Target target, int limit) {
    return List.of();
  }

  @Override
  public List<Target> targets() {
    return List.of();
  }

  @Override
  public void keep(Release release) {
    throw readOnly();
  }

  @Override
  public Optional<Release> release(String id) {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
