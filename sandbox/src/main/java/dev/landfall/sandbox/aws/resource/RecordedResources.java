package dev.landfall.sandbox.aws.resource;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// Resources that are recorded and no more: every type by its description, with no service behind
/// it. Types that wait for somebody's answer, or that stand for other resources, are refused.
/// Threads may share it.
public final class RecordedResources implements ResourceHandlers {
  private static final Set<String> REFUSED =
      Set.of(
          "AWS::CloudFormation::CustomResource",
          "AWS::CloudFormation::Macro",
          "AWS::CloudFormation::Stack",
          "AWS::CloudFormation::WaitCondition");

  private final RandomGenerator random;
  private final Map<Key, Resource> resources = new ConcurrentHashMap<>();
  private final Map<String, Key> made = new ConcurrentHashMap<>();

  private record Key(Scope scope, String type, String identifier) {}

  public RecordedResources(RandomGenerator random) {
    this.random = random;
  }

  /// A resource by its primary identifier.
  public Optional<Resource> find(Scope scope, ResourceType type, String identifier) {
    return Optional.ofNullable(resources.get(new Key(scope, type.name(), identifier)));
  }

  @Override
  public Resource create(Request request) throws ResourceException {
    if (REFUSED.contains(request.type().name())) {
      throw new ResourceException(
          "InvalidRequest", "The sandbox does not honour " + request.type().name() + ".");
    }
    var known = made.get(request.token());
    var again = known == null ? null : resources.get(known);
    if (again != null) {
      return again;
    }
    var resource =
        NewResource.of(
            request.type(), request.properties(), request.scope(), request.owner(), random);
    if (resources.putIfAbsent(key(request, resource), resource) != null) {
      throw ResourceException.alreadyExists(
          request.type().name(), resource.identifier(request.type()));
    }
    made.put(request.token(), key(request, resource));
    return resource;
  }

  @Override
  public Resource update(Request request, Resource before) throws ResourceException {
    var key = key(request, before);
    var updated = NewResource.updated(before, request.properties());
    if (resources.computeIfPresent(key, (same, old) -> updated) == null) {
      throw ResourceException.notFound(request.type().name(), before.identifier(request.type()));
    }
    return updated;
  }

  @Override
  public void delete(Request request, Resource resource) {
    resources.remove(key(request, resource));
  }

  private static Key key(Request request, Resource resource) {
    return new Key(request.scope(), request.type().name(), resource.identifier(request.type()));
  }
}
