package dev.landfall.sandbox.aws.kms;

import static java.util.Map.entry;

import dev.landfall.sandbox.aws.iam.Access;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.JsonActions;
import dev.landfall.sandbox.aws.protocol.JsonActions.Action;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.protocol.Keys;
import dev.landfall.sandbox.aws.protocol.Operation;
import dev.landfall.sandbox.aws.protocol.Permission;
import dev.landfall.sandbox.aws.protocol.Request;
import dev.landfall.sandbox.aws.protocol.Service;
import dev.landfall.sandbox.aws.protocol.Wire;
import dev.landfall.sandbox.aws.resource.Backing;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.store.Journal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/// KMS. A key's policy says who may use it; the account's own policies count as far as it lets the
/// account. Threads share it.
///
/// Source: the AWS Key Management Service API Reference.
public final class KmsService implements Service {
  private static final Wire WIRE = new Wire.Json("1.1", "com.amazonaws.kms", Optional.empty());
  private static final String ID = "KeyId";
  private static final int WINDOW = 30;

  private final KeyStore store;
  private final KeyOperations operations;
  private final Cryptography cryptography;
  private final Access access;
  private final JsonActions actions;

  /// What an action does with a key while nobody else changes it.
  @FunctionalInterface
  interface Work {
    ObjectNode run(Key key, ObjectNode given) throws AwsError;
  }

  public KmsService(
      Journal journal, Keys keys, Access access, Clock clock, RandomGenerator random) {
    this.store = new KeyStore(journal, clock);
    this.operations = new KeyOperations(store);
    this.cryptography = new Cryptography(new Ciphers(keys, random));
    this.access = access;
    this.actions = new JsonActions("KMS", table());
  }

  private Map<String, Action> table() {
    return Map.ofEntries(
        entry("CreateKey", new Action("", KmsService::creating, this::create)),
        entry("ListKeys", new Action("", KmsService::anything, this::list)),
        entry("ListAliases", new Action("", KmsService::anything, this::aliases)),
        entry("GenerateRandom", new Action("", KmsService::anything, cryptography::random)),
        entry("DescribeKey", onKey((key, _) -> with("KeyMetadata", KeyOperations.metadata(key)))),
        entry("EnableKey", onKey((key, _) -> put(KeyOperations.staying(key).enabled(true)))),
        entry("DisableKey", onKey((key, _) -> put(KeyOperations.staying(key).enabled(false)))),
        entry("ScheduleKeyDeletion", onKey(this::schedule)),
        entry("CancelKeyDeletion", onKey(this::cancel)),
        entry(
            "UpdateKeyDescription",
            onKey((key, given) ->
                put(KeyOperations.staying(key).described(given.path("Description").asString(""))))),
        entry("GetKeyPolicy", onKey((key, _) -> policy(key))),
        entry("PutKeyPolicy", new Action(ID, this::needed, this::putPolicy)),
        entry("EnableKeyRotation", onKey((key, _) -> put(KeyOperations.usable(key).rotated(true)))),
        entry(
            "DisableKeyRotation", onKey((key, _) -> put(KeyOperations.usable(key).rotated(false)))),
        entry(
            "GetKeyRotationStatus",
            onKey((key, _) ->
                JsonTexts.object()
                    .put("KeyId", key.arn())
                    .put("KeyRotationEnabled", key.rotated()))),
        entry("TagResource", onKey(this::tag)),
        entry("UntagResource", onKey(this::untag)),
        entry("ListResourceTags", onKey((key, _) -> tags(key))),
        entry("Encrypt", onKey(cryptography::encrypt)),
        entry("GenerateDataKey", onKey(cryptography::dataKey)),
        entry("GenerateDataKeyWithoutPlaintext", onKey(cryptography::hiddenDataKey)),
        entry("Decrypt", new Action(ID, this::decrypting, this::decrypt)),
        entry("CreateAlias", new Action("AliasName", this::targeted, this::createAlias)),
        entry("UpdateAlias", new Action("AliasName", this::retargeted, this::updateAlias)),
        entry("DeleteAlias", new Action("AliasName", this::aliased, this::deleteAlias)));
  }

  /// What stands behind the resources of stacks, by the names of their types.
  public Map<String, Backing> backings() {
    return Map.of(
        KeyBacking.TYPE,
        new KeyBacking(store, operations),
        AliasBacking.TYPE,
        new AliasBacking(store, operations));
  }

  private static Scope scope(Call call) {
    return new Scope(call.account(), call.region());
  }

