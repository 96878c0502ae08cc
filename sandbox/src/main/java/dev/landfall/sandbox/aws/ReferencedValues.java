package dev.landfall.sandbox.aws;

import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.cloudformation.template.Parameters;
import dev.landfall.sandbox.aws.cloudformation.change.ExternalValues;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceStore;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What dynamic references of an account in a region name, as far as stacks have made it. Threads
/// may share it.
final class ReferencedValues implements ExternalValues {
  private static final String CURRENT = "AWSCURRENT";
  private static final String FIRST = ":1";

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
}
