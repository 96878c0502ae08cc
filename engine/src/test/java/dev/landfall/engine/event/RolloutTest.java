package dev.landfall.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.engine.event.EventLog.Recorded;
import dev.landfall.spi.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RolloutTest {
  private static final Target TARGET = new Target("dev", "london");
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final Event START = new Event.RolloutStarted("r-1", "sha-1", 3, "ana", "host 7");

  @Test
  void a_rollout_that_was_lost_is_still_running_and_its_effect_is_open() {
    var rollout =
        fold(
            START,
            new Event.ComponentStarted("warehouse", 3),
            new Event.EffectBegun("warehouse", "one", "create table", "is it there?", ""),
            new Event.EffectDone("warehouse", "one", ""),
            new Event.EffectBegun("warehouse", "two", "create view", "is it there?", "session 7"));

    assertThat(rollout.status()).isEqualTo(Status.RUNNING);
    assertThat(rollout.finished()).isEmpty();
    assertThat(rollout.lastEvent()).isEqualTo(5);
    var warehouse = component(rollout, "warehouse");
    assertThat(warehouse.status()).isEqualTo(Status.RUNNING);
    assertThat(warehouse.changes()).isEqualTo(3);
    assertThat(warehouse.done()).containsExactly("one");
    assertThat(warehouse.open())
        .containsExactly(
            new Rollout.OpenEffect(
                "rollout-1",
                "warehouse",
                "two",
                "create view",
                "is it there?",
                "session 7",
                Optional.empty(),
                NOON.plusSeconds(5)));
  }

  @Test
  void an_effect_that_was_not_done_may_be_begun_again() {
    var rollout =
        fold(
            START,
            new Event.EffectBegun("warehouse", "one", "first", "?", ""),
            new Event.EffectNotDone("warehouse", "one", "refused"),
            new Event.EffectBegun("warehouse", "one", "second", "?", ""));

    assertThat(component(rollout, "warehouse").open())
        .extracting(Rollout.OpenEffect::what)
        .containsExactly("second");
    assertThat(component(rollout, "warehouse").notDone()).isEmpty();
  }

  @Test
  void a_doubt_stays_open_with_its_reason_until_the_end_is_known() {
    var doubtful =
        fold(
            START,
            new Event.EffectBegun("warehouse", "one", "create", "is it there?", ""),
            new Event.EffectInDoubt("warehouse", "one", "connection lost"));
    assertThat(component(doubtful, "warehouse").open().getFirst().doubt())
        .contains("connection lost");
    assertThat(component(doubtful, "warehouse").open().getFirst().question())
        .isEqualTo("is it there?");

    var settled =
        doubtful.then(List.of(recorded(4, new Event.EffectDone("warehouse", "one", "found"))));
    assertThat(component(settled, "warehouse").open()).isEmpty();
    assertThat(component(settled, "warehouse").done()).containsExactly("one");
  }

  @Test
  void a_resumed_rollout_runs_again_and_keeps_what_was_finished() {
    var rollout =
        fold(
            START,
            new Event.ComponentStarted("warehouse", 1),
            new Event.Checkpointed("warehouse", "step", "4"),
            new Event.ComponentFinished("warehouse", Status.FAILED, "no rights", Map.of(), 1.5),
            new Event.RolloutFinished(Status.FAILED, "warehouse failed"),
            new Event.RolloutResumed("ben", "host 8", "nothing open"),
            new Event.ComponentStarted("warehouse", 1),
            new Event.ComponentFinished(
                "warehouse", Status.SUCCEEDED, "", Map.of("database", "DEV"), 2));

    assertThat(rollout.status()).isEqualTo(Status.RUNNING);
    assertThat(rollout.finished()).isEmpty();
    assertThat(rollout.message()).isEmpty();
    assertThat(rollout.actor()).isEqualTo("ana");
    assertThat(rollout.process()).isEqualTo("host 8");
    var warehouse = component(rollout, "warehouse");
    assertThat(warehouse.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(warehouse.seconds()).isEqualTo(3.5);
    assertThat(warehouse.outputs()).isEqualTo(Map.of("database", "DEV"));
    assertThat(warehouse.checkpoints()).containsEntry("step", "4");

    var ended = rollout.then(List.of(recorded(9, new Event.RolloutFinished(Status.SUCCEEDED, ""))));
    assertThat(ended.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(ended.finished()).contains(NOON.plusSeconds(9));
  }

  @Test
  void what_earlier_rollouts_left_open_is_found_until_a_later_one_settles_it() {
    var first =
        fold(
            START,
            new Event.EffectBegun("warehouse", "one", "a", "?", ""),
            new Event.EffectBegun("warehouse", "two", "b", "?", ""),
            new Event.EffectBegun("analytics", "three", "c", "?", ""));
    var second = fold(START, new Event.EffectNotDone("warehouse", "one", "not there"));

    assertThat(Rollout.openEffects(List.of(first, second), "warehouse"))
        .extracting(Rollout.OpenEffect::key)
        .containsExactly("two");
    assertThat(Rollout.openEffects(List.of(first), "warehouse")).hasSize(2);
    assertThat(Rollout.openEffects(List.of(), "warehouse")).isEmpty();
  }

  @Test
  void events_of_another_rollout_or_out_of_order_are_refused() {
    var rollout = fold(START);
    assertThatThrownBy(() -> fold(new Event.RolloutFinished(Status.FAILED, "")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Rollout.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> rollout.then(List.of(recorded(1, START))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> rollout.then(List.of(recorded(2, START))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            rollout.then(
                List.of(
                    new Recorded(
                        2, NOON, "another", TARGET, new Event.RolloutResumed("", "", "")))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void folding_some_and_then_the_rest_is_folding_all() {
    for (var seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var events = recorded(new RandomEvents(random).rollout(40));
      var all = Rollout.of(events);
      var cut = 1 + random.nextInt(events.size());
      var some = Rollout.of(events.subList(0, cut));

      assertThat(some.then(events.subList(cut, events.size()))).as("seed %d", seed).isEqualTo(all);
      assertThat(some.lastEvent()).isEqualTo(cut);
      assertThat(all.id()).isEqualTo(some.id());
      assertThat(all.started()).isEqualTo(some.started());
      assertThat(all.digest()).isEqualTo(some.digest());
      var first = all.components().keySet().stream().limit(some.components().size()).toList();
      assertThat(first).as("seed %d", seed).isEqualTo(List.copyOf(some.components().keySet()));
      for (var component : all.components().values()) {
        var open = component.open().stream().map(Rollout.OpenEffect::key).toList();
        assertThat(open).as("seed %d", seed).doesNotHaveDuplicates();
        assertThat(open).noneMatch(component.done()::contains);
        assertThat(open).noneMatch(component.notDone()::contains);
        assertThat(component.done()).noneMatch(component.notDone()::contains);
      }
    }
  }

  private static Rollout.Component component(Rollout rollout, String name) {
    return Optional.ofNullable(rollout.components().get(name)).orElseThrow();
  }

  private static Rollout fold(Event... events) {
    return Rollout.of(recorded(List.of(events)));
  }

  private static List<Recorded> recorded(List<Event> events) {
    var recorded = new ArrayList<Recorded>();
    for (var event : events) {
      recorded.add(recorded(recorded.size() + 1, event));
    }
    return recorded;
  }

  private static Recorded recorded(long number, Event event) {
    return new Recorded(number, NOON.plusSeconds(number), "rollout-1", TARGET, event);
  }
}
