package dev.landfall.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;

import dev.landfall.spi.LiveSystem.Fault;
import dev.landfall.spi.MemoryJournal.End;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What every provider keeps to, as tests. The author of a provider extends this class and supplies
/// a real live system, or a stand-in that speaks its protocol.
///
/// @param <S> the provider's settings
public abstract class ProviderContract<S extends Record> extends ProviderRuns<S> {
  private interface Looking<S extends Record> {
    void look(Provider<S> provider, Desired<S> desired, Context context) throws Exception;
  }

  private void changes_nothing(LiveSystem<S> system, Looking<S> looking) throws Exception {
    var desired = system.desired();
    var state = system.snapshot();
    var effects = system.effects();
    var files = files(desired.source().root());

    looking.look(provider(system), desired, looking());

    assertThat(system.snapshot()).isEqualTo(state);
    assertThat(system.effects()).isEqualTo(effects);
    assertThat(files(desired.source().root())).isEqualTo(files);
  }

  @Test
  void planning_never_writes() throws Exception {
    changes_nothing(fresh(), (provider, desired, context) -> provider.plan(desired, context));
    changes_nothing(clean(), (provider, desired, context) -> provider.plan(desired, context));
  }

  @Test
  void checking_never_writes_and_finds_no_mistake() throws Exception {
    changes_nothing(
        fresh(),
        (provider, desired, context) ->
            assertThat(provider.check(desired, context)).noneMatch(Problem::isError));
  }

  @Test
  void observing_never_writes() throws Exception {
    changes_nothing(fresh(), (provider, desired, context) -> provider.observe(desired, context));
    changes_nothing(clean(), (provider, desired, context) -> provider.observe(desired, context));
  }

  @Test
  void unlocking_what_nobody_holds_takes_nothing_away() throws Exception {
    changes_nothing(
        clean(),
        (provider, desired, context) -> assertThat(provider.unlock(desired, context)).isEmpty());
  }

  @Test
  void the_plan_is_the_same_when_made_twice() throws Exception {
    var system = fresh();
    var provider = provider(system);
    var first = provider.plan(system.desired(), looking());

    assertThat(provider.plan(system.desired(), looking())).isEqualTo(first);
    assertThat(plan(system)).as("by another process").isEqualTo(first);
    assertThat(plan(fresh())).as("of an equal system").isEqualTo(first);
  }

