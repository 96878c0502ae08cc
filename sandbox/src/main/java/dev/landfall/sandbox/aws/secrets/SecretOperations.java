package dev.landfall.sandbox.aws.secrets;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.resource.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What is done to secrets. Wants the store's lock to be held.
///
/// Source: the AWS Secrets Manager API Reference.
final class SecretOperations {
  private static final double MILLIS = 1000;
  private static final int MOST_TAGS = 50;
  private static final int SHORTEST_WINDOW = 7;
  private static final int LONGEST_WINDOW = 30;
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final SecretStore store;
  private final Values values;

  SecretOperations(SecretStore store, Values values) {
    this.store = store;
    this.values = values;
  }

  static double seconds(long millis) {
    return millis / MILLIS;
  }

  /// A secret that is not there yet.
  ///
  /// @param arn that it is to have
  /// @param given in the words of CreateSecret
  Secret create(Scope scope, String name, String arn, ObjectNode given, Map<String, String> tags)
      throws AwsError {
    if (!name.matches("[\\w/+=.@!-]{1,512}")) {
      throw SecretErrors.invalid(
          "Invalid name. Must be a valid name containing alphanumeric characters, or any of the"
              + " following: -/_+=.@!");
    }
    if (!given.path("AddReplicaRegions").isEmpty()) {
      throw SecretErrors.invalidParameter("The sandbox does not honour replicas of secrets.");
    }
    checkTags(tags);
    var there = store.get(scope, name);
    if (there.isPresent()) {
      return existing(scope, there.get(), given);
    }
    var version =
        Values.brings(given)
            ? Optional.of(values.read(given, List.of(SecretVersion.CURRENT)))
            : Optional.<SecretVersion>empty();
    long now = store.now();
    var secret =
        new Secret(
            name,
            arn,
            given.path("Description").asString(""),
            given.path("KmsKeyId").asString(""),
            now,
            now,
            0,
            0,
            0,
            "",
            tags);
    // What is left of one whose time is over.
    store.remove(scope, name);
    store.put(scope, secret, version.stream().toList());
    return secret;
  }

  /// The same request again is no new one.
  private Secret existing(Scope scope, Secret secret, ObjectNode given) throws AwsError {
    if (secret.deleted()) {
      throw SecretErrors.invalidRequest(
          "You can't create this secret because a secret with this name is already scheduled for"
              + " deletion.");
    }
    if (given.has("ClientRequestToken") && Values.brings(given)) {
      var wanted = values.read(given, List.of(SecretVersion.CURRENT));
      boolean made =
          store.versions(scope, secret.name()).stream()
              .anyMatch(one -> one.id().equals(wanted.id()) && one.sameValue(wanted));
      if (made) {
        return secret;
      }
    }
    throw SecretErrors.exists(
        "The operation failed because the secret " + secret.name() + " already exists.");
  }

  static void checkTags(Map<String, String> tags) throws AwsError {
    if (tags.keySet().stream().filter(key -> !key.startsWith("aws:")).count() > MOST_TAGS) {
      throw SecretErrors.invalidParameter("A secret has at most 50 tags.");
    }
  }

  /// The tags of a request.
  static Map<String, String> tags(JsonNode list) throws AwsError {
    var tags = new TreeMap<String, String>();
    for (var tag : list) {
      var key = tag.path("Key").asString("");
      if (key.isEmpty() || key.startsWith("aws:")) {
        throw SecretErrors.invalidParameter("Tag keys must not be empty, nor begin with aws:.");
      }
      tags.put(key, tag.path("Value").asString(""));
    }
    return tags;
  }

  static ObjectNode answer(Secret secret) {
    return JsonTexts.object().put("ARN", secret.arn()).put("Name", secret.name());
  }

  /// Of those that are created, the version's id.
  ObjectNode created(Scope scope, Secret secret) {
    var answer = answer(secret);
    store.versions(scope, secret.name()).stream()
        .filter(version -> version.stages().contains(SecretVersion.CURRENT))
        .findFirst()
        .ifPresent(version -> answer.put("VersionId", version.id()));
    return answer;
  }

