package dev.landfall.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.landfall.engine.event.Event;
import dev.landfall.engine.event.EventLog;
import dev.landfall.engine.event.EventLog.Claim;
import dev.landfall.engine.event.EventLog.ClaimLostException;
import dev.landfall.engine.event.EventLog.HeldException;
import dev.landfall.engine.event.EventLog.Holder;
import dev.landfall.engine.event.EventLog.Recorded;
import dev.landfall.engine.event.EventLogException;
import dev.landfall.engine.event.RandomEvents;
import dev.landfall.engine.event.Rollout;
import dev.landfall.engine.event.SettableClock;
import dev.landfall.engine.event.Status;
import dev.landfall.engine.release.Release;
import dev.landfall.spi.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every event log keeps to. Each test has a store of its own.
abstract class EventLogContract {
  static final Target LONDON = new Target("dev", "london");
  static final Target SYDNEY = new Target("dev", "sydney");
  static final Holder ANA = new Holder("ana", "host", 7, Instant.parse("2026-06-01T08:00:00Z"));
  static final Holder BEN = new Holder("ben", "other", 8, Instant.parse("2026-06-01T09:00:00Z"));
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final EventLog.Liveness NOBODY_IS_GONE = holder -> false;
  static final Event START = new Event.RolloutStarted("r-1", "sha-1", 3, "ana", "host 7");

  final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:00:00.123456Z"));
  final List<EventLog> logs = new ArrayList<>();
  EventLog log;

  /// Another log on this test's store.
  abstract EventLog open(Clock clock);

  /// Runs a statement on this test's store, while no log is open.
  abstract void execute(String sql) throws Exception;

  @BeforeEach
  void open_the_log() {
    log = another();
  }

  @AfterEach
  void close_the_logs() {
    logs.reversed().forEach(EventLog::close);
  }

  final EventLog another() {
    var opened = open(clock);
    logs.add(opened);
    return opened;
  }

  @Test
  void numbers_begin_at_one_and_go_on() throws Exception {
    var claim = claim(LONDON, "one");
    assertThat(log.append(claim, List.of(START, note("a"), note("b")))).isEqualTo(3);
    clock.pass(MINUTE);
    assertThat(log.append(claim, List.of(note("c")))).isEqualTo(4);
    assertThat(log.append(claim, List.of())).isEqualTo(4);

    var events = log.after(0, 100);
    assertThat(events).extracting(Recorded::number).containsExactly(1L, 2L, 3L, 4L);
    assertThat(events.getFirst())
        .isEqualTo(new Recorded(1, clock.instant().minus(MINUTE), "one", LONDON, START));
    assertThat(events.getLast())
        .isEqualTo(new Recorded(4, clock.instant(), "one", LONDON, note("c")));
    assertThat(log.after(1, 2)).extracting(Recorded::number).containsExactly(2L, 3L);
    assertThat(log.after(4, 2)).isEmpty();
    assertThat(another().after(0, 100)).isEqualTo(events);
  }

  @Test
  void rollouts_that_changed_nothing_are_appended_whole_unless_their_target_is_held()
      throws Exception {
    var held = claim(SYDNEY, "at-work");
    log.append(held, List.of(START));

    var written =
        log.append(
            List.of(
                new EventLog.Unchanged(LONDON, "one", List.of(START, note("a"))),
                new EventLog.Unchanged(SYDNEY, "two", List.of(START, note("b")))));

    assertThat(written).containsExactly("one");
    assertThat(log.ofRollout("one")).extracting(Recorded::number).containsExactly(2L, 3L);
    assertThat(log.ofRollout("one")).extracting(Recorded::event).containsExactly(START, note("a"));
    assertThat(log.ofRollout("two")).isEmpty();
    assertThat(log.rollouts(LONDON, 9)).containsExactly("one");
    assertThat(log.rollouts(SYDNEY, 9)).containsExactly("at-work");
    assertThat(log.held(LONDON)).isEmpty();

    log.release(held);
    assertThat(log.append(List.of(new EventLog.Unchanged(SYDNEY, "two", List.of(START)))))
        .containsExactly("two");
    assertThat(log.append(claim(LONDON, "three"), List.of(START))).isEqualTo(5);
    assertThat(log.append(List.<EventLog.Unchanged>of())).isEmpty();
    assertThat(log.after(0, 100)).extracting(Recorded::number).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void a_store_opened_again_goes_on_where_it_was() throws Exception {
    log.append(claim(LONDON, "one"), List.of(START));
    log.close();

    var reopened = another();
    var claim = reopened.claim(SYDNEY, "two", BEN, MINUTE, NOBODY_IS_GONE);
    assertThat(reopened.append(claim, List.of(START))).isEqualTo(2);
    assertThat(reopened.ofRollout("one")).hasSize(1);
  }

  @Test
  void eight_writers_leave_no_gap_and_a_reader_never_sees_one() throws Exception {
    var second = another();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers = new ArrayList<Future<Integer>>();
      for (var writer = 0; writer < 8; writer++) {
        var number = writer;
        var mine = writer % 2 == 0 ? log : second;
        writers.add(threads.submit(() -> write(mine, number)));
      }
      var reader =
          threads.submit(() -> {
            var last = 0L;
            while (!writers.stream().allMatch(Future::isDone) || hasMore(second, last)) {
              for (var event : second.after(last, 50)) {
                assertThat(event.number()).isEqualTo(last + 1);
                last = event.number();
              }
            }
            return last;
          });
      var written = 0;
      for (var writer : writers) {
        written += writer.get();
      }
      assertThat(reader.get()).isEqualTo(written);
    }
    for (var writer = 0; writer < 8; writer++) {
      var keys = new ArrayList<String>();
      for (var event : log.ofRollout("rollout-" + writer)) {
        keys.add(((Event.Checkpointed) event.event()).key());
      }
      assertThat(keys).isEqualTo(IntStream.range(0, keys.size()).mapToObj(i -> "" + i).toList());
    }
  }

