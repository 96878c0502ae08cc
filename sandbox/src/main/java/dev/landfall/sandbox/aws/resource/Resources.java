package dev.landfall.sandbox.aws.resource;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.sandbox.aws.resource.ResourceStore.Entry;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/// Every resource type by its description, and the services behind those that have one here. A
/// resource is written down before its service makes it, so that a call that was cut off can be
/// made again with the same token. Threads may share it.
public final class Resources implements ResourceHandlers {
  private static final Set<String> REFUSED =
      Set.of(
          "AWS::CloudFormation::CustomResource",
          "AWS::CloudFormation::Macro",
          "AWS::CloudFormation::Stack",
          "AWS::CloudFormation::WaitCondition");
  private static final Backing RECORD = new Backing() {};

  private final ResourceStore store;
  private final Map<String, Backing> backings;
  private final RandomGenerator random;

  /// @param backings by the name of the type; a type that has none is recorded, and no more
  public Resources(ResourceStore store, Map<String, Backing> backings, RandomGenerator random) {
    this.store = store;
    this.backings = Map.copyOf(backings);
    this.random = random;
  }

  private Backing backing(ResourceType type) {
    return backings.getOrDefault(type.name(), RECORD);
  }

  @Override
  public Resource create(Request request) throws ResourceException {
    var type = request.type();
    if (REFUSED.contains(type.name())) {
      throw new ResourceException(
          "InvalidRequest", "The sandbox does not honour " + type.name() + ".");
    }
    var known = store.madeBy(request.token());
    if (known.isPresent() && !known.get().pending()) {
      return known.get().resource();
    }
    var draft =
        known.isPresent()
            ? known.get().resource()
            : NewResource.of(type, request.properties(), request.scope(), request.owner(), random);
    if (known.isEmpty()) {
      forgetGone(request.scope(), type, draft.identifier(type));
      store.add(
          request.scope(),
          type,
          new Entry(draft, request.tags(), request.references(), request.token(), true));
    }
    var identifier = draft.identifier(type);
    try {
      var made = backing(type).create(request, draft, known.isPresent());
      return store.change(request.scope(), type, identifier, entry -> entry.with(made)).resource();
    } catch (ResourceException e) {
      store.remove(request.scope(), type, identifier);
      throw e;
    }
  }

  /// What a stack left there may have been deleted through its service since: its name is free.
  private void forgetGone(Scope scope, ResourceType type, String identifier) {
    var entry = store.find(scope, type, identifier).filter(found -> !found.pending());
    if (entry.isEmpty()) {
      return;
    }
    try {
      backing(type).read(scope, entry.get().resource());
    } catch (ResourceException e) {
      if (e.code().equals("NotFound")) {
        store.remove(scope, type, identifier);
      }
    }
  }

  @Override
  public Resource update(Request request, Resource before) throws ResourceException {
    var type = request.type();
    var identifier = before.identifier(type);
    var recorded = store.find(request.scope(), type, identifier);
    if (recorded.isEmpty()) {
      throw ResourceException.notFound(type.name(), identifier);
    }
    var now = recorded.get().resource();
    var draft = NewResource.updated(now, request.properties());
    var updated = backing(type).update(request, now, draft);
    return store
        .change(
            request.scope(),
            type,
            identifier,
            entry -> new Entry(updated, request.tags(), request.references(), entry.token(), false))
        .resource();
  }

  @Override
  public void delete(Request request, Resource resource) throws ResourceException {
    var type = request.type();
    var identifier = resource.identifier(type);
    // What a stack keeps has dynamic references where this has their values.
    var recorded = store.find(request.scope(), type, identifier).map(Entry::resource);
    backing(type).delete(request, recorded.orElse(resource));
    store.remove(request.scope(), type, identifier);
  }

  @Override
  public ObjectNode read(Scope scope, ResourceType type, Resource resource)
      throws ResourceException {
    return read(scope, type, resource.identifier(type));
  }

  /// The properties of a resource as they are now.
  ///
  /// @throws ResourceException `NotFound`
  public ObjectNode read(Scope scope, ResourceType type, String identifier)
      throws ResourceException {
    var entry = store.find(scope, type, identifier).filter(found -> !found.pending());
    if (entry.isEmpty()) {
      throw ResourceException.notFound(type.name(), identifier);
    }
    return backing(type).read(scope, entry.get().resource());
  }
}
