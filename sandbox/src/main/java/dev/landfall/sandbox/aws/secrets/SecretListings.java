package dev.landfall.sandbox.aws.secrets;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What secrets there are. Wants the store's lock to be held.
final class SecretListings {
  private static final int PAGE = 100;
  private static final Set<String> FILTERS =
      Set.of(
          "description", "name", "tag-key", "tag-value", "primary-region", "owning-service", "all");

  private final SecretStore store;

  SecretListings(SecretStore store) {
    this.store = store;
  }

  /// Everything but the values.
  ObjectNode describe(Scope scope, Secret secret, ObjectNode given) {
    var json = described(secret);
    stages(scope, secret, json.putObject("VersionIdsToStages"));
    return json;
  }

  private ObjectNode described(Secret secret) {
    var json = SecretOperations.answer(secret);
    if (!secret.description().isEmpty()) {
      json.put("Description", secret.description());
    }
    if (!secret.key().isEmpty()) {
      json.put("KmsKeyId", secret.key());
    }
    json.put("CreatedDate", SecretOperations.seconds(secret.created()))
        .put("LastChangedDate", SecretOperations.seconds(secret.changed()));
    if (secret.accessed() > 0) {
      json.put("LastAccessedDate", SecretOperations.seconds(secret.accessed()));
    }
    if (secret.deleted()) {
      json.put("DeletedDate", SecretOperations.seconds(secret.deletion()));
    }
    var tags = json.putArray("Tags");
    new TreeMap<>(secret.tags())
        .forEach((key, value) -> tags.addObject().put("Key", key).put("Value", value));
    return json;
  }

  private void stages(Scope scope, Secret secret, ObjectNode json) {
    for (var version : store.versions(scope, secret.name())) {
      if (!version.stages().isEmpty()) {
        var stages = json.putArray(version.id());
        version.stages().forEach(stages::add);
      }
    }
  }

  ObjectNode list(Scope scope, ObjectNode given) throws AwsError {
    boolean deleted = given.path("IncludePlannedDeletion").asBoolean(false);
    for (var filter : given.path("Filters")) {
      if (!FILTERS.contains(filter.path("Key").asString(""))) {
        throw SecretErrors.invalid(
            "1 validation error detected: Value '"
                + filter.path("Key").asString("")
                + "' at 'filters.1.member.key' failed to satisfy constraint: Member must satisfy"
                + " enum value set");
      }
    }
    var found =
        store.all(scope).stream()
            .filter(secret -> deleted || !secret.deleted())
            .filter(secret ->
                given.path("Filters").valueStream().allMatch(filter -> matches(secret, filter)))
            .toList();
    return page(
        given,
        "SecretList",
        given.path("SortOrder").asString("").equals("asc") ? found : found.reversed(),
        secret -> {
          var json = described(secret);
          stages(scope, secret, json.putObject("SecretVersionsToStages"));
          return json;
        });
  }

  private static boolean matches(Secret secret, JsonNode filter) {
    var texts =
        switch (filter.path("Key").asString("")) {
          case "name" -> Stream.of(secret.name());
          case "description" -> Stream.of(secret.description());
          case "tag-key" -> secret.tags().keySet().stream();
          case "tag-value" -> secret.tags().values().stream();
          case "all" ->
              Stream.of(
                      Stream.of(secret.name(), secret.description()),
                      secret.tags().keySet().stream(),
                      secret.tags().values().stream())
                  .flatMap(Function.identity());
          default -> Stream.<String>empty();
        };
    var all = texts.toList();
    return filter
        .path("Values")
        .valueStream()
        .map(JsonNode::asString)
        .anyMatch(value -> {
          boolean not = value.startsWith("!");
          var wanted = not ? value.substring(1) : value;
          return not != all.stream().anyMatch(text -> begins(filter, text, wanted));
        });
  }

  /// Descriptions are compared whatever their case.
  private static boolean begins(JsonNode filter, String text, String prefix) {
    return filter.path("Key").asString("").equals("description")
        ? text.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT))
        : text.startsWith(prefix);
  }

  ObjectNode versions(Scope scope, Secret secret, ObjectNode given) throws AwsError {
    boolean idle = given.path("IncludeDeprecated").asBoolean(false);
    var found =
        store.versions(scope, secret.name()).stream()
            .filter(version -> idle || !version.stages().isEmpty())
            .toList();
    var answer =
        page(
            given,
            "Versions",
            found,
            version -> {
              var json =
                  JsonTexts.object()
                      .put("VersionId", version.id())
                      .put("CreatedDate", SecretOperations.seconds(version.created()));
              var stages = json.putArray("VersionStages");
              version.stages().forEach(stages::add);
              return json;
            });
    return answer.put("ARN", secret.arn()).put("Name", secret.name());
  }

  private static <T> ObjectNode page(
      ObjectNode given, String member, List<T> all, Function<T, ObjectNode> json) throws AwsError {
    int limit = given.path("MaxResults").asInt(PAGE);
    if (limit < 1 || limit > PAGE) {
      throw SecretErrors.invalidParameter("MaxResults must be between 1 and 100.");
    }
    var token = given.path("NextToken").asString("");
    if (!token.matches("[0-9]{0,9}")) {
      throw SecretErrors.policy("InvalidNextTokenException", "The NextToken value is invalid.");
    }
    int from = token.isEmpty() ? 0 : Math.min(Integer.parseInt(token), all.size());
    int to = Math.min(from + limit, all.size());
    var answer = JsonTexts.object();
    var list = answer.putArray(member);
    all.subList(from, to).forEach(one -> list.add(json.apply(one)));
    if (to < all.size()) {
      answer.put("NextToken", Integer.toString(to));
    }
    return answer;
  }
}
