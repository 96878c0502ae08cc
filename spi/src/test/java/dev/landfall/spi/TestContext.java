package dev.landfall.spi;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a test lends a provider. Its clock stands still. Threads may share it.
public final class TestContext implements Context {
  /// The journal of a call that may only look: it takes no entries.
  public static final Journal READ_ONLY =
      new Journal() {
        @Override
        public List<Effect> open() {
          return List.of();
        }

        @Override
        public Set<String> done() {
          return Set.of();
        }

        @Override
        public void record(List<Entry> entries) {
          throw new AssertionError("recorded while it may only look: " + entries);
        }

        @Override
        public Optional<String> checkpoint(String key) {
          return Optional.empty();
        }
      };

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T10:15:30Z"), ZoneOffset.UTC);

  private final String rollout;
  private final Set<String> dead;
  private final Journal journal;
  private final Path cache;
  private final List<String> progress = new ArrayList<>();

  private TestContext(String rollout, Set<String> dead, Journal journal, Path cache) {
    this.rollout = rollout;
    this.dead = Set.copyOf(dead);
    this.journal = journal;
    this.cache = cache;
  }

  /// For planning, checking, observing and unlocking.
  ///
  /// @param dead the rollouts known to have ended
  public static TestContext looking(Path cache, String... dead) {
    return new TestContext("planning by a test", Set.of(dead), READ_ONLY, cache);
  }

  /// For applying. What an earlier process of the same rollout left held may be taken over.
  public static TestContext applying(Path cache, String rollout, Journal journal) {
    return new TestContext(rollout, Set.of(rollout), journal, cache);
  }

  @Override
  public Clock clock() {
    return CLOCK;
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
    return journal;
  }

  @Override
  public Path cache() {
    return cache;
  }

  @Override
  public void progress(String doing, int done, int total) {
    synchronized (progress) {
      progress.add(doing + " " + done + "/" + total);
    }
  }

  /// What people were told, in order.
  public List<String> told() {
    synchronized (progress) {
      return List.copyOf(progress);
    }
  }
}
