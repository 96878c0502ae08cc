package dev.landfall.sandbox.aws.iam;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.protocol.Xml;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.List;
import java.util.Map;

/// Instance profiles, which have one role at most. Threads share it.
final class InstanceProfiles {
  private static final int LONGEST_NAME = 128;
  private static final String NAME = "InstanceProfileName";
  private static final String ROLES = "Roles";

  private final Directory directory;
  private final Roles roles;

  InstanceProfiles(Directory directory, Roles roles) {
    this.directory = directory;
    this.roles = roles;
  }

  Map<String, Action> actions() {
    return Map.of(
        "CreateInstanceProfile", this::create,
        "GetInstanceProfile", given -> answer(given, found(given)),
        "ListInstanceProfiles", this::list,
        "ListInstanceProfilesForRole", this::listForRole,
        "DeleteInstanceProfile", this::delete,
        "AddRoleToInstanceProfile", this::addRole,
        "RemoveRoleFromInstanceProfile", this::removeRole);
  }

  private Resource found(Given given) throws AwsError {
    var name = given.required(NAME);
    return directory
        .find(given.scope(), IamTypes.INSTANCE_PROFILE, name)
        .orElseThrow(
            () -> IamErrors.noSuchEntity("Instance Profile " + name + " cannot be found."));
  }

  private Reply create(Given given) throws AwsError {
    var name = given.name(NAME, LONGEST_NAME);
    var properties = Directory.object().put(NAME, name);
    given.path().ifPresent(text -> properties.put("Path", text));
    properties.putArray(ROLES);
    return answer(
        given,
        directory.add(
            given.scope(),
            IamTypes.INSTANCE_PROFILE,
            properties,
            "Instance Profile " + name + " already exists."));
  }

  private Reply answer(Given given, Resource profile) {
    return given.result(
        xml -> xml.element("InstanceProfile", one -> write(given.scope(), one, profile)));
  }

  private void write(Scope scope, Xml xml, Resource profile) {
    xml.text("Path", Written.path(profile))
        .text(NAME, Directory.text(profile, NAME))
        .text("InstanceProfileId", Directory.text(profile, "InstanceProfileId"))
        .text("Arn", Directory.text(profile, "Arn"))
        .text("CreateDate", Directory.text(profile, "CreateDate"))
        .element(
            ROLES,
            list ->
                Directory.texts(profile, ROLES)
                    .forEach(name ->
                        directory
                            .find(scope, IamTypes.ROLE, name)
                            .ifPresent(role ->
                                list.element("member", one -> Written.role(one, role, false)))));
  }

  private Reply page(Given given, List<Resource> profiles) throws AwsError {
    return given.page(
        "InstanceProfiles", profiles, (xml, profile) -> write(given.scope(), xml, profile));
  }

  private Reply list(Given given) throws AwsError {
    return page(
        given,
        directory.all(given.scope(), IamTypes.INSTANCE_PROFILE).stream()
            .filter(profile -> given.under(Written.path(profile)))
            .toList());
  }

  private Reply listForRole(Given given) throws AwsError {
    var role = given.required("RoleName");
    var _ = roles.find(given.scope(), role);
    return page(
        given,
        directory.all(given.scope(), IamTypes.INSTANCE_PROFILE).stream()
            .filter(profile -> Directory.texts(profile, ROLES).contains(role))
            .toList());
  }

  private Reply delete(Given given) throws AwsError {
    var profile = found(given);
    if (!Directory.texts(profile, ROLES).isEmpty()) {
      throw IamErrors.deleteConflict(
          "Cannot delete entity, must remove roles from instance profile first.");
    }
    directory.remove(given.scope(), IamTypes.INSTANCE_PROFILE, profile);
    return given.done();
  }

  private Reply addRole(Given given) throws AwsError {
    var profile = found(given);
    var role = given.required("RoleName");
    var _ = roles.find(given.scope(), role);
    if (!Directory.texts(profile, ROLES).isEmpty()) {
      throw IamErrors.limitExceeded(
          "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
    }
    directory.change(
        given.scope(),
        IamTypes.INSTANCE_PROFILE,
        profile.identifier(IamTypes.INSTANCE_PROFILE),
        properties -> properties.putArray(ROLES).add(role));
    return given.done();
  }

  private Reply removeRole(Given given) throws AwsError {
    var profile = found(given);
    var role = given.required("RoleName");
    if (!Directory.texts(profile, ROLES).contains(role)) {
      throw IamErrors.noSuchEntity("The role with name " + role + " cannot be found.");
    }
    directory.change(
        given.scope(),
        IamTypes.INSTANCE_PROFILE,
        profile.identifier(IamTypes.INSTANCE_PROFILE),
        properties -> properties.putArray(ROLES));
    return given.done();
  }
}
