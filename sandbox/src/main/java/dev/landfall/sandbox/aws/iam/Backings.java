package dev.landfall.sandbox.aws.iam;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.sandbox.aws.iam.policy.Policy;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Keys;
import dev.landfall.sandbox.aws.resource.Backing;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.resource.ResourceHandlers.Request;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What IAM does and refuses when a stack makes its resources.
final class Backings {
  private static final String DOCUMENT = "PolicyDocument";

  private final Iam iam;
  private final Keys keys;

  Backings(Iam iam, Keys keys) {
    this.iam = iam;
    this.keys = keys;
  }

  Map<String, Backing> all() {
    var all = new LinkedHashMap<String, Backing>();
    all.put(IamTypes.ROLE.name(), new Checked(this::checkRole, this::checkRemoval));
    all.put(IamTypes.USER.name(), new Checked(this::checkHolder));
    all.put(IamTypes.GROUP.name(), new Checked(this::checkHolder));
    all.put(IamTypes.MANAGED_POLICY.name(), new Checked(this::checkPolicy));
    all.put(IamTypes.POLICY.name(), new Checked(this::checkInlinePolicy));
    for (var holder : Holder.values()) {
      all.put(
          holder.inline().name(),
          new Checked((scope, properties) -> {
            checkHolderIsThere(scope, holder, properties.path(holder.nameProperty()).asString(""));
            Documents.check(properties.path(DOCUMENT), Policy.Kind.IDENTITY);
          }));
    }
    all.put(IamTypes.INSTANCE_PROFILE.name(), new Checked(this::checkProfile));
    all.put(IamTypes.OIDC_PROVIDER.name(), new Checked((_, _) -> {}));
    all.put(IamTypes.ACCESS_KEY.name(), new AccessKey());
    return all;
  }

  /// Refuses what IAM would refuse.
  @FunctionalInterface
  private interface Check {
    void run(Scope scope, ObjectNode properties) throws AwsError;
  }

  @FunctionalInterface
  private interface Removal {
    void run(Scope scope, Resource resource) throws AwsError;
  }

  /// A resource that is its properties and no more.
  private final class Checked implements Backing {
    private final Check check;
    private final Removal removal;

    Checked(Check check) {
      this(check, (_, _) -> {});
    }

    Checked(Check check, Removal removal) {
      this.check = check;
      this.removal = removal;
    }

    @Override
    public Resource create(Request request, Resource draft, boolean again)
        throws ResourceException {
      check(request);
      return iam.directory().completed(request.type(), draft);
    }

    @Override
    public Resource update(Request request, Resource before, Resource draft)
        throws ResourceException {
      check(request);
      return draft;
    }

    private void check(Request request) throws ResourceException {
      try {
        check.run(request.scope(), request.properties());
      } catch (AwsError e) {
        throw IamErrors.handled(e);
      }
    }

    @Override
    public void delete(Request request, Resource resource) throws ResourceException {
      try {
        removal.run(request.scope(), resource);
      } catch (AwsError e) {
        throw IamErrors.handled(e);
      }
    }
  }

  /// A key whose secret is an attribute.
  private final class AccessKey implements Backing {
    @Override
    public Resource create(Request request, Resource draft, boolean again)
        throws ResourceException {
      try {
        var user = Directory.text(draft, "UserName");
        var _ = iam.users().find(request.scope(), user);
      } catch (AwsError e) {
        throw IamErrors.handled(e);
      }
      ResourceType type = request.type();
      var completed = iam.directory().completed(type, draft);
      var attributes = new LinkedHashMap<>(completed.attributes());
      attributes.put(
          "SecretAccessKey",
          JsonNodeFactory.instance.stringNode(keys.permanentSecret(draft.identifier(type))));
      return new Resource(draft.type(), draft.properties(), attributes);
    }
  }

  private void checkRole(Scope scope, ObjectNode properties) throws AwsError {
    Documents.check(properties.path("AssumeRolePolicyDocument"), Policy.Kind.TRUST);
    checkHolder(scope, properties);
  }

  private void checkHolder(Scope scope, ObjectNode properties) throws AwsError {
    for (var policy : properties.path("Policies")) {
      Documents.check(policy.path(DOCUMENT), Policy.Kind.IDENTITY);
    }
    for (var arn : properties.path("ManagedPolicyArns")) {
      iam.attachments().checkExists(scope, arn.asString(""));
    }
    if (properties.has("PermissionsBoundary")) {
      iam.attachments().checkExists(scope, properties.path("PermissionsBoundary").asString(""));
    }
  }

  private void checkRemoval(Scope scope, Resource role) throws AwsError {
    iam.roles().checkUnused(scope, role.identifier(IamTypes.ROLE));
  }

  private void checkPolicy(Scope scope, ObjectNode properties) throws AwsError {
    Documents.check(properties.path(DOCUMENT), Policy.Kind.IDENTITY);
    for (var holder : Holder.values()) {
      for (var name : properties.path(holder.several())) {
        checkHolderIsThere(scope, holder, name.asString(""));
      }
    }
  }

  private void checkInlinePolicy(Scope scope, ObjectNode properties) throws AwsError {
    checkPolicy(scope, properties);
    for (var holder : Holder.values()) {
      if (!properties.path(holder.several()).isEmpty()) {
        return;
      }
    }
    throw IamErrors.invalidInput("At least one of [Groups,Roles,Users] must be non-empty.");
  }

  private void checkHolderIsThere(Scope scope, Holder holder, String name) throws AwsError {
    if (iam.directory().find(scope, holder.type(), name).isEmpty()) {
      throw IamErrors.noSuchEntity(
          "The " + holder.lowerCase() + " with name " + name + " cannot be found.");
    }
  }

  private void checkProfile(Scope scope, ObjectNode properties) throws AwsError {
    if (properties.path("Roles").size() > 1) {
      throw IamErrors.limitExceeded(
          "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
    }
    for (var role : properties.path("Roles")) {
      checkHolderIsThere(scope, Holder.ROLE, role.asString(""));
    }
  }
}
