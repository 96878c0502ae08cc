package dev.landfall.engine.rollout;

import static dev.landfall.engine.folder.FolderWorld.component;
import static dev.landfall.engine.folder.FolderWorld.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.landfall.engine.event.EventLog;
import dev.landfall.engine.event.Rollout;
import dev.landfall.engine.event.Status;
import dev.landfall.engine.folder.Disk;
import dev.landfall.engine.folder.FolderProvider;
import dev.landfall.engine.plan.TargetPlan;
import dev.landfall.engine.plan.World;
import dev.landfall.engine.rollout.Preparation.Prepared;
import dev.landfall.spi.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumingTest {
  private static final Target SYDNEY = target("sydney");
  private static final List<List<String>> WAVES = List.of(List.of("sydney"));
  private static final String APP = component("app", "{a: 1, b: 2}");
  private static final String WEB = component("web", "{app: \"${app.stamp}\", c: 3}");
  private static final List<String> WHOLE_APP = List.of("write a", "write b");
  private static final List<String> WHOLE_WEB = List.of("write app", "write c");

  @TempDir Path temporary;
  private Site site;

  @BeforeEach
  void open() {
    site = new Site(temporary);
  }

  @AfterEach
  void close() {
    site.close();
    assertThat(site.defects).isEmpty();
  }

  /// A process that was lost in the midst of a rollout.
  ///
  /// @return how many appends it asked for
  private static int lose(Site site, World world, int nth, boolean kept) throws Exception {
    var disk = new Disk(Disk.Watch.NONE);
    var log = new AtomicReference<DyingLog>();
    var process =
        site.process(
            "ana",
            new FolderProvider(disk),
            real -> {
              log.set(new DyingLog(real, nth, kept, disk::sever));
              return log.get();
            });
    var prepared = process.prepare(world, Site.targets(world), 1);
    var lost = catchThrowable(() -> process.carryOut(prepared, 1, RolloutListener.NONE));
    if (lost != null) {
      assertThat(lost).isInstanceOf(DyingLog.ProcessLost.class);
      site.gone.add(Site.holder("ana"));
    }
    return log.get().appends();
  }

  private static void assert_complete(Site site, World world, String when) throws Exception {
    assertThat(site.account("sydney", "app")).as(when).isEqualTo(WHOLE_APP);
    assertThat(site.account("sydney", "web")).as(when).isEqualTo(WHOLE_WEB);
    var process = site.process("cat", Disk.Watch.NONE);
    assertThat(process.prepare(world, Site.targets(world), 1).plans())
        .as(when)
        .singleElement()
        .matches(TargetPlan::isEmpty);
    assertThat(site.log.held(SYDNEY)).as(when).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_process_lost_at_any_event_is_carried_on_and_nothing_is_done_twice(boolean kept)
      throws Exception {
    var appends = lose(site, site.world(WAVES, APP, WEB), Integer.MAX_VALUE, false);
    assertThat(appends).isGreaterThanOrEqualTo(12);

    for (var nth = 1; nth <= appends; nth++) {
      var when = "lost at append %s, kept: %s".formatted(nth, kept);
      try (var again = new Site(Files.createTempDirectory(temporary, "site"))) {
        var world = again.world(WAVES, APP, WEB);
        lose(again, world, nth, kept);

        var results = Site.deploy(again.process("ben", Disk.Watch.NONE), world, 1);

        assertThat(results).as(when).extracting(TargetResult::message).containsOnly("");
        assertThat(results)
            .as(when)
            .extracting(TargetResult::status)
            .containsExactly(Status.SUCCEEDED);
        assert_complete(again, world, when);
        assertThat(again.defects).isEmpty();
      }
    }
  }

  @Test
  void the_same_rollout_goes_on_and_says_what_it_found() throws Exception {
    var world = site.world(WAVES, APP, WEB);
    lose(site, world, 5, false);

    var process = site.process("ben", Disk.Watch.NONE);
    var prepared = process.prepare(world, Site.targets(world), 1);
    assertThat(prepared.targets().get(SYDNEY)).isInstanceOf(Prepared.Resuming.class);
    assertThat(prepared.plans()).isEmpty();
    var result = process.carryOut(prepared, 1, RolloutListener.NONE).getFirst();

    assertThat(result.resumed()).isTrue();
    assertThat(result.rollout()).contains("ro-1");
    assertThat(site.log.rollouts(SYDNEY, 10)).containsExactly("ro-1");
    assertThat(site.story("ro-1")).containsOnlyOnce("RolloutStarted").contains("RolloutResumed");
    var rollout = Rollout.of(site.log.ofRollout("ro-1"));
    assertThat(rollout.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(rollout.actor()).isEqualTo("ana");
    assertThat(rollout.components().values())
        .allSatisfy(component -> {
          assertThat(component.open()).isEmpty();
          assertThat(component.done()).hasSize(2);
        });
  }

  @Test
  void a_target_is_left_alone_while_its_process_may_be_alive() throws Exception {
    var world = site.world(WAVES, APP, WEB);
    lose(site, world, 4, true);
    site.gone.clear();
    var process = site.process("ben", Disk.Watch.NONE);

    assertThat(process.prepare(world, Site.targets(world), 1).targets().get(SYDNEY))
        .isInstanceOf(Prepared.Busy.class);

    site.clock.pass(Duration.ofHours(1));
    assertThat(process.prepare(world, Site.targets(world), 1).targets().get(SYDNEY))
        .isInstanceOf(Prepared.Resuming.class);
  }

  @Test
  void another_release_takes_the_place_of_an_interrupted_one() throws Exception {
    lose(site, site.world(WAVES, APP, WEB), 4, true);
    var next = site.world(WAVES, component("app", "{a: 1, b: 7}"), WEB);

    var process = site.process("ben", Disk.Watch.NONE);
    var result = Site.deploy(process, next, 1).getFirst();

    assertThat(result.status()).as(result.message()).isEqualTo(Status.SUCCEEDED);
    assertThat(result.rollout()).contains("ro-2");
    assertThat(site.read("sydney", "app")).isEqualTo(Map.of("a", "1", "b", "7"));
    var replaced = Rollout.of(site.log.ofRollout("ro-1"));
    assertThat(replaced.status()).isEqualTo(Status.CANCELLED);
    assertThat(replaced.message())
        .contains("was interrupted after")
        .endsWith("; release " + next.release().id() + " takes its place");
  }

  @Test
  void a_resumed_rollout_that_is_lost_again_is_carried_on_again() throws Exception {
    var world = site.world(WAVES, APP, WEB);
    lose(site, world, 4, true);
    for (var round = 1; round <= 20; round++) {
      if (Rollout.of(site.log.ofRollout("ro-1")).status().isFinal()) {
        break;
      }
      lose(site, world, 3 + round % 3, true);
    }

    assert_complete(site, world, "after being lost again and again");
    assertThat(site.log.rollouts(SYDNEY, 10)).containsExactly("ro-1");
    assertThat(site.story("ro-1").stream().filter("RolloutResumed"::equals).count())
        .isGreaterThan(1);
  }

  @Test
  void a_process_that_lost_its_claim_does_nothing_more() throws Exception {
    var world = site.world(WAVES, APP, WEB);
    var watch =
        new Disk.Watch() {
          @Override
          public void changed(Path folder, String name) {
            if (name.equals("a")) {
              takeOver();
            }
          }

          private void takeOver() {
            site.clock.pass(Duration.ofHours(1));
            try {
              site.log.claim(
                  SYDNEY, "ro-9", Site.holder("ben"), Duration.ofHours(1), holder -> false);
            } catch (EventLog.HeldException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    var result = Site.deploy(site.process("ana", watch), world, 1).getFirst();

    assertThat(result.status()).isEqualTo(Status.FAILED);
    assertThat(result.message()).isEqualTo("another process took over the target");
    assertThat(site.account("sydney", "app")).containsExactly("write a");
    assertThat(site.log.held(SYDNEY).orElseThrow().claim().holder()).isEqualTo(Site.holder("ben"));
  }
}
