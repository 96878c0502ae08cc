package dev.landfall.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.landfall.forge.NewRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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
import tools.jackson.databind.json.JsonMapper;

/// The ticketing platform in four Snowflake accounts of the stand-in: rolled out in waves, checked
/// by the stock Liquibase, changed by hand, taken back, and kept over a `kill -9` of the stand-ins.
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TicketingTest {
  private static final Map<String, String> CURRENCIES =
      Map.of("sydney", "AUD", "london", "GBP", "singapore", "SGD", "new-york", "USD");
  private static final Path EXAMPLE = Landfall.PROJECT.resolve("examples/ticketing");

  private Path folder;
  private Path ready;
  private Landfall.Running standIns;
  private Landfall landfall;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    ready = folder.resolve("ready.json");
    for (var name : List.of("platform", "warehouse", "infrastructure")) {
      NewRepository.create(folder.resolve(name), EXAMPLE.resolve(name), "release", "The " + name);
    }
    startStandIns();
    landfall =
        new Landfall(
            folder.resolve("platform"),
            "--state",
            folder.resolve("state").toString(),
            "--sandbox",
            ready.toString());
  }

  private void startStandIns() throws Exception {
    Files.deleteIfExists(ready);
    standIns =
        new Landfall(folder.resolve("platform"))
            .start(
                "sandbox",
                "--home",
                folder.resolve("stand-ins").toString(),
                "--blueprint",
                ".",
                "--env",
                "staging",
                "--ready-file",
                ready.toString());
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> Files.exists(ready) || !standIns.process().isAlive());
    assertThat(ready).as(Files.readString(standIns.err())).exists();
  }

  @AfterAll
  void stop() throws InterruptedException {
    standIns.process().destroy();
    standIns.process().waitFor();
  }

  private Landfall.Ended staging(String command, String... more) throws InterruptedException {
    var arguments = new ArrayList<>(List.of(command, "--env", "staging", "--all-regions"));
    arguments.addAll(List.of(more));
    return landfall.run(arguments.toArray(String[]::new));
  }

  private JsonNode snowflake() throws Exception {
    return new JsonMapper().readTree(Files.readString(ready)).get("snowflake");
  }

  /// The URL of a region's account, as its administrator reaches it from anywhere.
  private String url(String region) throws Exception {
    return snowflake().get("endpoint").asString().replace("http://", "jdbc:snowflake://")
        + "/?ssl=off&account=ticketing-"
        + region
        + "&db=TICKETING_STAGING&schema=PUBLIC&warehouse=DEPLOY_WH&role=DEPLOYER"
        + "&disablePlatformDetection=true";
  }

  private Connection connect(String region) throws Exception {
    var login = new Properties();
    login.setProperty("user", snowflake().get("user").asString());
    login.setProperty("password", snowflake().get("password").asString());
    return DriverManager.getConnection(url(region), login);
  }

  private List<List<String>> query(String region, String sql) throws Exception {
    try (var connection = connect(region);
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      var rows = new ArrayList<List<String>>();
      while (result.next()) {
        var cells = new ArrayList<String>();
        for (var i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          cells.add(String.valueOf(result.getString(i)));
        }
        rows.add(cells);
      }
      return rows;
    }
  }

  private void execute(String region, String sql) throws Exception {
    try (var connection = connect(region);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<List<String>> bookkeeping(String region) throws Exception {
    return query(
        region,
        "SELECT ID, AUTHOR, FILENAME, ORDEREXECUTED, EXECTYPE, MD5SUM, TAG"
            + " FROM PUBLIC.DATABASECHANGELOG ORDER BY ORDEREXECUTED");
  }

  @Test
  @Order(1)
  void four_accounts_are_rolled_out_in_waves() throws Exception {
    var ended = staging("deploy", "--yes", "--json");

    assertThat(ended.exit()).as(ended.all()).isZero();
    assertThat(ended.json().get("rollouts"))
        .hasSize(4)
        .allSatisfy(rollout -> {
          assertThat(rollout.get("status").asString()).isEqualTo("succeeded");
          assertThat(rollout.get("components").get(0).get("changes").asInt())
              .isGreaterThanOrEqualTo(130);
        });
    for (var region : CURRENCIES.keySet()) {
      assertThat(query(region, "SELECT CURRENCY_CODE FROM MART.REPORTING_SETTINGS"))
          .as(region)
          .containsExactly(List.of(CURRENCIES.get(region)));
    }
    assertThat(ended.all()).doesNotContain(snowflake().get("password").asString());
  }

  @Test
  @Order(2)
  void a_second_plan_is_empty() throws Exception {
    var ended = staging("plan", "--json");

    assertThat(ended.exit()).as(ended.all()).isZero();
    assertThat(ended.json().get("plans"))
        .hasSize(4)
        .allSatisfy(plan ->
            assertThat(plan.get("components").get(0).get("changes")).as(ended.out()).isEmpty());
  }

  @Test
  @Order(3)
  void stock_liquibase_agrees_with_every_account() throws Exception {
    for (var region : List.of("sydney", "london", "new-york")) {
      var before = bookkeeping(region);
      var stock = stock(region);
      assertThat(stock.run("status", "--verbose", "--contexts=staging"))
          .as(region)
          .contains("is up to date");
      assertThat(stock.run("update", "--contexts=staging"))
          .as(region)
          .contains("Run:                          0");
      assertThat(bookkeeping(region)).as(region).isEqualTo(before);
    }
  }

  private StockLiquibase stock(String region) throws Exception {
    var settings =
        query(region, "SELECT REGION_CODE, TIME_ZONE, DATA_RESIDENCY FROM MART.REPORTING_SETTINGS")
            .getFirst();
    return new StockLiquibase(
        folder.resolve("warehouse"),
        url(region),
        snowflake().get("user").asString(),
        snowflake().get("password").asString(),
        Map.of(
            "environment", "STAGING",
            "database", "TICKETING_STAGING",
            "region_code", settings.get(0),
            "currency", CURRENCIES.get(region),
            "timezone", settings.get(1),
            "data_residency", Boolean.valueOf(settings.get(2)).toString(),
            "landing_bucket", "ticketing-landing-" + region + "-staging",
            "landing_role_arn", roleArn(region),
            "deploy_role", "DEPLOYER"));
  }

  private static String roleArn(String region) {
    var account =
        switch (region) {
          case "sydney" -> "111122223333";
          case "london" -> "222233334444";
          case "new-york" -> "444455556666";
          default -> throw new IllegalArgumentException(region);
        };
    return "arn:aws:iam::" + account + ":role/ticketing-landing-staging";
  }

  @Test
  @Order(4)
  void what_was_changed_by_hand_is_drift() throws Exception {
    var clean = staging("drift");
    assertThat(clean.exit()).as(clean.all()).isZero();

    execute("london", "ALTER TABLE RAW.VENUES ADD COLUMN SPONSOR VARCHAR");
    execute("london", "DROP VIEW MART.REFUND_RATE");
    var ended = staging("drift", "--json");

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
        .contains("added column RAW.VENUES.SPONSOR", "dropped view MART.REFUND_RATE");
    execute("london", "ALTER TABLE RAW.VENUES DROP COLUMN SPONSOR");
  }

  @Test
  @Order(5)
  void the_latest_changeset_is_taken_back_and_deployed_again() throws Exception {
    var last = bookkeeping("sydney").getLast();
    var one = List.of("--env", "staging", "--region", "sydney");

    var back = run("rollback", one, "--component", "warehouse", "--count", "1", "--yes");
    assertThat(back.exit()).as(back.all()).isZero();
    assertThat(bookkeeping("sydney").getLast().getFirst()).isNotEqualTo(last.getFirst());

    var again = run("deploy", one, "--yes");
    assertThat(again.exit()).as(again.all()).isZero();
    assertThat(bookkeeping("sydney").getLast().subList(0, 3)).isEqualTo(last.subList(0, 3));
  }

  private Landfall.Ended run(String command, List<String> options, String... more)
      throws InterruptedException {
    var arguments = new ArrayList<>(List.of(command));
    arguments.addAll(options);
    arguments.addAll(List.of(more));
    return landfall.run(arguments.toArray(String[]::new));
  }

  @Test
  @Order(6)
  void everything_is_still_there_when_the_stand_ins_were_killed() throws Exception {
    var before = bookkeeping("singapore");
    standIns.kill();
    standIns.process().waitFor();
    startStandIns();

    assertThat(bookkeeping("singapore")).isEqualTo(before);
    var ended = run("plan", List.of("--env", "staging", "--region", "singapore"), "--json");
    assertThat(ended.exit()).as(ended.all()).isZero();
    assertThat(ended.json().get("components").get(0).get("changes")).as(ended.out()).isEmpty();
  }

  @Test
  @Order(7)
  void the_files_as_they_lie_are_rehearsed_whatever_the_branch() throws Exception {
    Files.writeString(
        folder.resolve("warehouse/warehouse/ticketing/mart/tables/010_draft.sql"),
        """
        --liquibase formatted sql

        --changeset data-engineering:001-draft
        CREATE TABLE MART.DRAFT (DRAFT_ID NUMBER(38,0) NOT NULL, PRICE NUMBR(10,2));
        --rollback DROP TABLE MART.DRAFT;
        """);
    var rehearsal = new Landfall(folder.resolve("platform"));
    var smoke = folder.resolve("platform/rehearsal/smoke.yaml");
    Files.move(smoke, folder.resolve("smoke.yaml"));

    var broken = rehearsal.run("rehearse", "--env", "dev", "--region", "sydney");
    assertThat(broken.exit()).as(broken.all()).isEqualTo(1);
    assertThat(broken.all())
        .contains("warehouse/ticketing/mart/tables/010_draft.sql:4:1")
        .contains("Unsupported data type 'NUMBR'")
        .contains("The rehearsal failed.");

    Files.delete(folder.resolve("warehouse/warehouse/ticketing/mart/tables/010_draft.sql"));
    var good = rehearsal.run("rehearse", "--env", "dev", "--region", "sydney");
    assertThat(good.exit()).as(good.all()).isZero();
    assertThat(good.all()).contains("The rehearsal succeeded.").doesNotContain("smoke test");
    Files.move(folder.resolve("smoke.yaml"), smoke);
  }

  @Test
  @Order(8)
  void a_csv_in_the_raw_bucket_is_rows_in_the_warehouse_in_the_end() throws Exception {
    assumeTrue(hasBoto(), "python3 with boto3 is not here: the function cannot run");

    var ended =
        new Landfall(folder.resolve("platform"))
            .run("rehearse", "--env", "dev", "--region", "london", "--json");

    assertThat(ended.exit()).as(ended.all()).isZero();
    assertThat(ended.json().get("smoke"))
        .hasSize(1)
        .allSatisfy(test -> {
          assertThat(test.get("passed").asBoolean()).as(ended.out()).isTrue();
          assertThat(test.get("name").asString()).contains("exchange rates");
        });
  }

  private static boolean hasBoto() throws InterruptedException {
    try {
      var python =
          new ProcessBuilder("python3", "-c", "import boto3")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return python.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  @Order(9)
  void a_new_region_fails_in_the_middle_and_the_same_command_finishes_it() throws Exception {
    prepare("cork");
    var cork =
        List.of(
            "--env",
            "staging",
            "--region",
            "cork",
            "--like",
            "london",
            "--set",
            "landing_bucket=ticketing-landing-cork",
            "--set",
            "aws.account=666677778888",
            "--set",
            "aws.region=eu-west-1",
            "--set",
            "snowflake.url=jdbc:snowflake://ticketing-cork.snowflakecomputing.com/");
    new Faults(ready)
        .order(
            """
            {"service": "cloudformation", "action": "CreateResource", "account": "666677778888",
             "resource": "Validation", "fault": "fail"}\
            """);

    var failed = run("deploy", cork, "--yes");
    assertThat(failed.exit()).as(failed.all()).isEqualTo(1);
    assertThat(failed.all())
        .contains("ingest: Validation (AWS::Lambda::Function) failed: ", "A fault was ordered.");

    var again = run("deploy", cork, "--yes");
    assertThat(again.exit()).as(again.all()).isZero();
    var plan = run("plan", cork, "--json");
    assertThat(plan.exit()).as(plan.all()).isZero();
    assertThat(plan.json().get("components"))
        .hasSize(4)
        .allSatisfy(component -> assertThat(component.get("changes")).as(plan.out()).isEmpty());
    var outputs = run("outputs", cork);
    assertThat(outputs.out())
        .contains("warehouse.StorageUserArn = arn:aws:iam::")
        .contains("landing-zone.RawBucket = ticketing-landing-cork-raw-staging")
        .contains(
            "ingest.LandingRoleArn = arn:aws:iam::666677778888:role/ticketing-landing-staging")
        .contains("tableau-server.Url = https://");
  }

  @Test
  @Order(10)
  void a_rehearsal_never_leaves_the_machine() throws Exception {
    var file = folder.resolve("platform/landfall.yaml");
    var text = Files.readString(file);
    Files.writeString(
        file,
        text.replace(
            "url: \"${region.snowflake.url}\"",
            "url: \"jdbc:snowflake://real.snowflakecomputing.com/\""));
    try {
      var ended =
          new Landfall(folder.resolve("platform"))
              .with("SNOWFLAKE_PASSWORD", "not-a-real-one")
              .run("rehearse", "--env", "dev", "--region", "sydney");

      assertThat(ended.exit()).as(ended.all()).isEqualTo(2);
      assertThat(ended.all()).contains("real.snowflakecomputing.com");
    } finally {
      Files.writeString(file, text);
    }
  }

  @Test
  @Order(11)
  void the_demo_reaches_a_new_region() throws Exception {
    var home = folder.resolve("demo");
    var ended =
        new Landfall(folder)
            .run(
                "demo",
                "--exit",
                "--json",
                "--home",
                home.toString(),
                "--project",
                Landfall.PROJECT.toString());

    assertThat(ended.exit()).as(ended.all()).isZero();
    assertThat(ended.err())
        .containsPattern("dev/sydney +succeeded")
        .containsPattern("dev/auckland +succeeded")
        .contains("dev/sydney: nothing to change.")
        .contains("Three databases are rolled out.")
        .doesNotContain("In another terminal", "Ctrl-C");
    assertThat(ended.json().get("succeeded").asBoolean()).isTrue();
    assertThat(ended.json().get("steps")).hasSize(4);
  }

  @Test
  @Order(12)
  void a_deploy_to_a_new_region_that_is_killed_again_and_again_is_finished_by_the_next()
      throws Exception {
    prepare("dublin");
    var dublin =
        List.of(
            "--env",
            "staging",
            "--region",
            "dublin",
            "--like",
            "london",
            "--set",
            "code=DUB",
            "--set",
            "currency=EUR",
            "--set",
            "landing_bucket=ticketing-landing-dublin",
            "--set",
            "aws.account=555566667777",
            "--set",
            "aws.region=eu-west-1",
            "--set",
            "snowflake.url=jdbc:snowflake://ticketing-dublin.snowflakecomputing.com/",
            "--yes");
    var arguments = new ArrayList<>(List.of("deploy"));
    arguments.addAll(dublin);
    for (var reached : List.of(5, 40, 90)) {
      var running = landfall.start(arguments.toArray(String[]::new));
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> changesets("dublin") >= reached || !running.process().isAlive());
      running.kill();
      assertThat(running.await().exit()).as("killed").isEqualTo(137);
    }

    var ended = run("deploy", dublin, "--json");

    assertThat(ended.exit()).as(ended.all()).isZero();
    assertThat(
            query(
                "dublin",
                "SELECT ID, AUTHOR, FILENAME FROM PUBLIC.DATABASECHANGELOG"
                    + " GROUP BY ALL HAVING COUNT(*) > 1"))
        .isEmpty();
    assertThat(changesets("dublin")).isEqualTo(changesets("london"));
    assertThat(query("dublin", "SELECT LOCKED FROM PUBLIC.DATABASECHANGELOGLOCK"))
        .isEqualTo(List.of(List.of("FALSE")));
    assertThat(query("dublin", "SELECT CURRENCY_CODE FROM MART.REPORTING_SETTINGS"))
        .containsExactly(List.of("EUR"));
  }

  @Test
  @Order(13)
  void a_region_of_two_kinds_is_destroyed_from_the_last_component_to_the_first() throws Exception {
    var dublin =
        List.of(
            "--env",
            "staging",
            "--region",
            "dublin",
            "--like",
            "london",
            "--set",
            "landing_bucket=ticketing-landing-dublin",
            "--set",
            "aws.account=555566667777",
            "--set",
            "aws.region=eu-west-1",
            "--set",
            "snowflake.url=jdbc:snowflake://ticketing-dublin.snowflakecomputing.com/");
    var plan = run("plan", dublin, "--destroy");
    assertThat(plan.exit()).as(plan.all()).isZero();
    assertThat(plan.out())
        .contains("ArtifactsBucket: the bucket's objects — 1 object or version")
        .contains("DROP TABLE MART.FACT_SALES — 0 rows")
        .containsPattern("note: RawBucket .* is kept: its deletion policy is RetainExceptOnCreate");

    var ended =
        run(
            "destroy",
            dublin,
            "--yes",
            "--json",
            "--confirm",
            "warehouse,landing-zone,tableau-server");

    assertThat(ended.exit()).as(ended.all()).isZero();
    assertThat(ended.json().get("components").valueStream().map(c -> c.get("name").asString()))
        .containsExactly("tableau-server", "ingest", "landing-zone", "warehouse");
    assertThat(query("dublin", "SELECT SCHEMA_NAME FROM INFORMATION_SCHEMA.SCHEMATA"))
        .containsExactlyInAnyOrder(List.of("INFORMATION_SCHEMA"), List.of("PUBLIC"));
    assertThat(changesets("dublin")).isZero();
    assertThat(run("status", List.of("--env", "staging", "--region", "dublin")).out())
        .contains("nothing is left of tableau-server, ingest, landing-zone, warehouse");
  }

  /// What an account's administrator does before the first rollout.
  private void prepare(String region) throws Exception {
    var script =
        "SET DATABASE_NAME = 'TICKETING_STAGING'; SET COMPUTE = 'DEPLOY_WH'; SET DEPLOY_ROLE ="
            + " 'DEPLOYER'; SET DEPLOY_USER = '"
            + snowflake().get("user").asString()
            + "';\n"
            + Files.readString(EXAMPLE.resolve("platform/account/snowflake.sql"));
    var login = new Properties();
    login.setProperty("user", snowflake().get("user").asString());
    login.setProperty("password", snowflake().get("password").asString());
    try (var connection =
            DriverManager.getConnection(
                url(region).replaceAll("&(db|schema|warehouse|role)=[^&]*", ""), login);
        var statement = connection.createStatement()) {
      statement.execute("ALTER SESSION SET MULTI_STATEMENT_COUNT = 0");
      statement.execute(script);
    }
  }

  private long changesets(String region) throws Exception {
    var there =
        query(
            region,
            "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'PUBLIC' AND"
                + " TABLE_NAME = 'DATABASECHANGELOG'");
    return there.equals(List.of(List.of("0")))
        ? 0
        : Long.parseLong(
            query(region, "SELECT COUNT(*) FROM PUBLIC.DATABASECHANGELOG").getFirst().getFirst());
  }
}
