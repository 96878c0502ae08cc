package dev.landfall.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.acceptance.Landfall.Ended;
import dev.landfall.engine.event.ProcessLiveness;
import dev.landfall.engine.store.DatabaseEventLog;
import dev.landfall.sandbox.network.CountingProxy;
import dev.landfall.sandbox.network.FlightListener;
import dev.landfall.spi.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// A statement outside of a transaction whose connection is lost: nobody can know whether it took
/// effect. The question is told, nothing is repeated, and the answer decides how it goes on.
@TestInstance(Lifecycle.PER_CLASS)
final class ResolveTest {
  private static final String STATEMENT = "INSERT INTO audit VALUES (2)";

  private Path folder;
  private Field field;
  private final Cut cut = new Cut();
  private CountingProxy proxy;

  /// Cuts the connection at the statement, before or after the server carried it out.
  private static final class Cut implements FlightListener {
    private volatile Optional<Boolean> after = Optional.empty();
    private volatile int flight;

    void aim(boolean afterTheCall) {
      after = Optional.of(afterTheCall);
    }

    @Override
    public Fate beforeRequest(int number, String beginning) {
      if (after.isEmpty() || !beginning.contains(STATEMENT)) {
        return Fate.PASS;
      }
      flight = number;
      return after.get() ? Fate.PASS : cut();
    }

    @Override
    public Fate beforeAnswer(int number) {
      return after.isPresent() && flight == number ? cut() : Fate.PASS;
    }