  private static boolean hasMore(EventLog log, long last) {
    return !log.after(last, 1).isEmpty();
  }

  private static int write(EventLog log, int number) throws Exception {
    var random = new Random(number);
    var target = new Target("dev", "region-" + number);
    var claim = log.claim(target, "rollout-" + number, ANA, MINUTE, NOBODY_IS_GONE);
    var written = 0;
    for (var append = 0; append < 25; append++) {
      var events = new ArrayList<Event>();
      for (var event = 0; event <= random.nextInt(3); event++) {
        events.add(note("" + written++));
      }
      log.append(claim, events);
    }
    return written;
  }

  @Test
  void a_lost_claim_cannot_write_and_fails_alone() throws Exception {
    var lost = claim(LONDON, "one");
    clock.pass(MINUTE);
    var taken = log.claim(LONDON, "two", BEN, MINUTE, NOBODY_IS_GONE);
    var others = IntStream.range(0, 6).mapToObj(i -> new Target("dev", "region-" + i)).toList();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var appends = new ArrayList<Future<Long>>();
      for (var target : others) {
        appends.add(
            threads.submit(() -> log.append(claim(target, target.region()), List.of(START))));
      }
      var refused = threads.submit(() -> log.append(lost, List.of(START, note("a"))));
      assertThatThrownBy(refused::get).hasCauseInstanceOf(ClaimLostException.class);
      for (var append : appends) {
        assertThat(append.get()).isPositive();
      }
    }
    assertThat(log.ofRollout("one")).isEmpty();
    assertThat(log.after(0, 100)).hasSize(6);
    assertThatThrownBy(() -> log.append(lost, List.of())).isInstanceOf(ClaimLostException.class);
    assertThatThrownBy(() -> log.renew(lost, MINUTE)).isInstanceOf(ClaimLostException.class);
    log.release(lost);
    assertThat(log.append(taken, List.of(START))).isEqualTo(7);
  }

  @Test
  void a_second_claim_is_refused_and_names_the_holder() throws Exception {
    var claim = claim(LONDON, "one");

    var refusal =
        catchThrowableOfType(
            HeldException.class, () -> another().claim(LONDON, "two", BEN, MINUTE, NOBODY_IS_GONE));

    assertThat(refusal).hasMessage("dev/london is held by ana on host, process 7");
    assertThat(refusal.held().claim()).isEqualTo(claim);
    assertThat(refusal.held().since()).isEqualTo(clock.instant());
    assertThat(refusal.held().expires()).isEqualTo(clock.instant().plus(MINUTE));
    assertThat(log.held(LONDON)).contains(refusal.held());
    assertThat(log.held(SYDNEY)).isEmpty();
    assertThatThrownBy(() -> claim(LONDON, "one")).isInstanceOf(HeldException.class);
  }

  @Test
  void an_expired_claim_is_shown_until_it_is_taken() throws Exception {
    var first = claim(LONDON, "one");
    clock.pass(MINUTE);
    assertThat(log.held(LONDON).orElseThrow().claim()).isEqualTo(first);

    var second = log.claim(LONDON, "two", BEN, MINUTE, NOBODY_IS_GONE);

    assertThat(second.fence()).isGreaterThan(first.fence());
    assertThat(log.held(LONDON).orElseThrow().claim()).isEqualTo(second);
  }

  @Test
  void a_renewed_claim_lasts_longer_and_an_expired_one_nobody_took_still_writes() throws Exception {
    var claim = claim(LONDON, "one");
    clock.pass(Duration.ofSeconds(50));
    log.renew(claim, MINUTE);
    clock.pass(Duration.ofSeconds(50));
    assertThatThrownBy(() -> log.claim(LONDON, "two", BEN, MINUTE, NOBODY_IS_GONE))
        .isInstanceOf(HeldException.class);
    clock.pass(Duration.ofSeconds(50));
    assertThat(log.append(claim, List.of(START))).isEqualTo(1);
    log.renew(claim, MINUTE);
    assertThat(log.held(LONDON).orElseThrow().expires()).isEqualTo(clock.instant().plus(MINUTE));
  }

  @Test
  void the_claim_of_a_holder_that_is_gone_is_taken_at_once() throws Exception {
    var first = claim(LONDON, "one");

    var second = log.claim(LONDON, "two", BEN, MINUTE, ANA::equals);

    assertThat(second.fence()).isEqualTo(first.fence() + 1);
    assertThatThrownBy(() -> log.append(first, List.of(START)))
        .isInstanceOf(ClaimLostException.class)
        .hasMessageContaining("one");
  }

  @Test
  void a_claim_given_back_is_free_and_cannot_write() throws Exception {
    var first = claim(LONDON, "one");
    log.release(first);
    log.release(first);

    assertThat(log.held(LONDON)).isEmpty();
    assertThatThrownBy(() -> log.append(first, List.of(START)))
        .isInstanceOf(ClaimLostException.class);
    assertThatThrownBy(() -> log.renew(first, MINUTE)).isInstanceOf(ClaimLostException.class);
    assertThat(claim(LONDON, "two").fence()).isEqualTo(first.fence() + 1);
  }

  @Test
  void of_many_who_want_a_target_one_gets_it() throws Exception {
    var second = another();
    for (var round = 0; round < 5; round++) {
      var start = new CyclicBarrier(8);
      var won = new ArrayList<Claim>();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var tries = new ArrayList<Future<List<Claim>>>();
        for (var i = 0; i < 8; i++) {
          var mine = i % 2 == 0 ? log : second;
          var rollout = "rollout-" + i;
          tries.add(threads.submit(() -> tryClaim(mine, rollout, start)));
        }
        for (var one : tries) {
          won.addAll(one.get());
        }
      }
      assertThat(won).hasSize(1);
      assertThat(won.getFirst().fence()).isEqualTo(round + 1);
      clock.pass(MINUTE);
    }
  }

  private static List<Claim> tryClaim(EventLog log, String rollout, CyclicBarrier start)
      throws Exception {
    start.await();
    try {
      return List.of(log.claim(LONDON, rollout, ANA, MINUTE, NOBODY_IS_GONE));
    } catch (HeldException e) {
      return List.of();
    }
  }

  @Test
  void a_plan_of_five_megabytes_is_kept() throws Exception {
    var plan = new Event.PlanApproved("é".repeat(5_000_000));
    log.append(claim(LONDON, "one"), List.of(START, plan));

    assertThat(log.ofRollout("one")).extracting(Recorded::event).containsExactly(START, plan);
  }

  @Test
  void rollouts_are_listed_latest_first_and_targets_sorted() throws Exception {
    for (var rollout : List.of("one", "two", "three")) {
      var claim = claim(SYDNEY, rollout);
      log.append(claim, List.of(START, note("a")));
      log.append(claim, List.of(note("b")));
      log.release(claim);
    }
    log.append(claim(LONDON, "four"), List.of(START));
    var upper = new Target("DEV", "sydney");
    log.append(claim(upper, "five"), List.of(START));

    assertThat(log.rollouts(SYDNEY, 10)).containsExactly("three", "two", "one");
    assertThat(log.rollouts(SYDNEY, 2)).containsExactly("three", "two");
    assertThat(log.rollouts(new Target("prod", "london"), 10)).isEmpty();
    assertThat(log.targets()).containsExactly(upper, LONDON, SYDNEY);
    assertThat(log.ofRollout("two")).hasSize(3);
    assertThat(log.ofRollout("nine")).isEmpty();
  }

  @Test
  void the_latest_of_each_target_component_and_type_is_found_at_once() throws Exception {
    for (var target : List.of(SYDNEY, LONDON)) {
      for (var round = 1; round <= 3; round++) {
        var claim = claim(target, target.region() + round);
        log.append(claim, List.of(START, observed("warehouse", round), note("a")));
        log.append(claim, List.of(observed("analytics", round), note("b")));
        log.append(claim, List.of(new Event.RolloutFinished(Status.FAILED, "round " + round)));
        log.release(claim);
      }
    }
    var both = List.of(LONDON, SYDNEY, LONDON);
    assertThat(log.latest(both, Set.of(Event.Observed.class, Event.RolloutFinished.class)))
        .extracting(Recorded::target, Recorded::event)
        .containsExactly(
            tuple(SYDNEY, observed("warehouse", 3)),
            tuple(SYDNEY, observed("analytics", 3)),
            tuple(SYDNEY, new Event.RolloutFinished(Status.FAILED, "round 3")),
            tuple(LONDON, observed("warehouse", 3)),
            tuple(LONDON, observed("analytics", 3)),
            tuple(LONDON, new Event.RolloutFinished(Status.FAILED, "round 3")));
    assertThat(log.latest(List.of(LONDON), Set.of(Event.Checkpointed.class)))
        .extracting(Recorded::event)
        .containsExactly(note("b"));
    assertThat(log.latest(List.of(LONDON), Set.of())).isEmpty();
    assertThat(log.latest(List.of(), Set.of(Event.Observed.class))).isEmpty();
  }

  private static Event observed(String component, int round) {
    return new Event.Observed(component, Map.of("table", "round " + round), List.of());
  }

  @Test
  void a_release_is_found_by_its_id() {
    var pin = new Release.Pin("/home/ana/platform", "warehouse", "4f".repeat(20), "sha", true);
    var release = new Release(new TreeMap<>(Map.of(".", pin, "東京", pin)));

    log.keep(release);
    log.keep(release);

    assertThat(another().release(release.id())).contains(release);
    assertThat(log.release("r-000000000000")).isEmpty();
  }

  @Test
  void half_a_character_becomes_a_question_mark() throws Exception {
    log.append(claim(LONDON, "one"), List.of(note("cut \uD83C")));
    assertThat(log.ofRollout("one").getFirst().event()).isEqualTo(note("cut ?"));
  }

  @Test
  void an_interrupted_thread_still_records_and_stays_interrupted() throws Exception {
    var claim = claim(LONDON, "one");
    Callable<Boolean> interrupted =
        () -> {
          Thread.currentThread().interrupt();
          log.append(claim, List.of(new Event.RolloutFinished(Status.CANCELLED, "stopped")));
          log.renew(claim, MINUTE);
          return Thread.interrupted();
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.submit(interrupted).get()).isTrue();
    }
    assertThat(interrupted.call()).isTrue();
    assertThat(log.ofRollout("one")).hasSize(2);
  }

  @Test
  void what_is_read_back_folds_to_what_was_written() throws Exception {
    for (var seed = 0; seed < 40; seed++) {
      var events = new RandomEvents(new Random(seed)).rollout(30);
      var target = new Target("dev", "region-" + seed);
      var claim = claim(target, "rollout-" + seed);
      var last = log.append(claim, events);
      var expected = new ArrayList<Recorded>();
      for (var event : events) {
        expected.add(
            new Recorded(
                last - events.size() + 1 + expected.size(),
                clock.instant(),
                claim.rollout(),
                target,
                event));
      }
      var read = log.ofRollout(claim.rollout());
      assertThat(Rollout.of(read)).as("seed %d", seed).isEqualTo(Rollout.of(expected));
      assertThat(read).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void a_new_store_may_be_opened_by_several_at_once() throws Exception {
    log.close();
    for (var table :
        List.of("event_log", "counter", "claim", "event", "component", "rollout", "release")) {
      execute("drop table landfall_" + table);
    }
    var start = new CyclicBarrier(4);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var opened = new ArrayList<Future<EventLog>>();
      for (var i = 0; i < 4; i++) {
        opened.add(
            threads.submit(() -> {
              start.await();
              return open(clock);
            }));
      }
      for (var one : opened) {
        logs.add(one.get());
      }
    }
    log = logs.getLast();
    assertThat(log.append(claim(LONDON, "one"), List.of(START))).isEqualTo(1);
    for (var each : logs.subList(1, logs.size())) {
      assertThat(each.after(0, 10)).hasSize(1);
    }
  }

  @Test
  void a_store_of_a_newer_program_is_refused() throws Exception {
    log.close();
    execute("update landfall_event_log set version = 99");

    var refusal = catchThrowableOfType(EventLogException.class, () -> open(clock));

    assertThat(refusal.code()).isEqualTo(EventLogException.Code.NEWER_STORE);
    assertThat(refusal.sentence()).contains("has version 99");
    assertThat(refusal.nextStep()).isEqualTo("Use the Landfall that wrote it, or a newer one.");
  }

  @Test
  void a_closed_log_says_so() {
    log.close();
    log.close();
    assertThatThrownBy(() -> log.targets())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the event log was closed");
  }

  final Claim claim(Target target, String rollout) throws HeldException {
    return log.claim(target, rollout, ANA, MINUTE, NOBODY_IS_GONE);
  }

  static Event note(String key) {
    return new Event.Checkpointed("warehouse", key, "value of " + key);
  }
}
