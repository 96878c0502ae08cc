package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tasks that run by themselves.
class TaskScheduleTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2024-05-01T12:00:30Z"));
  private SnowflakeServer server;
  private Client session;

  @BeforeEach
  void open() throws Exception {
    server =
        SnowflakeServer.start(SnowflakeServer.Options.defaults().withClock(clock).withTasks(true));
    session = Client.of(server);
    session.run("CREATE WAREHOUSE WH", "CREATE DATABASE D", "CREATE TABLE DONE (S VARCHAR)");
  }

  @AfterEach
  void close() throws Exception {
    session.close();
    server.close();
  }

  /// Lets time pass until a task has run so often.
  private void forward(String task, int runs) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> {
          clock.forward(Duration.ofSeconds(10));
          return runs(task) >= runs;
        });
  }

  private int runs(String task) throws Exception {
    return Integer.parseInt(
        session.one(
            "SELECT COUNT(*) FROM TABLE(INFORMATION_SCHEMA.TASK_HISTORY(TASK_NAME => '"
                + task
                + "')) WHERE STATE IN ('SUCCEEDED', 'FAILED', 'SKIPPED')"));
  }

  @Test
  void a_resumed_task_runs_by_its_schedule() throws Exception {
    session.run(
        "CREATE TASK T WAREHOUSE = WH SCHEDULE = '1 MINUTE' AS INSERT INTO DONE VALUES ('t')",
        "CREATE TASK C WAREHOUSE = WH SCHEDULE = 'USING CRON */5 * * * * UTC' AS INSERT INTO DONE"
            + " VALUES ('c')",
        "CREATE TASK SUSPENDED WAREHOUSE = WH SCHEDULE = '1 MINUTE' AS SELECT 1",
        "ALTER TASK T RESUME",
        "ALTER TASK C RESUME");
    forward("T", 3);
    forward("C", 1);
    assertThat(runs("SUSPENDED")).isZero();
    assertThat(
            session.rows(
                "SELECT DISTINCT SCHEDULED_FROM, MINUTE(CONVERT_TIMEZONE('UTC', SCHEDULED_TIME)) %"
                    + " 5, SECOND(SCHEDULED_TIME) FROM"
                    + " TABLE(INFORMATION_SCHEMA.TASK_HISTORY(TASK_NAME => 'C'))"))
        .isEqualTo(List.of(List.of("SCHEDULE", "0", "0")));
  }

  @Test
  void a_task_that_fails_again_and_again_is_suspended() throws Exception {
    session.run(
        "CREATE TASK BAD WAREHOUSE = WH SCHEDULE = '1 MINUTE' SUSPEND_TASK_AFTER_NUM_FAILURES = 2"
            + " AS SELECT 1 / 0",
        "ALTER TASK BAD RESUME");
    forward("BAD", 2);
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> session.rows("SHOW TASKS").getFirst().contains("suspended"));
    assertThat(runs("BAD")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void a_task_with_a_condition_alone_waits_for_it() throws Exception {
    session.run(
        "CREATE TABLE T (A VARCHAR)",
        "CREATE STREAM S ON TABLE T",
        "CREATE TASK W WAREHOUSE = WH WHEN SYSTEM$STREAM_HAS_DATA('S') AS INSERT INTO DONE SELECT A"
            + " FROM S",
        "ALTER TASK W RESUME",
        "INSERT INTO T VALUES ('row')");
    forward("W", 1);
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> session.rows("SELECT S FROM DONE").equals(List.of(List.of("row"))));
  }
}
