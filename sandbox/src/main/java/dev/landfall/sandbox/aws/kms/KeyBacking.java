package dev.landfall.sandbox.aws.kms;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.resource.Backing;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.resource.ResourceHandlers.Request;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.resource.ServiceRefusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Keys of stacks. One that is removed is scheduled for deletion. Threads share it.
final class KeyBacking implements Backing {
  static final String TYPE = "AWS::KMS::Key";

  private static final int WINDOW = 30;

  private final KeyStore store;
  private final KeyOperations operations;

  KeyBacking(KeyStore store, KeyOperations operations) {
    this.store = store;
    this.operations = operations;
  }

  private static String id(Resource resource) {
    return resource.attribute("KeyId").map(JsonNode::asString).orElseThrow();
  }

  private Optional<Key> find(Scope scope, Resource resource) {
    return store.key(scope, id(resource)).filter(key -> !key.leaving());
  }

  private static Key changed(Key key, Request request) throws AwsError {
    var properties = request.properties();
    KeyOperations.checkKind(
        properties.path("KeySpec").asString("SYMMETRIC_DEFAULT"),
        properties.path("KeyUsage").asString("ENCRYPT_DECRYPT"),
        properties.path("MultiRegion"));
    if (properties.path("Origin").asString("AWS_KMS").equals("EXTERNAL")) {
      throw KmsErrors.of("UnsupportedOperationException", "The sandbox makes its keys itself.");
    }
    var document = properties.path("KeyPolicy");
    var policy =
        document.isMissingNode()
            ? KeyOperations.usualPolicy(request.scope())
            : document.isString() ? document.asString() : document.toString();
    KeyOperations.checkPolicy(policy);
    var tags = new TreeMap<>(request.tags());
    tags.putAll(KeyOperations.tags(properties.path("Tags"), "Key", "Value"));
    return key.described(properties.path("Description").asString(""))
        .withPolicy(policy)
        .enabled(properties.path("Enabled").asBoolean(true))
        .rotated(properties.path("EnableKeyRotation").asBoolean(false))
        .withTags(tags);
  }

  @Override
  public Resource create(Request request, Resource draft, boolean again) throws ResourceException {
    var scope = request.scope();
    store.lock().lock();
    try {
      var blank =
          new Key(
              scope.account(),
              scope.region(),
              id(draft),
              "",
              "",
              true,
              false,
              store.now(),
              0,
              Map.of());
      store.put(changed(blank, request));
      return draft;
    } catch (AwsError e) {
      throw ServiceRefusal.of("Kms", e);
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public Resource update(Request request, Resource before, Resource draft)
      throws ResourceException {
    store.lock().lock();
    try {
      var key =
          find(request.scope(), before)
              .orElseThrow(() -> ResourceException.notFound(TYPE, id(before)));
      store.put(changed(key, request));
      return draft;
    } catch (AwsError e) {
      throw ServiceRefusal.of("Kms", e);
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public void delete(Request request, Resource resource) throws ResourceException {
    store.lock().lock();
    try {
      var key = find(request.scope(), resource);
      if (key.isPresent()) {
        var _ =
            operations.leave(
                key.get(), resource.properties().path("PendingWindowInDays").asInt(WINDOW));
      }
    } catch (AwsError e) {
      throw ServiceRefusal.of("Kms", e);
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public List<Resource> all(Scope scope) {
    return store.keys(scope).stream()
        .filter(key -> !key.leaving())
        .map(key ->
            new Resource(
                TYPE,
                JsonTexts.object(),
                Map.of(
                    "KeyId",
                    JsonNodeFactory.instance.stringNode(key.id()),
                    "Arn",
                    JsonNodeFactory.instance.stringNode(key.arn()))))
        .toList();
  }

  @Override
  public ObjectNode read(Scope scope, Resource recorded) throws ResourceException {
    var key =
        find(scope, recorded).orElseThrow(() -> ResourceException.notFound(TYPE, id(recorded)));
    var json =
        JsonTexts.object()
            .put("Description", key.description())
            .put("Enabled", key.enabled())
            .put("EnableKeyRotation", key.rotated())
            .put("KeySpec", "SYMMETRIC_DEFAULT")
            .put("KeyUsage", "ENCRYPT_DECRYPT")
            .put("MultiRegion", false);
    json.set("KeyPolicy", JsonTexts.object(key.policy().getBytes(UTF_8)).orElseThrow());
    // Nobody reads these back.
    for (var name : List.of("PendingWindowInDays", "BypassPolicyLockoutSafetyCheck", "Origin")) {
      if (recorded.properties().has(name)) {
        json.set(name, recorded.properties().path(name));
      }
    }
    var tags = json.putArray("Tags");
    new TreeMap<>(key.tags())
        .forEach((name, value) -> {
          if (!name.startsWith("aws:")) {
            tags.addObject().put("Key", name).put("Value", value);
          }
        });
    return json;
  }
}
