package dev.landfall.sandbox.aws.secrets;

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
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Secrets of stacks. Nobody reads their values back: they are no properties of what is there.
/// Threads share it.
final class SecretBacking implements Backing {
  static final String TYPE = "AWS::SecretsManager::Secret";

  private static final String TEXT = "SecretString";
  private static final String GENERATED = "GenerateSecretString";

  private final SecretStore store;
  private final SecretOperations operations;
  private final Passwords passwords;

  SecretBacking(SecretStore store, SecretOperations operations, Passwords passwords) {
    this.store = store;
    this.operations = operations;
    this.passwords = passwords;
  }

  private static String text(Resource resource, String name) {
    return resource.attribute(name).map(JsonNode::asString).orElseThrow();
  }

  private static Map<String, String> tags(Request request) {
    var tags = new TreeMap<>(request.tags());
    request
        .properties()
        .path("Tags")
        .forEach(tag -> tags.put(tag.path("Key").asString(""), tag.path("Value").asString("")));
    return tags;
  }

  @Override
  public Resource create(Request request, Resource draft, boolean again) throws ResourceException {
    var name = text(draft, "Name");
    store.lock().lock();
    try {
      if (again && store.get(request.scope(), name).isPresent()) {
        return draft;
      }
      var given = request(request.properties());
      value(request.properties(), given);
      var _ = operations.create(request.scope(), name, text(draft, "Id"), given, tags(request));
      return draft;
    } catch (AwsError e) {
      throw e.code().equals("ResourceExistsException")
          ? ResourceException.alreadyExists(TYPE, name)
          : ServiceRefusal.of("SecretsManager", e);
    } finally {
      store.lock().unlock();
    }
  }

  /// In the words of CreateSecret.
  private static ObjectNode request(ObjectNode properties) throws AwsError {
    if (properties.has(TEXT) && properties.has(GENERATED)) {
      throw SecretErrors.invalidRequest(
          "You can't specify both SecretString and GenerateSecretString.");
    }
    if (!properties.path("ReplicaRegions").isEmpty()) {
      throw SecretErrors.invalidParameter("The sandbox does not honour replicas of secrets.");
    }
    return JsonTexts.object()
        .put("Description", properties.path("Description").asString(""))
        .put("KmsKeyId", properties.path("KmsKeyId").asString(""));
  }

  /// Adds the value that a template gives, or has generated.
  private void value(ObjectNode properties, ObjectNode given) throws AwsError {
    if (properties.has(TEXT)) {
      given.put(TEXT, properties.path(TEXT).asString(""));
    } else if (properties.get(GENERATED) instanceof ObjectNode wanted) {
      given.put(TEXT, generated(wanted));
    }
  }

  private String generated(ObjectNode wanted) throws AwsError {
    var password = passwords.next(wanted);
    var key = wanted.path("GenerateStringKey").asString("");
    var template = wanted.path("SecretStringTemplate").asString("");
    if (key.isEmpty() && template.isEmpty()) {
      return password;
    }
    var json = JsonTexts.object(template.getBytes(UTF_8));
    if (key.isEmpty() || template.isEmpty() || json.isEmpty()) {
      throw SecretErrors.invalidRequest(
          "SecretStringTemplate and GenerateStringKey need each other, and the template is JSON.");
    }
    return json.get().put(key, password).toString();
  }

  @Override
  public Resource update(Request request, Resource before, Resource draft)
      throws ResourceException {
    store.lock().lock();
    try {
      var secret = find(request.scope(), before);
      var given = request(request.properties());
      var now = request.properties();
      var then = before.properties();
      if (!now.path(TEXT).equals(then.path(TEXT))
          || !now.path(GENERATED).equals(then.path(GENERATED))) {
        value(now, given);
      }
      var tagged = secret.withTags(tags(request));
      store.put(request.scope(), tagged, List.of());
      var _ = operations.update(request.scope(), tagged, given);
      return draft;
    } catch (AwsError e) {
      throw ServiceRefusal.of("SecretsManager", e);
    } finally {
      store.lock().unlock();
    }
  }

  private Secret find(Scope scope, Resource resource) throws ResourceException {
    var arn = text(resource, "Id");
    return store
        .get(scope, text(resource, "Name"))
        .filter(secret -> secret.arn().equals(arn) && !secret.deleted())
        .orElseThrow(() -> ResourceException.notFound(TYPE, arn));
  }

  /// At once, without a time to restore it.
  @Override
  public void delete(Request request, Resource resource) {
    store.lock().lock();
    try {
      var name = text(resource, "Name");
      if (store
          .get(request.scope(), name)
          .filter(one -> one.arn().equals(text(resource, "Id")))
          .isPresent()) {
        store.remove(request.scope(), name);
      }
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public List<Resource> all(Scope scope) {
    store.lock().lock();
    try {
      return store.all(scope).stream()
          .filter(one -> !one.deleted())
          .map(one ->
              new Resource(
                  TYPE,
                  JsonTexts.object().put("Name", one.name()),
                  Map.of("Id", JsonNodeFactory.instance.stringNode(one.arn()))))
          .toList();
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public ObjectNode read(Scope scope, Resource recorded) throws ResourceException {
    store.lock().lock();
    try {
      var secret = find(scope, recorded);
      var json = JsonTexts.object().put("Id", secret.arn()).put("Name", secret.name());
      if (!secret.description().isEmpty()) {
        json.put("Description", secret.description());
      }
      if (!secret.key().isEmpty()) {
        json.put("KmsKeyId", secret.key());
      }
      var tags = json.putArray("Tags");
      new TreeMap<>(secret.tags())
          .forEach((key, value) -> {
            if (!key.startsWith("aws:")) {
              tags.addObject().put("Key", key).put("Value", value);
            }
          });
      if (tags.isEmpty()) {
        json.remove("Tags");
      }
      return json;
    } finally {
      store.lock().unlock();
    }
  }
}
