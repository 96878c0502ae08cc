package dev.landfall.sandbox.aws;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.sandbox.aws.cloudformation.change.ExternalValues;
import dev.landfall.sandbox.aws.resource.ResourceStore;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.secrets.SecretValues;
import dev.landfall.sandbox.aws.ssm.StoredValues;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What dynamic references and rules of an account in a region name. Threads may share it.
record ReferencedValues(
    StoredValues parameters, SecretValues secrets, ResourceStore resources, Scope scope)
    implements ExternalValues {
  private static final String TAG = "Tags.";

  @Override
  public Optional<Parameter> parameter(String selector) {
    return parameters
        .find(scope, selector)
        .map(found -> new Parameter(found.value(), found.secure()));
  }

  @Override
  public Optional<String> secret(String id, Optional<String> stage, Optional<String> version) {
    return secrets.find(scope, id, stage, version);
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
