package dev.landfall.engine.rollout;

import static dev.landfall.engine.folder.FolderWorld.component;
import static dev.landfall.engine.folder.FolderWorld.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.engine.event.Status;
import dev.landfall.engine.folder.Disk;
import dev.landfall.engine.plan.ComponentPlan;
import dev.landfall.engine.plan.TargetPlan;
import dev.landfall.engine.plan.World;
import dev.landfall.engine.rollout.TargetResult.ComponentResult;
import dev.landfall.engine.rollout.TargetResult.Reason;
import dev.landfall.spi.Change;
import dev.landfall.spi.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Components that read what others put out.
class OutputsTest {
  private static final Target SYDNEY = target("sydney");
  private static final List<List<String>> WAVES = List.of(List.of("sydney"));
  private static final String APP = component("app", "{a: 1}");
  private static final String READER = component("web", "{app: \"${app.stamp}\"}");
  private static final String PLACED =
      "web: {uses: folder, with: {folder: \"${region.root}/of-${app.files}\", entries: {a: 1}}}\n";

  @TempDir Path temporary;
  private Site site;
  private Rollouts process;

  @BeforeEach
  void open() {
    site = new Site(temporary);
    process = site.process("ana", Disk.Watch.NONE);
  }

  @AfterEach
  void close() {
    site.close();
    assertThat(site.defects).isEmpty();
  }

  private Preparation prepare(World world) throws InterruptedException {
    return process.prepare(world, Site.targets(world), 1);
  }

  private TargetResult carryOut(Preparation preparation) throws InterruptedException {
    return process.carryOut(preparation, 1, RolloutListener.NONE).getFirst();
  }

  private TargetResult deploy(World world) throws InterruptedException {
    return carryOut(prepare(world));
  }

  private static ComponentPlan web(Preparation preparation) {
    return preparation.plans().getFirst().components().getLast();
  }

  private static void assert_refused(TargetResult result, String message) {
    assertThat(result.status()).isEqualTo(Status.FAILED);
    assertThat(result.reason()).isEqualTo(new Reason.ApprovalNeeded());
    assertThat(result.message()).isEqualTo(message);
    assertThat(result.components())
        .extracting(ComponentResult::status)
        .containsExactly(Status.SUCCEEDED, Status.FAILED);
  }

  @Test
  void a_component_whose_values_were_unknown_is_planned_again_when_they_are_known()
      throws Exception {
    var prepared = prepare(site.world(WAVES, APP, READER));
    assertThat(web(prepared).plan().unknown())
        .containsExactly("with.entries.app (known after app)");

    var result = carryOut(prepared);

    assertThat(result.status()).as(result.message()).isEqualTo(Status.SUCCEEDED);
    var stamp = result.components().getFirst().outputs().get("stamp");
    assertThat(site.read("sydney", "web")).isEqualTo(Map.of("app", stamp));
  }

  @Test
  void more_than_was_shown_with_placeholders_is_refused() throws Exception {
    var prepared = prepare(site.world(WAVES, APP, READER));
    site.write("sydney", "web", "stray", "somebody's");

    assert_refused(
        carryOut(prepared),
        "web: now that its values are known, component web would also delete stray");
    assertThat(site.read("sydney", "web")).isEqualTo(Map.of("stray", "somebody's"));
    assertThat(site.read("sydney", "app")).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void a_deferred_component_may_do_what_destroys_nothing() throws Exception {
    var prepared = prepare(site.world(WAVES, APP, PLACED));
    assertThat(web(prepared).deferred()).isTrue();

    var result = carryOut(prepared);

    assertThat(result.status()).as(result.message()).isEqualTo(Status.SUCCEEDED);
    assertThat(site.read("sydney", "of-1")).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void a_deferred_component_that_would_destroy_data_is_refused() throws Exception {
    site.write("sydney", "of-1", "stray", "somebody's");

    assert_refused(
        deploy(site.world(WAVES, APP, PLACED)),
        "web: now that its values are known, component web would destroy data that no approved"
            + " plan showed");
    assertThat(site.read("sydney", "of-1")).isEqualTo(Map.of("stray", "somebody's"));
  }

  @Test
  void a_rollout_that_was_refused_is_finished_by_a_new_plan() throws Exception {
    site.write("sydney", "of-1", "stray", "somebody's");
    var world = site.world(WAVES, APP, PLACED);
    deploy(world);

    var prepared = prepare(world);
    assertThat(web(prepared).plan().changes())
        .extracting(Change::summary)
        .containsExactly("create a", "delete stray");
    assertThat(carryOut(prepared).status()).isEqualTo(Status.SUCCEEDED);
    assertThat(site.read("sydney", "of-1")).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void when_a_component_puts_out_other_values_its_readers_do_not_go_on_with_the_old_ones()
      throws Exception {
    deploy(site.world(WAVES, APP, READER));
    var before = site.read("sydney", "web");
    var world = site.world(WAVES, component("app", "{a: 2}"), READER);
    var prepared = prepare(world);
    assertThat(web(prepared).isEmpty()).isTrue();

    assert_refused(
        carryOut(prepared),
        "web: now that its values are known, component web would also update app");
    assertThat(site.read("sydney", "web")).isEqualTo(before);

    assertThat(deploy(world).status()).isEqualTo(Status.SUCCEEDED);
    assertThat(prepare(world).plans()).allMatch(TargetPlan::isEmpty);
  }

  @Test
  void a_change_that_was_shown_with_an_old_value_is_not_made_with_a_new_one() throws Exception {
    deploy(site.world(WAVES, APP));
    var world = site.world(WAVES, component("app", "{a: 2}"), READER);
    var prepared = prepare(world);
    assertThat(web(prepared).plan().unknown()).isEmpty();

    assert_refused(
        carryOut(prepared),
        "web: now that its values are known, component web would also create app");
    assertThat(site.read("sydney", "web")).isEmpty();
  }

  @Test
  void readers_of_values_that_stay_go_on() throws Exception {
    var reader = component("web", "{files: \"${app.files}\", b: 1}");
    deploy(site.world(WAVES, APP, component("web", "{files: \"${app.files}\"}")));

    var result = deploy(site.world(WAVES, component("app", "{a: 2}"), reader));

    assertThat(result.status()).as(result.message()).isEqualTo(Status.SUCCEEDED);
    assertThat(site.read("sydney", "web")).isEqualTo(Map.of("files", "1", "b", "1"));
  }

  @Test
  void a_component_rolled_out_alone_reads_what_the_others_put_out_before() throws Exception {
    var first = site.world(WAVES, APP, READER);
    deploy(first);
    var all = site.world(WAVES, APP, component("web", "{app: \"${app.stamp}\", b: 2}"));
    var alone = new World(all.blueprint(), all.release(), all.sources(), all.goal(), Set.of("web"));

    var prepared = prepare(alone);
    assertThat(web(prepared).plan().unknown()).isEmpty();
    var result = carryOut(prepared);

    assertThat(result.status()).as(result.message()).isEqualTo(Status.SUCCEEDED);
    assertThat(site.read("sydney", "web")).containsEntry("b", "2").containsKey("app");
    assertThat(process.lastOutputs(SYDNEY, "app")).isPresent();
  }
}
