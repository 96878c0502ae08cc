package dev.landfall.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.landfall.acceptance.Landfall.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What `--json` prints, of every command and in every case other programs may meet, is one
/// document that fits `docs/json-documents.schema.json`, which allows no field it does not name.
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class JsonDocumentsTest {
  private static final List<String> ONE = List.of("--env", "dev", "--region", "one");
  private static final List<String> ALL = List.of("--env", "dev", "--all-regions");

  private Path folder;
  private Path blueprint;
  private Field field;
  private String schema;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    field = Field.open(folder);
    schema = Files.readString(Landfall.PROJECT.resolve("docs/json-documents.schema.json"));
    blueprint = Files.createDirectories(folder.resolve("platform"));
    var regions = new ArrayList<String>();
    for (var region : List.of("one", "two", "three")) {
      field.server().createDatabase("json_" + region);
      regions.add(
          "  %s: {postgresql: {url: \"jdbc:postgresql://localhost/json_%s\", user: x}}\n"
              .formatted(region, region));
    }
    Files.writeString(
        blueprint.resolve("landfall.yaml"),
        "platform: small\n"
            + Field.WAREHOUSE
            + """
            environments: {dev: {waves: [[one, two], [three]]}}
            regions:
            """
            + String.join("", regions));
    Files.writeString(
        blueprint.resolve("changelog.sql"),
        """
        --liquibase formatted sql
        --changeset ann:1
        CREATE TABLE a (i int);
        --rollback DROP TABLE a;
        --changeset ann:2
        SELECT pg_advisory_lock(1), pg_advisory_unlock(1);
        --rollback SELECT 1;
        """);
  }

  @AfterAll
  void stop() {
    field.close();
  }

  private Landfall landfall() throws Exception {
    return new Landfall(blueprint, "--sandbox", field.readyFile().toString(), "--json");
  }

  private static String[] arguments(String command, List<String> targets, String... more) {
    var arguments = new ArrayList<>(List.of(command));
    arguments.addAll(targets);
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private JsonNode document(String kind, int exit, Ended ended) {
    assertThat(ended.exit()).as(ended.all()).isEqualTo(exit);
    assertFits(kind, ended.out());
    assertThat(ended.all()).doesNotContain(field.server().password());
    return ended.json();
  }

  private void assertFits(String kind, String text) {
    var own = schema.replaceFirst("\\{", "{\"\\$ref\": \"#/\\$defs/" + kind + "\",");
    var mistakes =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(own)
            .validate(text, InputFormat.JSON);
    assertThat(mistakes).as("%s: %s", kind, text).isEmpty();
  }

  private JsonNode one(String kind, int exit, String command, String... more) throws Exception {
    return document(kind, exit, landfall().run(arguments(command, ONE, more)));
  }

  private JsonNode all(String kind, int exit, String command, String... more) throws Exception {
    return document(kind, exit, landfall().run(arguments(command, ALL, more)));
  }

  @Test
  @Order(1)
  void where_nothing_happened_yet_nothing_is_recorded_and_no_record_is_made() throws Exception {
    assertThat(document("status", 0, landfall().run("status")).get("targets")).isEmpty();
    assertThat(document("history", 0, landfall().run("history")).get("rollouts")).isEmpty();
    assertThat(document("outputs", 0, landfall().run("outputs")).get("targets")).isEmpty();
    assertThat(document("resolve", 0, landfall().run("resolve")).get("effects")).isEmpty();
    document("failure", 2, landfall().run("history", "--rollout", "nobody"));
    assertThat(one("status", 0, "status").get("targets").get(0).get("status").asString())
        .isEqualTo("never");
    assertThat(blueprint.resolve(".landfall")).doesNotExist();

    assertThat(one("drift", 1, "drift").get("drift").asBoolean()).isFalse();
    assertThat(one("plan", 0, "plan").get("summary").get("run").asInt()).isEqualTo(2);
    assertThat(blueprint.resolve(".landfall/state.mv.db")).doesNotExist();
  }

  @Test
  @Order(2)
  void of_plans_and_rollouts() throws Exception {
    assertThat(document("problems", 0, landfall().run("validate")).get("valid").asBoolean())
        .isTrue();
    assertThat(all("plan", 0, "plan").get("plans")).hasSize(3);
    assertThat(one("failure", 3, "deploy").get("digests").get("dev/one").asString())
        .isEqualTo(one("plan", 0, "plan").get("digest").asString());
    document("failure", 2, landfall().run("plan", "--env", "nowhere", "--all-regions"));
    document("release", 0, landfall().run("release"));

    assertThat(one("deploy", 0, "deploy", "--yes").get("status").asString()).isEqualTo("succeeded");
    assertThat(one("deploy", 0, "rollback", "--count", "1", "--yes").get("rollout").asString())
        .isNotEmpty();
    assertThat(all("deploy", 0, "deploy", "--yes").get("rollouts")).hasSize(3);
    assertThat(one("plan", 0, "plan").get("components").get(0).get("changes")).isEmpty();
  }

  @Test
  @Order(3)
  void of_what_happened() throws Exception {
    document("status", 0, landfall().run("status"));
    var history = document("history", 0, landfall().run("history"));
    assertThat(history.get("rollouts")).hasSize(5);
    for (var rollout : history.get("rollouts")) {
      document(
          "events", 0, landfall().run("history", "--rollout", rollout.get("rollout").asString()));
    }
    assertThat(document("outputs", 0, landfall().run("outputs")).get("targets")).hasSize(3);
    assertThat(all("drift", 0, "drift").get("drift").asBoolean()).isFalse();
    field.query("json_two", "ALTER TABLE a ADD COLUMN b int");
    assertThat(all("drift", 5, "drift").get("drift").asBoolean()).isTrue();
    field.query("json_two", "ALTER TABLE a DROP COLUMN b");
  }

  @Test
  @Order(4)
  void of_a_target_that_is_held() throws Exception {
    add("ann:3", "SELECT pg_advisory_lock(1), pg_advisory_unlock(1)");
    try (var connection = field.connect("json_one");
        var statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(1)");
      var running = landfall().start(arguments("deploy", ONE, "--yes"));
      Awaitility.await()
          .until(() ->
              !field
                  .query(
                      "json_one",
                      "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                  .isEmpty());

      var pid = running.process().pid();
      assertThat(one("plan", 4, "plan").get("held_by").get("pid").asLong()).isEqualTo(pid);
      var plans = all("plan", 4, "plan");
      assertThat(plans.get("plans")).hasSize(2);
      assertThat(plans.get("errors")).hasSize(1);
      var held = one("deploy", 4, "deploy", "--yes");
      assertThat(held.get("held_by").get("pid").asLong()).isEqualTo(pid);
      assertThat(one("unlock", 4, "unlock").get("targets").get(0).has("held_by")).isTrue();
      assertThat(one("status", 0, "status").get("targets").get(0).get("status").asString())
          .isEqualTo("running");

      statement.execute("SELECT pg_advisory_unlock(1)");
      document("deploy", 0, running.await());
    }
    assertThat(one("unlock", 0, "unlock").get("targets").get(0).get("freed")).isEmpty();
  }

  private void add(String name, String sql) throws Exception {
    var file = blueprint.resolve("changelog.sql");
    Files.writeString(
        file,
        Files.readString(file) + "--changeset " + name + "\n" + sql + ";\n--rollback SELECT 1;\n");
  }

  @Test
  @Order(5)
  void of_rollouts_that_fail_and_targets_that_are_never_begun() throws Exception {
    add("ann:4", "SELECT 1 / count(*) FROM a");

    var rollouts = all("deploy", 1, "deploy", "--yes").get("rollouts");

    assertThat(rollouts)
        .extracting(rollout -> rollout.get("status").asString())
        .containsExactly("failed", "failed", "cancelled");
    document("history", 0, landfall().run("history"));
    assertThat(one("status", 0, "status").get("targets").get(0).get("status").asString())
        .isEqualTo("failed");
  }

  @Test
  @Order(6)
  void of_a_database_that_cannot_be_reached_and_a_changelog_that_is_wrong() throws Exception {
    var unreachable = new Landfall(blueprint, "--sandbox", field.readyFile(1).toString(), "--json");
    var plan = document("plan", 1, unreachable.run(arguments("plan", ONE)));
    assertThat(plan.get("error").get("message").asString()).startsWith("warehouse: ");
    assertThat(document("plan", 1, unreachable.run(arguments("plan", ALL))).get("errors"))
        .hasSize(3);
    document("deploy", 1, unreachable.run(arguments("deploy", ONE, "--yes")));
    document("drift", 1, unreachable.run(arguments("drift", ONE)));
    document("failure", 1, unreachable.run(arguments("unlock", ONE)));

    var changelog = blueprint.resolve("changelog.sql");
    var good = Files.readString(changelog);
    Files.writeString(changelog, good.replace("--changeset ann:4", "--changset ann:4"));
    try {
      assertThat(one("problems", 2, "plan").get("valid").asBoolean()).isFalse();
      assertThat(document("problems", 2, landfall().run("validate")).get("problems")).isNotEmpty();
    } finally {
      Files.writeString(changelog, good);
    }
  }

  @Test
  @Order(7)
  void of_commands_that_are_about_files() throws Exception {
    var here = new Landfall(blueprint, "--json");
    Files.createDirectories(blueprint.resolve("warehouse/d/s/tables"));
    var changeset =
        here.run(
            "new",
            "changeset",
            "--database",
            "d",
            "--schema",
            "s",
            "--kind",
            "tables",
            "--name",
            "a");
    assertThat(blueprint.resolve(document("new", 0, changeset).get("file").asString())).exists();
    document(
        "problems",
        2,
        here.run(
            "new", "changeset", "--database", "d", "--schema", "s", "--kind", "x", "--name", "a"));

    var key = folder.resolve("key");
    document("new", 0, here.run("secret", "new-key", "--file", key.toString()));
    here.with("LANDFALL_SECRETS_KEY_FILE", key.toString());
    assertThat(document("secret", 0, here.run("secret", "list")).get("names")).isEmpty();
    document("failure", 2, here.run("secret", "remove", "NOBODY"));
    document("failure", 2, here.run("deplyo"));
  }

  @Test
  @Order(8)
  void of_commands_that_start_stand_ins() throws Exception {
    var here = new Landfall(blueprint, "--json");
    var rehearsal = document("rehearse", 1, here.run(arguments("rehearse", ONE)));
    assertThat(rehearsal.get("rollout").get("status").asString()).isEqualTo("failed");

    var running = here.start("sandbox", "--only", "postgresql");
    Awaitility.await().until(() -> Files.readString(running.out()).endsWith("}\n"));
    assertFits("sandbox", Files.readString(running.out()));
    running.process().destroy();
    running.await();
    document("failure", 2, here.run("sandbox", "--env", "dev"));
  }
}
