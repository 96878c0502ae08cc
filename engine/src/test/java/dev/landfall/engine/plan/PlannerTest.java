package dev.landfall.engine.plan;

import static dev.landfall.engine.folder.FolderWorld.component;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.engine.folder.Disk;
import dev.landfall.engine.folder.FolderLookups;
import dev.landfall.engine.folder.FolderProvider;
import dev.landfall.engine.folder.FolderWorld;
import dev.landfall.engine.folder.RandomPlatform;
import dev.landfall.engine.secret.Redactor;
import dev.landfall.engine.secret.SecretSource;
import dev.landfall.spi.Change;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.Secret;
import dev.landfall.spi.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest implements Disk.Watch {
  private static final Target SYDNEY = FolderWorld.target("sydney");
  private static final String PASSWORD = "kookaburra-71";
  private static final int SEEDS = 60;

  @TempDir Path root;
  private final List<String> looks = Collections.synchronizedList(new ArrayList<>());
  private final FolderProvider provider = new FolderProvider(new Disk(this));

  @Override
  public void reading(Path folder) {
    looks.add(String.valueOf(folder.getFileName()));
  }

  private World world(String... components) {
    return FolderWorld.of(root, List.of(List.of("sydney")), String.join("", components), provider);
  }

  private Planner planner(Map<String, Outputs> last) {
    var redactor = new Redactor();
    redactor.add(Secret.of(PASSWORD));
    var secrets = SecretSource.environment(Map.of("PASSWORD", PASSWORD));
    return new Planner(
        Map.of("folder", provider), secrets, redactor, new FolderLookups(root, last));
  }

  private TargetPlan plan(World world) throws Exception {
    return planner(Map.of()).plan(world, SYDNEY);
  }

  private void live(String component, String name, String content) throws IOException {
    var folder = Files.createDirectories(FolderWorld.folder(root, "sydney", component));
    Files.writeString(folder.resolve(name), content);
  }

  private static Change change(TargetPlan plan, String component, String address) {
    return part(plan, component).plan().changes().stream()
        .filter(change -> change.address().equals(address))
        .findFirst()
        .orElseThrow();
  }

  private static ComponentPlan part(TargetPlan plan, String component) {
    return plan.components().stream()
        .filter(part -> part.name().equals(component))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void components_are_planned_after_those_they_need() throws Exception {
    for (var seed = 0; seed < SEEDS; seed++) {
      var platform = RandomPlatform.of(seed);
      looks.clear();
      var plan = plan(world(platform.components()));

      var order = plan.components().stream().map(ComponentPlan::name).toList();
      assertThat(order).containsExactlyInAnyOrderElementsOf(platform.names());
      for (var name : order) {
        for (var upstream : platform.upstream(name)) {
          assertThat(order.indexOf(upstream)).as("seed %s", seed).isLessThan(order.indexOf(name));
          assertThat(looks.indexOf(upstream)).as("seed %s", seed).isLessThan(looks.indexOf(name));
        }
      }
    }
  }

  @Test
  void every_value_that_is_not_known_yet_is_shown_and_none_is_invented() throws Exception {
    for (var seed = 0; seed < SEEDS; seed++) {
      var platform = RandomPlatform.of(seed);
      var plan = plan(world(platform.components()));

      for (var name : platform.names()) {
        var reads = platform.reads().getOrDefault(name, List.of());
        assertThat(part(plan, name).plan().unknown())
            .containsExactlyElementsOf(
                reads.stream()
                    .map(read -> "with.entries.from-" + read + " (known after " + read + ")")
                    .toList());
        assertThat(part(plan, name).plan().changes()).hasSize(reads.size() + 1);
        for (var read : reads) {
          assertThat(change(plan, name, "from-" + read).diff())
              .isEqualTo("from-" + read + ": (known after " + read + ")");
        }
      }
    }
  }

  @Test
  void two_components_of_a_target_that_are_the_same_are_told() throws Exception {
    var world =
        world(
            component("a", "{x: 1}"),
            component("b", "{x: 2}"),
            component("a", "{x: 3}").replaceFirst("a:", "c:"));

    assertThatThrownBy(() -> plan(world))
        .isInstanceOfSatisfying(
            PlanException.class,
            refusal ->
                assertThat(refusal.problems())
                    .singleElement()
                    .satisfies(problem -> {
                      assertThat(problem.summary())
                          .isEqualTo("component \"c\" is the same as \"a\"");
                      assertThat(problem.detail())
                          .startsWith("Both are folder ")
                          .endsWith("/a. Tell them apart, or take one of them out.");
                      assertThat(problem.location().line()).isPositive();
                    }));
    assertThat(planner(Map.of()).check(world, List.of(SYDNEY)))
        .extracting(problem -> problem.summary())
        .containsExactly("component \"c\" is the same as \"a\"");
    assertThat(looks).as("nothing is asked").isEmpty();
  }

  @Test
  void planning_twice_gives_equal_plans_and_digests() throws Exception {
    for (var seed = 0; seed < SEEDS; seed++) {
      var world = world(RandomPlatform.of(seed).components());
      var plan = plan(world);

      assertThat(plan(world)).isEqualTo(plan);
      assertThat(plan(world).digest()).isEqualTo(plan.digest());
    }
  }

  @Test
  void planning_writes_nothing() throws Exception {
    live("app", "stray", "1");
    plan(world(component("app", "{a: 1}"), component("web", "{a: \"${app.stamp}\"}")));

    try (var files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile))
          .containsExactly(FolderWorld.folder(root, "sydney", "app").resolve("stray"));
    }
  }

  @Test
  void what_the_last_rollout_put_out_is_known() throws Exception {
    var last = Map.of("app", new Outputs(Map.of("stamp", "s1", "files", 1L)));
    var plan =
        planner(last)
            .plan(
                world(component("app", "{a: 1}"), component("web", "{a: \"${app.stamp}\"}")),
                SYDNEY);

    assertThat(part(plan, "web").plan().unknown()).isEmpty();
    assertThat(change(plan, "web", "a").diff()).isEqualTo("a: s1");
  }

  @Test
  void an_output_that_a_component_names_since_its_last_rollout_is_looked_at_or_unknown()
      throws Exception {
    var last = Map.of("app", new Outputs(Map.of("stamp", "s1")));
    var world =
        world(
            component("app", "{a: 1}"), component("web", "{a: \"${app.files} of ${app.stamp}\"}"));

    assertThat(part(planner(last).plan(world, SYDNEY), "web").plan().unknown())
        .containsExactly("with.entries.a (known after app)");

    live("app", "a", "1");
    var settled = planner(last).plan(world, SYDNEY);
    assertThat(part(settled, "app").isEmpty()).isTrue();
    assertThat(part(settled, "web").plan().unknown()).isEmpty();
    assertThat(change(settled, "web", "a").diff()).startsWith("a: 1 of ");
  }

  @Test
  void of_a_component_with_nothing_to_do_what_its_provider_sees_is_known() throws Exception {
    live("app", "a", "1");
    var plan =
        plan(world(component("app", "{a: 1}"), component("web", "{a: \"${app.files} files\"}")));

    assertThat(part(plan, "app").isEmpty()).isTrue();
    assertThat(part(plan, "web").plan().unknown()).isEmpty();
    assertThat(change(plan, "web", "a").diff()).isEqualTo("a: 1 files");
  }

  @Test
  void a_component_whose_place_is_not_known_yet_is_deferred() throws Exception {
    var plan =
        plan(
            world(
                component("app", "{a: 1}"),
                "web: {uses: folder, with: {folder: \"${region.root}/${app.stamp}\"}}\n"));

    assertThat(part(plan, "web").deferred()).isTrue();
    assertThat(part(plan, "web").plan().changes()).isEmpty();
    assertThat(part(plan, "web").plan().unknown()).containsExactly("with.folder (known after app)");
    assertThat(plan.isEmpty()).isFalse();
  }

  @Test
  void only_the_components_asked_for_are_planned() throws Exception {
    var all = world(component("app", "{a: 1}"), component("web", "{a: 1}"));
    var some = new World(all.blueprint(), all.release(), all.sources(), all.goal(), Set.of("web"));

    assertThat(plan(some).components()).extracting(ComponentPlan::name).containsExactly("web");
    assertThat(looks).doesNotContain("app");
  }

  @Test
  void a_secret_stands_in_no_plan() throws Exception {
    live("app", "stray " + PASSWORD, "1");
    var plan = plan(world(component("app", "{login: \"ana:${secret:PASSWORD}\"}")));

    assertThat(plan.toString()).doesNotContain(PASSWORD).contains("stray ***");
    assertThat(PlanDocument.write(plan).toString()).doesNotContain(PASSWORD);
    assertThat(change(plan, "app", "login").diff()).isEqualTo("login: (secret)");
  }

  @Test
  void a_component_that_cannot_be_planned_is_named_with_its_target() throws Exception {
    live("app", "a", "1");
    Files.createDirectory(FolderWorld.folder(root, "sydney", "app").resolve("not-a-file"));
    var world = world(component("base", "{a: 1}"), component("app", "{a: 1}"));

    assertThatThrownBy(() -> plan(world))
        .isInstanceOfSatisfying(
            PlanException.class,
            e -> {
              assertThat(e.component()).isEqualTo("app");
              assertThat(e.target()).isEqualTo(SYDNEY);
              assertThat(e.kind()).isEqualTo(ProviderException.Kind.FAILED);
            });
  }

  @Test
  void checking_finds_every_mistake_of_every_target_and_looks_at_nothing() throws Exception {
    var world =
        FolderWorld.of(
            root,
            List.of(List.of("sydney", "london")),
            component("app", "{a/b: 1}") + component("web", "{c/d: \"${app.stamp}\"}"),
            provider);
    var problems =
        planner(Map.of())
            .check(world, List.of(FolderWorld.target("london"), FolderWorld.target("sydney")));

    assertThat(problems)
        .extracting(problem -> problem.detail())
        .containsExactly("\"a/b\" is no file of the folder.", "\"c/d\" is no file of the folder.");
    assertThat(looks).isEmpty();
  }
}
