package dev.landfall.sandbox.aws.secrets;

import static java.util.Map.entry;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.JsonActions;
import dev.landfall.sandbox.aws.protocol.JsonActions.Action;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.protocol.Operation;
import dev.landfall.sandbox.aws.protocol.Permission;
import dev.landfall.sandbox.aws.protocol.Request;
import dev.landfall.sandbox.aws.protocol.Service;
import dev.landfall.sandbox.aws.protocol.Wire;
import dev.landfall.sandbox.aws.resource.Backing;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.store.Journal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/// Secrets Manager. Threads share it.
///
/// Source: the AWS Secrets Manager API Reference.
public final class SecretsService implements Service, SecretValues {
  private static final Wire WIRE =
      new Wire.Json("1.1", "com.amazonaws.secretsmanager", Optional.empty());
  private static final String ID = "SecretId";

  private final SecretStore store;
  private final SecretOperations operations;
  private final SecretPolicies policies;
  private final SecretListings listings;
  private final Values values;
  private final Passwords passwords;
  private final JsonActions actions;

  /// What an action does to a secret while nobody else changes it.
  @FunctionalInterface
  private interface Work {
    ObjectNode run(Scope scope, Secret secret, ObjectNode given) throws AwsError;
  }

  public SecretsService(Journal journal, Clock clock, RandomGenerator random) {
    this.store = new SecretStore(journal, clock, random);
    this.values = new Values(store, random);
    this.operations = new SecretOperations(store, values);
    this.policies = new SecretPolicies(store);
    this.listings = new SecretListings(store);
    this.passwords = new Passwords(random);
    this.actions = new JsonActions("Secrets Manager", table());
  }

  private Map<String, Action> table() {
    return Map.ofEntries(
        entry("CreateSecret", new Action("Name", this::creating, this::create)),
        entry("GetSecretValue", onSecret(operations::get)),
        entry("PutSecretValue", onSecret(operations::put)),
        entry("UpdateSecret", onSecret(operations::update)),
        entry("UpdateSecretVersionStage", onSecret(operations::stage)),
        entry("DescribeSecret", onAny(listings::describe)),
        entry("ListSecretVersionIds", onAny(listings::versions)),
        entry("DeleteSecret", new Action(ID, this::needed, this::delete)),
        entry("RestoreSecret", onAny(operations::restore)),
        entry("TagResource", onSecret(operations::tag)),
        entry("UntagResource", onSecret(operations::untag)),
        entry("PutResourcePolicy", onSecret(policies::put)),
        entry("GetResourcePolicy", onAny(policies::get)),
        entry("DeleteResourcePolicy", onSecret(policies::delete)),
        entry(
            "ListSecrets",
            new Action(
                ID,
                SecretsService::anything,
                (call, given) -> locked(() -> listings.list(scope(call), given)))),
        entry(
            "GetRandomPassword",
            new Action(
                ID,
                SecretsService::anything,
                (_, given) -> JsonTexts.object().put("RandomPassword", passwords.next(given)))));
  }

  /// What stands behind the resources of stacks, by the names of their types.
  public Map<String, Backing> backings() {
    return Map.of(
        SecretBacking.TYPE,
        new SecretBacking(store, operations, passwords),
        SecretPolicyBacking.TYPE,
        new SecretPolicyBacking(store, policies));
  }

  private static Scope scope(Call call) {
    return new Scope(call.account(), call.region());
  }

  private interface Locked {
    ObjectNode run() throws AwsError;
  }

  private ObjectNode locked(Locked work) throws AwsError {
    store.lock().lock();
    try {
      return work.run();
    } finally {
      store.lock().unlock();
    }
  }

  /// An action on a secret that is not deleted.
  private Action onSecret(Work work) {
    return action((scope, secret, given) -> {
      if (secret.deleted()) {
        throw SecretErrors.deleted();
      }
      return work.run(scope, secret, given);
    });
  }

  private Action onAny(Work work) {
    return action(work);
  }

  private Action action(Work work) {
    return new Action(
        ID,
        this::needed,
        (call, given) ->
            locked(() -> {
              var named = Named.of(scope(call), id(given));
              var secret = named.find(store).orElseThrow(SecretErrors::notFound);
              checkOwner(call, secret);
              return work.run(named.scope(), secret, given);
            }));
  }

