package dev.landfall.sandbox.aws.secrets;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The versions of a secret and the stages at them. Wants the store's lock to be held.
///
/// Source: "What's in a Secrets Manager secret?" in the AWS Secrets Manager User Guide.
final class Values {
  private static final int LARGEST = 65_536;
  private static final int MOST_STAGES = 20;
  private static final int MOST_VERSIONS = 100;
  private static final int SHORTEST_TOKEN = 32;
  private static final int LONGEST_TOKEN = 64;

  private final SecretStore store;
  private final RandomGenerator random;

  Values(SecretStore store, RandomGenerator random) {
    this.store = store;
    this.random = random;
  }

  /// Whether a request brings a value.
  static boolean brings(ObjectNode given) {
    return given.has("SecretString") || given.has("SecretBinary");
  }

  /// The value that a request brings, as a version.
  SecretVersion read(ObjectNode given, List<String> stages) throws AwsError {
    if (given.has("SecretString") && given.has("SecretBinary")) {
      throw SecretErrors.invalidParameter(
          "You can't specify both a binary secret value and a string secret value in the same"
              + " secret.");
    }
    var text = given.path("SecretString").asString("");
    var binary = given.path("SecretBinary").asString("");
    if (text.isEmpty() && binary.isEmpty()) {
      throw SecretErrors.invalidRequest("You must provide either SecretString or SecretBinary.");
    }
    if (size(text, binary) > LARGEST) {
      throw SecretErrors.invalid(
          "1 validation error detected: Value at 'secretString' failed to satisfy constraint:"
              + " Member must have length less than or equal to 65536");
    }
    return new SecretVersion(token(given), text, binary, store.now(), stages);
  }

  private static int size(String text, String binary) throws AwsError {
    try {
      return text.isEmpty()
          ? Base64.getDecoder().decode(binary).length
          : text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    } catch (IllegalArgumentException e) {
      throw SecretErrors.invalidParameter("SecretBinary is no base64.");
    }
  }

  private String token(ObjectNode given) throws AwsError {
    var token = given.path("ClientRequestToken").asString("");
    if (token.isEmpty()) {
      long high = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
      long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
      return new java.util.UUID(high, low).toString();
    }
    if (token.length() < SHORTEST_TOKEN || token.length() > LONGEST_TOKEN) {
      throw SecretErrors.invalidParameter("ClientRequestToken must be 32-64 characters long.");
    }
    return token;
  }

  static List<String> stages(ObjectNode given) throws AwsError {
    var stages =
        List.copyOf(
            new LinkedHashSet<>(
                given.path("VersionStages").valueStream().map(JsonNode::asString).toList()));
    if (stages.size() > MOST_STAGES) {
      throw SecretErrors.invalidParameter("A version has at most 20 staging labels.");
    }
    return stages.isEmpty() ? List.of(SecretVersion.CURRENT) : stages;
  }

  /// Adds a version, which takes its stages from others.
  ///
  /// @return the version there is now under its id
  SecretVersion add(Scope scope, Secret secret, SecretVersion added) throws AwsError {
    var all = store.versions(scope, secret.name());
    var same = all.stream().filter(one -> one.id().equals(added.id())).findFirst();
    if (same.isPresent()) {
      if (!same.get().sameValue(added)) {
        throw SecretErrors.exists(
            "You can't modify an existing version, you can only create a new version.");
      }
      return same.get();
    }
    var stages = all.isEmpty() ? with(added.stages(), SecretVersion.CURRENT) : added.stages();
    var placed = moved(all, added.staged(stages), stages);
    store.put(scope, secret.changedAt(store.now()), placed);
    prune(scope, secret);
    return added.staged(stages);
  }

  private static List<String> with(List<String> stages, String more) {
    var all = new LinkedHashSet<>(stages);
    all.add(more);
    return List.copyOf(all);
  }

