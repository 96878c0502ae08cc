package dev.landfall.sandbox.aws.iam;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The policies that AWS manages: those that a data platform uses.
///
/// Source: the AWS Managed Policy Reference Guide.
final class ManagedPolicies {
  private static final String RESOURCE = "managed-policies.json";
  private static final String PREFIX = ":iam::aws:policy/";
  private static final Map<String, JsonNode> DOCUMENTS = read();

  private ManagedPolicies() {}

  private static Map<String, JsonNode> read() {
    try (var in = ManagedPolicies.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing");
      }
      var documents = new TreeMap<String, JsonNode>();
      JsonMapper.shared()
          .readTree(in)
          .properties()
          .forEach(entry -> documents.put(entry.getKey(), entry.getValue()));
      return documents;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Their documents by their ARNs.
  static Map<String, JsonNode> all(String partition) {
    var all = new TreeMap<String, JsonNode>();
    DOCUMENTS.forEach((name, document) -> all.put("arn:" + partition + PREFIX + name, document));
    return all;
  }

  static boolean isManagedByAws(String arn) {
    return arn.contains(PREFIX);
  }

  static Optional<JsonNode> document(String arn) {
    int at = arn.indexOf(PREFIX);
    return at < 0
        ? Optional.empty()
        : Optional.ofNullable(DOCUMENTS.get(arn.substring(at + PREFIX.length())));
  }
}
