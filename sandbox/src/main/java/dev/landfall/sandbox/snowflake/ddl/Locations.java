package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Addresses of buckets, and which of them an integration allows.
final class Locations {
  private Locations() {}

  /// How addresses of a provider begin.
  static String scheme(String provider) {
    return switch (provider) {
      case "S3" -> "s3://";
      case "S3GOV" -> "s3gov://";
      case "S3CHINA" -> "s3china://";
      case "GCS" -> "gcs://";
      case "AZURE" -> "azure://";
      default -> throw new IllegalArgumentException(provider);
    };
  }

  /// Whether a location is at or below an allowed one, and not at or below a blocked one.
  static boolean allowed(Map<String, Value> parameters, String url) {
    var provider = parameters.get("STORAGE_PROVIDER");
    if (provider != null && !url.startsWith(scheme(provider.plain()))) {
      return false;
    }
    return within(parameters.get("STORAGE_ALLOWED_LOCATIONS"), url)
        && !within(parameters.get("STORAGE_BLOCKED_LOCATIONS"), url);
  }

  private static boolean within(@Nullable Value locations, String url) {
    if (!(locations instanceof Value.Many(var all))) {
      return false;
    }
    var path = url.endsWith("/") ? url : url + "/";
    return all.stream()
        .map(Value::plain)
        .anyMatch(location ->
            location.equals("*")
                || path.startsWith(location.endsWith("/") ? location : location + "/")
                || (url.startsWith(location) && !location.endsWith("/")));
  }
}
