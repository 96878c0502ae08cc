package dev.landfall.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.landfall.sandbox.snowflake.SnowflakeServer;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Journal;
import dev.landfall.spi.ProviderException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Deployments to Snowflake through its real driver, to the stand-in.
final class SnowflakeDeploymentTest {
  private static final String CHANGELOG =
      """
      --changeset ann:1
      CREATE SCHEMA RAW;
      --rollback DROP SCHEMA RAW;
      --changeset ann:2
      --comment: with 'quotes'
      CREATE TABLE RAW.VENUES (ID NUMBER(10,0) NOT NULL, NAME VARCHAR(40) DEFAULT 'it''s', SIZE NUMBER(8,2));
      --rollback DROP TABLE RAW.VENUES;
      --changeset ann:3
      INSERT INTO RAW.VENUES (ID, NAME, SIZE) VALUES (1, 'Arena', 12.5);
      UPDATE RAW.VENUES SET NAME = 'Arena \\\\ one' WHERE ID = 1;
      --rollback DELETE FROM RAW.VENUES WHERE ID = 1;
      --changeset ann:4 runOnChange:true
      CREATE OR REPLACE VIEW RAW.NAMES AS SELECT ID, UPPER(NAME) AS NAME FROM RAW.VENUES;
      --rollback DROP VIEW RAW.NAMES;
      """;

  private static SnowflakeServer server;
  @TempDir static Path folder;

