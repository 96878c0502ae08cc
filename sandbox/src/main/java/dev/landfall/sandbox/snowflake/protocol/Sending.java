package dev.landfall.sandbox.snowflake.protocol;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/// The body of an answer: a small one is sent at once, a large one while it is written, and packed
/// when the client can unpack it.
final class Sending extends OutputStream {
  private static final int SMALL = 32 * 1024;

  private final HttpExchange exchange;
  private final int status;
  private final boolean gzip;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);
  private Optional<OutputStream> stream = Optional.empty();
  private boolean closed;

  private Sending(HttpExchange exchange, int status, boolean gzip) {
    this.exchange = exchange;
    this.status = status;
    this.gzip = gzip;
  }

  static void send(HttpExchange exchange, Reply reply) throws IOException {
    var accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    var gzip = accepted != null && accepted.toLowerCase(Locale.ROOT).contains("gzip");
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    try (var sending = new Sending(exchange, reply.status(), gzip)) {
      try (var json = Call.JSON.createGenerator(sending)) {
        reply.write(json);
      }
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (stream.isEmpty()) {
      if (buffer.size() + length <= SMALL) {
        buffer.write(bytes, from, length);
        return;
      }
      if (gzip) {
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      }
      exchange.sendResponseHeaders(status, 0);
      var body = exchange.getResponseBody();
      var open = gzip ? new GZIPOutputStream(body, SMALL) : body;
      buffer.writeTo(open);
      stream = Optional.of(open);
    }
    stream.get().write(bytes, from, length);
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (stream.isPresent()) {
      stream.get().close();
    } else {
      exchange.sendResponseHeaders(status, buffer.size());
      try (var body = exchange.getResponseBody()) {
        buffer.writeTo(body);
      }
    }
  }
}
