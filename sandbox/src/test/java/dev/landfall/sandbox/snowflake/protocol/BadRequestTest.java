package dev.landfall.sandbox.snowflake.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.sandbox.snowflake.Http;
import dev.landfall.sandbox.snowflake.SnowflakeServer;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BadRequestTest {
  private static final long LIMIT = 100_000;
  private static final String QUERY = "/queries/v1/query-request";

  private SnowflakeServer server;
  private Http http;

  @BeforeEach
  void start() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults().withBodyLimit(LIMIT));
    http = new Http(server);
    assertThat(http.login("ACME").success()).isTrue();
  }

  /// Whatever was sent, the server answers afterwards.
  @AfterEach
  void still_answers() throws Exception {
    assertThat(http.login("ACME").success()).isTrue();
    assertThat(http.query("SELECT 1").success()).isTrue();
    http.close();
    server.close();
  }

  @Test
  void malformed_json_is_refused_in_the_envelope() throws Exception {
    for (var body : new String[] {"{", "{\"sqlText\": }", "[1, 2]", "\"text\"", "nonsense"}) {
      var answer = http.post(QUERY, body);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.success()).isFalse();
      assertThat(answer.code()).isEqualTo("390400");
      assertThat(answer.body().path("message").asString("")).contains("JSON");
    }
  }

  @Test
  void json_nested_too_deeply_is_refused() throws Exception {
    var answer = http.post(QUERY, "{\"sqlText\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}");
    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void broken_gzip_is_refused() throws Exception {
    var broken =
        http.send(
            http.request(QUERY)
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("{\"sqlText\":\"SELECT 1\"}")));
    assertThat(broken.status()).isEqualTo(400);
    var whole = gzip("{\"sqlText\":\"SELECT 1\"}");
    var cutOff =
        http.send(
            http.request(QUERY)
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(java.util.Arrays.copyOf(whole, 20))));
    assertThat(cutOff.status()).isEqualTo(400);
  }

  @Test
  void gzip_is_unpacked() throws Exception {
    var answer =
        http.send(
            http.request(QUERY)
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(gzip("{\"sqlText\":\"SELECT 1\"}"))));
    assertThat(answer.data().path("rowset").path(0).path(0).asString("")).isEqualTo("1");
  }

  @Test
  void a_body_over_the_limit_is_refused_packed_or_not() throws Exception {
    var large = "{\"sqlText\":\"SELECT '" + "x".repeat((int) LIMIT) + "'\"}";
    assertThat(http.post(QUERY, large).status()).isEqualTo(413);
    var packed =
        http.send(
            http.request(QUERY)
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(gzip(large))));
    assertThat(packed.status()).isEqualTo(413);
  }

  @Test
  void unknown_endpoints_and_wrong_methods_are_told() throws Exception {
    assertThat(http.get("/nowhere").status()).isEqualTo(404);
    assertThat(http.get("/nowhere").code()).isEqualTo("390404");
    assertThat(http.get(QUERY).status()).isEqualTo(405);
    assertThat(http.post("/monitoring/queries/123", "{}").status()).isEqualTo(405);
  }

  @Test
  void a_query_without_text_is_refused() throws Exception {
    assertThat(http.post(QUERY, "{}").code()).isEqualTo("390400");
    assertThat(http.post(QUERY, "").code()).isEqualTo("390400");
  }

  @Test
  void bound_values_that_cannot_be_read_are_refused() throws Exception {
    assertThat(http.post(QUERY, "{\"sqlText\":\"SELECT 1\",\"bindings\":{\"x\":{}}}").code())
        .isEqualTo("390400");
    assertThat(http.post(QUERY, "{\"sqlText\":\"SELECT 1\",\"bindings\":{\"1\":{}}}").code())
        .isEqualTo("390400");
  }

  @Test
  void missing_and_unknown_tokens_are_told_apart() throws Exception {
    http.useNoToken();
    assertThat(http.query("SELECT 1").code()).isEqualTo("390101");
    http.useToken("nonsense");
    assertThat(http.query("SELECT 1").code()).isEqualTo("390111");
    assertThat(http.get("/queries/01-02/result").code()).isEqualTo("390111");
    assertThat(http.get("/monitoring/queries/01-02").code()).isEqualTo("390111");
    assertThat(http.post("/session?delete=true", "").code()).isEqualTo("390111");
    assertThat(http.post("/session/heartbeat", "").code()).isEqualTo("390111");
    assertThat(http.post("/session/token-request", "{\"requestType\":\"RENEW\"}").code())
        .isEqualTo("390115");
  }

  @Test
  void an_unknown_authenticator_is_refused_by_name() throws Exception {
    var answer =
        http.post(
            "/session/v1/login-request",
            "{\"data\":{\"ACCOUNT_NAME\":\"ACME\",\"LOGIN_NAME\":\"X\",\"AUTHENTICATOR\":\"EXTERNALBROWSER\"}}");
    assertThat(answer.success()).isFalse();
    assertThat(answer.body().path("message").asString("")).contains("EXTERNALBROWSER");
  }

  @Test
  void what_is_no_http_is_dropped() throws Exception {
    assertThat(Http.raw(server, "nonsense\r\n\r\n")).contains("400");
    assertThat(Http.raw(server, "GET\r\n\r\n")).contains("400");
    assertThat(Http.raw(server, "GET / HTTP/1.1\r\nContent-Length: -5\r\n\r\n")).contains("400");
  }

  @Test
  void half_a_body_leaves_no_thread_behind() throws Exception {
    var before = threads();
    for (var i = 0; i < 20; i++) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        socket
            .getOutputStream()
            .write(
                ("POST " + QUERY + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{\"sql")
                    .getBytes(StandardCharsets.US_ASCII));
      }
    }
    Awaitility.await().until(() -> threads() <= before + 2);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("snowflake"))
        .count();
  }

  @Test
  void it_listens_on_the_loopback_interface_unless_told_otherwise() throws Exception {
    var everywhere = InetAddress.getByName("0.0.0.0");
    assertThatThrownBy(() ->
            SnowflakeServer.start(
                SnowflakeServer.Options.defaults().withAddress(everywhere, false)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("loopback");
    try (var open =
        SnowflakeServer.start(SnowflakeServer.Options.defaults().withAddress(everywhere, true))) {
      assertThat(open.endpoint()).startsWith("http://127.0.0.1:");
    }
  }

  private static byte[] gzip(String text) throws Exception {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }
}
