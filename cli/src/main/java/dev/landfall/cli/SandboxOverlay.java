package dev.landfall.cli;

import dev.landfall.engine.blueprint.Blueprint;
import dev.landfall.engine.secret.SecretSource;
import dev.landfall.spi.FileReason;
import dev.landfall.spi.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What `--sandbox READY_FILE` changes: the regions' endpoints and users become the stand-ins', and
/// `${secret:SERVICE_KEY}`, such as `POSTGRESQL_PASSWORD`, the credentials of the file. Nothing
/// else differs between a rehearsal and the real systems.
final class SandboxOverlay {
  private static final String SNOWFLAKE = "jdbc:snowflake://";

  private final Map<String, Map<String, String>> services;

  private SandboxOverlay(Map<String, Map<String, String>> services) {
    this.services = services;
  }

  static SandboxOverlay read(Path file) throws Failure {
    try {
      var services = new LinkedHashMap<String, Map<String, String>>();
      var document = new JsonMapper().readTree(Files.readString(file));
      for (var service : document.properties()) {
        if (service.getValue().isObject()) {
          var values = new LinkedHashMap<String, String>();
          service
              .getValue()
              .properties()
              .forEach(entry -> values.put(entry.getKey(), entry.getValue().asString()));
          services.put(service.getKey(), values);
        }
      }
      return new SandboxOverlay(services);
    } catch (IOException e) {
      throw Failure.invalid(
          "The ready file " + file + " cannot be read: " + FileReason.of(e) + ".",
          "Start the stand-ins with `landfall sandbox --ready-file " + file + "`.");
    } catch (JacksonException e) {
      throw Failure.invalid(
          "The ready file " + file + " is not JSON: " + e.getOriginalMessage() + ".",
          "Start the stand-ins with `landfall sandbox --ready-file " + file + "`.");
    }
  }

  /// Every region with the stand-ins in the place of what it names.
  Blueprint apply(Blueprint blueprint) {
    var regions = new LinkedHashMap<String, Blueprint.Region>();
    blueprint
        .regions()
        .forEach((name, region) ->
            regions.put(
                name, new Blueprint.Region(name, overlay(region.values()), region.where())));
    return new Blueprint(
        blueprint.platform(),
        blueprint.repositories(),
        blueprint.components(),
        blueprint.environments(),
        regions);
  }

  private Map<String, Object> overlay(Map<String, Object> values) {
    var result = new LinkedHashMap<>(values);
    services.forEach((service, credentials) ->
        result.computeIfPresent(
            service,
            (key, value) -> value instanceof Map<?, ?> map ? overlay(map, credentials) : value));
    return result;
  }

  private static Map<String, Object> overlay(Map<?, ?> values, Map<String, String> credentials) {
    var result = new LinkedHashMap<String, Object>();
    values.forEach((key, value) -> result.put(String.valueOf(key), value));
    Optional.ofNullable(credentials.get("user")).ifPresent(user -> result.put("user", user));
    var endpoint = Optional.ofNullable(credentials.get("endpoint"));
    if (endpoint.isPresent() && result.get("url") instanceof String url) {
      result.put(
          "url",
          url.startsWith(SNOWFLAKE) ? account(url, endpoint.get()) : moved(url, endpoint.get()));
    }
    if (credentials.containsKey("accessKeyId")) {
      endpoint.ifPresent(e -> result.put("endpoint", e));
      // Any account's number is a key of its own.
      result.put(
          "accessKeyId",
          String.valueOf(
              Optional.<Object>ofNullable(result.get("account"))
                  .orElse(credentials.get("accessKeyId"))));
      result.put("secretAccessKey", "${secret:AWS_SECRET_ACCESS_KEY}");
      result.remove("profile");
    }
    return result;
  }

  /// The URL of a Snowflake account in the stand-in, which finds it by its name: the first part of
  /// its host in the cloud.
  private static String account(String url, String endpoint) {
    var host = url.substring(SNOWFLAKE.length()).replaceFirst("[:/?].*", "");
    var query = url.contains("?") ? "&" + url.substring(url.indexOf('?') + 1) : "";
    var plain = endpoint.startsWith("http://") ? "ssl=off&" : "";
    return SNOWFLAKE
        + endpoint.substring(endpoint.indexOf("://") + 3)
        + "/?"
        + plain
        + "account="
        + host.replaceFirst("\\..*", "")
        + query;
  }

  /// A URL whose host and port are those of the stand-in.
  private static String moved(String url, String endpoint) {
    var prefix = url.startsWith("jdbc:") ? "jdbc:" : "";
    try {
      var uri = new URI(url.substring(prefix.length()));
      var authority =
          endpoint.contains("://") ? endpoint.substring(endpoint.indexOf("://") + 3) : endpoint;
      return prefix
          + uri.getScheme()
          + "://"
          + authority
          + (uri.getRawPath() == null ? "" : uri.getRawPath())
          + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    } catch (URISyntaxException e) {
      return prefix + endpoint;
    }
  }

  /// The stand-ins' credentials as secrets.
  SecretSource secrets() {
    var byName = new LinkedHashMap<String, Secret>();
    services.forEach((service, values) ->
        values.forEach((key, value) ->
            byName.put(
                service.toUpperCase(Locale.ROOT) + "_" + upperSnake(key), Secret.of(value))));
    return new SecretSource() {
      @Override
      public Optional<Secret> find(String name) {
        return Optional.ofNullable(byName.get(name));
      }

      @Override
      public String lookedIn() {
        return "the sandbox's ready file";
      }
    };
  }

  private static String upperSnake(String camel) {
    return camel.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }
}
