package dev.landfall.sandbox.aws.iam;

import dev.landfall.sandbox.aws.iam.policy.Policy;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// Roles. Threads share it.
final class Roles {
  static final int USUAL_SESSION = 3_600;

  private static final int LONGEST_SESSION = 43_200;
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_TRUST = 2_048;
  private static final String NAME = "RoleName";
  private static final String TRUST = "AssumeRolePolicyDocument";

  private final Directory directory;
  private final Attachments attachments;

  Roles(Directory directory, Attachments attachments) {
    this.directory = directory;
    this.attachments = attachments;
  }

  Map<String, Action> actions() {
    return Map.of(
        "CreateRole", this::create,
        "GetRole", this::get,
        "ListRoles", this::list,
        "UpdateRole", this::update,
        "UpdateRoleDescription", this::update,
        "DeleteRole", this::delete,
        "UpdateAssumeRolePolicy", this::updateTrust,
        "TagRole", given -> Tagging.tag(directory, given, IamTypes.ROLE, found(given)),
        "UntagRole", given -> Tagging.untag(directory, given, IamTypes.ROLE, found(given)),
        "ListRoleTags", given -> Tagging.list(given, found(given)));
  }

  private Resource found(Given given) throws AwsError {
    return find(given.scope(), given.required(NAME));
  }

  Resource find(Scope scope, String name) throws AwsError {
    return directory
        .find(scope, IamTypes.ROLE, name)
        .orElseThrow(
            () -> IamErrors.noSuchEntity("The role with name " + name + " cannot be found."));
  }

  private Reply create(Given given) throws AwsError {
    var name = given.name(NAME, LONGEST_NAME);
    var properties = Directory.object().put(NAME, name);
    var path = given.path();
    path.ifPresent(text -> properties.put("Path", text));
    properties.set(TRUST, trust(given, TRUST));
    describe(given, properties);
    var boundary = given.text("PermissionsBoundary");
    if (boundary.isPresent()) {
      attachments.checkExists(given.scope(), boundary.get());
      properties.put("PermissionsBoundary", boundary.get());
    }
    Tagging.add(given, properties);
    var role =
        directory.add(
            given.scope(),
            IamTypes.ROLE,
            properties,
            "Role with name " + name + " already exists.");
    return answer(given, role);
  }

  private static tools.jackson.databind.JsonNode trust(Given given, String parameter)
      throws AwsError {
    var text = given.required(parameter);
    if (text.replaceAll("\\s", "").length() > LONGEST_TRUST) {
      throw IamErrors.limitExceeded("Cannot exceed quota for ACLSizePerRole: " + LONGEST_TRUST);
    }
    return Documents.checked(text, Policy.Kind.TRUST);
  }

  private static void describe(Given given, ObjectNode properties) throws AwsError {
    given.text("Description").ifPresent(text -> properties.put("Description", text));
    var seconds = given.text("MaxSessionDuration");
    if (seconds.isPresent()) {
      if (!seconds.get().matches("[0-9]{1,5}")
          || Integer.parseInt(seconds.get()) < USUAL_SESSION
          || Integer.parseInt(seconds.get()) > LONGEST_SESSION) {
        throw IamErrors.validation(
            "maxSessionDuration",
            seconds.get(),
            "Member must have value between " + USUAL_SESSION + " and " + LONGEST_SESSION);
      }
      properties.put("MaxSessionDuration", Integer.parseInt(seconds.get()));
    }
  }

  private static Reply answer(Given given, Resource role) {
    return given.result(xml -> xml.element("Role", one -> Written.role(one, role, true)));
  }

  private Reply get(Given given) throws AwsError {
    return answer(given, found(given));
  }

  private Reply list(Given given) throws AwsError {
    var roles =
        directory.all(given.scope(), IamTypes.ROLE).stream()
            .filter(role -> given.under(Written.path(role)))
            .toList();
    return given.page("Roles", roles, (xml, role) -> Written.role(xml, role, false));
  }

  private Reply update(Given given) throws AwsError {
    var changed = Directory.object();
    describe(given, changed);
    change(given, properties -> properties.setAll(changed));
    return given.call().action().equals("UpdateRoleDescription")
        ? get(given)
        : given.result(xml -> {});
  }

  private Reply updateTrust(Given given) throws AwsError {
    var _ = found(given);
    var document = trust(given, "PolicyDocument");
    change(given, properties -> properties.set(TRUST, document));
    return given.done();
  }

  private void change(Given given, Consumer<ObjectNode> change) throws AwsError {
    directory.change(given.scope(), IamTypes.ROLE, found(given).identifier(IamTypes.ROLE), change);
  }

  private Reply delete(Given given) throws AwsError {
    var scope = given.scope();
    var role = found(given);
    var name = given.required(NAME);
    checkUnused(scope, name);
    if (!attachments.attached(scope, Holder.ROLE, name).isEmpty()) {
      throw IamErrors.deleteConflict("Cannot delete entity, must detach all policies first.");
    }
    if (!attachments.inline(scope, Holder.ROLE, name).isEmpty()) {
      throw IamErrors.deleteConflict("Cannot delete entity, must delete policies first.");
    }
    directory.remove(scope, IamTypes.ROLE, role);
    return given.done();
  }

  /// @throws AwsError for a role that an instance profile has
  void checkUnused(Scope scope, String name) throws AwsError {
    for (var profile : directory.all(scope, IamTypes.INSTANCE_PROFILE)) {
      if (Directory.texts(profile, "Roles").contains(name)) {
        throw IamErrors.deleteConflict(
            "Cannot delete entity, must remove roles from instance profile first.");
      }
    }
  }
}
