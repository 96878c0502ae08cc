package dev.landfall.sandbox.snowflake.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.Http;
import dev.landfall.sandbox.snowflake.SnowflakeServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Statements that are meant to do harm: each gets an answer, and the server stays up.
class HostileStatementTest {
  private static final int MANY = 10_000_000;

  private static SnowflakeServer server;
  private static Http http;

  @BeforeAll
  static void start() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
    http = new Http(server);
    assertThat(http.login("ACME").success()).isTrue();
    assertThat(http.query("CREATE DATABASE D").success()).isTrue();
  }

  @AfterAll
  static void stop() throws Exception {
    http.close();
    server.close();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("nothing", ""),
        Arguments.of("a comment", "-- nothing"),
        Arguments.of("semicolons", ";".repeat(1000)),
        Arguments.of("an open quote", "SELECT 'x"),
        Arguments.of("an open name", "SELECT \"x"),
        Arguments.of("an open comment", "SELECT 1 /* x"),
        Arguments.of("an open block", "SELECT $$ x"),
        Arguments.of("an open parenthesis", "SELECT (1"),
        Arguments.of("a closing parenthesis", "SELECT 1)"),
        Arguments.of("parentheses", "SELECT " + "(".repeat(100_000)),
        Arguments.of("deep parentheses", "SELECT " + "(".repeat(50_000) + "1" + ")".repeat(50_000)),
        Arguments.of("deep calls", "SELECT " + "ABS(".repeat(20_000) + "1" + ")".repeat(20_000)),
        Arguments.of(
            "deep queries", "SELECT * FROM (".repeat(5_000) + "SELECT 1" + ")".repeat(5_000)),
        Arguments.of("many terms", "SELECT 1" + "+1".repeat(300_000)),
        Arguments.of("deep CASE", "SELECT " + "CASE WHEN TRUE THEN ".repeat(20_000)),
        Arguments.of("deep types", "CREATE TABLE T (A " + "ARRAY(".repeat(100_000)),
        Arguments.of("words", "SELECT ".repeat(MANY / 7)),
        Arguments.of("bytes", "\u0000\u0001\uffff".repeat(1000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void a_hostile_statement_is_refused(String what, String sql) throws Exception {
    var answer = http.query(sql);
    assertThat(answer.success()).as(what).isFalse();
    assertThat(answer.code()).as(what).matches("[0-9]{6}");
    assertThat(answer.data().path("sqlState").asString("")).as(what).hasSize(5);
    assertThat(http.query("SELECT 1").success()).isTrue();
  }

  static Stream<Arguments> answered() {
    return Stream.of(
        Arguments.of("a long text", "SELECT LENGTH('" + "x".repeat(MANY) + "')"),
        Arguments.of("a long comment", "SELECT 1 /* " + "x".repeat(MANY) + " */"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answered")
  void a_long_statement_is_answered(String what, String sql) throws Exception {
    assertThat(http.query(sql).status()).as(what).isEqualTo(200);
    assertThat(http.query("SELECT 1").success()).isTrue();
  }
}
