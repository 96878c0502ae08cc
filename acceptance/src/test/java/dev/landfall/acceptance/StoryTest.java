package dev.landfall.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

/// What a newcomer does with the example, from the first rollout to the last rollback, on three
/// real databases.
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class StoryTest {
  private static final List<String> REGIONS = List.of("sydney", "london", "singapore");
  private static final Map<String, Map<String, String>> PARAMETERS =
      Map.of(
          "sydney", parameters("AUD", "Australia/Sydney", "SYD", "true"),
          "london", parameters("GBP", "Europe/London", "LON", "true"),
          "singapore", parameters("SGD", "Asia/Singapore", "SIN", "false"));

  private Path folder;
  private Field field;
  private Landfall landfall;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    field = Field.open(folder);
    field.createDatabases("dev", "sydney", "london", "singapore");
    landfall =
        new Landfall(
            field.example(),
            "--state",
            folder.resolve("state").toString(),
            "--sandbox",
            field.readyFile().toString());
  }

  @AfterAll
  void stop() {
    field.close();
  }

  private static Map<String, String> parameters(
      String currency, String timezone, String code, String residency) {
    return Map.of(
        "currency", currency,
        "timezone", timezone,
        "region_code", code,
        "data_residency", residency);
  }

  private StockLiquibase stock(String region) {
    return new StockLiquibase(
        field.example(),
        field.server().jdbcUrl(Field.database("dev", region)),
        field.server().user(),
        field.server().password(),
        PARAMETERS.getOrDefault(region, Map.of()));
  }

  private Landfall.Ended dev(String command, String... more) throws InterruptedException {
    var arguments = new java.util.ArrayList<>(List.of(command, "--env", "dev", "--all-regions"));
    arguments.addAll(List.of(more));
    return landfall.run(arguments.toArray(String[]::new));
  }

  @Test
  @Order(1)
  void a_plan_shows_three_targets_and_changes_nothing() throws Exception {
    var ended = dev("plan", "--json");

    assertThat(ended.exit()).as(ended.all()).isZero();
    assertThat(ended.json().get("plans")).hasSize(3);
    for (var region : REGIONS) {
      assertThat(tables(region)).as(region).isEqualTo("0");
    }
  }

  private String tables(String region) throws Exception {
    return field.value(
        Field.database("dev", region),
        "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog',"
            + " 'information_schema')");
  }

  @Test
  @Order(2)
  void nothing_is_applied_without_approval() throws Exception {
    var ended = dev("deploy");

    assertThat(ended.exit()).as(ended.all()).isEqualTo(3);
    assertThat(tables("london")).isEqualTo("0");
  }

  @Test
  @Order(3)
  void three_targets_are_rolled_out_at_once() throws Exception {
    var ended = dev("deploy", "--yes", "--json");

    assertThat(ended.exit()).as(ended.all()).isZero();
    assertThat(ended.json().get("rollouts"))
        .hasSize(3)
        .allSatisfy(rollout -> {
          assertThat(rollout.get("status").asString()).isEqualTo("succeeded");
          assertThat(rollout.get("components").get(0).get("changes").asInt()).isEqualTo(30);
        });
    assertThat(ended.all()).doesNotContain(field.server().password());
  }

  @Test
  @Order(4)
  void stock_liquibase_agrees_with_every_target() throws Exception {
    for (var region : REGIONS) {
      assertThat(stock(region).run("status", "--verbose", "--contexts=dev"))
          .as(region)
          .contains("is up to date");
      var before = rows(region);
      var update = stock(region).run("update", "--contexts=dev");
      assertThat(update).as(region).contains("Run:                          0");
      assertThat(rows(region)).as(region).isEqualTo(before);
    }
  }

  private List<List<String>> rows(String region) throws Exception {
    return field.query(
        Field.database("dev", region), "SELECT * FROM databasechangelog ORDER BY orderexecuted");
  }

  @Test
  @Order(5)
  void a_second_deploy_has_nothing_to_do() throws Exception {
    var ended = dev("deploy", "--yes", "--json");

    assertThat(ended.exit()).as(ended.all()).isZero();
    assertThat(ended.json().get("rollouts"))
        .allSatisfy(rollout ->
            assertThat(rollout.get("components").get(0).get("changes").asInt()).isZero());
  }

  @Test
  @Order(6)
  void a_broken_changelog_is_told_exactly() throws Exception {
    var file =
        field.example().resolve("warehouse/box_office/raw/tables/008_orders_add_channel.yaml");
    var good = Files.readString(file);
    Files.writeString(file, good.replace("- addColumn:", "- addColum:"));
    try {
      var ended = dev("deploy", "--yes");

      assertThat(ended.exit()).as(ended.all()).isEqualTo(2);
      assertThat(ended.err())
          .contains("warehouse/box_office/raw/tables/008_orders_add_channel.yaml:")
          .contains("addColum")
          .contains("addColumn");
    } finally {
      Files.writeString(file, good);
    }
  }

  @Test
  @Order(7)
  void an_edited_once_only_changeset_is_refused_with_the_way_out() throws Exception {
    var file = field.example().resolve("warehouse/box_office/raw/tables/001_venues.sql");
    var good = Files.readString(file);
    Files.writeString(file, good.replace("city       text", "city       varchar(100)"));
    try {
      var ended = dev("plan");

      assertThat(ended.exit()).as(ended.all()).isEqualTo(2);
      assertThat(ended.err())
          .contains("warehouse/box_office/raw/tables/001_venues.sql:")
          .contains("a deployed changeset was edited")
          .contains("dev/london")
          .contains("validCheckSum");
    } finally {
      Files.writeString(file, good);
    }
  }

  @Test
  @Order(8)
  void what_was_changed_outside_is_drift() throws Exception {
    var clean = dev("drift");
    assertThat(clean.exit()).as(clean.all()).isZero();

    var london = Field.database("dev", "london");
    field.query(london, "ALTER TABLE raw.venues ADD COLUMN sponsor text");
    field.query(london, "DROP INDEX raw.orders_by_event");
    var ended = dev("drift", "--json");

    assertThat(ended.exit()).as(ended.all()).isEqualTo(5);
    var differences =
        ended
            .json()
            .get("components")
            .valueStream()
            .flatMap(component -> component.get("differences").valueStream())
            .map(difference ->
                difference.get("kind").asString() + " " + difference.get("address").asString())
            .toList();
    assertThat(differences)
        .containsExactlyInAnyOrder(
            "added column raw.venues.sponsor", "dropped index raw.orders_by_event");
    field.query(london, "ALTER TABLE raw.venues DROP COLUMN sponsor");
    field.query(london, "CREATE INDEX orders_by_event ON raw.orders (event_id, ordered_at)");
    assertThat(dev("drift").exit()).isZero();
  }

  @Test
  @Order(9)
  void an_approved_plan_is_applied_exactly_or_refused() throws Exception {
    add(
        "011_venues_add_country",
        "ALTER TABLE raw.venues ADD COLUMN country text",
        "ALTER TABLE raw.venues DROP COLUMN country");
    var plan = folder.resolve("plan.json");
    assertThat(dev("plan", "--out", plan.toString()).exit()).isZero();

    add(
        "012_venues_add_street",
        "ALTER TABLE raw.venues ADD COLUMN street text",
        "ALTER TABLE raw.venues DROP COLUMN street");
    var moved = dev("deploy", "--plan", plan.toString());
    assertThat(moved.exit()).as(moved.all()).isEqualTo(3);
    assertThat(columns("london", "venues")).doesNotContain("country", "street");

    assertThat(dev("plan", "--out", plan.toString()).exit()).isZero();
    var applied = dev("deploy", "--plan", plan.toString());
    assertThat(applied.exit()).as(applied.all()).isZero();
    assertThat(columns("london", "venues")).contains("country", "street");
  }

  private void add(String name, String sql, String rollback) throws Exception {
    Files.writeString(
        field.example().resolve("warehouse/box_office/raw/tables/" + name + ".sql"),
        """
        --liquibase formatted sql

        --changeset data-engineering:001-%s
        %s;
        --rollback %s;
        """
            .formatted(name, sql, rollback));
  }

  private List<String> columns(String region, String table) throws Exception {
    return field
        .query(
            Field.database("dev", region),
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'raw' AND"
                + " table_name = '"
                + table
                + "'")
        .stream()
        .map(List::getFirst)
        .toList();
  }

  @Test
  @Order(10)
  void a_rollback_is_planned_and_then_takes_the_latest_back() throws Exception {
    var asked = dev("rollback", "--count", "1");
    assertThat(asked.exit()).as(asked.all()).isEqualTo(3);
    assertThat(asked.out()).contains("DROP COLUMN street");

    var ended = dev("rollback", "--count", "1", "--yes");
    assertThat(ended.exit()).as(ended.all()).isZero();
    for (var region : REGIONS) {
      assertThat(columns(region, "venues")).contains("country").doesNotContain("street");
    }
    assertThat(stock("london").run("status", "--verbose", "--contexts=dev"))
        .contains("1 changeset has not been applied")
        .contains("012_venues_add_street");
    var again = dev("deploy", "--yes");
    assertThat(again.exit()).as(again.all()).isZero();
    assertThat(columns("london", "venues")).contains("street");
  }

  @Test
  @Order(11)
  void a_rollback_to_a_tag_takes_back_everything_since() throws Exception {
    var tag =
        field.value(
            Field.database("dev", "london"),
            "SELECT tag FROM databasechangelog WHERE tag IS NOT NULL ORDER BY orderexecuted LIMIT 1");

    var ended = dev("rollback", "--to-tag", tag, "--yes");

    assertThat(ended.exit()).as(ended.all()).isZero();
    assertThat(columns("london", "venues")).doesNotContain("street", "country");
    assertThat(rows("london")).hasSize(30);
  }

  @Test
  @Order(12)
  void a_lock_left_by_stock_liquibase_is_named_and_freed_by_unlock() throws Exception {
    var london = Field.database("dev", "london");
    field.query(
        london,
        "UPDATE databasechangeloglock SET locked = TRUE, lockedby = 'build-7 (10.0.0.3)',"
            + " lockgranted = now() - interval '12 minutes'");

    var held = landfall.run("deploy", "--env", "dev", "--region", "london", "--yes");
    assertThat(held.exit()).as(held.all()).isEqualTo(4);
    assertThat(held.all()).contains("build-7 (10.0.0.3)").contains("12 minutes");

    var freed = landfall.run("unlock", "--env", "dev", "--region", "london");
    assertThat(freed.exit()).as(freed.all()).isZero();
    var ended = landfall.run("deploy", "--env", "dev", "--region", "london", "--yes");
    assertThat(ended.exit()).as(ended.all()).isZero();
    assertThat(field.value(london, "SELECT locked FROM databasechangeloglock")).isEqualTo("f");
  }

  @Test
  @Order(13)
  void the_record_tells_what_happened() throws Exception {
    var status = landfall.run("status", "--json");
    assertThat(status.exit()).as(status.all()).isZero();
    assertThat(status.out()).contains("london").contains("succeeded");

    var history = landfall.run("history", "--json");
    assertThat(history.exit()).as(history.all()).isZero();

    var outputs = dev("outputs", "--json");
    assertThat(outputs.exit()).as(outputs.all()).isZero();
    assertThat(outputs.out()).contains("box_office_london_dev");
    assertThat(status.out() + history.out() + outputs.out())
        .doesNotContain(field.server().password());
  }

  @Test
  @Order(14)
  void a_new_region_starts_from_another_ones_values() throws Exception {
    field.createDatabases("dev", "dublin");
    var ended =
        landfall.run(
            "plan",
            "--env",
            "dev",
            "--region",
            "dublin",
            "--like",
            "london",
            "--set",
            "code=DUB",
            "--set",
            "currency=EUR",
            "--set",
            "postgresql.url=jdbc:postgresql://localhost:5432/box_office_dublin",
            "--json");

    assertThat(ended.exit()).as(ended.all()).isZero();
    assertThat(ended.json().get("target").get("region").asString()).isEqualTo("dublin");
  }

  @Test
  @Order(15)
  void a_second_deploy_to_a_held_target_is_told_who_holds_it() throws Exception {
    add("013_wait", "SELECT pg_advisory_lock(4711), pg_advisory_unlock(4711)", "SELECT 1");
    var london = Field.database("dev", "london");
    try (var connection = field.connect(london);
        var statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(4711)");
      var first = landfall.start("deploy", "--env", "dev", "--region", "london", "--yes");
      Awaitility.await()
          .until(() ->
              !field
                  .query(
                      london, "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                  .isEmpty());

      var second = landfall.run("deploy", "--env", "dev", "--region", "london", "--yes", "--json");

      assertThat(second.exit()).as(second.all()).isEqualTo(4);
      assertThat(second.json().get("held_by").get("pid").asLong()).isEqualTo(first.process().pid());
      statement.execute("SELECT pg_advisory_unlock(4711)");
      assertThat(first.await().exit()).isZero();
    }
  }

  @Test
  @Order(16)
  void a_deploy_that_is_cancelled_stops_in_order_and_is_finished_by_the_next() throws Exception {
    add("014_wait", "SELECT pg_advisory_lock(4712), pg_advisory_unlock(4712)", "SELECT 1");
    add("015_after", "ALTER TABLE raw.venues ADD COLUMN after_all text", "SELECT 1");
    var london = Field.database("dev", "london");
    try (var connection = field.connect(london);
        var statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(4712)");
      var running = landfall.start("deploy", "--env", "dev", "--region", "london", "--yes");
      Awaitility.await()
          .until(() ->
              !field
                  .query(
                      london, "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                  .isEmpty());
      running.process().destroy(); // SIGTERM, as Ctrl-C does
      statement.execute("SELECT pg_advisory_unlock(4712)");
      assertThat(running.await().exit()).isNotZero();
    }
    assertThat(field.value(london, "SELECT locked FROM databasechangeloglock")).isEqualTo("f");

    var ended = landfall.run("deploy", "--env", "dev", "--region", "london", "--yes");

    assertThat(ended.exit()).as(ended.all()).isZero();
    assertThat(columns("london", "venues")).contains("after_all");
  }

  @Test
  @Order(17)
  void what_lies_outside_of_the_repository_is_refused() throws Exception {
    var file = field.example().resolve("landfall.yaml");
    var good = Files.readString(file);
    try {
      for (var outside : List.of("../../../etc/passwd", "/etc/passwd", "link.yaml")) {
        Files.deleteIfExists(field.example().resolve("link.yaml"));
        Files.createSymbolicLink(field.example().resolve("link.yaml"), Path.of("/etc/passwd"));
        Files.writeString(file, good.replace("changelog: changelog.yaml", "changelog: " + outside));

        var ended = landfall.run("validate");

        assertThat(ended.exit()).as(outside + ended.all()).isEqualTo(2);
        assertThat(ended.err()).startsWith("landfall.yaml:8:18: error: file ");
        assertThat(ended.all()).doesNotContain("root:").doesNotContain("\tat ");
      }
      Files.deleteIfExists(field.example().resolve("link.yaml"));
      Files.writeString(file, "# " + "x".repeat(100_000_000));
      var large = landfall.run("validate");
      assertThat(large.exit()).isEqualTo(2);
      assertThat(large.err()).contains("landfall.yaml:1:1: error: file too large");
    } finally {
      Files.deleteIfExists(field.example().resolve("link.yaml"));
      Files.writeString(file, good);
    }
  }

  @Test
  @Order(18)
  void another_region_gets_exactly_what_one_release_was() throws Exception {
    var repository = Files.createDirectories(folder.resolve("repository"));
    git(repository, "init", "-q", "-b", "main");
    Files.writeString(
        repository.resolve("landfall.yaml"),
        "platform: small\n"
            + Field.WAREHOUSE
            + """
            environments: {dev: {regions: [one, two]}}
            regions:
              one: {postgresql: {url: "jdbc:postgresql://localhost/release_one", user: x}}
              two: {postgresql: {url: "jdbc:postgresql://localhost/release_two", user: x}}
            """);
    var changelog = repository.resolve("changelog.sql");
    Files.writeString(
        changelog, "--liquibase formatted sql\n--changeset ann:1\nCREATE TABLE a (i int);\n");
    git(repository, "add", "-A");
    git(repository, "commit", "-q", "-m", "first");
    field.server().createDatabase("release_one");
    field.server().createDatabase("release_two");
    var small =
        new Landfall(
            repository,
            "--env",
            "dev",
            "--state",
            folder.resolve("small").toString(),
            "--sandbox",
            field.readyFile().toString());
    var first = small.run("deploy", "--region", "one", "--yes");
    assertThat(first.exit()).as(first.all()).isZero();
    var release = small.run("release", "--json").json().get("release").asString();

    Files.writeString(
        changelog, Files.readString(changelog) + "--changeset ann:2\nCREATE TABLE b (i int);\n");
    git(repository, "add", "-A");
    git(repository, "commit", "-q", "-m", "second");
    var second = small.run("deploy", "--region", "two", "--release", release, "--yes");

    assertThat(second.exit()).as(second.all()).isZero();
    assertThat(field.value("release_two", "SELECT count(*) FROM databasechangelog")).isEqualTo("1");
  }

  private static void git(Path folder, String... arguments) throws Exception {
    var command =
        new java.util.ArrayList<>(
            List.of("git", "-c", "user.name=t", "-c", "user.email=t@example.com"));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }
}
