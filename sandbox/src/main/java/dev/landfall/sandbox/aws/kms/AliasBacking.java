package dev.landfall.sandbox.aws.kms;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.resource.Backing;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.resource.ResourceHandlers.Request;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.resource.ServiceRefusal;
import tools.jackson.databind.node.ObjectNode;

/// Aliases of stacks. Threads share it.
final class AliasBacking implements Backing {
  static final String TYPE = "AWS::KMS::Alias";

  private static final String TARGET = "TargetKeyId";

  private final KeyStore store;
  private final KeyOperations operations;

  AliasBacking(KeyStore store, KeyOperations operations) {
    this.store = store;
    this.operations = operations;
  }

  private static String name(ObjectNode properties) {
    return properties.path("AliasName").asString("");
  }

  private Resource put(Request request, Resource draft, boolean fresh) throws ResourceException {
    var name = name(request.properties());
    store.lock().lock();
    try {
      var key =
          KeyOperations.target(
              request.scope(),
              store.find(request.scope(), request.properties().path(TARGET).asString("")));
      if (fresh) {
        operations.checkAlias(request.scope(), name);
      }
      store.put(request.scope(), new KeyStore.Alias(name, key.id(), store.now()));
      return draft;
    } catch (AwsError e) {
      throw e.code().equals("AlreadyExistsException")
          ? ResourceException.alreadyExists(TYPE, name)
          : ServiceRefusal.of("Kms", e);
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public Resource create(Request request, Resource draft, boolean again) throws ResourceException {
    return put(request, draft, !again);
  }

  @Override
  public Resource update(Request request, Resource before, Resource draft)
      throws ResourceException {
    return put(request, draft, false);
  }

  @Override
  public void delete(Request request, Resource resource) {
    store.lock().lock();
    try {
      store
          .alias(request.scope(), name(resource.properties()))
          .ifPresent(alias -> store.remove(request.scope(), alias));
    } finally {
      store.lock().unlock();
    }
  }

  @Override
  public ObjectNode read(Scope scope, Resource recorded) throws ResourceException {
    var name = name(recorded.properties());
    var alias = store.alias(scope, name).orElseThrow(() -> ResourceException.notFound(TYPE, name));
    var target = recorded.properties().path(TARGET).asString("");
    return JsonTexts.object()
        .put("AliasName", name)
        .put(TARGET, target.endsWith(alias.key()) ? target : alias.key());
  }
}
