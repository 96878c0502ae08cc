package dev.landfall.sandbox.aws.lambda;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.cloudformation.specification.Specification;

/// The resource types of Lambda.
final class LambdaTypes {
  static final ResourceType FUNCTION = type("Function");
  static final ResourceType PERMISSION = type("Permission");
  static final ResourceType MAPPING = type("EventSourceMapping");

  private LambdaTypes() {}

  private static ResourceType type(String name) {
    return Specification.standard().find("AWS::Lambda::" + name).orElseThrow();
  }
}
