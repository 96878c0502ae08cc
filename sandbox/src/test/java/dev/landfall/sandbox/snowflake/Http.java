package dev.landfall.sandbox.snowflake;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client that speaks the protocol by hand.
public final class Http implements AutoCloseable {
  private final String endpoint;
  private final String user;
  private final String password;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Optional<String> token = Optional.empty();
  private String master = "";

  public Http(SnowflakeServer server) {
    this(server.endpoint(), server.user(), server.password());
  }

  /// @param endpoint such as `http://127.0.0.1:4711`
  public Http(String endpoint, String user, String password) {
    this.endpoint = endpoint;
    this.user = user;
    this.password = password;
  }

  /// What came back.
  public record Answer(int status, JsonNode body) {
    public boolean success() {
      return body.path("success").asBoolean(false);
    }

    public String code() {
      return body.path("code").asString("");
    }

    public JsonNode data() {
      return body.path("data");
    }
  }

  public Answer login(String account) throws IOException, InterruptedException {
    return login(account, user, password);
  }

  public Answer login(String account, String name, String secret)
      throws IOException, InterruptedException {
    var answer =
        post(
            "/session/v1/login-request",
            """
            {"data": {"ACCOUNT_NAME": "%s", "LOGIN_NAME": "%s", "PASSWORD": "%s",
              "CLIENT_APP_ID": "test"}}
            """
                .formatted(account, name, secret));
    if (answer.success()) {
      token = Optional.of(answer.data().path("token").asString(""));
      master = answer.data().path("masterToken").asString("");
    }
    return answer;
  }

  public void useToken(String other) {
    token = Optional.of(other);
  }

  public void useNoToken() {
    token = Optional.empty();
  }

  public void useMasterToken() {
    token = Optional.of(master);
  }

  public Answer query(String sql) throws IOException, InterruptedException {
    return query(sql, "");
  }

  /// @param requestId empty for none
  public Answer query(String sql, String requestId) throws IOException, InterruptedException {
    var body = JsonMapper.shared().createObjectNode().put("sqlText", sql).toString();
    return post(
        "/queries/v1/query-request" + (requestId.isEmpty() ? "" : "?requestId=" + requestId), body);
  }

  public Answer post(String path, String body) throws IOException, InterruptedException {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  public Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  public HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(URI.create(endpoint + path));
    token.ifPresent(t -> request.header("Authorization", "Snowflake Token=\"" + t + "\""));
    return request;
  }

  public Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    return new Answer(response.statusCode(), JsonMapper.shared().readTree(response.body()));
  }

  /// Sends bytes as they are, and reads until the server closes the connection or has sent a head.
  public static String raw(SnowflakeServer server, String text) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
