package dev.landfall.engine.rollout;

import static dev.landfall.engine.folder.FolderWorld.component;
import static dev.landfall.engine.folder.FolderWorld.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.engine.event.Rollout;
import dev.landfall.engine.event.Status;
import dev.landfall.engine.folder.Disk;
import dev.landfall.engine.plan.TargetPlan;
import dev.landfall.spi.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CancellingTest {
  private static final String APP = component("app", "{a: 1, b: 2}");
  private static final String WEB = component("web", "{a: 1}");

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

  private void assert_cancelled(Target target) throws Exception {
    var rollout = Rollout.of(site.log.ofRollout(site.log.rollouts(target, 1).getFirst()));
    assertThat(rollout.status()).as("%s", target).isEqualTo(Status.CANCELLED);
    assertThat(rollout.message()).isEqualTo("app: it was cancelled");
    assertThat(site.log.held(target)).isEmpty();
    assertThat(site.account(target.region(), "app")).containsExactly("write a");
    assertThat(site.account(target.region(), "web")).isEmpty();
  }

  @Test
  void an_interrupted_rollout_ends_after_the_effect_under_way() throws Exception {
    var watch =
        new Disk.Watch() {
          @Override
          public void changing(Path folder, String name) {
            Thread.currentThread().interrupt();
          }
        };
    var world = site.world(List.of(List.of("sydney"), List.of("london")), APP, WEB);
    var results = Site.deploy(site.process("ana", watch), world, 1);

    assertThat(Thread.interrupted()).as("the interruption is left standing").isTrue();
    assertThat(results)
        .extracting(TargetResult::status)
        .containsExactly(Status.CANCELLED, Status.CANCELLED);
    assert_cancelled(target("sydney"));
  }

  @Test
  void interrupting_the_caller_cancels_every_target_and_waits_for_them() throws Exception {
    var regions = List.of("sydney", "london", "dublin");
    var inside = new CountDownLatch(regions.size());
    Set<Thread> working = ConcurrentHashMap.newKeySet();
    var watch =
        new Disk.Watch() {
          @Override
          public void changing(Path folder, String name) throws IOException {
            working.add(Thread.currentThread());
            inside.countDown();
            try {
              if (new CountDownLatch(1).await(60, TimeUnit.SECONDS)) {
                throw new IOException("nobody counts down");
              }
              throw new IOException("nobody interrupted");
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    var process = site.process("ana", watch);
    var prepared = prepare(process, regions);
    var refused = new AtomicBoolean();
    var caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                process.carryOut(prepared, 3, RolloutListener.NONE);
              } catch (InterruptedException e) {
                refused.set(true);
              }
            });
    assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
    caller.interrupt();
    caller.join();

    assertThat(refused).isTrue();
    assertThat(working).hasSize(3);
    for (var thread : working) {
      // Its task has ended; the system may take a moment longer to end the thread.
      assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
    }
    for (var region : regions) {
      assert_cancelled(target(region));
    }
  }

  private Preparation prepare(Rollouts process, List<String> regions) throws InterruptedException {
    var world = site.world(List.of(regions), APP, WEB);
    return process.prepare(world, Site.targets(world), 3);
  }

  @Test
  void a_cancelled_rollout_is_finished_by_the_next_one() throws Exception {
    var cancelled = new AtomicBoolean();
    var watch =
        new Disk.Watch() {
          @Override
          public void changing(Path folder, String name) {
            if (cancelled.compareAndSet(false, true)) {
              Thread.currentThread().interrupt();
            }
          }
        };
    var process = site.process("ana", watch);
    var world = site.world(List.of(List.of("sydney")), APP, WEB);
    Site.deploy(process, world, 1);
    assertThat(Thread.interrupted()).isTrue();

    assertThat(Site.deploy(process, world, 1))
        .extracting(TargetResult::status)
        .containsExactly(Status.SUCCEEDED);
    assertThat(site.account("sydney", "app")).containsExactly("write a", "write b");
    assertThat(process.prepare(world, Site.targets(world), 1).plans())
        .allMatch(TargetPlan::isEmpty);
  }

  @Test
  void interrupted_planning_writes_nothing() {
    var process = site.process("ana", Disk.Watch.NONE);

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> prepare(process, List.of("sydney", "london")))
        .isInstanceOf(InterruptedException.class);
    assertThat(site.events()).isEmpty();
  }
}
