package dev.landfall.sandbox.aws.iam;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Keys;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.List;
import java.util.Map;

/// Users and their access keys. Threads share it.
final class Users {
  private static final int MOST_KEYS = 2;
  private static final int LONGEST_NAME = 64;
  private static final String NAME = "UserName";
  private static final String ACTIVE = "Active";
  private static final String STATUS = "Status";

  private final Directory directory;
  private final Attachments attachments;
  private final Keys keys;

  Users(Directory directory, Attachments attachments, Keys keys) {
    this.directory = directory;
    this.attachments = attachments;
    this.keys = keys;
  }

  Map<String, Action> actions() {
    return Map.of(
        "CreateUser", this::create,
        "GetUser", given -> answer(given, found(given)),
        "ListUsers", this::list,
        "DeleteUser", this::delete,
        "CreateAccessKey", this::createKey,
        "ListAccessKeys", this::listKeys,
        "UpdateAccessKey", this::updateKey,
        "DeleteAccessKey", this::deleteKey);
  }

  /// The one that a call names, or who calls.
  private Resource found(Given given) throws AwsError {
    return find(given.scope(), name(given));
  }

  private static String name(Given given) throws AwsError {
    var arn = given.call().identity().arn();
    if (given.text(NAME).isEmpty() && arn.contains(":user/")) {
      return arn.substring(arn.lastIndexOf('/') + 1);
    }
    return given.required(NAME);
  }

  Resource find(Scope scope, String name) throws AwsError {
    return directory
        .find(scope, IamTypes.USER, name)
        .orElseThrow(
            () -> IamErrors.noSuchEntity("The user with name " + name + " cannot be found."));
  }

  private Reply create(Given given) throws AwsError {
    var name = given.name(NAME, LONGEST_NAME);
    var properties = Directory.object().put(NAME, name);
    given.path().ifPresent(text -> properties.put("Path", text));
    var boundary = given.text("PermissionsBoundary");
    if (boundary.isPresent()) {
      attachments.checkExists(given.scope(), boundary.get());
      properties.put("PermissionsBoundary", boundary.get());
    }
    Tagging.add(given, properties);
    return answer(
        given,
        directory.add(
            given.scope(),
            IamTypes.USER,
            properties,
            "User with name " + name + " already exists."));
  }

  private static Reply answer(Given given, Resource user) {
    return given.result(xml -> xml.element("User", one -> Written.user(one, user, true)));
  }

  private Reply list(Given given) throws AwsError {
    var users =
        directory.all(given.scope(), IamTypes.USER).stream()
            .filter(user -> given.under(Written.path(user)))
            .toList();
    return given.page("Users", users, (xml, user) -> Written.user(xml, user, false));
  }

  private Reply delete(Given given) throws AwsError {
    var scope = given.scope();
    var name = given.required(NAME);
    var user = find(scope, name);
    if (!keys(scope, name).isEmpty()) {
      throw IamErrors.deleteConflict("Cannot delete entity, must delete access keys first.");
    }
    if (!attachments.attached(scope, Holder.USER, name).isEmpty()) {
      throw IamErrors.deleteConflict("Cannot delete entity, must detach all policies first.");
    }
    if (!attachments.inline(scope, Holder.USER, name).isEmpty()) {
      throw IamErrors.deleteConflict("Cannot delete entity, must delete policies first.");
    }
    directory.remove(scope, IamTypes.USER, user);
    return given.done();
  }

  List<Resource> keys(Scope scope, String user) {
    return directory.all(scope, IamTypes.ACCESS_KEY).stream()
        .filter(key -> Directory.text(key, NAME).equals(user))
        .toList();
  }

  private Reply createKey(Given given) throws AwsError {
    var name = Directory.text(found(given), NAME);
    if (keys(given.scope(), name).size() >= MOST_KEYS) {
      throw IamErrors.limitExceeded("Cannot exceed quota for AccessKeysPerUser: " + MOST_KEYS);
    }
    var key =
        directory.add(
            given.scope(),
            IamTypes.ACCESS_KEY,
            Directory.object().put(NAME, name).put(STATUS, ACTIVE),
            "The access key already exists.");
    var id = Directory.text(key, "Id");
    return given.result(xml ->
        xml.element(
            "AccessKey",
            one ->
                one.text(NAME, name)
                    .text("AccessKeyId", id)
                    .text(STATUS, ACTIVE)
                    .text("SecretAccessKey", keys.permanentSecret(id))
                    .text("CreateDate", Directory.text(key, "CreateDate"))));
  }

  private Reply listKeys(Given given) throws AwsError {
    var name = Directory.text(found(given), NAME);
    return given.page(
        "AccessKeyMetadata",
        keys(given.scope(), name),
        (xml, key) ->
            xml.text(NAME, name)
                .text("AccessKeyId", Directory.text(key, "Id"))
                .text(STATUS, key.properties().path(STATUS).asString(ACTIVE))
                .text("CreateDate", Directory.text(key, "CreateDate")));
  }

  private Resource key(Given given) throws AwsError {
    var id = given.required("AccessKeyId");
    return directory
        .find(given.scope(), IamTypes.ACCESS_KEY, id)
        .orElseThrow(
            () -> IamErrors.noSuchEntity("The Access Key with id " + id + " cannot be found."));
  }

  private Reply updateKey(Given given) throws AwsError {
    var status = given.required(STATUS);
    if (!status.equals(ACTIVE) && !status.equals("Inactive")) {
      throw IamErrors.validation(
          "status", status, "Member must satisfy enum value set: [Active, Inactive]");
    }
    directory.change(
        given.scope(),
        IamTypes.ACCESS_KEY,
        key(given).identifier(IamTypes.ACCESS_KEY),
        properties -> properties.put(STATUS, status));
    return given.done();
  }

  private Reply deleteKey(Given given) throws AwsError {
    directory.remove(given.scope(), IamTypes.ACCESS_KEY, key(given));
    return given.done();
  }
}
