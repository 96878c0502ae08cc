package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.snowflake.client.api.connection.SnowflakeConnection;
import net.snowflake.client.api.resultset.QueryStatus;
import net.snowflake.client.api.resultset.SnowflakeAsyncResultSet;
import net.snowflake.client.api.statement.SnowflakeStatement;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Queries that run in the background, are cancelled, or come several at once.
class QueryTest {
  private static final String LONG =
      "SELECT COUNT(*) FROM TABLE(GENERATOR(ROWCOUNT => 100000)) A,"
          + " TABLE(GENERATOR(ROWCOUNT => 100000)) B WHERE SQRT(UNIFORM(1, 100, RANDOM())) < 0";

  private static SnowflakeServer server;
  private static Connection connection;

  @BeforeAll
  static void start() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
    connection = Driver.connect(server);
    Driver.run(connection, "CREATE DATABASE D");
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    server.close();
  }

  @Test
  void an_asynchronous_query_is_awaited_by_its_result() throws Exception {
    try (var statement = connection.createStatement();
        var rows = statement.unwrap(SnowflakeStatement.class).executeAsyncQuery("SELECT 42 AS A")) {
      var id = rows.unwrap(SnowflakeAsyncResultSet.class).getQueryID();
      assertThat(Driver.rows(rows)).isEqualTo(List.of(List.of("42")));
      assertThat(status(id).getStatus()).isEqualTo(QueryStatus.Status.SUCCESS);
    }
  }

  @Test
  void an_asynchronous_query_that_fails_says_why() throws Exception {
    try (var statement = connection.createStatement();
        var rows =
            statement.unwrap(SnowflakeStatement.class).executeAsyncQuery("SELECT * FROM NOWHERE")) {
      var id = rows.unwrap(SnowflakeAsyncResultSet.class).getQueryID();
      Awaitility.await().until(() -> !status(id).isStillRunning());
      assertThat(status(id).getStatus()).isEqualTo(QueryStatus.Status.FAILED_WITH_ERROR);
      assertThat(status(id).getErrorCode()).isEqualTo(2003);
      assertThat(status(id).getErrorMessage()).contains("NOWHERE");
    }
  }

  private static QueryStatus status(String id) throws SQLException {
    try (var rows = connection.unwrap(SnowflakeConnection.class).createResultSet(id)) {
      return rows.unwrap(SnowflakeAsyncResultSet.class).getStatus();
    }
  }

  @Test
  void a_running_query_is_cancelled() throws Exception {
    try (var elsewhere = Driver.connect(server, "db", "D");
        var statement = elsewhere.createStatement()) {
      var running =
          CompletableFuture.runAsync(() -> {
            try (var rows = statement.executeQuery(LONG)) {
              rows.next();
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          });
      Awaitility.await()
          .ignoreExceptions()
          .until(() -> {
            statement.cancel();
            return running.isDone();
          });
      assertThatThrownBy(running::join)
          .rootCause()
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      assertThat(Driver.rows(elsewhere, "SELECT 1")).isEqualTo(List.of(List.of("1")));
    }
  }

  @Test
  void a_query_has_a_timeout() throws Exception {
    try (var elsewhere = Driver.connect(server, "db", "D")) {
      Driver.run(elsewhere, "ALTER SESSION SET STATEMENT_TIMEOUT_IN_SECONDS = 1");
      assertThatThrownBy(() -> Driver.rows(elsewhere, LONG))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("timeout of 1 second(s)");
    }
  }

  @Test
  void several_statements_are_one_request_with_a_result_each() throws Exception {
    try (var statement = connection.createStatement()) {
      statement.unwrap(SnowflakeStatement.class).setParameter("MULTI_STATEMENT_COUNT", 4);
      var isQuery =
          statement.execute(
              "CREATE OR REPLACE TABLE M (A INT); INSERT INTO M VALUES (1), (2);"
                  + " SELECT A FROM M ORDER BY A; SELECT 'x;y'");
      assertThat(isQuery).isFalse();
      assertThat(statement.getUpdateCount()).isZero();
      assertThat(statement.getMoreResults()).isTrue();
      assertThat(statement.getResultSet()).isNull();
      assertThat(statement.getUpdateCount()).isEqualTo(2);
      assertThat(statement.getMoreResults()).isTrue();
      assertThat(Driver.rows(statement.getResultSet()))
          .isEqualTo(List.of(List.of("1"), List.of("2")));
      assertThat(statement.getMoreResults()).isTrue();
      assertThat(Driver.rows(statement.getResultSet())).isEqualTo(List.of(List.of("x;y")));
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(-1);
    }
  }

  @Test
  void the_number_of_statements_must_be_as_wanted() throws Exception {
    assertThatThrownBy(() -> Driver.rows(connection, "SELECT 1; SELECT 2"))
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> {
              assertThat(e.getErrorCode()).isEqualTo(8);
              assertThat(e.getMessage())
                  .contains(
                      "Actual statement count 2 did not match the desired statement count 1.");
            });
    assertThat(Driver.rows(connection, "SELECT 1;")).isEqualTo(List.of(List.of("1")));
  }

  @Test
  void variables_live_as_long_as_the_session() throws Exception {
    Driver.run(connection, "SET (GREETING, TIMES) = ('hello', 1 + 2)");
    assertThat(Driver.rows(connection, "SELECT $GREETING, $TIMES * 2"))
        .isEqualTo(List.of(List.of("hello", "6")));
    Driver.run(connection, "UNSET GREETING");
    assertThatThrownBy(() -> Driver.rows(connection, "SELECT $GREETING"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void the_session_tells_what_it_uses() throws Exception {
    try (var elsewhere = Driver.connect(server)) {
      assertThat(
              Driver.rows(elsewhere, "SELECT CURRENT_ROLE(), CURRENT_DATABASE(), CURRENT_SCHEMA()"))
          .isEqualTo(List.of(List.of("ACCOUNTADMIN", "null", "null")));
      Driver.run(elsewhere, "USE DATABASE D");
      assertThat(elsewhere.getCatalog()).isEqualTo("D");
      assertThat(elsewhere.getSchema()).isEqualTo("PUBLIC");
      Driver.run(elsewhere, "CREATE SCHEMA S1");
      assertThat(elsewhere.getSchema()).isEqualTo("S1");
      Driver.run(elsewhere, "USE SCHEMA PUBLIC");
      assertThat(elsewhere.getSchema()).isEqualTo("PUBLIC");
      Driver.run(elsewhere, "USE ROLE SYSADMIN");
      assertThat(Driver.rows(elsewhere, "SELECT CURRENT_ROLE(), CURRENT_USER()"))
          .isEqualTo(List.of(List.of("SYSADMIN", server.user())));
    }
  }

  @Test
  void parameters_are_set_shown_and_unset() throws Exception {
    Driver.run(connection, "ALTER SESSION SET QUERY_TAG = 'landfall', WEEK_START = 1");
    assertThat(Driver.rows(connection, "SHOW PARAMETERS LIKE 'query_tag'").getFirst())
        .startsWith("QUERY_TAG", "landfall", "", "SESSION");
    Driver.run(connection, "ALTER SESSION UNSET QUERY_TAG");
    assertThat(Driver.rows(connection, "SHOW PARAMETERS LIKE 'QUERY_TAG'").getFirst())
        .startsWith("QUERY_TAG", "", "", "");
  }
}
