package dev.landfall.sandbox.aws.secrets;

import dev.landfall.sandbox.aws.iam.policy.MalformedPolicyException;
import dev.landfall.sandbox.aws.iam.policy.Policy;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The policies of secrets. Wants the store's lock to be held.
final class SecretPolicies {
  private static final int LONGEST = 20_480;

  private final SecretStore store;

  SecretPolicies(SecretStore store) {
    this.store = store;
  }

  /// @param block whether one that lets everybody in is refused
  void put(Scope scope, Secret secret, String policy, boolean block) throws AwsError {
    if (policy.isEmpty() || policy.length() > LONGEST) {
      throw SecretErrors.invalidParameter(
          "A resource policy has a length from 1 to 20480 characters.");
    }
    try {
      var _ = Policy.parse(policy, Policy.Kind.RESOURCE);
    } catch (MalformedPolicyException e) {
      throw SecretErrors.policy(
          "MalformedPolicyDocumentException",
          "This resource policy is malformed: " + e.getMessage());
    }
    if (block && isPublic(policy)) {
      throw SecretErrors.policy(
          "PublicPolicyException", "The resource policy grants access to the secret to everybody.");
    }
    store.put(scope, secret.withPolicy(policy), List.of());
  }

  private static boolean isPublic(String policy) {
    var statements =
        JsonTexts.object(policy.getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .orElseThrow()
            .path("Statement");
    return (statements.isArray()
            ? statements.valueStream()
            : java.util.stream.Stream.of(statements))
        .anyMatch(one ->
            one.path("Effect").asString("").equals("Allow")
                && !one.has("Condition")
                && everybody(one.path("Principal")));
  }

  private static boolean everybody(JsonNode principal) {
    if (principal.isObject()) {
      return everybody(principal.path("AWS"));
    }
    return principal.isArray()
        ? principal.valueStream().anyMatch(SecretPolicies::everybody)
        : principal.asString("").equals("*");
  }

  ObjectNode put(Scope scope, Secret secret, ObjectNode given) throws AwsError {
    put(
        scope,
        secret,
        given.path("ResourcePolicy").asString(""),
        given.path("BlockPublicPolicy").asBoolean(false));
    return SecretOperations.answer(secret);
  }

  ObjectNode get(Scope scope, Secret secret, ObjectNode given) {
    var answer = SecretOperations.answer(secret);
    secret.ownPolicy().ifPresent(policy -> answer.put("ResourcePolicy", policy));
    return answer;
  }

  ObjectNode delete(Scope scope, Secret secret, ObjectNode given) {
    store.put(scope, secret.withPolicy(""), List.of());
    return SecretOperations.answer(secret);
  }
}
