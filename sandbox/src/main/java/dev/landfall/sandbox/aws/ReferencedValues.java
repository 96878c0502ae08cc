package dev.landfall.sandbox.aws;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.cloudformation.template.Parameters;
import dev.landfall.sandbox.aws.cloudformation.change.ExternalValues;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceStore;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What dynamic references and rules of an account in a region name, as far as stacks have made it.
/// Threads may share it.
final class ReferencedValues implements ExternalValues {
  private static final String CURRENT = "AWSCURRENT";
  private static final String FIRST = ":1";
  private static final String TAG = "Tags.";

  private final ResourceStore resources;
  private final Scope scope;
  private final Parameters.Stored stored;

  ReferencedValues(ResourceStore resources, Scope scope) {
    this.resources = resources;
    this.scope = scope;
    this.stored = new StoredParameters(resources, scope);
  }

  @Override
  public Optional<Parameter> parameter(String selector) {
    // What stacks make has one version.
    var name =
        selector.endsWith(FIRST)
            ? selector.substring(0, selector.length() - FIRST.length())
            : selector;
    return stored.value(name).map(value -> new Parameter(value, false));
  }

  @Override
  public Optional<String> secret(String id, Optional<String> stage, Optional<String> version) {
    if (version.isPresent() || !stage.orElse(CURRENT).equals(CURRENT)) {
      return Optional.empty();
    }
    var type = Specification.standard().find("AWS::SecretsManager::Secret").orElseThrow();
    return resources.all(scope, type).stream()
        .map(ResourceStore.Entry::resource)
        .filter(secret -> isCalled(secret, "Name", id) || isCalled(secret, "Id", id))
        .flatMap(secret -> secret.attribute("SecretString").stream())
        .map(JsonNode::asString)
        .findFirst();
  }

  private static boolean isCalled(Resource secret, String attribute, String id) {
    return secret.attribute(attribute).map(JsonNode::asString).filter(id::equals).isPresent();
  }

  @Override
  public Optional<List<String>> all(String type) {
    if (type.equals("AWS::EC2::AvailabilityZone::Name")) {
      return Optional.of(Stream.of("a", "b", "c").map(scope.region()::concat).toList());
    }
    return described(type)
        .map(found ->
            resources.all(scope, found).stream()
                .map(entry -> entry.resource().identifier(found))
                .toList());
  }

  /// The type of the resources that parameters of a type name.
  private static Optional<ResourceType> described(String type) {
    int last = type.lastIndexOf("::");
    return Specification.standard().find(last < 0 ? type : type.substring(0, last));
  }

  @Override
  public Optional<String> attribute(String type, String id, String attribute) {
    return described(type)
        .flatMap(found -> resources.find(scope, found, id))
        .map(entry ->
            attribute.startsWith(TAG)
                ? tag(entry, attribute.substring(TAG.length()))
                : entry.resource().attribute(attribute).map(JsonNode::asString).orElse(""));
  }

  private static String tag(ResourceStore.Entry entry, String key) {
    return entry.resource().attribute("Tags").stream()
        .flatMap(JsonNode::valueStream)
        .filter(tag -> tag.path("Key").asString("").equals(key))
        .map(tag -> tag.path("Value").asString(""))
        .findFirst()
        .orElseGet(() -> entry.tags().getOrDefault(key, ""));
  }
}