  private static ObjectNode with(String member, ObjectNode json) {
    var answer = JsonTexts.object();
    answer.set(member, json);
    return answer;
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

  private Action onKey(Work work) {
    return new Action(
        ID, this::needed, (call, given) -> locked(() -> work.run(find(call, given, ID), given)));
  }

  private Key find(Call call, ObjectNode given, String member) throws AwsError {
    return store.find(scope(call), given.path(member).asString(""));
  }

  private static Permission permission(String action, Key key) {
    return Permission.of(action, key.arn(), key.account(), Optional.of(key.policy()));
  }

  private List<Permission> needed(String action, Call call, ObjectNode given) throws AwsError {
    return List.of(permission(action, find(call, given, ID)));
  }

  private List<Permission> targeted(String action, Call call, ObjectNode given) throws AwsError {
    return List.of(
        onAlias(action, call, given), permission(action, find(call, given, "TargetKeyId")));
  }

  /// Of an alias, its key, and the key that it is to have.
  private List<Permission> retargeted(String action, Call call, ObjectNode given) throws AwsError {
    var needed = new ArrayList<>(aliased(action, call, given));
    needed.add(permission(action, find(call, given, "TargetKeyId")));
    return needed;
  }

  /// Of an alias and its key.
  private List<Permission> aliased(String action, Call call, ObjectNode given) {
    var needed = new ArrayList<Permission>();
    needed.add(onAlias(action, call, given));
    var scope = scope(call);
    store
        .alias(scope, given.path("AliasName").asString(""))
        .flatMap(alias -> store.key(scope, alias.key()))
        .ifPresent(key -> needed.add(permission(action, key)));
    return needed;
  }

  private static Permission onAlias(String action, Call call, ObjectNode given) {
    return Permission.of(action, Key.arn(scope(call), given.path("AliasName").asString("")));
  }

  private static List<Permission> creating(String action, Call call, ObjectNode given) {
    return given.path("Tags").isEmpty()
        ? List.of(Permission.of(action, "*"))
        : List.of(Permission.of(action, "*"), Permission.of("kms:TagResource", "*"));
  }

  private static List<Permission> anything(String action, Call call, ObjectNode given) {
    return List.of(Permission.of(action, "*"));
  }

  private List<Permission> decrypting(String action, Call call, ObjectNode given) throws AwsError {
    return List.of(permission(action, sealedWith(call, given)));
  }

  private Key sealedWith(Call call, ObjectNode given) throws AwsError {
    var id = Ciphers.keyOf(Cryptography.bytes(given, "CiphertextBlob"));
    if (!given.path(ID).asString("").isEmpty()) {
      var named = find(call, given, ID);
      if (!named.id().equals(id)) {
        throw KmsErrors.of(
            "IncorrectKeyException",
            "The key ID in the request does not identify a CMK that can perform this operation.");
      }
      return named;
    }
    return store
        .key(scope(call), id)
        .orElseThrow(() -> KmsErrors.of("InvalidCiphertextException", ""));
  }

  private ObjectNode decrypt(Call call, ObjectNode given) throws AwsError {
    return locked(() -> cryptography.decrypt(sealedWith(call, given), given));
  }

  private ObjectNode create(Call call, ObjectNode given) throws AwsError {
    var scope = scope(call);
    KeyOperations.checkKind(
        given
            .path("KeySpec")
            .asString(given.path("CustomerMasterKeySpec").asString("SYMMETRIC_DEFAULT")),
        given.path("KeyUsage").asString("ENCRYPT_DECRYPT"),
        given.path("MultiRegion"));
    var key =
        new Key(
            scope.account(),
            scope.region(),
            UUID.randomUUID().toString(),
            given.path("Description").asString(""),
            KeyOperations.usualPolicy(scope),
            true,
            false,
            store.now(),
            0,
            KeyOperations.tags(given.path("Tags"), "TagKey", "TagValue"));
    var wanted = given.path("Policy").asString("");
    return locked(() -> {
      var made = wanted.isEmpty() ? key : checked(call, key, wanted, given);
      store.put(made);
      return with("KeyMetadata", KeyOperations.metadata(made));
    });
  }

  /// With a policy that still lets the caller change it.
  private Key checked(Call call, Key key, String policy, ObjectNode given) throws AwsError {
    KeyOperations.checkPolicy(policy);
    var changed = key.withPolicy(policy);
    boolean locksOut =
        !access.decide(call.identity(), permission("kms:PutKeyPolicy", changed)).allowed();
    if (locksOut && !given.path("BypassPolicyLockoutSafetyCheck").asBoolean(false)) {
      throw KmsErrors.of(
          "MalformedPolicyDocumentException",
          "The new key policy will not allow you to update the key policy in the future.");
    }
    return changed;
  }

  private ObjectNode putPolicy(Call call, ObjectNode given) throws AwsError {
    return locked(
        () -> put(checked(call, find(call, given, ID), given.path("Policy").asString(""), given)));
  }

  private static ObjectNode policy(Key key) {
    return JsonTexts.object().put("Policy", key.policy()).put("PolicyName", "default");
  }

  private ObjectNode put(Key key) {
    store.put(key);
    return JsonTexts.object();
  }

  private ObjectNode list(Call call, ObjectNode given) {
    var answer = JsonTexts.object().put("Truncated", false);
    var list = answer.putArray("Keys");
    store
        .keys(scope(call))
        .forEach(key -> list.addObject().put("KeyId", key.id()).put("KeyArn", key.arn()));
    return answer;
  }

  private ObjectNode schedule(Key key, ObjectNode given) throws AwsError {
    var leaving = operations.leave(key, given.path("PendingWindowInDays").asInt(WINDOW));
    return JsonTexts.object()
        .put("KeyId", leaving.arn())
        .put("DeletionDate", KeyOperations.metadata(leaving).path("DeletionDate").asDouble(0))
        .put("KeyState", leaving.state());
  }

  private ObjectNode cancel(Key key, ObjectNode given) throws AwsError {
    if (!key.leaving()) {
      throw KmsErrors.of("KMSInvalidStateException", key.arn() + " is not pending deletion.");
    }
    store.put(key.goneAt(0));
    return JsonTexts.object().put("KeyId", key.arn());
  }

  private ObjectNode tag(Key key, ObjectNode given) {
    var tags = new TreeMap<>(key.tags());
    tags.putAll(KeyOperations.tags(given.path("Tags"), "TagKey", "TagValue"));
    return put(key.withTags(tags));
  }

  private ObjectNode untag(Key key, ObjectNode given) {
    var tags = new TreeMap<>(key.tags());
    given.path("TagKeys").forEach(name -> tags.remove(name.asString("")));
    return put(key.withTags(tags));
  }

  private static ObjectNode tags(Key key) {
    var answer = JsonTexts.object().put("Truncated", false);
    var list = answer.putArray("Tags");
    new TreeMap<>(key.tags())
        .forEach((name, value) -> list.addObject().put("TagKey", name).put("TagValue", value));
    return answer;
  }

  private ObjectNode aliases(Call call, ObjectNode given) {
    var scope = scope(call);
    var wanted = given.path(ID).asString("");
    var answer = JsonTexts.object().put("Truncated", false);
    var list = answer.putArray("Aliases");
    for (var alias : store.aliases(scope)) {
      if (wanted.isEmpty() || wanted.endsWith(alias.key())) {
        list.addObject()
            .put("AliasName", alias.name())
            .put("AliasArn", Key.arn(scope, alias.name()))
            .put("TargetKeyId", alias.key());
      }
    }
    return answer;
  }

  private ObjectNode createAlias(Call call, ObjectNode given) throws AwsError {
    return locked(() -> {
      var key = KeyOperations.target(scope(call), find(call, given, "TargetKeyId"));
      var name = given.path("AliasName").asString("");
      operations.checkAlias(scope(call), name);
      store.put(scope(call), new KeyStore.Alias(name, key.id(), store.now()));
      return JsonTexts.object();
    });
  }

  private KeyStore.Alias alias(Call call, ObjectNode given) throws AwsError {
    var name = given.path("AliasName").asString("");
    return store
        .alias(scope(call), name)
        .orElseThrow(() -> KmsErrors.noAlias(Key.arn(scope(call), name)));
  }

  private ObjectNode updateAlias(Call call, ObjectNode given) throws AwsError {
    return locked(() -> {
      var alias = alias(call, given);
      var key = KeyOperations.target(scope(call), find(call, given, "TargetKeyId"));
      store.put(scope(call), new KeyStore.Alias(alias.name(), key.id(), alias.created()));
      return JsonTexts.object();
    });
  }

  private ObjectNode deleteAlias(Call call, ObjectNode given) throws AwsError {
    return locked(() -> {
      store.remove(scope(call), alias(call, given));
      return JsonTexts.object();
    });
  }

  @Override
  public String name() {
    return "kms";
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
