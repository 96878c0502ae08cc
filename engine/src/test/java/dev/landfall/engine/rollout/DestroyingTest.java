package dev.landfall.engine.rollout;

import static dev.landfall.engine.folder.FolderWorld.component;
import static dev.landfall.engine.folder.FolderWorld.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.landfall.engine.event.Event;
import dev.landfall.engine.event.Status;
import dev.landfall.engine.event.TargetState;
import dev.landfall.engine.folder.Disk;
import dev.landfall.engine.folder.FolderProvider;
import dev.landfall.engine.plan.ComponentPlan;
import dev.landfall.engine.plan.PlanDocument;
import dev.landfall.engine.plan.TargetPlan;
import dev.landfall.engine.plan.World;
import dev.landfall.engine.rollout.DriftCheck.Finding;
import dev.landfall.engine.rollout.Preparation.Prepared;
import dev.landfall.engine.rollout.TargetResult.ComponentResult;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestroyingTest {
  private static final Target SYDNEY = target("sydney");
  private static final List<List<String>> WAVES = List.of(List.of("sydney"));
  private static final String APP = component("app", "{a: 1, b: 2}");

  /// It cannot be found before it is known what `app` put out.
  private static final String WEB =
      "web: {uses: folder, with: {folder: \"${region.root}/web/${app.files}\", entries: {c: 3}}}\n";

  private static final String WEB_FOLDER = "web/2";

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

  private static World destroyed(World world, String... only) {
    return new World(
        world.blueprint(), world.release(), world.sources(), new Goal.Destroyed(), Set.of(only));
  }

  private World platform() throws IOException {
    return platform(site);
  }

  private static World platform(Site site) throws IOException {
    Files.createDirectories(site.root.resolve("sydney").resolve("web"));
    return site.world(WAVES, APP, WEB);
  }

  private static void deploy(Site site, World world) throws Exception {
    assertThat(Site.deploy(site.process("ana", Disk.Watch.NONE), world, 1))
        .extracting(TargetResult::status)
        .containsExactly(Status.SUCCEEDED);
  }

  private Prepared prepared(World world) throws Exception {
    var preparation = site.process("ana", Disk.Watch.NONE).prepare(world, Site.targets(world), 1);
    return preparation.inOrder().findFirst().orElseThrow().getValue();
  }

  private TargetPlan plan(World world) throws Exception {
    return prepared(world) instanceof Prepared.Planned(var plan, var replaces)
        ? plan
        : org.assertj.core.api.Assertions.fail("not planned");
  }

  @Test
  void what_needs_another_goes_before_it() throws Exception {
    var world = platform();
    deploy(site, world);
    var plan = plan(destroyed(world));
    assertThat(plan.components()).extracting(ComponentPlan::name).containsExactly("web", "app");
    assertThat(plan.components()).allMatch(ComponentPlan::losesData);
    assertThat(PlanDocument.read(PlanDocument.write(plan).toString())).isEqualTo(plan);

    var results = Site.deploy(site.process("ana", Disk.Watch.NONE), destroyed(world), 1);

    assertThat(results).extracting(TargetResult::status).containsExactly(Status.SUCCEEDED);
    assertThat(results.getFirst().components())
        .extracting(ComponentResult::name)
        .containsExactly("web", "app");
    assertThat(site.read("sydney", WEB_FOLDER)).isEmpty();
    assertThat(site.read("sydney", "app")).isEmpty();
    assertThat(site.story("ro-2"))
        .containsSubsequence(
            "ComponentStarted",
            "ComponentDestroyed",
            "ComponentFinished",
            "ComponentStarted",
            "ComponentDestroyed",
            "ComponentFinished",
            "RolloutFinished");
    var state = Objects.requireNonNull(TargetState.of(site.log, List.of(SYDNEY)).get(SYDNEY));
    assertThat(state.components().values())
        .hasSize(2)
        .allMatch(TargetState.ComponentEnd::isDestroyed)
        .allMatch(end -> end.outputs().isEmpty());
    assertThat(plan(destroyed(world)).isEmpty()).isTrue();
  }

  @Test
  void what_was_destroyed_is_rolled_out_again_as_new() throws Exception {
    var world = platform();
    deploy(site, world);
    Site.deploy(site.process("ana", Disk.Watch.NONE), destroyed(world), 1);

    deploy(site, world);

    assertThat(site.read("sydney", "app")).containsOnlyKeys("a", "b");
    assertThat(site.read("sydney", WEB_FOLDER)).containsOnlyKeys("c");
    var state = Objects.requireNonNull(TargetState.of(site.log, List.of(SYDNEY)).get(SYDNEY));
    assertThat(state.components().values()).noneMatch(TargetState.ComponentEnd::isDestroyed);
  }

  @Test
  void drift_has_nothing_to_compare_a_destroyed_component_with() throws Exception {
    var world = platform();
    deploy(site, world);
    Site.deploy(site.process("ana", Disk.Watch.NONE), destroyed(world, "web"), 1);

    var check = new DriftCheck(site.log, site.process("ana", Disk.Watch.NONE));
    var findings = check.check(world, List.of(SYDNEY), 1);

    assertThat(findings)
        .satisfiesExactly(
            app ->
                assertThat(app)
                    .isInstanceOfSatisfying(
                        Finding.Compared.class,
                        compared -> assertThat(compared.differences()).isEmpty()),
            web ->
                assertThat(web)
                    .isEqualTo(new Finding.Destroyed(SYDNEY, "web", site.clock.instant())));
  }

  @Test
  void what_another_component_still_needs_is_not_destroyed() throws Exception {
    var world = platform();
    deploy(site, world);

    assertThat(prepared(destroyed(world, "app")))
        .isInstanceOfSatisfying(
            Prepared.Unplannable.class,
            unplannable ->
                assertThat(unplannable.cause().problems())
                    .extracting(Problem::summary)
                    .containsExactly("component \"web\" needs \"app\""));

    Site.deploy(site.process("ana", Disk.Watch.NONE), destroyed(world, "web"), 1);
    var results = Site.deploy(site.process("ana", Disk.Watch.NONE), destroyed(world, "app"), 1);
    assertThat(results).extracting(TargetResult::status).containsExactly(Status.SUCCEEDED);
    assertThat(site.read("sydney", "app")).isEmpty();
  }

  @Test
  void of_what_was_never_rolled_out_there_is_nothing_to_destroy() throws Exception {
    var world = platform();

    assertThat(plan(destroyed(world)).isEmpty()).isTrue();
    assertThat(Site.deploy(site.process("ana", Disk.Watch.NONE), destroyed(world), 1))
        .extracting(TargetResult::status)
        .containsExactly(Status.SUCCEEDED);
  }

  @Test
  void another_event_log_knows_what_is_there_by_looking() throws Exception {
    var world = platform();
    site.write("sydney", "app", "a", "1");
    site.write("sydney", "app", "b", "2");
    site.write("sydney", WEB_FOLDER, "c", "3");

    assertThat(plan(destroyed(world)).components())
        .allSatisfy(component -> assertThat(component.plan().changes()).isNotEmpty());
    Site.deploy(site.process("ana", Disk.Watch.NONE), destroyed(world), 1);

    assertThat(site.read("sydney", WEB_FOLDER)).isEmpty();
    assertThat(site.read("sydney", "app")).isEmpty();
  }

  @Test
  void what_fails_in_the_middle_is_finished_by_the_same_command() throws Exception {
    var world = platform();
    deploy(site, world);
    var refused = new AtomicInteger();
    var watch =
        new Disk.Watch() {
          @Override
          public void changing(Path folder, String name) throws IOException {
            if (name.equals("b") && refused.getAndIncrement() == 0) {
              throw new IOException("disk full");
            }
          }
        };

    var failed = Site.deploy(site.process("ana", watch), destroyed(world), 1);
    assertThat(failed).extracting(TargetResult::status).containsExactly(Status.FAILED);
    assertThat(site.read("sydney", WEB_FOLDER)).isEmpty();
    assertThat(site.read("sydney", "app")).containsOnlyKeys("b");

    var results = Site.deploy(site.process("ana", Disk.Watch.NONE), destroyed(world), 1);
    assertThat(results).extracting(TargetResult::status).containsExactly(Status.SUCCEEDED);
    assertThat(site.read("sydney", "app")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_process_lost_at_any_event_is_carried_on(boolean kept) throws Exception {
    var appends = Integer.MAX_VALUE;
    for (var nth = 1; nth <= appends; nth++) {
      var when = "lost at append %s, kept: %s".formatted(nth, kept);
      try (var again = new Site(Files.createTempDirectory(temporary, "site"))) {
        var world = platform(again);
        deploy(again, world);
        var asked = lose(again, destroyed(world), nth, kept);
        if (asked < nth) {
          appends = asked;
          break;
        }

        var results = Site.deploy(again.process("ben", Disk.Watch.NONE), destroyed(world), 1);

        assertThat(results).as(when).extracting(TargetResult::message).containsOnly("");
        assertThat(again.read("sydney", WEB_FOLDER)).as(when).isEmpty();
        assertThat(again.read("sydney", "app")).as(when).isEmpty();
        assertThat(again.account("sydney", "app"))
            .as(when)
            .containsExactly("write a", "write b", "delete a", "delete b");
        assertThat(again.log.held(SYDNEY)).as(when).isEmpty();
        assertThat(again.defects).isEmpty();
      }
    }
    assertThat(appends).isGreaterThanOrEqualTo(10);
  }

  @Test
  void a_rollout_takes_the_place_of_an_interrupted_destruction() throws Exception {
    var world = platform();
    deploy(site, world);
    lose(site, destroyed(world), 6, true);

    deploy(site, world);

    assertThat(site.read("sydney", "app")).containsOnlyKeys("a", "b");
    assertThat(site.read("sydney", WEB_FOLDER)).containsOnlyKeys("c");
    assertThat(site.log.ofRollout("ro-2").getLast().event())
        .isInstanceOfSatisfying(
            Event.RolloutFinished.class,
            end -> assertThat(end.status()).isEqualTo(Status.CANCELLED));
  }

  @Test
  void an_interrupted_destruction_is_not_taken_up_for_other_components() throws Exception {
    var world = platform();
    deploy(site, world);
    lose(site, destroyed(world), 4, true);

    assertThat(prepared(destroyed(world))).isInstanceOf(Prepared.Resuming.class);
    assertThat(prepared(destroyed(world, "web")))
        .isInstanceOfSatisfying(
            Prepared.Planned.class,
            planned -> {
              assertThat(planned.replaces()).isPresent();
              assertThat(planned.plan().components())
                  .extracting(ComponentPlan::name)
                  .containsExactly("web");
            });
  }

  @Test
  void a_component_whose_rollout_was_lost_is_there_and_not_destroyed_any_more() throws Exception {
    var world = platform();
    deploy(site, world);
    Site.deploy(site.process("ana", Disk.Watch.NONE), destroyed(world), 1);
    for (var nth = 1; !isUnderWay("web"); nth++) {
      lose(site, world, nth, true);
    }

    assertThat(prepared(destroyed(world, "app")))
        .isInstanceOfSatisfying(
            Prepared.Unplannable.class,
            unplannable -> assertThat(unplannable.cause().problems()).hasSize(1));
    var state = Objects.requireNonNull(TargetState.of(site.log, List.of(SYDNEY)).get(SYDNEY));
    assertThat(state.isDestroyed("web")).isFalse();
    assertThat(state.isThere("web")).isTrue();
  }

  private boolean isUnderWay(String component) {
    var state = Objects.requireNonNull(TargetState.of(site.log, List.of(SYDNEY)).get(SYDNEY));
    return state.begun().contains(component);
  }

  @Test
  void what_cannot_be_looked_at_is_told_and_nothing_is_destroyed() throws Exception {
    var world = platform();
    site.write("sydney", WEB_FOLDER, "c", "3");
    site.write("sydney", "app", "a", "1");
    var looked = new AtomicInteger();
    var watch =
        new Disk.Watch() {
          @Override
          public void reading(Path folder) throws IOException {
            if (folder.endsWith("app") && looked.getAndIncrement() == 0) {
              throw new IOException("not reached");
            }
          }
        };

    var preparation = site.process("ana", watch).prepare(destroyed(world), Site.targets(world), 1);

    assertThat(preparation.inOrder().findFirst().orElseThrow().getValue())
        .isInstanceOfSatisfying(
            Prepared.Unplannable.class,
            unplannable -> assertThat(unplannable.cause()).hasMessageContaining("cannot be read"));
    assertThat(site.read("sydney", WEB_FOLDER)).containsOnlyKeys("c");
  }

  /// @return how many appends a process asked for until it was lost
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
    var preparation = process.prepare(world, Site.targets(world), 1);
    var lost = catchThrowable(() -> process.carryOut(preparation, 1, RolloutListener.NONE));
    if (lost != null) {
      assertThat(lost).isInstanceOf(DyingLog.ProcessLost.class);
      site.gone.add(Site.holder("ana"));
    }
    return log.get().appends();
  }
}
