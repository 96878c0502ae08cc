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
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Policies that stacks give to secrets. Threads share it.
final class SecretPolicyBacking implements Backing {
  static final String TYPE = "AWS::SecretsManager::ResourcePolicy";

  private static final String DOCUMENT = "ResourcePolicy";

  private final SecretStore store;
  private final SecretPolicies policies;

  SecretPolicyBacking(SecretStore store, SecretPolicies policies) {
    this.store = store;
    this.policies = policies;
  }

  private Optional<Secret> find(Scope scope, ObjectNode properties) {
    return Named.of(scope, properties.path("SecretId").asString(""))
        .find(store)
        .filter(secret -> !secret.deleted() && secret.account().equals(scope.account()));
  }

  @Override
  public Resource create(Request request, Resource draft, boolean again) throws ResourceException {
    return put(request, draft);
  }

  @Override
  public Resource update(Request request, Resource before, Resource draft)
      throws ResourceException {
    return put(request, draft);
  }

  private Resource put(Request request, Resource draft) throws ResourceException {
    store.lock().lock();
    try {
      var secret =
          find(request.scope(), request.properties())
              .orElseThrow(() -> ServiceRefusal.of("SecretsManager", SecretErrors.notFound()));
      var document = request.properties().path(DOCUMENT);
      policies.put(
          request.scope(),
          secret,
          document.isString() ? document.asString() : document.toString(),
          request.properties().path("BlockPublicPolicy").asBoolean(false));
      return draft;
    } catch (AwsError e) {
      throw ServiceRefusal.of("SecretsManager", e);
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public void delete(Request request, Resource resource) {
    store.lock().lock();
    try {
      find(request.scope(), resource.properties())
          .ifPresent(secret -> store.put(request.scope(), secret.withPolicy(""), List.of()));
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public ObjectNode read(Scope scope, Resource recorded) throws ResourceException {
    store.lock().lock();
    try {
      var properties = recorded.properties().deepCopy();
      var policy =
          find(scope, recorded.properties())
              .flatMap(Secret::ownPolicy)
              .flatMap(text -> JsonTexts.object(text.getBytes(UTF_8)))
              .orElseThrow(
                  () -> ResourceException.notFound(TYPE, properties.path("SecretId").asString("")));
      properties.set(DOCUMENT, policy);
      return properties;
    } finally {
      store.lock().unlock();
    }
  }
}
