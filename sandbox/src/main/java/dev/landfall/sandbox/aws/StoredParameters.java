package dev.landfall.sandbox.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.cloudformation.template.Parameters;
import dev.landfall.sandbox.aws.protocol.Digests;
import dev.landfall.sandbox.aws.resource.ResourceStore;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Systems Manager's parameters of an account in a region, and those that AWS publishes to all: the
/// newest images of Amazon Linux. Threads may share it.
///
/// Source: "Calling AMI public parameters" in the AWS Systems Manager User Guide.
final class StoredParameters implements Parameters.Stored {
  private static final Pattern IMAGE =
      Pattern.compile(
          "/aws/service/ami-amazon-linux-latest/(al2023-ami(-minimal)?-kernel-(default|6\\.[0-9]+)"
              + "-(x86_64|arm64)|amzn2-ami-(kernel-5\\.10-)?hvm-(x86_64|arm64)-gp2)");
  private static final int ID_DIGITS = 17;

  private final ResourceStore resources;
  private final ResourceType type;
  private final Scope scope;

  StoredParameters(ResourceStore resources, Scope scope) {
    this.resources = resources;
    this.type = Specification.standard().find("AWS::SSM::Parameter").orElseThrow();
    this.scope = scope;
  }

  @Override
  public Optional<String> value(String name) {
    if (IMAGE.matcher(name).matches()) {
      var seed = scope.region() + " " + name;
      return Optional.of(
          "ami-" + Digests.hex("SHA-256", seed.getBytes(UTF_8)).substring(0, ID_DIGITS));
    }
    return resources
        .find(scope, type, name)
        .flatMap(entry -> entry.resource().attribute("Value"))
        .map(JsonNode::asString);
  }
}
