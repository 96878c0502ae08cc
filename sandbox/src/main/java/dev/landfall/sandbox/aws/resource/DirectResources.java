package dev.landfall.sandbox.aws.resource;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.cloudformation.specification.WriteOnly;
import dev.landfall.sandbox.aws.resource.ResourceHandlers.Request;
import dev.landfall.sandbox.aws.resource.ResourceStore.Entry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Resources as those see and change them who are no stack: with those that only their service
/// knows of. What is changed of a stack's resource is a drift of that stack. Threads share it.
public final class DirectResources {
  private final ResourceStore store;
  private final Map<String, Backing> backings;
  private final Resources resources;

  /// @param backings by the name of the type
  public DirectResources(ResourceStore store, Map<String, Backing> backings, Resources resources) {
    this.store = store;
    this.backings = Map.copyOf(backings);
    this.resources = resources;
  }

  /// All that there are, in the order of their identifiers.
  public List<Resource> all(Scope scope, ResourceType type) {
    var all = new TreeMap<String, Resource>();
    var backing = backings.get(type.name());
    if (backing != null) {
      backing.all(scope).forEach(one -> all.put(one.identifier(type), one));
    }
    for (var entry : store.all(scope, type)) {
      if (!entry.pending()) {
        all.put(entry.resource().identifier(type), entry.resource());
      }
    }
    return List.copyOf(all.values());
  }

  /// One by its primary identifier.
  public Optional<Resource> find(Scope scope, ResourceType type, String identifier) {
    var recorded = store.find(scope, type, identifier).filter(entry -> !entry.pending());
    return recorded.isPresent()
        ? recorded.map(Entry::resource)
        : all(scope, type).stream()
            .filter(one -> one.identifier(type).equals(identifier))
            .findFirst();
  }

  /// The properties as they are now.
  ///
  /// @throws ResourceException `NotFound`
  public ObjectNode read(Scope scope, ResourceType type, Resource resource)
      throws ResourceException {
    var backing = backings.get(type.name());
    return backing == null ? resources.read(scope, type, resource) : backing.read(scope, resource);
  }

  /// Properties as they are shown: without those that nobody reads back, and with dynamic
  /// references instead of what they stand for.
  public ObjectNode shown(
      Scope scope, ResourceType type, Resource resource, ObjectNode properties) {
    var shown = WriteOnly.without(Specification.standard(), type, properties);
    references(scope, type, resource)
        .forEach((name, written) -> {
          if (shown.has(name) && !type.identifier().contains(name)) {
            shown.set(name, written);
          }
        });
    return shown;
  }

  private Map<String, JsonNode> references(Scope scope, ResourceType type, Resource resource) {
    return store
        .find(scope, type, resource.identifier(type))
        .map(Entry::references)
        .orElse(Map.of());
  }

  /// Makes one.
  ///
  /// @param token the same whenever the same call is made again
  public Resource create(Scope scope, ResourceType type, ObjectNode properties, String token)
      throws ResourceException {
    return resources.create(request(scope, type, properties, Map.of(), Map.of(), token));
  }

  /// Changes one.
  ///
  /// @param properties all that it is to have; what is as it is shown stays as it is
  public void update(
      Scope scope, ResourceType type, Resource resource, ObjectNode properties, String token)
      throws ResourceException {
    var now = read(scope, type, resource);
    var shown = shown(scope, type, resource, now);
    var kept = new TreeMap<>(references(scope, type, resource));
    kept.keySet().removeIf(name -> !Objects.equals(properties.get(name), shown.get(name)));
    var tags = written(scope, type, resource).tags();
    var _ =
        resources.update(
            request(scope, type, whole(type, properties, shown, now), kept, tags, token), resource);
  }

  private static ObjectNode whole(
      ResourceType type, ObjectNode wanted, ObjectNode shown, ObjectNode now) {
    var whole = wanted.deepCopy();
    for (var name : type.properties().keySet()) {
      if (now.has(name) && Objects.equals(wanted.get(name), shown.get(name))) {
        whole.set(name, now.get(name));
      }
    }
    return whole;
  }

  /// The record of a resource, made now for one that had none.
  private Entry written(Scope scope, ResourceType type, Resource resource)
      throws ResourceException {
    var identifier = resource.identifier(type);
    var there = store.find(scope, type, identifier);
    if (there.isPresent()) {
      return there.get();
    }
    var entry = Entry.of(resource);
    store.add(scope, type, entry);
    return entry;
  }

  /// Removes one.
  public void delete(Scope scope, ResourceType type, Resource resource, String token)
      throws ResourceException {
    resources.delete(
        request(scope, type, resource.properties(), Map.of(), Map.of(), token), resource);
  }

  private static Request request(
      Scope scope,
      ResourceType type,
      ObjectNode properties,
      Map<String, JsonNode> references,
      Map<String, String> tags,
      String token) {
    return new Request(
        scope,
        type,
        new Owner("cloudcontrol", type.shortName()),
        "",
        properties,
        references,
        tags,
        token);
  }
}
