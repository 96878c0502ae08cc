package dev.landfall.liquibase;

import dev.landfall.spi.Context;
import dev.landfall.spi.Journal;
import dev.landfall.spi.MemoryJournal;
import dev.landfall.spi.ProviderException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/// A context whose journal is kept in memory; it may be given to a second provider, as after a
/// crash.
final class MemoryContext implements Context, Journal {
  private final String rollout;
  private final Path cache;

  /// It stands still: however slow the machine is, the same flights are sent.
  private final Clock clock = Clock.fixed(Instant.now(), ZoneOffset.UTC);

  private final Set<String> dead = new HashSet<>();
  private final MemoryJournal kept = new MemoryJournal();
  private IntConsumer beforeRecord = number -> {};

  MemoryContext(String rollout, Path cache) {
    this.rollout = rollout;
    this.cache = cache;
    dead.add(rollout);
  }

  /// Says that another rollout's process is known to have ended.
  MemoryContext knowsDead(String other) {
    dead.add(other);
    return this;
  }

  /// Called with the number of a record, from 1, before it is kept; may throw.
  void beforeRecord(IntConsumer action) {
    beforeRecord = action;
  }

  /// Everything that was recorded.
  List<Entry> entries() {
    return kept.entries();
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public String rollout() {
    return rollout;
  }

  @Override
  public boolean isDead(String other) {
    return dead.contains(other);
  }

  @Override
  public Journal journal() {
    return this;
  }

  @Override
  public Path cache() {
    return cache;
  }

  @Override
  public void progress(String doing, int finished, int total) {}

  @Override
  public List<Effect> open() {
    return kept.open();
  }

  @Override
  public Set<String> done() {
    return kept.done();
  }

  @Override
  public synchronized void record(List<Entry> added) throws ProviderException {
    beforeRecord.accept(kept.entries().size() + 1);
    kept.record(added);
  }

  @Override
  public Optional<String> checkpoint(String key) {
    return kept.checkpoint(key);
  }
}