  /// The versions that change when one gets stages: others lose them, and the one that was current
  /// becomes the previous one.
  private static List<SecretVersion> moved(
      List<SecretVersion> all, SecretVersion target, List<String> stages) {
    var changed = new LinkedHashMap<String, SecretVersion>();
    boolean turns = stages.contains(SecretVersion.CURRENT);
    for (var version : all) {
      if (version.id().equals(target.id())) {
        continue;
      }
      var left = new ArrayList<>(version.stages());
      left.removeAll(stages);
      boolean wasCurrent = turns && version.stages().contains(SecretVersion.CURRENT);
      if (turns && !wasCurrent && hasCurrent(all)) {
        left.remove(SecretVersion.PREVIOUS);
      }
      if (wasCurrent && !left.contains(SecretVersion.PREVIOUS)) {
        left.add(SecretVersion.PREVIOUS);
      }
      if (!left.equals(version.stages())) {
        changed.put(version.id(), version.staged(left));
      }
    }
    var own = new ArrayList<>(target.stages());
    if (turns) {
      own.remove(SecretVersion.PREVIOUS);
    }
    changed.put(target.id(), target.staged(own));
    return List.copyOf(changed.values());
  }

  private static boolean hasCurrent(List<SecretVersion> all) {
    return all.stream().anyMatch(version -> version.stages().contains(SecretVersion.CURRENT));
  }

  /// Old versions that no stage is at go away, as soon as there are more than a hundred.
  private void prune(Scope scope, Secret secret) {
    var idle =
        store.versions(scope, secret.name()).stream()
            .filter(version -> version.stages().isEmpty())
            .toList();
    if (idle.size() > MOST_VERSIONS) {
      store.drop(scope, secret, idle.subList(0, idle.size() - MOST_VERSIONS));
    }
  }

  /// The version that a client asks for.
  SecretVersion find(Scope scope, Secret secret, Optional<String> id, Optional<String> stage)
      throws AwsError {
    var all = store.versions(scope, secret.name());
    if (id.isPresent()) {
      var version =
          all.stream()
              .filter(one -> one.id().equals(id.get()))
              .findFirst()
              .orElseThrow(() -> SecretErrors.noValue("VersionId: " + id.get()));
      if (stage.isPresent() && !version.stages().contains(stage.get())) {
        throw SecretErrors.invalidRequest(
            "You provided a VersionStage that is not associated to the provided VersionId.");
      }
      return version;
    }
    var wanted = stage.orElse(SecretVersion.CURRENT);
    return all.stream()
        .filter(one -> one.stages().contains(wanted))
        .findFirst()
        .orElseThrow(() -> SecretErrors.noValue("staging label: " + wanted));
  }

  /// Moves one stage.
  void move(Scope scope, Secret secret, String stage, String from, String to) throws AwsError {
    var all = store.versions(scope, secret.name());
    var holder = all.stream().filter(one -> one.stages().contains(stage)).findFirst();
    if (!from.isEmpty() && holder.filter(one -> one.id().equals(from)).isEmpty()) {
      throw SecretErrors.invalidParameter(
          "The parameter RemoveFromVersionId is not the version that "
              + stage
              + " is attached to.");
    }
    if (holder.isPresent() && from.isEmpty() && !holder.get().id().equals(to)) {
      throw SecretErrors.invalidParameter(
          "The parameter RemoveFromVersionId can't be empty. Staging label "
              + stage
              + " is currently attached to version "
              + holder.get().id()
              + ", so you must explicitly reference that version in RemoveFromVersionId.");
    }
    if (to.isEmpty()) {
      if (stage.equals(SecretVersion.CURRENT)) {
        throw SecretErrors.invalidParameter(
            "You can only move staging label AWSCURRENT to a different secret version. It can't be"
                + " completely removed.");
      }
      if (holder.isPresent()) {
        var left = new ArrayList<>(holder.get().stages());
        left.remove(stage);
        store.put(scope, secret.changedAt(store.now()), List.of(holder.get().staged(left)));
      }
      return;
    }
    var target = find(scope, secret, Optional.of(to), Optional.empty());
    var staged = target.staged(with(target.stages(), stage));
    store.put(scope, secret.changedAt(store.now()), moved(all, staged, List.of(stage)));
  }
}