  ObjectNode get(Scope scope, Secret secret, ObjectNode given) throws AwsError {
    var version =
        values.find(
            scope,
            secret,
            Optional.of(given.path("VersionId").asString("")).filter(id -> !id.isEmpty()),
            Optional.of(given.path("VersionStage").asString("")).filter(id -> !id.isEmpty()));
    long today = store.now() / DAY * DAY;
    if (secret.accessed() < today) {
      store.put(scope, secret.accessedAt(today), List.of());
    }
    var answer = answer(secret).put("VersionId", version.id());
    if (version.text().isEmpty()) {
      answer.put("SecretBinary", version.binary());
    } else {
      answer.put("SecretString", version.text());
    }
    var stages = answer.putArray("VersionStages");
    version.stages().forEach(stages::add);
    return answer.put("CreatedDate", seconds(version.created()));
  }

  ObjectNode put(Scope scope, Secret secret, ObjectNode given) throws AwsError {
    var version = values.add(scope, secret, values.read(given, Values.stages(given)));
    var answer = answer(secret).put("VersionId", version.id());
    var stages = answer.putArray("VersionStages");
    version.stages().forEach(stages::add);
    return answer;
  }

  ObjectNode update(Scope scope, Secret secret, ObjectNode given) throws AwsError {
    var wanted =
        Values.brings(given)
            ? Optional.of(values.read(given, List.of(SecretVersion.CURRENT)))
            : Optional.<SecretVersion>empty();
    var described =
        secret.described(
            given.path("Description").asString(secret.description()),
            given.path("KmsKeyId").asString(secret.key()),
            store.now());
    store.put(scope, described, List.of());
    var answer = answer(secret);
    if (wanted.isPresent()) {
      answer.put("VersionId", values.add(scope, described, wanted.get()).id());
    }
    return answer;
  }

  ObjectNode delete(Scope scope, Secret secret, ObjectNode given) throws AwsError {
    boolean force = given.path("ForceDeleteWithoutRecovery").asBoolean(false);
    checkWindow(given, force);
    if (secret.deleted() && !force) {
      throw SecretErrors.deleted();
    }
    long now = store.now();
    if (force) {
      store.remove(scope, secret.name());
      return answer(secret).put("DeletionDate", seconds(now));
    }
    long until = now + given.path("RecoveryWindowInDays").asInt(LONGEST_WINDOW) * DAY;
    store.put(scope, secret.deletedAt(now, until), List.of());
    return answer(secret).put("DeletionDate", seconds(until));
  }

  /// How long a deleted secret can be restored.
  static void checkWindow(ObjectNode given, boolean force) throws AwsError {
    var window = given.path("RecoveryWindowInDays");
    if (window.isMissingNode()) {
      return;
    }
    if (force) {
      throw SecretErrors.invalidParameter(
          "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
    }
    if (window.asInt(0) < SHORTEST_WINDOW || window.asInt(0) > LONGEST_WINDOW) {
      throw SecretErrors.invalidParameter(
          "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
    }
  }

  ObjectNode restore(Scope scope, Secret secret, ObjectNode given) {
    store.put(scope, secret.restored(), List.of());
    return answer(secret);
  }

  ObjectNode stage(Scope scope, Secret secret, ObjectNode given) throws AwsError {
    values.move(
        scope,
        secret,
        given.path("VersionStage").asString(""),
        given.path("RemoveFromVersionId").asString(""),
        given.path("MoveToVersionId").asString(""));
    return answer(secret);
  }

  ObjectNode tag(Scope scope, Secret secret, ObjectNode given) throws AwsError {
    var tags = new TreeMap<>(secret.tags());
    tags.putAll(tags(given.path("Tags")));
    checkTags(tags);
    store.put(scope, secret.withTags(tags), List.of());
    return JsonTexts.object();
  }

  ObjectNode untag(Scope scope, Secret secret, ObjectNode given) {
    var tags = new TreeMap<>(secret.tags());
    given.path("TagKeys").forEach(key -> tags.remove(key.asString("")));
    store.put(scope, secret.withTags(tags), List.of());
    return JsonTexts.object();
  }
}
