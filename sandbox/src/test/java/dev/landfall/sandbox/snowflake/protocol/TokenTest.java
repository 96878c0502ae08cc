package dev.landfall.sandbox.snowflake.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.Driver;
import dev.landfall.sandbox.snowflake.Http;
import dev.landfall.sandbox.snowflake.SettableClock;
import dev.landfall.sandbox.snowflake.SnowflakeServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenTest {
  private static final String RENEW = "{\"requestType\":\"RENEW\",\"oldSessionToken\":\"\"}";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-05-01T10:00:00Z"));
  private SnowflakeServer server;
  private Http http;

  @BeforeEach
  void start() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults().withClock(clock));
    http = new Http(server);
    assertThat(http.login("ACME").success()).isTrue();
  }

  @AfterEach
  void stop() throws Exception {
    http.close();
    server.close();
  }

  @Test
  void a_token_expires_and_is_renewed_with_the_master_token() throws Exception {
    clock.forward(Duration.ofMinutes(61));
    assertThat(http.query("SELECT 1").code()).isEqualTo("390112");
    http.useMasterToken();
    var renewed = http.post("/session/token-request", RENEW);
    assertThat(renewed.success()).isTrue();
    http.useToken(renewed.data().path("sessionToken").asString(""));
    assertThat(http.query("SELECT 1").success()).isTrue();
  }

  @Test
  void a_master_token_expires_unless_there_are_heartbeats() throws Exception {
    clock.forward(Duration.ofMinutes(59));
    assertThat(http.post("/session/heartbeat", "").success()).isTrue();
    clock.forward(Duration.ofMinutes(239));
    http.useMasterToken();
    assertThat(http.post("/session/token-request", RENEW).success()).isTrue();
    clock.forward(Duration.ofMinutes(241));
    assertThat(http.post("/session/token-request", RENEW).code()).isEqualTo("390114");
  }

  @Test
  void the_driver_renews_its_token_by_itself() throws Exception {
    try (var connection = Driver.connect(server)) {
      assertThat(Driver.rows(connection, "SELECT 1")).isEqualTo(List.of(List.of("1")));
      clock.forward(Duration.ofMinutes(90));
      assertThat(Driver.rows(connection, "SELECT 2")).isEqualTo(List.of(List.of("2")));
    }
  }

  @Test
  void a_closed_session_is_gone() throws Exception {
    assertThat(http.post("/session?delete=true", "").success()).isTrue();
    assertThat(http.query("SELECT 1").code()).isEqualTo("390111");
  }

  @Test
  void a_wrong_password_and_an_unknown_user_look_the_same() throws Exception {
    assertThat(http.login("ACME", server.user(), "wrong").code()).isEqualTo("390100");
    var unknown = http.login("ACME", "NOBODY", server.password());
    assertThat(unknown.code()).isEqualTo("390100");
    assertThat(unknown.body().path("message").asString(""))
        .isEqualTo("Incorrect username or password was specified.");
    assertThat(http.login("NEW_ACCOUNT", "NOBODY", "x").code()).isEqualTo("390100");
    assertThat(http.login("../../etc", server.user(), server.password()).code())
        .isEqualTo("390100");
  }
}
