package dev.landfall.engine.rollout;

import static dev.landfall.engine.folder.FolderWorld.component;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.engine.event.Event;
import dev.landfall.engine.event.Status;
import dev.landfall.engine.folder.Disk;
import dev.landfall.engine.folder.FolderProvider;
import dev.landfall.engine.folder.FolderSettings;
import dev.landfall.spi.Action;
import dev.landfall.spi.Change;
import dev.landfall.spi.Context;
import dev.landfall.spi.Desired;
import dev.landfall.spi.Journal;
import dev.landfall.spi.Observation;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.Plan;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Provider;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  private static final String ENCODED =
      Base64.getEncoder().encodeToString(Site.PASSWORD.getBytes(StandardCharsets.UTF_8));

  @TempDir Path temporary;
  private Site site;
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void open() {
    site = new Site(temporary);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private final class Listener implements RolloutListener {
    @Override
    public void happened(Target target, String rollout, Event event) {
      told.add(event.toString());
    }

    @Override
    public void progressed(Target target, String component, String doing, int done, int total) {
      told.add(doing);
    }
  }

  /// A provider that puts the password into every text it has.
  ///
  /// @param fails whether its apply fails
  private record Careless(boolean fails) implements Provider<FolderSettings> {
    private static String text(String word) {
      return word + " with " + Site.PASSWORD + " or " + ENCODED;
    }

    @Override
    public String kind() {
      return "folder";
    }

    @Override
    public Class<FolderSettings> settings() {
      return FolderSettings.class;
    }

    @Override
    public Optional<Set<String>> outputs() {
      return Optional.of(Set.of("stamp", "files"));
    }

    @Override
    public List<Problem> check(Desired<FolderSettings> desired, Context context) {
      return List.of(Problem.warning(Problem.Location.of("f"), "careless", text("check")));
    }

    @Override
    public Plan plan(Desired<FolderSettings> desired, Context context) {
      var losses = List.of(new Change.Loss(text("loss"), text("extent")));
      var change = new Change(Action.RUN, "it", text("summary"), text("diff"), losses);
      return new Plan("b", List.of(change), List.of(), List.of(text("note")));
    }

    @Override
    public Outputs apply(Plan plan, Desired<FolderSettings> desired, Context context)
        throws ProviderException, InterruptedException {
      context.progress(text("progress"), 0, 1);
      context
          .journal()
          .record(
              List.of(
                  new Journal.Begin(new Journal.Effect("a", text("what"), text("question"))),
                  new Journal.Done("a", text("note")),
                  new Journal.Begin(new Journal.Effect("b", text("what"), text("question"))),
                  new Journal.NotDone("b", text("reason")),
                  new Journal.Begin(new Journal.Effect("c", text("what"), text("question"))),
                  new Journal.InDoubt("c", text("reason")),
                  new Journal.Checkpoint("at", text("value"))));
      if (fails) {
        throw new ProviderException(
            ProviderException.Kind.FAILED, text("message"), text("next"), new IOException());
      }
      return new Outputs(
          Map.of("stamp", text("stamp"), "files", List.of(Map.of("name", text("nested")))));
    }

    @Override
    public Observation observe(Desired<FolderSettings> desired, Context context) {
      return new Observation(
          Map.of("it", text("item"), text("address"), "item"),
          Outputs.NONE,
          List.of(text("unchecked")));
    }

    @Override
    public List<String> unlock(Desired<FolderSettings> desired, Context context) {
      return List.of();
    }
  }

  private void assert_nowhere(List<String> texts) {
    assertThat(texts).isNotEmpty();
    assertThat(String.join("\n", texts))
        .contains("***")
        .doesNotContain(Site.PASSWORD)
        .doesNotContain(ENCODED);
  }

  private void roll_out(boolean fails, Status status) throws Exception {
    var world = site.world(List.of(List.of("sydney")), component("app", "{a: 1}"));
    var process = site.process("ana", new Careless(fails), own -> own);
    var prepared = process.prepare(world, Site.targets(world), 1);
    var results = process.carryOut(prepared, 1, new Listener());

    assertThat(results).extracting(TargetResult::status).containsExactly(status);
    assert_nowhere(List.of(prepared.toString()));
    assert_nowhere(results.stream().map(TargetResult::toString).toList());
    assert_nowhere(site.events().stream().map(Object::toString).toList());
    assert_nowhere(told);
    site.close();
    try (var files = Files.walk(temporary.resolve("state"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as("%s", file)
            .doesNotContain(Site.PASSWORD)
            .doesNotContain(ENCODED);
      }
    }
  }

  @Test
  void no_secret_is_kept_or_told_when_a_provider_is_careless() throws Exception {
    roll_out(false, Status.SUCCEEDED);
  }

  @Test
  void no_secret_is_kept_or_told_when_a_careless_provider_fails() throws Exception {
    roll_out(true, Status.FAILED);
  }

  @Test
  void a_secret_reaches_the_live_system_and_nothing_else() throws Exception {
    var entries = "{login: \"ana:${secret:PASSWORD}\", rate: 1}";
    var world = site.world(List.of(List.of("sydney")), component("app", entries));
    var process = site.process("ana", new FolderProvider(new Disk(Disk.Watch.NONE)), own -> own);
    var prepared = process.prepare(world, Site.targets(world), 1);
    var results = process.carryOut(prepared, 1, new Listener());

    assertThat(results).extracting(TargetResult::status).containsExactly(Status.SUCCEEDED);
    assertThat(site.read("sydney", "app")).containsEntry("login", "ana:" + Site.PASSWORD);
    assertThat(prepared + "" + results + site.events() + told).doesNotContain(Site.PASSWORD);
  }
}
