package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// PARSE_URL.
final class Urls {
  private static final Pattern URL =
      Pattern.compile(
          "([A-Za-z][A-Za-z0-9+.-]*):(?://(?<host>[^/?#:]*(?:@[^/?#:]*)?)(?::(?<port>[0-9]+))?)?"
              + "(?<path>[^?#]*)(?:\\?(?<query>[^#]*))?(?:#(?<fragment>.*))?",
          Pattern.DOTALL);

  private Urls() {}

  static String parse(String url, boolean permissive) throws SnowflakeException {
    var found = URL.matcher(url);
    if (!found.matches()) {
      var reason = "Error parsing URL: scheme not specified";
      if (permissive) {
        return new Json.Members(Map.of("error", Json.of("scheme not specified"))).canonical();
      }
      throw new SnowflakeException("100139", "22000", reason);
    }
    var parts = new TreeMap<String, Json>();
    parts.put("scheme", Json.of(found.group(1)));
    parts.put("host", text(found.group("host")));
    parts.put("port", text(found.group("port")));
    var path = found.group("path");
    parts.put("path", text(path.startsWith("/") ? path.substring(1) : path));
    parts.put("query", text(found.group("query")));
    parts.put("fragment", text(found.group("fragment")));
    parts.put("parameters", parameters(found.group("query")));
    return new Json.Members(parts).canonical();
  }

  private static Json text(@Nullable String part) {
    return part == null || part.isEmpty() ? Json.nil() : Json.of(part);
  }

  private static Json parameters(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return Json.nil();
    }
    var values = new TreeMap<String, Json>();
    for (var pair : query.split("&")) {
      int equals = pair.indexOf('=');
      values.put(
          equals < 0 ? pair : pair.substring(0, equals),
          Json.of(equals < 0 ? "" : pair.substring(equals + 1)));
    }
    return new Json.Members(values);
  }
}
