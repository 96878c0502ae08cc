package dev.landfall.sandbox.snowflake.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.sandbox.snowflake.Driver;
import dev.landfall.sandbox.snowflake.Http;
import dev.landfall.sandbox.snowflake.SnowflakeServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultTest {
  private static final String FAULTS = "/_landfall/faults";

  private SnowflakeServer server;
  private Http http;

  @BeforeEach
  void start() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
    http = new Http(server);
    assertThat(http.login("ACME").success()).isTrue();
  }

  @AfterEach
  void stop() throws Exception {
    http.close();
    server.close();
  }

  private void order(String fault) throws Exception {
    assertThat(http.post(FAULTS, fault).success()).isTrue();
  }

  @Test
  void a_throttled_call_is_asked_to_come_again() throws Exception {
    order("{\"service\":\"snowflake\",\"action\":\"query\",\"fault\":\"throttle\",\"times\":2}");
    assertThat(http.query("SELECT 1").status()).isEqualTo(429);
    assertThat(http.query("SELECT 1").status()).isEqualTo(429);
    assertThat(http.query("SELECT 1").success()).isTrue();
  }

  @Test
  void the_driver_comes_again_when_it_is_throttled() throws Exception {
    try (var connection = Driver.connect(server)) {
      order("{\"action\":\"query\",\"fault\":\"throttle\",\"times\":1}");
      assertThat(Driver.rows(connection, "SELECT 1")).isEqualTo(List.of(List.of("1")));
    }
  }

  @Test
  void a_failing_call_fails_with_an_error_of_the_server() throws Exception {
    try (var connection = Driver.connect(server)) {
      order("{\"action\":\"*\",\"fault\":\"fail\",\"times\":1}");
      assertThatThrownBy(() -> Driver.rows(connection, "SELECT 1"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("XX000"));
      assertThat(Driver.rows(connection, "SELECT 1")).isEqualTo(List.of(List.of("1")));
    }
  }

  @Test
  void a_cut_call_was_carried_out() throws Exception {
    order("{\"action\":\"query\",\"fault\":\"cut\"}");
    assertThatThrownBy(() -> http.query("SELECT 1", "11111111-1111-1111-1111-111111111111"))
        .isInstanceOf(IOException.class);
    var again = http.query("SELECT 1", "11111111-1111-1111-1111-111111111111");
    assertThat(again.success()).isTrue();
    var once = again.data().path("queryId").asString("");
    var thrice = http.query("SELECT 1", "11111111-1111-1111-1111-111111111111");
    assertThat(thrice.data().path("queryId").asString("")).isEqualTo(once);
  }

  @Test
  void the_driver_survives_a_cut_connection() throws Exception {
    try (var connection = Driver.connect(server)) {
      order("{\"action\":\"query\",\"fault\":\"cut\",\"times\":1}");
      assertThat(Driver.rows(connection, "SELECT 1")).isEqualTo(List.of(List.of("1")));
    }
  }

  @Test
  void a_statement_whose_answer_was_cut_off_is_not_run_twice() throws Exception {
    try (var connection = Driver.connect(server)) {
      Driver.run(connection, "CREATE DATABASE D");
      Driver.run(connection, "CREATE TABLE T (A INT)");
      order("{\"action\":\"INSERT\",\"fault\":\"cut\",\"times\":1}");
      assertThat(Driver.run(connection, "INSERT INTO T VALUES (1)")).isEqualTo(1);
      order("{\"action\":\"CREATE TABLE\",\"fault\":\"cut\",\"times\":1}");
      Driver.run(connection, "CREATE TABLE U (A INT)");
      assertThat(Driver.rows(connection, "SELECT A FROM T")).isEqualTo(List.of(List.of("1")));
    }
  }

  @Test
  void faults_fit_by_statement_account_and_resource() throws Exception {
    order("{\"action\":\"CREATE TABLE\",\"fault\":\"throttle\"}");
    order("{\"account\":\"OTHER\",\"fault\":\"throttle\"}");
    order("{\"resource\":\"ORDERS\",\"fault\":\"throttle\"}");
    order("{\"service\":\"cloudformation\",\"fault\":\"throttle\"}");
    order("{\"region\":\"elsewhere\",\"fault\":\"throttle\"}");
    assertThat(http.query("SELECT 1").success()).isTrue();
    assertThat(http.query("select 'orders'").status()).isEqualTo(429);
    assertThat(http.query("create  table T (A INT)").status()).isEqualTo(429);
    assertThat(http.login("OTHER").status()).isEqualTo(429);
    assertThat(http.login("OTHER").success()).isTrue();
  }

  @Test
  void a_delayed_call_is_carried_out_later() throws Exception {
    order("{\"action\":\"query\",\"fault\":\"delay\",\"seconds\":0.05}");
    var before = System.nanoTime();
    assertThat(http.query("SELECT 1").success()).isTrue();
    assertThat(System.nanoTime() - before).isGreaterThan(50_000_000L);
  }

  @Test
  void faults_are_cleared() throws Exception {
    order("{\"action\":\"query\",\"fault\":\"fail\",\"times\":1000}");
    assertThat(http.query("SELECT 1").success()).isFalse();
    assertThat(http.send(http.request(FAULTS).method("DELETE", BodyPublishers.noBody())).success())
        .isTrue();
    assertThat(http.query("SELECT 1").success()).isTrue();
  }

  @Test
  void a_fault_that_cannot_be_understood_is_refused() throws Exception {
    for (var fault :
        new String[] {
          "{}",
          "{\"fault\":\"explode\"}",
          "{\"fault\":\"fail\",\"when\":\"now\"}",
          "{\"fault\":\"fail\",\"times\":0}",
          "{\"fault\":\"delay\",\"seconds\":-1}"
        }) {
      assertThat(http.post(FAULTS, fault).status()).isEqualTo(400);
    }
  }
}
