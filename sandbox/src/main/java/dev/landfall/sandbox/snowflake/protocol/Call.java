package dev.landfall.sandbox.snowflake.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A request as an endpoint sees it.
///
/// @param path without the query
/// @param query its parameters, decoded
/// @param authorization the header
/// @param body a text when the request says that it is one; empty object when there is none
record Call(
    String method,
    String path,
    Map<String, String> query,
    Authorization authorization,
    JsonNode body) {
  private static final int BUFFER = 16 * 1024;
  private static final int DEEPEST = 200;
  private static final long MOST_SKIPPED = 512L * 1024 * 1024;
  private static final int LONGEST_TEXT = 256 * 1024 * 1024;

  static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(LONGEST_TEXT)
                          .build())
                  .build())
          .build();

  /// Reads a request.
  ///
  /// @param limit how large the body may be, also when it is unpacked
  /// @throws Refusal for a body that is too large, broken, or no JSON
  static Call read(HttpExchange exchange, long limit) throws IOException, Refusal {
    var uri = exchange.getRequestURI();
    var bytes = body(exchange, limit);
    var headers = exchange.getRequestHeaders();
    var type = Optional.ofNullable(headers.getFirst("Content-Type")).orElse("");
    boolean text = type.toLowerCase(Locale.ROOT).startsWith("text/plain");
    return new Call(
        exchange.getRequestMethod(),
        uri.getPath(),
        query(uri.getRawQuery()),
        Authorization.of(headers),
        text ? JSON.getNodeFactory().stringNode(new String(bytes, UTF_8)) : json(bytes));
  }

  /// A session's.
  Optional<String> token() {
    return authorization.token();
  }

  /// A text of the body; empty when it is not there, or null.
  Optional<String> text(String name) {
    return text(body, name);
  }

  static Optional<String> text(JsonNode node, String name) {
    var value = node.path(name);
    return value.isValueNode() && !value.isNull()
        ? Optional.of(value.asString(""))
        : Optional.empty();
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  private static byte[] body(HttpExchange exchange, long limit) throws IOException, Refusal {
    var encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    var gzip = encoding != null && encoding.toLowerCase(Locale.ROOT).contains("gzip");
    var declared = exchange.getRequestHeaders().getFirst("Content-Length");
    var raw = exchange.getRequestBody();
    try {
      if (declared != null && tooLong(declared, limit)) {
        throw Refusal.tooLarge(limit);
      }
      return gzip ? unpacked(raw, limit) : read(raw, limit);
    } catch (Refusal e) {
      // A client that is still sending would not hear the answer.
      raw.skip(MOST_SKIPPED);
      throw e;
    }
  }

  private static byte[] unpacked(InputStream raw, long limit) throws IOException, Refusal {
    try (var unpacked = new GZIPInputStream(new Unclosed(raw), BUFFER)) {
      return read(unpacked, limit);
    } catch (java.util.zip.ZipException | java.io.EOFException e) {
      throw Refusal.badRequest("The body of the request is no gzip: " + e.getMessage());
    }
  }

  /// Leaves the stream open that it reads.
  private static final class Unclosed extends FilterInputStream {
    private Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public void close() {}
  }

  private static boolean tooLong(String declared, long limit) {
    try {
      return Long.parseLong(declared) > limit;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static byte[] read(InputStream in, long limit) throws IOException, Refusal {
    var out = new ByteArrayOutputStream();
    var buffer = new byte[BUFFER];
    for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      if (out.size() + n > limit) {
        throw Refusal.tooLarge(limit);
      }
      out.write(buffer, 0, n);
    }
    return out.toByteArray();
  }

  private static JsonNode json(byte[] bytes) throws Refusal {
    if (bytes.length == 0) {
      return JSON.createObjectNode();
    }
    try {
      var node = JSON.readTree(bytes);
      if (!node.isObject()) {
        throw Refusal.badRequest("The body of the request is no JSON object.");
      }
      return node;
    } catch (JacksonException e) {
      throw Refusal.badRequest("The body of the request is no JSON: " + e.getOriginalMessage());
    }
  }

  private static Map<String, String> query(@org.jspecify.annotations.Nullable String raw)
      throws Refusal {
    var all = new HashMap<String, String>();
    if (raw == null) {
      return all;
    }
    try {
      for (var part : raw.split("&", -1)) {
        var equals = part.indexOf('=');
        if (equals > 0) {
          all.put(decode(part.substring(0, equals)), decode(part.substring(equals + 1)));
        }
      }
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("The query of the address cannot be read: " + e.getMessage());
    }
    return all;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, UTF_8);
  }
}
