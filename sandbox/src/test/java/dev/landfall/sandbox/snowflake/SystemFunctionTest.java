package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Snowflake, "System functions".
class SystemFunctionTest {
  private static SnowflakeServer server;
  private Client session;
  private Client other;

  @BeforeAll
  static void start() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
    try (var admin = Client.of(server)) {
      admin.run("CREATE DATABASE D");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void open() throws Exception {
    session = Client.of(server, "db", "D", "schema", "PUBLIC");
    other = Client.of(server, "db", "D", "schema", "PUBLIC");
  }

  @AfterEach
  void close() throws Exception {
    session.close();
    other.close();
  }

  private CompletableFuture<String> waiting() {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return other.one("SELECT SYSTEM$WAIT(10, 'MINUTES')");
      } catch (SQLException e) {
        throw new CompletionException(e);
      }
    });
  }

  @Test
  void waits() throws Exception {
    assertThat(session.one("SELECT SYSTEM$WAIT(1, 'MILLISECONDS')"))
        .isEqualTo("waited 1 milliseconds");
    assertThat(session.one("CALL SYSTEM$WAIT(0)")).isEqualTo("waited 0 seconds");
    session.refuses("SELECT SYSTEM$WAIT(1, 'YEARS')", 1011, "invalid value [YEARS]");
  }

  @Test
  void describing_a_statement_does_not_act() throws Exception {
    var id = other.one("SELECT CURRENT_SESSION()");
    try (var statement =
        session.connection().prepareStatement("SELECT SYSTEM$ABORT_SESSION(" + id + ")")) {
      assertThat(statement.getMetaData().getColumnCount()).isEqualTo(1);
    }
    assertThat(other.one("SELECT 1")).isEqualTo("1");
  }

  @Test
  void a_session_is_ended() throws Exception {
    var id = other.one("SELECT CURRENT_SESSION()");
    assertThat(session.one("SELECT SYSTEM$ABORT_SESSION(" + id + ")"))
        .isEqualTo("session [" + id + "] terminated.");
    assertThatThrownBy(() -> other.one("SELECT 1")).isInstanceOf(SQLException.class);
    assertThat(session.one("SELECT SYSTEM$ABORT_SESSION(" + id + ")"))
        .isEqualTo("session [" + id + "] not found.");
  }

  @Test
  void a_statement_that_does_not_compile_does_not_act() throws Exception {
    var id = other.one("SELECT CURRENT_SESSION()");
    session.refuses("SELECT SYSTEM$ABORT_SESSION(" + id + "), NOPE", 904, "invalid identifier");
    assertThat(other.one("SELECT 1")).isEqualTo("1");
  }

  @Test
  void a_transaction_is_rolled_back() throws Exception {
    session.run("CREATE OR REPLACE TABLE T (A INT)", "INSERT INTO T VALUES (1)");
    other.run("BEGIN", "UPDATE T SET A = 2");
    var id = other.one("SELECT CURRENT_TRANSACTION()");
    assertThat(session.one("SELECT SYSTEM$ABORT_TRANSACTION(" + id + ")")).contains(id);
    session.run("UPDATE T SET A = 3");
    other.run("COMMIT");
    assertThat(session.one("SELECT A FROM T")).isEqualTo("3");
    assertThat(session.one("SELECT SYSTEM$ABORT_TRANSACTION(" + id + ")")).contains("not found");
  }

  @Test
  void queries_are_cancelled() throws Exception {
    var id = other.one("SELECT CURRENT_SESSION()");
    var waiting = waiting();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() ->
            session
                .one("SELECT SYSTEM$CANCEL_ALL_QUERIES(" + id + ")")
                .equals("1 statements cancelled."));
    assertThatThrownBy(waiting::join).hasMessageContaining("SQL execution canceled");
    assertThat(session.one("SELECT SYSTEM$CANCEL_QUERY('nothing')"))
        .isEqualTo("Identified SQL statement is not currently executing.");
  }

  @Test
  void only_administrators_end_what_others_do() throws Exception {
    session.run(
        "CREATE USER IF NOT EXISTS LOW PASSWORD = 'Secret123456789'",
        "CREATE ROLE IF NOT EXISTS LOW",
        "GRANT ROLE LOW TO USER LOW");
    var id = other.one("SELECT CURRENT_SESSION()");
    try (var low = Client.of(server, "user", "LOW", "password", "Secret123456789", "role", "LOW")) {
      low.refuses(
          "SELECT SYSTEM$ABORT_SESSION(" + id + ")", 3001, "Insufficient privileges to operate");
      low.refuses("SELECT SYSTEM$CANCEL_ALL_QUERIES(" + id + ")", 3001, "Insufficient privileges");
    }
    assertThat(other.one("SELECT 1")).isEqualTo("1");
  }

  @Test
  void types_as_they_are_kept() throws Exception {
    assertThat(
            session.rows(
                "SELECT SYSTEM$TYPEOF('something'), SYSTEM$TYPEOF(1), SYSTEM$TYPEOF(1.5::FLOAT),"
                    + " SYSTEM$TYPEOF(TRUE), SYSTEM$TYPEOF(PARSE_JSON('1')),"
                    + " SYSTEM$TYPEOF(1::NUMBER(38,0))"))
        .isEqualTo(
            List.of(
                List.of(
                    "VARCHAR(9)[LOB]",
                    "NUMBER(1,0)[SB1]",
                    "FLOAT[DOUBLE]",
                    "BOOLEAN[SB1]",
                    "VARIANT[LOB]",
                    "NUMBER(38,0)[SB16]")));
  }

  @Test
  void tags_are_inherited() throws Exception {
    session.run(
        "CREATE OR REPLACE TABLE TAGGED (A INT, B INT)",
        "CREATE TAG IF NOT EXISTS COST",
        "ALTER SCHEMA PUBLIC SET TAG COST = 'schema'",
        "ALTER TABLE TAGGED MODIFY COLUMN A SET TAG COST = 'column'");
    assertThat(
            session.rows(
                "SELECT SYSTEM$GET_TAG('COST', 'TAGGED.A', 'COLUMN'), SYSTEM$GET_TAG('COST',"
                    + " 'TAGGED.B', 'column'), SYSTEM$GET_TAG('COST', 'TAGGED', 'TABLE'),"
                    + " SYSTEM$GET_TAG('COST', 'D', 'DATABASE')"))
        .isEqualTo(List.of(List.of("column", "schema", "schema", "null")));
  }

  @Test
  void the_others_are_refused_by_name() {
    for (var function :
        List.of(
            "SYSTEM$ALLOWLIST()",
            "SYSTEM$WHITELIST()",
            "SYSTEM$CLUSTERING_INFORMATION('T')",
            "SYSTEM$LAST_CHANGE_COMMIT_TIME('T')")) {
      session.refuses(
          "SELECT " + function,
          2,
          "Not supported by the sandbox: function " + function.substring(0, function.indexOf('(')));
    }
    session.refuses("CREATE TABLE X AS SELECT SYSTEM$WAIT(1) W", 2, "SYSTEM$WAIT");
  }
}