  @BeforeAll
  static void start() throws IOException {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static SnowflakeStation station() {
    return new SnowflakeStation(folder, server).sql(CHANGELOG);
  }

  @Test
  void everything_is_deployed_once_and_then_there_is_nothing_to_do() throws Exception {
    try (var station = station()) {
      assertThat(station.plan().changes()).hasSize(4);
      station.deploy();

      assertThat(station.ran()).containsExactly("1", "2", "3", "4");
      assertThat(station.isLocked()).isFalse();
      assertThat(station.query("SELECT ID, NAME FROM RAW.NAMES"))
          .containsExactly(List.of("1", "ARENA \\ ONE"));
      assertThat(station.plan().changes()).isEmpty();
      assertThat(station.restarted().plan().changes()).isEmpty();
    }
  }

  @Test
  void stock_liquibase_finds_nothing_to_do_and_the_other_way_round() throws Exception {
    try (var ours = station();
        var theirs = station()) {
      ours.deploy();
      assertThat(pending(ours)).isEmpty();
      update(theirs);
      assertThat(theirs.plan().changes()).isEmpty();

      ours.query("UPDATE DATABASECHANGELOG SET TAG = NULL");
      var compared =
          "SELECT ID, AUTHOR, FILENAME, ORDEREXECUTED, EXECTYPE, MD5SUM, DESCRIPTION, COMMENTS,"
              + " TAG, LIQUIBASE, CONTEXTS, LABELS, LENGTH(DEPLOYMENT_ID) FROM DATABASECHANGELOG"
              + " ORDER BY ORDEREXECUTED";
      assertThat(ours.query(compared)).isEqualTo(theirs.query(compared)).hasSize(4);
      var columns =
          "SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, IS_NULLABLE FROM"
              + " INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME LIKE 'DATABASECHANGELOG%' ORDER BY"
              + " 1, ORDINAL_POSITION";
      assertThat(ours.query(columns)).isEqualTo(theirs.query(columns)).hasSize(18);
    }
  }

  @SuppressWarnings("try") // what DirectoryResourceAccessor.close may throw
  private static List<String> pending(SnowflakeStation station) throws Exception {
    try (var connection = station.connect();
        var files = new DirectoryResourceAccessor(station.folder())) {
      var database =
          DatabaseFactory.getInstance()
              .findCorrectDatabaseImplementation(new JdbcConnection(connection));
      try (var liquibase = new Liquibase("changelog.sql", files, database)) {
        return liquibase.listUnrunChangeSets(new Contexts(), new LabelExpression()).stream()
            .map(changeSet -> changeSet.getId())
            .toList();
      }
    }
  }

  @SuppressWarnings("try") // what DirectoryResourceAccessor.close may throw
  private static void update(SnowflakeStation station) throws Exception {
    try (var connection = station.connect();
        var files = new DirectoryResourceAccessor(station.folder())) {
      var database =
          DatabaseFactory.getInstance()
              .findCorrectDatabaseImplementation(new JdbcConnection(connection));
      try (var liquibase = new Liquibase("changelog.sql", files, database)) {
        liquibase.update(new Contexts(), new LabelExpression());
      }
    }
  }

  @Test
  void a_changed_view_runs_again() throws Exception {
    try (var station = station()) {
      station.deploy();
      station.sql(CHANGELOG.replace("UPPER(NAME)", "LOWER(NAME)"));

      assertThat(station.plan().changes()).hasSize(1);
      station.deploy();
      assertThat(station.query("SELECT NAME FROM RAW.NAMES"))
          .containsExactly(List.of("arena \\ one"));
      assertThat(station.query("SELECT EXECTYPE FROM DATABASECHANGELOG WHERE ID = '4'"))
          .containsExactly(List.of("RERAN"));
    }
  }

  @Test
  void what_was_done_is_taken_back_in_the_opposite_order() throws Exception {
    try (var station = station()) {
      station.deploy();
      station.goal(new Goal.BackByCount(3));
      assertThat(station.plan().changes()).hasSize(3);
      station.deploy();

      assertThat(station.ran()).containsExactly("1");
      assertThat(
              station.query(
                  "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'RAW'"))
          .isEmpty();
    }
  }

  @Test
  void a_failing_statement_is_told_with_its_place_and_what_stays() throws Exception {
    try (var station =
        station()
            .sql(
                """
                --changeset ann:1
                CREATE TABLE A (X NUMBER(3,0));
                CREATE TABLE B (X NUMBER(3,0));
                CREATE TABLE C AS
                  SELECT NOWHERE FROM A;
                CREATE TABLE D (X NUMBER(3,0));
                """)) {
      var failure = catchThrowableOfType(ProviderException.class, station::deploy);

      assertThat(failure)
          .hasMessageContaining("changelog.sql:5")
          .hasMessageContaining("statement 3 of 4")
          .hasMessageContaining("invalid identifier 'NOWHERE'")
          .hasMessageContaining("Statements 1 to 2 of it took effect and stay");
      assertThat(station.ran()).isEmpty();
      assertThat(station.isLocked()).isFalse();
    }
  }

  @Test
  void the_same_rollout_goes_on_behind_the_statements_that_took_effect() throws Exception {
    try (var station =
        station()
            .sql(
                """
                --changeset ann:1
                CREATE TABLE A (X NUMBER(3,0));
                CREATE TABLE B AS SELECT X FROM LATER;
                """)) {
      var plan = station.plan();
      var context = station.context();
      var failure =
          catchThrowableOfType(ProviderException.class, () -> station.apply(plan, context));
      assertThat(failure).hasMessageContaining("statement 2 of 2");
      station.query("CREATE TABLE LATER (X NUMBER(3,0))");
      station.apply(plan, context);

      assertThat(station.ran()).containsExactly("1");
    }
  }

  @Test
  void a_changeset_of_dml_takes_place_as_a_whole_or_not_at_all() throws Exception {
    try (var station =
        station()
            .sql(
                """
                --changeset ann:1
                CREATE TABLE A (X NUMBER(3,0) NOT NULL);
                --changeset ann:2
                INSERT INTO A VALUES (1);
                INSERT INTO A VALUES (NULL);
                """)) {
      var failure = catchThrowableOfType(ProviderException.class, station::deploy);

      assertThat(failure).hasMessageContaining("Nothing of this changeset took effect");
      assertThat(station.query("SELECT * FROM A")).isEmpty();
      assertThat(station.ran()).containsExactly("1");
    }
  }

  @Test
  void what_was_changed_by_hand_is_found() throws Exception {
    try (var station = station()) {
      station.deploy();
      var before = station.observe().items();
      station.query("ALTER TABLE RAW.VENUES ADD COLUMN CITY VARCHAR(20)");
      station.query("GRANT SELECT ON TABLE RAW.VENUES TO ROLE PUBLIC");
      var after = station.observe().items();

      assertThat(after.keySet()).containsAll(before.keySet());
      assertThat(after.keySet().stream().filter(key -> !before.containsKey(key)))
          .containsExactly("column RAW.VENUES.CITY", "grant SELECT on table RAW.VENUES to PUBLIC");
    }
  }

  @Test
  void rows_that_would_be_lost_are_counted() throws Exception {
    try (var station = station()) {
      station.deploy();
      station.sql(CHANGELOG + "--changeset ann:5\nDROP TABLE RAW.VENUES;\n");

      assertThat(station.plan().changes().getFirst().losses())
          .singleElement()
          .satisfies(loss -> {
            assertThat(loss.what()).isEqualTo("DROP TABLE RAW.VENUES");
            assertThat(loss.extent()).isEqualTo("1 row");
          });
    }
  }

  @Test
  void a_private_key_logs_in() throws Exception {
    try (var station = station()) {
      station.deploy();
      var pair = keys();
      station.query(
          "ALTER USER "
              + server.user()
              + " SET RSA_PUBLIC_KEY = '"
              + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())
              + "'");
      station
          .restarted()
          .key(
              "-----BEGIN PRIVATE KEY-----\n"
                  + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                  + "\n-----END PRIVATE KEY-----\n");

      assertThat(station.plan().changes()).isEmpty();
    }
  }

