package dev.landfall.liquibase;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// Passes requests on to a Snowflake and breaks the connections of those it is told to. A client
/// that repeats a request whose connection was broken finds it broken again. Threads share it.
final class SnowflakeProxy implements AutoCloseable {
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("host", "connection", "content-length", "transfer-encoding", "date");
  private static final Pattern REQUEST_ID = Pattern.compile("(?<=\\brequestId=)[^&]+");
  private static final Pattern SESSION = Pattern.compile("Snowflake Token=\"(.+)\"");
  private static final byte[] GONE =
      """
      {"data":null,"code":"390111","success":false,
       "message":"Session no longer exists. New login required to access the service."}\
      """
          .getBytes(StandardCharsets.UTF_8);

  private final URI server;
  private final Watch watch;
  private final HttpServer listening;
  private final HttpClient client;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Set<String> severed = ConcurrentHashMap.newKeySet();
  private final Set<String> broken = ConcurrentHashMap.newKeySet();

  /// What happens to a request.
  enum Fate {
    PASS,
    /// The connection breaks before the server has it.
    CUT,
    /// The connection breaks while the server carries it out.
    CUT_DURING,
    /// The server carries it out, and the connection breaks before its answer arrives.
    CUT_ANSWER
  }

  /// Decides about requests.
  @FunctionalInterface
  interface Watch {
    /// @param body unpacked
    Fate before(String body);
  }

  private SnowflakeProxy(URI server, Watch watch, HttpServer listening) {
    this.server = server;
    this.watch = watch;
    this.listening = listening;
    this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /// Listens on a free port of the loopback interface.
  ///
  /// @throws IOException when no port is free
  static SnowflakeProxy start(URI server, Watch watch) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var proxy = new SnowflakeProxy(server, watch, HttpServer.create(address, 0));
    proxy.listening.setExecutor(proxy.threads);
    proxy.listening.createContext("/", proxy::handle);
    proxy.listening.start();
    return proxy;
  }

  int port() {
    return listening.getAddress().getPort();
  }

  /// The sessions that were used so far reach the server no more, and go on there.
  void sever() {
    severed.addAll(seen);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      var token = SESSION.matcher(headers.getOrDefault("Authorization", List.of("")).getFirst());
      var body = exchange.getRequestBody().readAllBytes();
      if (token.matches()) {
        if (severed.contains(token.group(1))) {
          answer(exchange, 200, GONE);
          return;
        }
        seen.add(token.group(1));
      }
      var fate = fate(exchange, body);
      if (fate == Fate.CUT) {
        return;
      }
      if (fate == Fate.CUT_DURING) {
        var _ = client.sendAsync(onward(exchange, body), BodyHandlers.discarding());
        return;
      }
      var answer = client.send(onward(exchange, body), BodyHandlers.ofByteArray());
      if (fate == Fate.PASS) {
        pass(exchange, answer);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Fate fate(HttpExchange exchange, byte[] body) throws IOException {
    var id = REQUEST_ID.matcher(String.valueOf(exchange.getRequestURI().getRawQuery()));
    var request = id.find() ? id.group() : "";
    if (broken.contains(request)) {
      return Fate.CUT;
    }
    var fate = watch.before(unpacked(exchange, body));
    if (fate != Fate.PASS) {
      broken.add(request);
    }
    return fate;
  }

  private static String unpacked(HttpExchange exchange, byte[] body) throws IOException {
    var encoding = exchange.getRequestHeaders().getOrDefault("Content-Encoding", List.of(""));
    if (!encoding.getFirst().equals("gzip")) {
      return new String(body, StandardCharsets.UTF_8);
    }
    try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return new String(unpacked.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private HttpRequest onward(HttpExchange exchange, byte[] body) {
    var request =
        HttpRequest.newBuilder(server.resolve(exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> request.header(name, value));
          }
        });
    return request.build();
  }

  private static void pass(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
    answer
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
            exchange.getResponseHeaders().put(name, values);
          }
        });
    answer(exchange, answer.statusCode(), answer.body());
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    listening.stop(0);
    threads.shutdownNow();
    client.shutdownNow();
  }
}
