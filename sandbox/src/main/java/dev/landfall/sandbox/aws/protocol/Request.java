package dev.landfall.sandbox.aws.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An HTTP request without its body. Immutable.
public final class Request {
  private final String method;
  private final String rawPath;
  private final List<Pair> query;
  private final Headers headers;

  /// A parameter, decoded.
  public record Pair(String name, String value) {}

  private Request(String method, String rawPath, List<Pair> query, Headers headers) {
    this.method = method;
    this.rawPath = rawPath;
    this.query = List.copyOf(query);
    this.headers = headers;
  }

  /// @throws IllegalArgumentException when the address is malformed
  static Request of(HttpExchange exchange) {
    var uri = exchange.getRequestURI();
    var path = Optional.ofNullable(uri.getRawPath()).filter(p -> !p.isEmpty()).orElse("/");
    return new Request(
        exchange.getRequestMethod(), path, pairs(uri.getRawQuery()), exchange.getRequestHeaders());
  }

  /// A request of one service here to another.
  ///
  /// @param rawPath encoded, with its query
  public static Request of(String method, String rawPath, Map<String, String> headers) {
    var all = new Headers();
    all.set("Host", "localhost");
    headers.forEach(all::set);
    var mark = rawPath.indexOf('?');
    return new Request(
        method,
        mark < 0 ? rawPath : rawPath.substring(0, mark),
        pairs(mark < 0 ? "" : rawPath.substring(mark + 1)),
        all);
  }

  /// Reads a query, or a form.
  ///
  /// @throws IllegalArgumentException when it is malformed
  static List<Pair> pairs(@Nullable String raw) {
    var all = new ArrayList<Pair>();
    if (raw == null || raw.isEmpty()) {
      return all;
    }
    for (var part : raw.split("&", -1)) {
      if (!part.isEmpty()) {
        var equals = part.indexOf('=');
        all.add(
            equals < 0
                ? new Pair(URLDecoder.decode(part, UTF_8), "")
                : new Pair(
                    URLDecoder.decode(part.substring(0, equals), UTF_8),
                    URLDecoder.decode(part.substring(equals + 1), UTF_8)));
      }
    }
    return all;
  }

  /// Everything but letters, digits and `-._~` as bytes of UTF-8.
  public static String encode(String text) {
    return URLEncoder.encode(text, UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  public String method() {
    return method;
  }

  /// As it was sent.
  public String rawPath() {
    return rawPath;
  }

  /// Decoded.
  ///
  /// @throws IllegalArgumentException when it is malformed
  public String path() {
    return URLDecoder.decode(rawPath.replace("+", "%2B"), UTF_8);
  }

  public List<Pair> query() {
    return query;
  }

  /// The first parameter of that name.
  public Optional<String> query(String name) {
    return query.stream().filter(pair -> pair.name().equals(name)).map(Pair::value).findFirst();
  }

  /// The first header of that name.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.getFirst(name)).map(String::strip);
  }

  /// All values of that header.
  List<String> headers(String name) {
    return headers.getOrDefault(name, List.of());
  }

  /// The names of all headers, in lower case.
  public List<String> headerNames() {
    return headers.keySet().stream().map(name -> name.toLowerCase(Locale.ROOT)).sorted().toList();
  }

  boolean isForm() {
    return header("Content-Type")
        .map(type -> type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded"))
        .orElse(false);
  }
}