  private static KeyPair keys() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  @Test
  void a_lock_of_a_living_rollout_is_respected_and_that_of_a_dead_one_is_taken_over()
      throws Exception {
    try (var station = station()) {
      station.deploy();
      station.query(
          "UPDATE DATABASECHANGELOGLOCK SET LOCKED = TRUE, LOCKGRANTED ="
              + " CURRENT_TIMESTAMP()::TIMESTAMP_NTZ, LOCKEDBY = 'landfall ro-other on a host,"
              + " process 7, session 99'");
      station.sql(CHANGELOG + "--changeset ann:5\nCREATE TABLE E (X NUMBER(3,0));\n");

      var plan = station.plan();
      var refused =
          catchThrowableOfType(
              ProviderException.class, () -> station.apply(plan, station.context()));
      assertThat(refused.kind()).isEqualTo(ProviderException.Kind.HELD);
      assertThat(refused).hasMessageContaining("landfall ro-other on a host");

      station.apply(plan, station.context().knowsDead("ro-other"));
      assertThat(station.ran()).endsWith("5");
      assertThat(station.isLocked()).isFalse();
    }
  }

  @Test
  void a_connection_lost_in_a_step_of_liquibase_core_is_no_refusal() throws Exception {
    var losses = new AtomicInteger(1);
    try (var station = station();
        var proxy =
            SnowflakeProxy.start(
                URI.create(server.endpoint()),
                body ->
                    body.contains("Arena") && losses.getAndDecrement() > 0
                        ? SnowflakeProxy.Fate.CUT
                        : SnowflakeProxy.Fate.PASS)) {
      station
          .through(proxy.port())
          .file("halls.csv", "ID,NAME\n1,Arena\n2,Dome\n")
          .changelog(
              "changelog.yaml",
              """
              databaseChangeLog:
                - changeSet:
                    id: 1
                    author: ann
                    changes:
                      - sql: {sql: "CREATE TABLE HALLS (ID INT, NAME VARCHAR(20))"}
                - changeSet:
                    id: 2
                    author: ann
                    changes:
                      - loadData: {tableName: HALLS, file: halls.csv, usePreparedStatements: true}
              """);
      var context = station.context();
      var plan = station.plan();
      assertThat(plan.changes().getLast().diff()).contains("run by liquibase-core");

      var thrown =
          catchThrowableOfType(ProviderException.class, () -> station.apply(plan, context));

      assertThat(thrown).hasMessageContaining("the connection was lost");
      assertThat(losses).hasValue(0);
      assertThat(context.entries().getLast())
          .isInstanceOfSatisfying(
              Journal.NotDone.class,
              not -> assertThat(not.toString()).contains("lost before it took effect"));
      assertThat(station.ran()).containsExactly("1");
      station.deploy();
      assertThat(station.column("SELECT NAME FROM HALLS ORDER BY ID"))
          .containsExactly("Arena", "Dome");
      assertThat(station.ran()).containsExactly("1", "2");
    }
  }
}
