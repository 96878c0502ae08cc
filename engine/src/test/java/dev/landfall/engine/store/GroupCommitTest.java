package dev.landfall.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.engine.event.EventLog.Claim;
import dev.landfall.engine.event.EventLog.Holder;
import dev.landfall.engine.store.GroupCommit.Append;
import dev.landfall.engine.store.GroupCommit.Written;
import dev.landfall.spi.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private static final Claim CLAIM =
      new Claim(
          new Target("dev", "london"),
          "one",
          new Holder("ana", "host", 7, Instant.parse("2026-06-01T08:00:00Z")),
          1);

  private final LinkedBlockingQueue<Runnable> turns = new LinkedBlockingQueue<>();
  private final List<List<Append>> groups = new ArrayList<>();
  private final GroupCommit commit = new GroupCommit(turns::add, this::write);
  private long last;

  private Map<UUID, Long> write(List<Append> group) {
    groups.add(group);
    var numbers = new HashMap<UUID, Long>();
    group.stream()
        .filter(append -> !append.events().getFirst().body().equals("lost"))
        .forEach(append -> numbers.put(append.batch(), ++last));
    return numbers;
  }

  @Test
  void what_waits_is_committed_together_and_a_lost_claim_fails_alone() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var lost = threads.submit(() -> append("lost"));
      var kept = new ArrayList<Future<Optional<Long>>>();
      for (var i = 0; i < 19; i++) {
        kept.add(threads.submit(() -> append("body")));
      }
      runTurns(20);
      assertThat(lost.get()).isEmpty();
      for (var one : kept) {
        assertThat(one.get()).isPresent();
      }
    }
    assertThat(groups).hasSize(1);
  }

  @Test
  void large_appends_are_committed_apart() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var kept = new ArrayList<Future<Optional<Long>>>();
      for (var i = 0; i < 3; i++) {
        kept.add(threads.submit(() -> append("x".repeat(3_000_000))));
      }
      runTurns(3);
      for (var one : kept) {
        assertThat(one.get()).isPresent();
      }
    }
    assertThat(groups).hasSize(3);
  }

  private Optional<Long> append(String body) {
    return commit.append(
        new Append(UUID.randomUUID(), CLAIM, List.of(new Written("type", "", body))));
  }

  /// Begins when all have asked for theirs.
  private void runTurns(int count) throws InterruptedException {
    var all = new ArrayList<Runnable>();
    for (var i = 0; i < count; i++) {
      all.add(turns.take());
    }
    all.forEach(Runnable::run);
  }
}
