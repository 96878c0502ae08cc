package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Snowflake, "Introduction to tasks", through the driver.
class TaskTest {
  private SnowflakeServer server;
  private Client session;

  @BeforeEach
  void open() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
    session = Client.of(server);
    session.run(
        "CREATE WAREHOUSE WH",
        "CREATE DATABASE D",
        "CREATE TABLE DONE (N INT AUTOINCREMENT ORDER, S VARCHAR)");
  }

  @AfterEach
  void close() throws Exception {
    session.close();
    server.close();
  }

  private static String done(String what) {
    return "INSERT INTO DONE (S) VALUES (" + what + ")";
  }

  private void task(String name, String clauses, String body) throws Exception {
    session.run("CREATE OR REPLACE TASK " + name + " WAREHOUSE = WH " + clauses + " AS " + body);
  }

  /// Runs a graph, and waits until one of its tasks has ended so.
  private void execute(String root, String last, String state) throws Exception {
    session.run("EXECUTE TASK " + root);
    await(last, state);
  }

  private void await(String task, String state) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(states(task)).startsWith(state));
  }

  /// The latest first.
  private String states(String task) throws Exception {
    return session
        .rows(
            "SELECT STATE FROM TABLE(INFORMATION_SCHEMA.TASK_HISTORY(TASK_NAME => '" + task + "'))")
        .stream()
        .map(List::getFirst)
        .collect(Collectors.joining(" "));
  }

  private String done() throws Exception {
    return session.rows("SELECT S FROM DONE ORDER BY N").stream()
        .map(List::getFirst)
        .collect(Collectors.joining(" "));
  }

  @Test
  void a_task_runs_by_hand_though_it_is_suspended() throws Exception {
    task(
        "T",
        "SCHEDULE = '1 MINUTE'",
        done("CURRENT_USER() || ' ' || CURRENT_ROLE() || ' ' || CURRENT_WAREHOUSE()"));
    assertThat(session.one("EXECUTE TASK T")).isEqualTo("Task T is scheduled to run immediately.");
    await("T", "SUCCEEDED");
    assertThat(done()).isEqualTo("SYSTEM ACCOUNTADMIN WH");
    assertThat(
            session.rows(
                "SELECT DATABASE_NAME, SCHEMA_NAME, QUERY_TEXT, SCHEDULED_FROM, ATTEMPT_NUMBER,"
                    + " ERROR_MESSAGE, QUERY_START_TIME >= SCHEDULED_TIME, COMPLETED_TIME >="
                    + " QUERY_START_TIME FROM TABLE(D.INFORMATION_SCHEMA.TASK_HISTORY())"
                    + " WHERE NAME = 'T' AND STATE = 'SUCCEEDED' LIMIT 1"))
        .isEqualTo(
            List.of(
                List.of(
                    "D",
                    "PUBLIC",
                    done("CURRENT_USER() || ' ' || CURRENT_ROLE() || ' ' || CURRENT_WAREHOUSE()"),
                    "EXECUTE TASK",
                    "1",
                    "null",
                    "TRUE",
                    "TRUE")));
  }

  @Test
  void an_error_is_recorded() throws Exception {
    task("BAD", "", "SELECT 1 / 0");
    execute("BAD", "BAD", "FAILED");
    assertThat(
            session.rows(
                "SELECT ERROR_CODE, ERROR_MESSAGE FROM TABLE(INFORMATION_SCHEMA.TASK_HISTORY("
                    + "ERROR_ONLY => TRUE, TASK_NAME => 'BAD'))"))
        .contains(List.of("100051", "Division by zero"));
  }

  @Test
  void a_task_may_be_a_block_or_a_call() throws Exception {
    session.run(
        "CREATE PROCEDURE P(A VARCHAR) RETURNS VARCHAR AS $$BEGIN " + done(":A") + "; END$$");
    task("B", "", "BEGIN LET x := 'block'; " + done(":x") + "; CALL P('inner'); END");
    execute("B", "B", "SUCCEEDED");
    task("C", "", "CALL P('call')");
    execute("C", "C", "SUCCEEDED");
    assertThat(done()).isEqualTo("block inner call");
  }

  @Test
  void a_graph_runs_in_order_and_ends_with_its_finalizer() throws Exception {
    task("R", "SCHEDULE = '1 MINUTE'", done("'root'"));
    task("A", "AFTER R", done("'a'"));
    task("B", "AFTER R", done("'b'"));
    task("C", "AFTER A, B", done("'c'"));
    task("F", "FINALIZE = R", done("'end'"));
    assertThat(session.one("SELECT SYSTEM$TASK_DEPENDENTS_ENABLE('R')")).isEqualTo("true");
    session.run("ALTER TASK R SUSPEND");
    execute("R", "F", "SUCCEEDED");
    assertThat(done()).isEqualTo("root a b c end");
    assertThat(
            session.rows(
                "SELECT NAME FROM TABLE(INFORMATION_SCHEMA.TASK_DEPENDENTS(TASK_NAME => 'R'))"
                    + " ORDER BY NAME"))
        .isEqualTo(List.of(List.of("A"), List.of("B"), List.of("C"), List.of("F"), List.of("R")));
    assertThat(
            session.rows(
                "SELECT NAME FROM TABLE(INFORMATION_SCHEMA.TASK_DEPENDENTS(TASK_NAME => 'D.PUBLIC.A',"
                    + " RECURSIVE => FALSE)) ORDER BY NAME"))
        .isEqualTo(List.of(List.of("A"), List.of("C")));
    session.refuses("EXECUTE TASK A", 91086, "is not a root task");
    session.refuses("EXECUTE TASK F", 91086, "is not a root task");
  }

  @Test
  void what_comes_after_a_failure_does_not_run_but_the_finalizer_does() throws Exception {
    task("R", "SCHEDULE = '1 MINUTE'", done("'root'"));
    task("A", "AFTER R", "SELECT 1 / 0");
    task("B", "AFTER A", done("'b'"));
    task("F", "FINALIZE = R", done("'end'"));
    session.run("ALTER TASK B RESUME", "ALTER TASK A RESUME", "ALTER TASK F RESUME");
    execute("R", "F", "SUCCEEDED");
    assertThat(done()).isEqualTo("root end");
    assertThat(states("A")).isEqualTo("FAILED");
    assertThat(states("B")).isEmpty();
  }

  @Test
  void a_suspended_task_counts_as_one_that_succeeded() throws Exception {
    task("R", "SCHEDULE = '1 MINUTE'", done("'root'"));
    task("A", "AFTER R", done("'a'"));
    task("B", "AFTER A", done("'b'"));
    session.run("ALTER TASK B RESUME");
    execute("R", "B", "SUCCEEDED");
    assertThat(done()).isEqualTo("root b");
  }

  @Test
  void failed_tasks_are_tried_again() throws Exception {
    session.run("CREATE TABLE FLAG (OK INT)", "INSERT INTO FLAG VALUES (0)");
    task("R", "SCHEDULE = '1 MINUTE'", done("'root'"));
    task("A", "AFTER R", "INSERT INTO DONE (S) SELECT 1 / OK FROM FLAG");
    session.run("ALTER TASK A RESUME");
    execute("R", "A", "FAILED");
    session.run("UPDATE FLAG SET OK = 1", "EXECUTE TASK R RETRY LAST");
    await("A", "SUCCEEDED FAILED");
    assertThat(done()).isEqualTo("root 1.000000");
    session.refuses("EXECUTE TASK R RETRY LAST", 91087, "has not failed");
  }

  @Test
  void a_stream_decides_whether_a_task_runs() throws Exception {
    session.run("CREATE TABLE T (A INT)", "CREATE STREAM S ON TABLE T");
    task(
        "W",
        "SCHEDULE = '1 MINUTE' WHEN SYSTEM$STREAM_HAS_DATA('S')",
        "INSERT INTO DONE (S) SELECT A FROM S");
    execute("W", "W", "SKIPPED");
    assertThat(
            session.one(
                "SELECT ERROR_CODE || ERROR_MESSAGE FROM TABLE(INFORMATION_SCHEMA.TASK_HISTORY())"
                    + " WHERE NAME = 'W' LIMIT 1"))
        .isEqualTo("0040003Conditional expression for task evaluated to false.");
    session.run("INSERT INTO T VALUES (5)");
    execute("W", "W", "SUCCEEDED");
    execute("W", "W", "SKIPPED SUCCEEDED SKIPPED");
    assertThat(done()).isEqualTo("5");
  }

  @Test
  void tasks_of_a_graph_tell_each_other_values() throws Exception {
    task(
        "R",
        "SCHEDULE = '1 MINUTE' CONFIG = '{\"dir\": \"/x\", \"n\": {\"m\": 7}}'",
        "BEGIN CALL SYSTEM$SET_RETURN_VALUE('from root'); END");
    task(
        "A",
        "AFTER R",
        "BEGIN LET v := SYSTEM$GET_PREDECESSOR_RETURN_VALUE(); LET d :="
            + " SYSTEM$GET_TASK_GRAPH_CONFIG('dir'); LET m := SYSTEM$GET_TASK_GRAPH_CONFIG('n.m');"
            + " LET t := SYSTEM$TASK_RUNTIME_INFO('CURRENT_TASK_NAME'); "
            + done(":v || ' ' || :d || ' ' || :m || ' ' || :t")
            + "; END");
    session.run("ALTER TASK A RESUME");
    execute("R", "A", "SUCCEEDED");
    assertThat(done()).isEqualTo("from root /x 7 D.PUBLIC.A");
    assertThat(
            session.one(
                "SELECT RETURN_VALUE FROM TABLE(INFORMATION_SCHEMA.TASK_HISTORY(TASK_NAME => 'R'))"
                    + " LIMIT 1"))
        .isEqualTo("from root");
    session.refuses("SELECT SYSTEM$SET_RETURN_VALUE('x')", 100336, "must be called in a task");
  }

  @Test
  void the_configuration_may_be_given_by_hand() throws Exception {
    task("R", "CONFIG = '{\"a\": 1}'", done("SYSTEM$GET_TASK_GRAPH_CONFIG('a')"));
    session.run("EXECUTE TASK R USING CONFIG = '{\"a\": 2}'");
    await("R", "SUCCEEDED");
    assertThat(done()).isEqualTo("2");
  }

  @Test
  void a_task_has_the_rights_of_its_owner_and_needs_them() throws Exception {
    session.run(
        "CREATE OR REPLACE ROLE WORKER",
        "GRANT ROLE WORKER TO USER " + server.user(),
        "GRANT ALL ON DATABASE D TO ROLE WORKER",
        "GRANT ALL ON SCHEMA D.PUBLIC TO ROLE WORKER",
        "GRANT USAGE ON WAREHOUSE WH TO ROLE WORKER");
    try (var worker = Client.of(server, "role", "WORKER", "db", "D", "schema", "PUBLIC")) {
      worker.run(
          "USE SECONDARY ROLES NONE",
          "CREATE TASK MINE WAREHOUSE = WH AS INSERT INTO DONE (S) VALUES (CURRENT_ROLE())");
      worker.refuses("EXECUTE TASK MINE", 91089, "EXECUTE TASK privilege must be granted");
      session.run("GRANT EXECUTE TASK ON ACCOUNT TO ROLE WORKER");
      execute("MINE", "MINE", "FAILED");
      session.run("GRANT INSERT ON TABLE DONE TO ROLE WORKER");
      worker.run("EXECUTE TASK MINE");
      await("MINE", "SUCCEEDED FAILED");
      assertThat(done()).isEqualTo("WORKER");
      task("THEIRS", "", "SELECT 1");
      worker.refuses("EXECUTE TASK THEIRS", 2003, "does not exist or not authorized");
    }
  }
}
