package dev.landfall.engine.rollout;

import static dev.landfall.engine.folder.FolderWorld.component;
import static dev.landfall.engine.folder.FolderWorld.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.landfall.engine.event.EventLog.Recorded;
import dev.landfall.engine.event.Rollout;
import dev.landfall.engine.event.Status;
import dev.landfall.engine.folder.Disk;
import dev.landfall.engine.plan.PlanDocument;
import dev.landfall.engine.plan.TargetPlan;
import dev.landfall.engine.rollout.TargetResult.ComponentResult;
import dev.landfall.engine.rollout.TargetResult.Reason;
import dev.landfall.spi.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutsTest {
  private static final String APP = component("app", "{a: \"${target.region}\", b: 2}");
  private static final String WEB = component("web", "{app: \"${app.stamp}\"}");

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

  /// A disk that refuses to change a region's folders.
  private static Disk.Watch refusing(String region) {
    return new Disk.Watch() {
      @Override
      public void changing(Path folder, String name) throws IOException {
        if (folder.endsWith(region + "/app")) {
          throw new IOException("disk full");
        }
      }
    };
  }

  private static List<Target> targetsOf(List<TargetResult> results) {
    return results.stream().map(TargetResult::target).toList();
  }

  @Test
  void every_target_gets_what_the_blueprint_says() throws Exception {
    var world = site.world(List.of(List.of("sydney", "london", "dublin")), APP, WEB);
    var process = site.process("ana", Disk.Watch.NONE);
    var results = Site.deploy(process, world, 3);

    assertThat(targetsOf(results))
        .containsExactly(target("sydney"), target("london"), target("dublin"));
    assertThat(results).extracting(TargetResult::status).containsOnly(Status.SUCCEEDED);
    for (var result : results) {
      var region = result.target().region();
      var stamp = result.components().getFirst().outputs().get("stamp");
      assertThat(site.read(region, "app")).isEqualTo(Map.of("a", region, "b", "2"));
      assertThat(site.read(region, "web")).isEqualTo(Map.of("app", stamp));
      assertThat(site.log.held(result.target())).isEmpty();
      assertThat(site.story(result.rollout().orElseThrow()))
          .containsExactly(
              "RolloutStarted",
              "PlanApproved",
              "ComponentStarted",
              "EffectBegun",
              "Checkpointed",
              "EffectDone",
              "Checkpointed",
              "EffectBegun",
              "Checkpointed",
              "EffectDone",
              "Checkpointed",
              "Observed",
              "ComponentFinished",
              "ComponentStarted",
              "EffectBegun",
              "Checkpointed",
              "EffectDone",
              "Checkpointed",
              "Observed",
              "ComponentFinished",
              "RolloutFinished");
    }
  }

  @Test
  void a_second_rollout_has_nothing_to_do_and_changes_nothing() throws Exception {
    var world = site.world(List.of(List.of("sydney", "london")), APP, WEB);
    var process = site.process("ana", Disk.Watch.NONE);
    Site.deploy(process, world, 2);
    var account = site.account("sydney", "app");

    var prepared = process.prepare(world, Site.targets(world), 2);
    assertThat(prepared.plans()).hasSize(2).allMatch(TargetPlan::isEmpty);

    var results = process.carryOut(prepared, 2, RolloutListener.NONE);
    assertThat(results).extracting(TargetResult::status).containsOnly(Status.SUCCEEDED);
    assertThat(site.account("sydney", "app")).isEqualTo(account);
  }

  @Test
  void a_failing_target_does_not_stop_the_others_of_its_wave() throws Exception {
    var world = site.world(List.of(List.of("sydney", "london", "dublin")), APP, WEB);
    var results = Site.deploy(site.process("ana", refusing("london")), world, 1);

    assertThat(results)
        .extracting(TargetResult::status)
        .containsExactly(Status.SUCCEEDED, Status.FAILED, Status.SUCCEEDED);
    var london = results.get(1);
    assertThat(london.message()).isEqualTo("app: create a: disk full");
    assertThat(london.components())
        .extracting(ComponentResult::status)
        .containsExactly(Status.FAILED, Status.PENDING);
    assertThat(site.read("london", "web")).isEmpty();
    assertThat(Rollout.of(site.log.ofRollout(london.rollout().orElseThrow())).status())
        .isEqualTo(Status.FAILED);
  }

  @Test
  void a_wave_that_failed_stops_the_next_ones() throws Exception {
    var waves = List.of(List.of("sydney"), List.of("london", "dublin"), List.of("tokyo"));
    var world = site.world(waves, APP);
    var results = Site.deploy(site.process("ana", refusing("london")), world, 2);

    assertThat(results)
        .extracting(TargetResult::status)
        .containsExactly(Status.SUCCEEDED, Status.FAILED, Status.SUCCEEDED, Status.CANCELLED);
    assertThat(results.getLast().reason()).isEqualTo(new Reason.Skipped());
    assertThat(results.getLast().rollout()).isEmpty();
    assertThat(site.log.rollouts(target("tokyo"), 1)).isEmpty();
    assertThat(site.read("tokyo", "app")).isEmpty();
  }

  @Test
  void a_later_wave_begins_when_the_earlier_one_has_ended() throws Exception {
    var waves = List.of(List.of("sydney", "london"), List.of("dublin"));
    Site.deploy(site.process("ana", Disk.Watch.NONE), site.world(waves, APP), 4);

    var targets = site.events().stream().map(Recorded::target).toList();
    var firstOfDublin = targets.indexOf(target("dublin"));
    assertThat(targets.lastIndexOf(target("sydney"))).isLessThan(firstOfDublin);
    assertThat(targets.lastIndexOf(target("london"))).isLessThan(firstOfDublin);
  }

  @Test
  void as_many_targets_as_asked_for_are_worked_on_at_once_and_never_more() throws Exception {
    var most = 3;
    var together = new CyclicBarrier(most);
    var working = new AtomicInteger();
    var peak = new AtomicInteger();
    var watch =
        new Disk.Watch() {
          @Override
          public void changing(Path folder, String name) throws IOException {
            peak.accumulateAndGet(working.incrementAndGet(), Math::max);
            try {
              together.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
              throw new IOException("fewer than " + most + " at once", e);
            }
          }

          @Override
          public void changed(Path folder, String name) {
            working.decrementAndGet();
          }
        };
    var regions = IntStream.range(0, 3 * most).mapToObj(i -> "region-" + i).toList();
    var world = site.world(List.of(regions), component("app", "{a: 1}"));
    var results = Site.deploy(site.process("ana", watch), world, most);

    assertThat(results)
        .extracting(TargetResult::message, TargetResult::status)
        .containsOnly(tuple("", Status.SUCCEEDED));
    assertThat(peak).hasValue(most);
  }

  @Test
  void a_target_somebody_works_on_is_refused_and_they_are_named() throws Exception {
    var world = site.world(List.of(List.of("sydney", "london")), APP);
    var second = site.process("ben", Disk.Watch.NONE);
    var late = second.prepare(world, Site.targets(world), 2);
    var seen = new ConcurrentLinkedQueue<TargetResult>();
    var watch =
        new Disk.Watch() {
          @Override
          public void changing(Path folder, String name) throws IOException {
            if (folder.endsWith("sydney/app") && seen.isEmpty()) {
              try {
                seen.addAll(second.carryOut(late, 1, RolloutListener.NONE));
                seen.addAll(Site.deploy(second, world, 1));
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
            }
          }
        };
    var results = Site.deploy(site.process("ana", watch), world, 1);

    assertThat(results.getFirst().status()).isEqualTo(Status.SUCCEEDED);
    var refused = seen.stream().filter(result -> result.target().equals(target("sydney"))).toList();
    assertThat(refused)
        .hasSize(2)
        .allSatisfy(result -> {
          assertThat(result.status()).isEqualTo(Status.FAILED);
          assertThat(result.rollout()).isEmpty();
          assertThat(result.message())
              .isEqualTo("held by ana on host, process 4711 with rollout ro-1");
          assertThat(result.reason())
              .isInstanceOfSatisfying(
                  Reason.HeldBy.class,
                  by -> assertThat(by.held().claim().holder()).isEqualTo(Site.holder("ana")));
        });
    assertThat(seen.stream().filter(result -> result.target().equals(target("london"))))
        .extracting(TargetResult::status)
        .containsExactly(Status.SUCCEEDED, Status.SUCCEEDED);
  }

  @Test
  void a_plan_whose_target_moved_is_refused_and_nothing_changes() throws Exception {
    var world = site.world(List.of(List.of("sydney")), APP);
    var process = site.process("ana", Disk.Watch.NONE);
    var prepared = process.prepare(world, Site.targets(world), 1);
    site.write("sydney", "app", "a", "from outside");

    var result = process.carryOut(prepared, 1, RolloutListener.NONE).getFirst();

    assertThat(result.status()).isEqualTo(Status.FAILED);
    assertThat(result.reason()).isEqualTo(new Reason.ApprovalNeeded());
    assertThat(result.message()).contains("was changed since it was planned");
    assertThat(site.read("sydney", "app")).isEqualTo(Map.of("a", "from outside"));
    assertThat(site.account("sydney", "app")).isEmpty();
  }

  @Test
  void an_approved_plan_is_carried_out_in_the_place_of_a_new_one() throws Exception {
    var world = site.world(List.of(List.of("sydney")), APP);
    var process = site.process("ana", Disk.Watch.NONE);
    var approved = planned(process.prepare(world, Site.targets(world), 1));
    site.write("sydney", "app", "a", "from outside");

    var prepared = process.prepare(world, Site.targets(world), 1);
    var result =
        process
            .carryOut(prepared.with(Map.of(target("sydney"), approved)), 1, RolloutListener.NONE)
            .getFirst();

    assertThat(result.reason()).isEqualTo(new Reason.ApprovalNeeded());
    assertThat(site.read("sydney", "app")).isEqualTo(Map.of("a", "from outside"));
  }

  @Test
  void an_approved_plan_is_refused_when_the_files_are_other_ones() throws Exception {
    var process = site.process("ana", Disk.Watch.NONE);
    var before = site.world(List.of(List.of("sydney")), component("app", "{a: 1}"));
    var approved = planned(process.prepare(before, Site.targets(before), 1));
    var after = site.world(List.of(List.of("sydney")), component("app", "{a: 2}"));

    var result =
        process
            .carryOut(
                process
                    .prepare(after, Site.targets(after), 1)
                    .with(Map.of(target("sydney"), approved)),
                1,
                RolloutListener.NONE)
            .getFirst();

    assertThat(result.status()).isEqualTo(Status.FAILED);
    assertThat(result.reason()).isEqualTo(new Reason.ApprovalNeeded());
    assertThat(site.read("sydney", "app")).isEmpty();
  }

  private static TargetPlan planned(Preparation preparation) throws Exception {
    var plan = preparation.plans().getFirst();
    return PlanDocument.read(PlanDocument.write(plan).toString());
  }
}
