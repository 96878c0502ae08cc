package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionTest {
  private SnowflakeServer server;
  private Connection first;
  private Connection second;

  @BeforeEach
  void start() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
    first = Driver.connect(server);
    Driver.run(first, "CREATE DATABASE D");
    Driver.run(first, "CREATE TABLE T (ID INT NOT NULL, N NUMBER(5,0))");
    second = Driver.connect(server, "db", "D");
  }

  @AfterEach
  void stop() throws Exception {
    first.close();
    second.close();
    server.close();
  }

  private static String count(Connection connection) throws SQLException {
    return Driver.rows(connection, "SELECT COUNT(*) FROM T").getFirst().getFirst();
  }

  @Test
  void without_autocommit_others_see_rows_after_the_commit() throws Exception {
    first.setAutoCommit(false);
    Driver.run(first, "INSERT INTO T VALUES (1, 1)");
    assertThat(count(first)).isEqualTo("1");
    assertThat(count(second)).isEqualTo("0");
    first.commit();
    assertThat(count(second)).isEqualTo("1");
    Driver.run(first, "INSERT INTO T VALUES (2, 2)");
    first.rollback();
    assertThat(count(first)).isEqualTo("1");
  }

  @Test
  void begin_commit_and_rollback_are_statements_too() throws Exception {
    Driver.run(first, "BEGIN TRANSACTION");
    Driver.run(first, "INSERT INTO T VALUES (1, 1)");
    Driver.run(first, "ROLLBACK");
    Driver.run(first, "BEGIN");
    Driver.run(first, "INSERT INTO T VALUES (2, 2)");
    Driver.run(first, "COMMIT");
    assertThat(Driver.rows(second, "SELECT ID FROM T")).isEqualTo(List.of(List.of("2")));
  }

  @Test
  void an_error_does_not_end_the_transaction() throws Exception {
    first.setAutoCommit(false);
    Driver.run(first, "INSERT INTO T VALUES (1, 1)");
    assertThatThrownBy(() -> Driver.run(first, "INSERT INTO T VALUES (NULL, 1)"))
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> Driver.run(first, "INSERT INTO T VALUES (2, 1000000)"))
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> Driver.rows(first, "SELECT ID / (ID - 1) FROM T"))
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> Driver.rows(first, "SELECT * FROM NOWHERE"))
        .isInstanceOf(SQLException.class);
    Driver.run(first, "UPDATE T SET N = 7");
    first.commit();
    assertThat(Driver.rows(second, "SELECT ID, N FROM T")).isEqualTo(List.of(List.of("1", "7")));
  }

  @Test
  void ddl_commits_the_open_transaction() throws Exception {
    first.setAutoCommit(false);
    Driver.run(first, "INSERT INTO T VALUES (1, 1)");
    Driver.run(first, "CREATE TABLE U (A INT)");
    first.rollback();
    assertThat(count(second)).isEqualTo("1");
  }

  @Test
  void a_transaction_sees_what_others_commit_meanwhile() throws Exception {
    first.setAutoCommit(false);
    Driver.run(first, "INSERT INTO T VALUES (1, 1)");
    Driver.run(second, "INSERT INTO T VALUES (2, 2)");
    assertThat(count(first)).isEqualTo("2");
    first.rollback();
    assertThat(count(first)).isEqualTo("1");
  }

  @Test
  void rows_that_others_insert_are_seen_and_not_updated_after_the_fact() throws Exception {
    Driver.run(first, "INSERT INTO T VALUES (1, 1)");
    first.setAutoCommit(false);
    Driver.run(first, "UPDATE T SET N = N + 10");
    Driver.run(second, "INSERT INTO T VALUES (2, 2)");
    assertThat(Driver.rows(first, "SELECT N FROM T ORDER BY ID"))
        .isEqualTo(List.of(List.of("11"), List.of("2")));
    first.commit();
    assertThat(Driver.rows(second, "SELECT N FROM T ORDER BY ID"))
        .isEqualTo(List.of(List.of("11"), List.of("2")));
  }

  @Test
  void a_closed_connection_rolls_back() throws Exception {
    first.setAutoCommit(false);
    Driver.run(first, "INSERT INTO T VALUES (1, 1)");
    first.close();
    assertThat(count(second)).isEqualTo("0");
  }

  @Test
  void a_lock_is_waited_for_as_long_as_the_parameter_says() throws Exception {
    Driver.run(first, "INSERT INTO T VALUES (1, 1)");
    first.setAutoCommit(false);
    Driver.run(first, "UPDATE T SET N = 2");
    Driver.run(second, "ALTER SESSION SET LOCK_TIMEOUT = 0");
    assertThatThrownBy(() -> Driver.run(second, "UPDATE T SET N = 3"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(625));
    first.commit();
    Driver.run(second, "UPDATE T SET N = 3");
    assertThat(Driver.rows(first, "SELECT N FROM T")).isEqualTo(List.of(List.of("3")));
  }

  @Test
  void twenty_connections_lose_nothing() throws Exception {
    Driver.run(first, "INSERT INTO T VALUES (1, 0)");
    Driver.run(first, "CREATE TABLE LOG (W INT, I INT)");
    var tasks = new ArrayList<Callable<Integer>>();
    for (var w = 0; w < 20; w++) {
      var writer = w;
      tasks.add(() -> write(writer));
    }
    try (var threads = Executors.newCachedThreadPool()) {
      for (var done : threads.invokeAll(tasks)) {
        assertThat(done.get()).isEqualTo(5);
      }
    }
    assertThat(Driver.rows(first, "SELECT N FROM T")).isEqualTo(List.of(List.of("100")));
    assertThat(Driver.rows(first, "SELECT COUNT(*), COUNT(DISTINCT W, I) FROM LOG"))
        .isEqualTo(List.of(List.of("100", "100")));
  }

  private int write(int writer) throws SQLException {
    try (var connection = Driver.connect(server, "db", "D")) {
      connection.setAutoCommit(writer % 2 == 0);
      for (var i = 0; i < 5; i++) {
        Driver.run(connection, "INSERT INTO LOG VALUES (" + writer + ", " + i + ")");
        Driver.run(connection, "UPDATE T SET N = N + 1 WHERE ID = 1");
        if (!connection.getAutoCommit()) {
          connection.commit();
        }
      }
      return 5;
    }
  }

  @Test
  void accounts_know_nothing_of_each_other() throws Exception {
    try (var elsewhere = Driver.connectTo(server, "OTHER")) {
      assertThatThrownBy(() -> Driver.run(elsewhere, "USE DATABASE D"))
          .isInstanceOf(SQLException.class);
      Driver.run(elsewhere, "CREATE DATABASE D");
      Driver.run(elsewhere, "CREATE TABLE T (X STRING)");
      Driver.run(elsewhere, "INSERT INTO T VALUES ('there')");
      assertThat(count(first)).isEqualTo("0");
    }
  }
}