  /// The key of Secrets Manager's own encrypts for its account alone.
  private static void checkOwner(Call call, Secret secret) throws AwsError {
    if (!secret.account().equals(call.account())
        && secret.key().isEmpty()
        && call.action().equals("GetSecretValue")) {
      throw new AwsError("AccessDeniedException", 400, "Access to KMS is not allowed");
    }
  }

  private static String id(ObjectNode given) throws AwsError {
    var id = given.path(ID).asString("");
    if (id.isEmpty()) {
      throw SecretErrors.invalidParameter("You must provide a SecretId.");
    }
    return id;
  }

  private List<Permission> needed(String action, Call call, ObjectNode given) throws AwsError {
    var named = Named.of(scope(call), id(given));
    var secret = named.find(store);
    var permission =
        Permission.of(
                action,
                secret.map(Secret::arn).orElseGet(named::arn),
                named.scope().account(),
                secret.flatMap(Secret::ownPolicy))
            .with("secretsmanager:SecretId", secret.map(Secret::arn))
            .with(
                "secretsmanager:VersionStage",
                Optional.of(given.path("VersionStage").asString("AWSCURRENT")))
            .with(
                "secretsmanager:ForceDeleteWithoutRecovery",
                Optional.of(given.path("ForceDeleteWithoutRecovery").asString("false")))
            .with(
                "secretsmanager:BlockPublicPolicy",
                Optional.of(given.path("BlockPublicPolicy").asString("false")));
    for (var tag : secret.map(Secret::tags).orElse(Map.of()).entrySet()) {
      permission =
          permission
              .with("secretsmanager:ResourceTag/" + tag.getKey(), Optional.of(tag.getValue()))
              .with("aws:ResourceTag/" + tag.getKey(), Optional.of(tag.getValue()));
    }
    return List.of(permission);
  }

  private List<Permission> creating(String action, Call call, ObjectNode given) {
    var name = given.path("Name").asString("");
    var create =
        Permission.of(action, SecretStore.arn(scope(call), name) + "-??????")
            .with("secretsmanager:Name", Optional.of(name));
    return given.path("Tags").isEmpty()
        ? List.of(create)
        : List.of(create, Permission.of("secretsmanager:TagResource", create.resource()));
  }

  private static List<Permission> anything(String action, Call call, ObjectNode given) {
    return List.of(Permission.of(action, "*"));
  }

  private ObjectNode create(Call call, ObjectNode given) throws AwsError {
    var scope = scope(call);
    return locked(() -> {
      var name = given.path("Name").asString("");
      var tags = SecretOperations.tags(given.path("Tags"));
      return operations.created(
          scope, operations.create(scope, name, store.newArn(scope, name), given, tags));
    });
  }

  /// Without recovery, what is not there counts as deleted.
  private ObjectNode delete(Call call, ObjectNode given) throws AwsError {
    return locked(() -> {
      var named = Named.of(scope(call), id(given));
      var secret = named.find(store);
      if (secret.isPresent()) {
        return operations.delete(named.scope(), secret.get(), given);
      }
      boolean force = given.path("ForceDeleteWithoutRecovery").asBoolean(false);
      SecretOperations.checkWindow(given, force);
      if (!force) {
        throw SecretErrors.notFound();
      }
      return JsonTexts.object()
          .put("ARN", named.arn())
          .put("Name", named.name())
          .put("DeletionDate", SecretOperations.seconds(store.now()));
    });
  }

  @Override
  public Optional<String> find(
      Scope scope, String secretId, Optional<String> versionStage, Optional<String> versionId) {
    store.lock().lock();
    try {
      var named = Named.of(scope, secretId);
      var secret = named.find(store).filter(one -> !one.deleted());
      return secret.isEmpty()
          ? Optional.empty()
          : Optional.of(values.find(named.scope(), secret.get(), versionId, versionStage).text())
              .filter(text -> !text.isEmpty());
    } catch (AwsError e) {
      return Optional.empty();
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public String name() {
    return "secretsmanager";
  }

  @Override
  public Wire wire(Request request) {
    return WIRE;
  }

  @Override
  public Operation operation(Call call) throws AwsError {
    return actions.operation(name(), call);
  }
}