    private Fate cut() {
      after = Optional.empty();
      return Fate.CUT;
    }
  }

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = Files.createDirectories(temporary.resolve("platform"));
    field = Field.open(temporary);
    proxy = CountingProxy.start(field.server().port(), Duration.ZERO, cut);
    Files.writeString(
        folder.resolve("landfall.yaml"),
        """
        platform: doubts
        components:
          warehouse:
            uses: liquibase
            with:
              changelog: changelog.sql
              connection:
                url: "${region.postgresql.url}_${target.region}?sslmode=disable"
                user: "${region.postgresql.user}"
                password: "${secret:POSTGRESQL_PASSWORD}"
        environments: {dev: {regions: [happened, lost, held]}}
        regions:
          happened: &region {postgresql: {url: "jdbc:postgresql://localhost/doubts", user: x}}
          lost: *region
          held: *region
        """);
    Files.writeString(
        folder.resolve("changelog.sql"),
        """
        --liquibase formatted sql
        --changeset ann:1
        CREATE TABLE audit (n int);
        --rollback DROP TABLE audit;
        --changeset ann:2 runInTransaction:false
        %s;
        INSERT INTO audit VALUES (3);
        --rollback DELETE FROM audit WHERE n > 1;
        """
            .formatted(STATEMENT));
  }

  @AfterAll
  void stop() {
    proxy.close();
    field.close();
  }

  private Ended landfall(String region, String command, String... more) throws Exception {
    var arguments = new ArrayList<>(List.of(command, "--env", "dev", "--region", region));
    arguments.addAll(List.of(more));
    return new Landfall(
            folder,
            "--state",
            state(region).toString(),
            "--sandbox",
            field.readyFile(proxy.port()).toString())
        .run(arguments.toArray(String[]::new));
  }

  private Path state(String region) {
    return folder.resolveSibling("state-" + region);
  }

  private List<String> audit(String region) throws Exception {
    return field.query("doubts_" + region, "SELECT n FROM audit ORDER BY n").stream()
        .map(List::getFirst)
        .toList();
  }

  /// Deploys until it is in doubt.
  ///
  /// @return the effect's key
  private String doubt(String region, boolean after) throws Exception {
    field.server().createDatabase("doubts_" + region);
    cut.aim(after);
    var ended = landfall(region, "deploy", "--yes");
    assertThat(ended.exit()).as(ended.all()).isEqualTo(1);
    assertThat(ended.out())
        .containsPattern("dev/" + region + " +in doubt")
        .contains("nobody knows whether this took effect: run changeset 2 by ann")
        .contains("`landfall resolve`");
    assertThat(audit(region)).isEqualTo(after ? List.of("2") : List.of());
    var listed = landfall(region, "resolve", "--json");
    assertThat(listed.exit()).as(listed.all()).isZero();
    assertThat(listed.json().get("effects")).hasSize(1);
    var effect = listed.json().get("effects").get(0);
    assertThat(effect.get("question").asString())
        .isEqualTo(
            "Did this statement take effect in database doubts_" + region + ": " + STATEMENT + "?");
    return effect.get("key").asString();
  }

  private void isComplete(String region, Ended ended) throws Exception {
    assertThat(ended.exit()).as(ended.all()).isZero();
    assertThat(audit(region)).containsExactly("2", "3");
    assertThat(
            field.query(
                "doubts_" + region, "SELECT id FROM databasechangelog ORDER BY orderexecuted"))
        .containsExactly(List.of("1"), List.of("2"));
    assertThat(field.value("doubts_" + region, "SELECT locked FROM databasechangeloglock"))
        .isEqualTo("f");
    assertThat(landfall(region, "resolve").out()).startsWith("Nothing is in doubt.");
  }

  @Test
  void what_took_place_is_not_repeated() throws Exception {
    var key = doubt("happened", true);

    var status = landfall("happened", "status");
    assertThat(status.out())
        .contains("dev/happened  in_doubt  ")
        .contains("Did this statement take effect in database doubts_happened: " + STATEMENT + "?")
        .contains("`landfall resolve` lists what is in doubt");
    var listed = landfall("happened", "resolve");
    assertThat(listed.out())
        .contains("run changeset 2 by ann (changelog.sql:5:1), statement 1 of 2")
        .contains("resolve --env dev --region happened --effect '" + key + "' --done | --not-done");
    var again = landfall("happened", "deploy", "--yes", "--json");
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.json().get("status").asString()).isEqualTo("in_doubt");
    assertThat(audit("happened")).containsExactly("2");

    var answered = landfall("happened", "resolve", "--effect", key, "--done", "--json");

    assertThat(answered.exit()).as(answered.all()).isZero();
    assertThat(answered.json().get("answer").asString()).isEqualTo("done");
    isComplete("happened", landfall("happened", "deploy", "--yes"));
  }

  @Test
  void what_did_not_take_place_is_done() throws Exception {
    var key = doubt("lost", false);

    var answered = landfall("lost", "resolve", "--effect", key, "--not-done");

    assertThat(answered.exit()).as(answered.all()).isZero();
    assertThat(answered.out())
        .startsWith("Recorded for dev/lost: it did not take place: run changeset 2 by ann");
    assertThat(landfall("lost", "history").out()).contains("in_doubt");
    isComplete("lost", landfall("lost", "deploy", "--yes"));
  }

  @Test
  void a_wrong_answer_is_refused_and_so_is_one_for_a_held_target() throws Exception {
    var key = doubt("held", true);

    for (var wrong :
        List.of(
            List.of("--effect", "no such", "--done"),
            List.of("--effect", key, "--done", "--component", "analytics"),
            List.of("--effect", key),
            List.of("--done"),
            List.of("--effect", key, "--done", "--not-done"))) {
      var ended = landfall("held", "resolve", wrong.toArray(String[]::new));
      assertThat(ended.exit()).as(wrong + ended.all()).isEqualTo(2);
      assertThat(ended.err()).as("%s", wrong).isNotBlank().doesNotContain("\tat ");
    }
    assertThat(landfall("held", "resolve", "--effect", "no such", "--done").err())
        .contains("No effect 'no such' is in doubt.", "`landfall resolve` lists them");
    assertThat(landfall("held", "resolve", "--effect", key).err()).contains("--done or --not-done");

    var ben = ProcessLiveness.self("ben", Clock.systemUTC());
    var target = new Target("dev", "held");
    try (var log = DatabaseEventLog.openLocal(state("held"), Clock.systemUTC())) {
      var claim = log.claim(target, "ro-7", ben, Duration.ofMinutes(5), new ProcessLiveness());
      var held = landfall("held", "resolve", "--effect", key, "--done");
      assertThat(held.exit()).as(held.all()).isEqualTo(4);
      assertThat(held.err()).contains("dev/held is held by ben on ");
      log.release(claim);
    }
    assertThat(landfall("held", "resolve", "--effect", key, "--done").exit()).isZero();
    isComplete("held", landfall("held", "deploy", "--yes"));
  }
}
