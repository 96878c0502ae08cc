package dev.landfall.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.landfall.engine.event.Event;
import dev.landfall.engine.event.EventLog;
import dev.landfall.engine.event.EventLog.HeldException;
import dev.landfall.engine.event.EventLog.Recorded;
import dev.landfall.engine.event.ProcessLiveness;
import dev.landfall.spi.Target;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes that share a local event log, and are killed.
class ProcessesOnOneFolderTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final Target HERE = new Target("dev", "here");
  private static final int ENDLESS = 1_000_000;

  @TempDir Path folder;

  @Test
  void a_process_killed_while_it_appends_loses_nothing_acknowledged_and_repeats_nothing()
      throws Exception {
    for (var kill = 0; kill < 10; kill++) {
      var enough = 1 + new Random(kill).nextInt(40);
      // By turns the killed process has the file open itself or is served by this one.
      var servedHere = kill % 2 == 1;
      try (var first = servedHere ? open() : null;
          var child = new AppendingProcess(folder, "child-" + kill, ENDLESS)) {
        child.awaitAcknowledged(enough);
        try (var log = first == null ? open() : first) {
          var claim = log.claim(HERE, "here-" + kill, self(), AppendingProcess.LONG, gone -> false);
          log.append(claim, AppendingProcess.events(1));
          var acknowledged = child.kill(enough);
          log.append(claim, AppendingProcess.events(2));
          log.release(claim);

          assertThat(appends(log, "rollout-child-" + kill))
              .as("kill %d", kill)
              .isBetween(acknowledged, acknowledged + 1);
          assertThat(appends(log, "here-" + kill)).as("kill %d", kill).isEqualTo(2);
          assertNoGap(log);
        }
      }
    }
  }

  @Test
  void processes_that_start_together_on_a_new_folder_share_it() throws Exception {
    try (var one = new AppendingProcess(folder, "one", 60);
        var two = new AppendingProcess(folder, "two", 20);
        var three = new AppendingProcess(folder, "three", 40)) {
      for (var process : List.of(one, two, three)) {
        assertThat(process.exitCode()).isZero();
      }
    }
    try (var log = open()) {
      assertThat(appends(log, "rollout-one")).isEqualTo(60);
      assertThat(appends(log, "rollout-two")).isEqualTo(20);
      assertThat(appends(log, "rollout-three")).isEqualTo(40);
      assertNoGap(log);
    }
  }

  @Test
  void a_target_held_by_a_killed_process_is_free_at_once() throws Exception {
    var target = new Target("dev", "child");
    var liveness = new ProcessLiveness();
    try (var log = open();
        var child = new AppendingProcess(folder, "child", ENDLESS)) {
      child.awaitAcknowledged(3);
      var refusal =
          catchThrowableOfType(
              HeldException.class,
              () -> log.claim(target, "here", self(), AppendingProcess.LONG, liveness));
      assertThat(refusal.held().claim().holder().pid()).isEqualTo(child.pid());

      child.kill(3);

      var claim = log.claim(target, "here", self(), AppendingProcess.LONG, liveness);
      assertThat(claim.fence()).isEqualTo(refusal.held().claim().fence() + 1);
    }
  }

  private EventLog open() {
    return DatabaseEventLog.openLocal(folder, CLOCK);
  }

  private static EventLog.Holder self() {
    return ProcessLiveness.self("test", CLOCK);
  }

  /// Checks that a rollout's events are those of the first appends, each whole and once.
  ///
  /// @return of how many
  private static int appends(EventLog log, String rollout) {
    var events = log.ofRollout(rollout).stream().map(Recorded::event).toList();
    var expected = new ArrayList<Event>();
    var appends = 0;
    while (expected.size() < events.size()) {
      expected.addAll(AppendingProcess.events(++appends));
    }
    assertThat(events).isEqualTo(expected);
    return appends;
  }

  private static void assertNoGap(EventLog log) {
    var numbers = log.after(0, Integer.MAX_VALUE).stream().map(Recorded::number).toList();
    assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, numbers.size()).boxed().toList());
  }
}
