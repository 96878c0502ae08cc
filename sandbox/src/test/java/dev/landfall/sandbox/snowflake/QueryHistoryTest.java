package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What INFORMATION_SCHEMA tells of statements, through the driver.
class QueryHistoryTest {
  private SnowflakeServer server;
  private Client session;

  @BeforeEach
  void open() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
    session = Client.of(server);
    session.run("CREATE WAREHOUSE WH", "CREATE DATABASE D");
  }

  @AfterEach
  void close() throws Exception {
    session.close();
    server.close();
  }

  private static String history(String columns, String arguments) {
    return "SELECT " + columns + " FROM TABLE(INFORMATION_SCHEMA." + arguments + ")";
  }

  private String number() throws Exception {
    return session.rows("SELECT CURRENT_SESSION()").getFirst().getFirst();
  }

  @Test
  void each_statement_is_told_with_its_end() throws Exception {
    session.run("ALTER SESSION SET QUERY_TAG = 'nightly'", "CREATE TABLE T (A INT)");
    session.refuses("SELECT * FROM NOWHERE", 2003, "NOWHERE");
    session.run("/* two */ INSERT INTO T VALUES (1), (2)");

    assertThat(
            session.rows(
                history(
                        "QUERY_TEXT, QUERY_TYPE, EXECUTION_STATUS, ERROR_CODE, QUERY_TAG,"
                            + " DATABASE_NAME, SCHEMA_NAME, WAREHOUSE_NAME, END_TIME >= START_TIME",
                        "QUERY_HISTORY_BY_SESSION(RESULT_LIMIT => 4)")
                    + " ORDER BY START_TIME, QUERY_ID"))
        .hasSize(4)
        .startsWith(
            List.of(
                "CREATE TABLE T (A INT)",
                "CREATE_TABLE",
                "SUCCESS",
                "null",
                "nightly",
                "D",
                "PUBLIC",
                "WH",
                "TRUE"),
            List.of(
                "SELECT * FROM NOWHERE",
                "UNKNOWN",
                "FAILED_WITH_ERROR",
                "2003",
                "nightly",
                "D",
                "PUBLIC",
                "WH",
                "TRUE"),
            List.of(
                "/* two */ INSERT INTO T VALUES (1), (2)",
                "INSERT",
                "SUCCESS",
                "null",
                "nightly",
                "D",
                "PUBLIC",
                "WH",
                "TRUE"));
  }

  @Test
  void the_statements_of_a_block_are_told_one_by_one() throws Exception {
    session.run("EXECUTE IMMEDIATE 'BEGIN EXECUTE IMMEDIATE ''CREATE TABLE T (A INT)''; END'");

    assertThat(
            session.rows(
                history("QUERY_TYPE, QUERY_TEXT", "QUERY_HISTORY_BY_SESSION()")
                    + " WHERE QUERY_TEXT LIKE '%CREATE TABLE T%' AND QUERY_TYPE <> 'SELECT'"
                    + " ORDER BY LENGTH(QUERY_TEXT)"))
        .isEqualTo(
            List.of(
                List.of("CREATE_TABLE", "CREATE TABLE T (A INT)"),
                List.of("CALL", "BEGIN EXECUTE IMMEDIATE 'CREATE TABLE T (A INT)'; END"),
                List.of(
                    "CALL",
                    "EXECUTE IMMEDIATE 'BEGIN EXECUTE IMMEDIATE ''CREATE TABLE T (A INT)'';"
                        + " END'")));
  }

  @Test
  void what_still_runs_has_no_end() throws Exception {
    assertThat(
            session.rows(
                history("EXECUTION_STATUS, END_TIME", "QUERY_HISTORY_BY_SESSION()") + " LIMIT 1"))
        .isEqualTo(List.of(List.of("RUNNING", "null")));
  }

  @Test
  void a_session_that_has_ended_is_remembered() throws Exception {
    String other;
    try (var second = Client.of(server)) {
      other = second.rows("SELECT CURRENT_SESSION()").getFirst().getFirst();
      second.run("SELECT 'hers'");
    }

    assertThat(
            session.rows(
                history("QUERY_TEXT", "QUERY_HISTORY_BY_SESSION(SESSION_ID => " + other + ")")
                    + " WHERE QUERY_TEXT LIKE 'SELECT%'"))
        .isEqualTo(List.of(List.of("SELECT 'hers'"), List.of("SELECT CURRENT_SESSION()")));
    assertThat(
            session.rows(
                history(
                    "COUNT(*)",
                    "QUERY_HISTORY_BY_USER(USER_NAME => 'NOBODY', RESULT_LIMIT => 10)")))
        .isEqualTo(List.of(List.of("0")));
  }

  @Test
  void others_statements_are_seen_by_whoever_may_watch_their_warehouse() throws Exception {
    session.run(
        "CREATE ROLE WATCHER",
        "GRANT USAGE ON DATABASE D TO ROLE WATCHER",
        "GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE WATCHER",
        "GRANT USAGE ON WAREHOUSE WH TO ROLE WATCHER",
        "CREATE USER EVE PASSWORD = 'Secret-1' DEFAULT_ROLE = WATCHER"
            + " DEFAULT_WAREHOUSE = WH DEFAULT_NAMESPACE = D.PUBLIC DEFAULT_SECONDARY_ROLES = ()",
        "GRANT ROLE WATCHER TO USER EVE");
    var mine = history("COUNT(*)", "QUERY_HISTORY_BY_SESSION(SESSION_ID => " + number() + ")");
    try (var eve = Client.of(server, "user", "EVE", "password", "Secret-1")) {
      assertThat(eve.rows(mine)).isEqualTo(List.of(List.of("0")));

      session.run("GRANT MONITOR ON WAREHOUSE WH TO ROLE WATCHER");

      assertThat(eve.rows(mine)).isNotEqualTo(List.of(List.of("0")));
    }
  }

  @Test
  void a_range_of_time_leaves_out_what_ended_before() throws Exception {
    session.run("SELECT 'old'");

    assertThat(
            session.rows(
                history(
                        "QUERY_TEXT",
                        "QUERY_HISTORY(END_TIME_RANGE_START => DATEADD('hour', 1,"
                            + " CURRENT_TIMESTAMP()))")
                    + " WHERE EXECUTION_STATUS <> 'RUNNING'"))
        .isEmpty();
    assertThat(
            session.rows(
                history(
                        "COUNT(*)",
                        "QUERY_HISTORY(END_TIME_RANGE_END => DATEADD('hour', 1,"
                            + " CURRENT_TIMESTAMP()))")
                    + " WHERE QUERY_TEXT = 'SELECT ''old'''"))
        .isEqualTo(List.of(List.of("1")));
  }

  @Test
  void wrong_arguments_are_refused() {
    session.refuses(history("*", "QUERY_HISTORY(RESULT_LIMIT => 10001)"), 1011, "RESULT_LIMIT");
    session.refuses(
        history("*", "QUERY_HISTORY_BY_SESSION(SESSION_ID => 'x')"),
        1011,
        "invalid value [x] for parameter 'SESSION_ID'");
    session.refuses(history("*", "QUERY_HISTORY(SESSION => 1)"), 2, "QUERY_HISTORY(SESSION => …)");
  }
}
