package dev.landfall.sandbox.aws.kms;

import dev.landfall.sandbox.aws.iam.policy.MalformedPolicyException;
import dev.landfall.sandbox.aws.iam.policy.Policy;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.resource.Scope;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What is done to keys. Wants the store's lock to be held.
///
/// Source: the AWS Key Management Service API Reference.
final class KeyOperations {
  private static final double MILLIS = 1000;
  private static final int SHORTEST = 7;
  private static final int LONGEST = 30;

  private final KeyStore store;

  KeyOperations(KeyStore store) {
    this.store = store;
  }

  /// The policy of a key that was given none: the account decides.
  static String usualPolicy(Scope scope) {
    var statement =
        JsonTexts.object().put("Sid", "Enable IAM User Permissions").put("Effect", "Allow");
    statement
        .putObject("Principal")
        .put("AWS", "arn:" + scope.partition() + ":iam::" + scope.account() + ":root");
    statement.put("Action", "kms:*").put("Resource", "*");
    var policy = JsonTexts.object().put("Version", "2012-10-17").put("Id", "key-default-1");
    policy.putArray("Statement").add(statement);
    return policy.toString();
  }

  static void checkPolicy(String policy) throws AwsError {
    try {
      var _ = Policy.parse(policy, Policy.Kind.RESOURCE);
    } catch (MalformedPolicyException e) {
      throw KmsErrors.of("MalformedPolicyDocumentException", String.valueOf(e.getMessage()));
    }
  }

  static void checkKind(String spec, String usage, JsonNode multiRegion) throws AwsError {
    if (!spec.equals("SYMMETRIC_DEFAULT")
        || !usage.equals("ENCRYPT_DECRYPT")
        || multiRegion.asBoolean(false)) {
      throw KmsErrors.of(
          "UnsupportedOperationException",
          "The sandbox honours symmetric keys of one region only.");
    }
  }

  static Map<String, String> tags(JsonNode list, String key, String value) {
    var tags = new TreeMap<String, String>();
    list.forEach(tag -> tags.put(tag.path(key).asString(""), tag.path(value).asString("")));
    return tags;
  }

  static ObjectNode metadata(Key key) {
    var json =
        JsonTexts.object()
            .put("AWSAccountId", key.account())
            .put("KeyId", key.id())
            .put("Arn", key.arn())
            .put("CreationDate", key.created() / MILLIS)
            .put("Enabled", key.state().equals("Enabled"))
            .put("Description", key.description())
            .put("KeyUsage", "ENCRYPT_DECRYPT")
            .put("KeyState", key.state())
            .put("Origin", "AWS_KMS")
            .put("KeyManager", "CUSTOMER")
            .put("CustomerMasterKeySpec", "SYMMETRIC_DEFAULT")
            .put("KeySpec", "SYMMETRIC_DEFAULT")
            .put("MultiRegion", false);
    json.putArray("EncryptionAlgorithms").add("SYMMETRIC_DEFAULT");
    if (key.leaving()) {
      json.put("DeletionDate", key.gone() / MILLIS);
    }
    return json;
  }

  /// One that can be used.
  static Key usable(Key key) throws AwsError {
    if (key.leaving()) {
      throw KmsErrors.of("KMSInvalidStateException", key.arn() + " is pending deletion.");
    }
    if (!key.enabled()) {
      throw KmsErrors.of("DisabledException", key.arn() + " is disabled.");
    }
    return key;
  }

  /// One that can be changed.
  static Key staying(Key key) throws AwsError {
    if (key.leaving()) {
      throw KmsErrors.of("KMSInvalidStateException", key.arn() + " is pending deletion.");
    }
    return key;
  }

  /// One that an alias can have: of the alias's account.
  static Key target(Scope scope, Key key) throws AwsError {
    if (!key.account().equals(scope.account())) {
      throw KmsErrors.noKey(key.arn());
    }
    return staying(key);
  }

  Key leave(Key key, int days) throws AwsError {
    if (days < SHORTEST || days > LONGEST) {
      throw KmsErrors.invalid(
          "1 validation error detected: Value '"
              + days
              + "' at 'pendingWindowInDays' failed to"
              + " satisfy constraint: Member must have value between 7 and 30");
    }
    var leaving =
        staying(key).enabled(false).goneAt(store.now() + Duration.ofDays(days).toMillis());
    store.put(leaving);
    return leaving;
  }

  void checkAlias(Scope scope, String name) throws AwsError {
    if (!name.matches("alias/[\\w/-]{1,250}")) {
      throw KmsErrors.invalid("Alias must start with the prefix \"alias/\" and name something.");
    }
    if (name.startsWith("alias/aws/")) {
      throw KmsErrors.of("NotAuthorizedException", "");
    }
    if (store.alias(scope, name).isPresent()) {
      throw KmsErrors.of(
          "AlreadyExistsException",
          "An alias with the name " + Key.arn(scope, name) + " already exists");
    }
  }
}
