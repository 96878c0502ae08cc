package dev.landfall.sandbox.aws.iam;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.cloudformation.specification.Specification;

/// The resource types of IAM.
final class IamTypes {
  static final ResourceType ROLE = type("Role");
  static final ResourceType USER = type("User");
  static final ResourceType GROUP = type("Group");
  static final ResourceType ACCESS_KEY = type("AccessKey");
  static final ResourceType MANAGED_POLICY = type("ManagedPolicy");
  static final ResourceType POLICY = type("Policy");
  static final ResourceType INSTANCE_PROFILE = type("InstanceProfile");
  static final ResourceType OIDC_PROVIDER = type("OIDCProvider");

  private IamTypes() {}

  static ResourceType type(String name) {
    return Specification.standard().find("AWS::IAM::" + name).orElseThrow();
  }
}