  @Test
  void the_plan_names_every_change_by_an_address_of_its_own() throws Exception {
    var plan = plan(fresh());

    assertThat(plan.changes()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(plan.changes()).extracting(Change::address).doesNotHaveDuplicates();
    assertThat(plan.changes()).extracting(Change::summary).noneMatch(String::isBlank);
  }

  @Test
  void the_plan_after_an_apply_is_empty() throws Exception {
    assertThat(plan(clean()).isEmpty()).isTrue();
  }

  @Test
  void the_outputs_are_those_the_kind_has_and_are_seen_afterwards() throws Exception {
    var system = fresh();
    var outputs = apply(system, plan(system), new MemoryJournal());
    var provider = provider(system);

    assertThat(outputs.values().keySet())
        .containsAll(provider.outputs(system.desired()).orElseThrow());
    assertThat(provider.observe(system.desired(), looking()).outputs()).isEqualTo(outputs);
  }

  @Test
  void applying_twice_equals_applying_once() throws Exception {
    var system = fresh();
    var plan = plan(system);
    var journal = new MemoryJournal();
    var outputs = apply(system, plan, journal);
    var state = system.snapshot();
    var effects = system.effects();
    assertThat(effects).isNotEmpty();

    var again = apply(system, plan, journal.afterCrash());
    assertThat(again).isEqualTo(outputs);
    assertThat(system.snapshot()).isEqualTo(state);
    assertThat(system.effects()).isEqualTo(effects);

    var refusal = catchThrowable(() -> apply(system, plan, new MemoryJournal()));
    if (refusal != null) {
      assertThat(refusal).isInstanceOf(ProviderException.class);
    }
    assertThat(system.snapshot()).isEqualTo(state);
    assertThat(system.effects()).isEqualTo(effects);
  }

  @Test
  void a_change_from_outside_is_seen() throws Exception {
    var system = clean();
    var before = provider(system).observe(system.desired(), looking());
    assertThat(provider(system).observe(system.desired(), looking())).isEqualTo(before);

    system.changeFromOutside();

    assertThat(provider(system).observe(system.desired(), looking()).items())
        .isNotEqualTo(before.items());
  }

  @Test
  void a_stale_plan_is_refused_and_nothing_changes() throws Exception {
    var system = fresh();
    var plan = plan(system);
    system.changeFromOutside();
    var state = system.snapshot();
    var effects = system.effects();
    var journal = new MemoryJournal();

    var refusal = catchThrowableOfType(ProviderException.class, () -> apply(system, plan, journal));

    assertThat(refusal).as("a refusal").isNotNull();
    assertThat(refusal.kind()).isEqualTo(ProviderException.Kind.STALE);
    assertThat(system.snapshot()).isEqualTo(state);
    assertThat(system.effects()).isEqualTo(effects);
    assertThat(journal.entries()).noneMatch(Journal.Begin.class::isInstance);
  }

  @Test
  void every_effect_is_journalled_before_and_after() throws Exception {
    var calls = 0;
    for (var reached = new AtomicBoolean(true); reached.get(); calls++) {
      reached.set(false);
      var system = fresh();
      var plan = plan(system);
      var journal = new MemoryJournal();
      var announced = new AtomicBoolean();
      system.arm(
          calls + 1,
          Fault.NONE,
          () -> {
            reached.set(true);
            announced.set(!journal.open().isEmpty());
          });
      apply(system, plan, journal);

      assertThat(announced.get())
          .as("an effect is open at call %s", calls + 1)
          .isEqualTo(reached.get());
      assert_every_effect_ends_once(journal);
    }
    assertThat(calls - 1).as("calls that carry out effects").isPositive();
  }

  private static void assert_every_effect_ends_once(MemoryJournal journal) {
    var begun = new HashSet<String>();
    var open = new HashSet<String>();
    for (var entry : journal.entries()) {
      switch (entry) {
        case Journal.Begin(var effect) -> {
          assertThat(begun.add(effect.key())).as("%s is begun once", effect).isTrue();
          open.add(effect.key());
          assertThat(effect.what()).isNotBlank();
          assertThat(effect.question()).isNotBlank();
        }
        case Journal.Done(var key, var note) ->
            assertThat(open.remove(key)).as("%s is open when it is done", key).isTrue();
        case Journal.NotDone notDone -> fail("not done without any trouble: %s", notDone);
        case Journal.InDoubt inDoubt -> fail("in doubt without any trouble: %s", inDoubt);
        case Journal.Checkpoint checkpoint -> {}
      }
    }
    assertThat(begun).isNotEmpty();
    assertThat(open).isEmpty();
  }

  @Test
  void a_killed_apply_resumes() throws Exception {
    kill_and_resume((system, approved) -> approved);
  }

  /// What the engine does when values were unknown that the component now has.
  @Test
  void a_killed_apply_is_finished_by_a_plan_made_anew() throws Exception {
    kill_and_resume((system, approved) -> plan(system));
  }

  private interface Replanning<S extends Record> {
    Plan plan(LiveSystem<S> system, Plan approved) throws Exception;
  }

  private void kill_and_resume(Replanning<S> replanning) throws Exception {
    var clean = fresh();
    var whole = new MemoryJournal();
    apply(clean, plan(clean), whole);
    assertThat(whole.records()).isGreaterThanOrEqualTo(2);

    for (var end : List.of(End.KILLED_BEFORE, End.KILLED_AFTER)) {
      for (var k = 1; k <= whole.records(); k++) {
        var system = fresh();
        var plan = plan(system);
        var journal = new MemoryJournal();
        journal.endAt(k, end, system::sever);
        var died = catchThrowable(() -> apply(system, plan, journal));
        assertThat(died).as("%s at record %s ends the apply", end, k).isNotNull();
        assertThat(journal.isEnded()).as("record %s was reached: %s", k, died).isTrue();

        var finished = resume(system, replanning.plan(system, plan), journal.afterCrash());

        assertThat(finished)
            .as("outputs after %s at record %s", end, k)
            .isEqualTo(provider(system).observe(system.desired(), looking()).outputs());
        assert_as_clean(system, clean, "after %s at record %s".formatted(end, k));
      }
    }
  }

  @Test
  void a_call_that_breaks_is_not_repeated_blindly() throws Exception {
    var clean = clean();
    for (var fault : List.of(Fault.LOST_REQUEST, Fault.LOST_ANSWER)) {
      var reached = new AtomicBoolean(true);
      for (var n = 1; reached.get(); n++) {
        reached.set(false);
        var system = fresh();
        var plan = plan(system);
        var journal = new MemoryJournal();
        system.arm(n, fault, () -> reached.set(true));
        var broken = catchThrowable(() -> apply(system, plan, journal));
        if (broken != null) {
          assertThat(broken)
              .as("%s at call %s", fault, n)
              .isInstanceOfSatisfying(
                  ProviderException.class,
                  e ->
                      assertThat(e.kind())
                          .isIn(ProviderException.Kind.FAILED, ProviderException.Kind.IN_DOUBT));
          assertThat(reached.get()).as("only the fault ends it: %s", broken).isTrue();
          resume(system, plan, journal.afterCrash());
        }
        assert_as_clean(system, clean, "after %s at call %s".formatted(fault, n));
      }
    }
  }

  @Test
  void interruption_is_honoured() throws Exception {
    var clean = clean();
    var reached = new AtomicBoolean(true);
    for (var n = 1; reached.get(); n++) {
      reached.set(false);
      var system = fresh();
      var plan = plan(system);
      var journal = new MemoryJournal();
      var applying = Thread.currentThread();
      system.arm(
          n,
          Fault.NONE,
          () -> {
            reached.set(true);
            applying.interrupt();
          });
      var ended = catchThrowable(() -> apply(system, plan, journal));
      var standing = Thread.interrupted();
      if (ended != null) {
        assertThat(ended).as("at call %s", n).isInstanceOf(InterruptedException.class);
        assertThat(reached.get()).as("only the interruption ends it: %s", ended).isTrue();
        resume(system, plan, journal.afterCrash());
      } else if (reached.get()) {
        assertThat(n).as("an interruption at the first of several calls ends it").isNotEqualTo(1);
        assertThat(standing).as("finished, with the interruption left standing").isTrue();
      }
      assert_as_clean(system, clean, "after an interruption at call " + n);
    }
  }

  @Test
  void who_is_interrupted_already_begins_nothing() throws Exception {
    var system = fresh();
    var plan = plan(system);
    var state = system.snapshot();
    var journal = new MemoryJournal();
    var attempt = attempt(journal);
    var provider = provider(system);

    Thread.currentThread().interrupt();
    var ended = catchThrowable(() -> provider.apply(plan, system.desired(), attempt.context()));
    Thread.interrupted();

    assertThat(ended).isInstanceOf(InterruptedException.class);
    assertThat(system.snapshot()).isEqualTo(state);
    assertThat(system.effects()).isEmpty();
    assertThat(journal.open()).isEmpty();
  }

  @Test
  void nothing_more_is_done_once_the_claim_is_lost() throws Exception {
    var whole = new MemoryJournal();
    var clean = fresh();
    apply(clean, plan(clean), whole);

    for (var k = 1; k <= whole.records(); k++) {
      var system = fresh();
      var plan = plan(system);
      var journal = new MemoryJournal();
      var before = new ArrayList<String>();
      journal.endAt(k, End.CLAIM_LOST, () -> before.addAll(system.effects()));
      var refusal = catchThrowable(() -> apply(system, plan, journal));

      assertThat(refusal).as("record %s", k).isInstanceOf(ProviderException.class);
      assertThat(system.effects()).as("after record %s was refused", k).isEqualTo(before);
    }
  }

  @Test
  void planning_a_destruction_never_writes() throws Exception {
    changes_nothing(
        clean(), (provider, desired, context) -> provider.plan(destroyed(desired), context));
  }

  @Test
  void what_is_destroyed_is_gone_and_can_be_rolled_out_again() throws Exception {
    var system = clean();
    var rolledOut = system.snapshot();
    var plan = planDestruction(system);
    assertThat(plan.changes()).isNotEmpty();
    assertThat(plan.changes()).extracting(Change::address).doesNotHaveDuplicates();
    assertThat(plan.unknown()).isEmpty();
    var journal = new MemoryJournal();

    assertThat(destroy(system, plan, journal)).isEqualTo(Outputs.NONE);

    assert_every_effect_ends_once(journal);
    assertThat(system.snapshot()).isNotEqualTo(rolledOut);
    assertThat(planDestruction(system).isEmpty()).as("nothing is left to destroy").isTrue();
    apply(system, plan(system), new MemoryJournal());
    assertThat(system.snapshot()).isEqualTo(rolledOut);
    assertThat(plan(system).isEmpty()).isTrue();
  }

  @Test
  void a_destruction_planned_from_another_state_is_refused() throws Exception {
    var system = fresh();
    var stale = planDestruction(system);
    apply(system, plan(system), new MemoryJournal());
    var state = system.snapshot();

    var refusal =
        catchThrowableOfType(
            ProviderException.class, () -> destroy(system, stale, new MemoryJournal()));

    assertThat(refusal).as("a refusal").isNotNull();
    assertThat(refusal.kind()).isEqualTo(ProviderException.Kind.STALE);
    assertThat(system.snapshot()).isEqualTo(state);
  }

  @Test
  void a_killed_destruction_resumes() throws Exception {
    var clean = clean();
    var whole = new MemoryJournal();
    destroy(clean, planDestruction(clean), whole);

    for (var end : List.of(End.KILLED_BEFORE, End.KILLED_AFTER)) {
      for (var k = 1; k <= whole.records(); k++) {
        var system = clean();
        var plan = planDestruction(system);
        var journal = new MemoryJournal();
        journal.endAt(k, end, system::sever);
        var died = catchThrowable(() -> destroy(system, plan, journal));
        assertThat(died).as("%s at record %s ends it", end, k).isNotNull();

        destroy(system, plan, journal.afterCrash());

        assertThat(system.snapshot()).as("%s at record %s", end, k).isEqualTo(clean.snapshot());
        assertThat(planDestruction(system).isEmpty()).isTrue();
      }
    }
  }

  @Test
  void no_secret_reaches_a_plan_a_journal_or_an_observation() throws Exception {
    var seen = new ArrayList<String>();
    for (var fault : Fault.values()) {
      var system = fresh();
      var provider = provider(system);
      var desired = system.desired();
      var plan = provider.plan(desired, looking());
      var attempt = attempt(new MemoryJournal());
      system.arm(1, fault, () -> {});
      seen.add(provider.check(desired, looking()).toString());
      seen.add(plan.toString());
      try {
        seen.add(provider.apply(plan, desired, attempt.context()).toString());
      } catch (ProviderException e) {
        seen.add(e.getMessage() + e.next() + e.problems());
      }
      seen.add(attempt.journal().entries().toString());
      seen.addAll(attempt.context().told());
      seen.add(provider.observe(desired, looking()).toString());
    }
    seen.add(files(cache).toString());

    var secrets = fresh().secrets();
    assertThat(secrets).isNotEmpty();
    for (var secret : secrets) {
      var bytes = secret.reveal().getBytes(StandardCharsets.UTF_8);
      assertThat(String.join("\n", seen))
          .doesNotContain(secret.reveal())
          .doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(bytes))
          .doesNotContainIgnoringCase(HexFormat.of().formatHex(bytes));
    }
  }
}
