package dev.landfall.sandbox.aws.iam;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.Operation;
import dev.landfall.sandbox.aws.protocol.Permission;
import dev.landfall.sandbox.aws.protocol.Request;
import dev.landfall.sandbox.aws.protocol.Service;
import dev.landfall.sandbox.aws.protocol.Trouble;
import dev.landfall.sandbox.aws.protocol.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// IAM. Threads share it.
///
/// Source: the AWS Identity and Access Management API Reference.
public final class IamService implements Service {
  private static final Wire WIRE = new Wire.Query("https://iam.amazonaws.com/doc/2010-05-08/");

  private final Map<String, Action> actions = new LinkedHashMap<>();
  private final Iam iam;

  public IamService(Iam iam) {
    this.iam = iam;
    var directory = iam.directory();
    var attachments = iam.attachments();
    actions.putAll(iam.roles().actions());
    actions.putAll(iam.users().actions());
    actions.putAll(new HolderPolicies(Holder.ROLE, directory, attachments).actions());
    actions.putAll(new HolderPolicies(Holder.USER, directory, attachments).actions());
    actions.putAll(new CustomerPolicies(directory, attachments).actions());
    actions.putAll(new InstanceProfiles(directory, iam.roles()).actions());
    actions.putAll(new IdentityProviders(directory).actions());
  }

  @Override
  public String name() {
    return "iam";
  }

  @Override
  public Wire wire(Request request) {
    return WIRE;
  }

  @Override
  public Operation operation(Call call) throws AwsError {
    var name = call.action();
    var action = actions.get(name);
    if (action == null) {
      throw Trouble.UNKNOWN_ACTION.on(
          WIRE, "Could not find operation " + name + " for version 2010-05-08");
    }
    var given = Given.of(call);
    var subject =
        List.of("RoleName", "UserName", "InstanceProfileName", "PolicyArn", "PolicyName").stream()
            .flatMap(parameter -> given.text(parameter).stream())
            .findFirst()
            .orElse("");
    var operation = Operation.of(name, subject, () -> action.answer(given));
    var needed =
        Permission.of("iam:" + name, resource(given))
            .with("iam:PolicyARN", given.text("PolicyArn"));
    return name.equals("AddRoleToInstanceProfile")
        ? operation.needing(needed, passing(given))
        : operation.needing(needed);
  }

  private Permission passing(Given given) {
    return Permission.of(
            "iam:PassRole", iam.roleArn(given.scope(), given.text("RoleName").orElse("")))
        .with("iam:PassedToService", Optional.of("ec2.amazonaws.com"));
  }

  private String resource(Given given) {
    var scope = given.scope();
    var prefix = "arn:" + scope.partition() + ":iam::" + scope.account() + ":";
    var profile = given.text("InstanceProfileName");
    if (profile.isPresent()) {
      return prefix + "instance-profile/" + profile.get();
    }
    var role = given.text("RoleName");
    if (role.isPresent()) {
      return iam.roleArn(scope, role.get());
    }
    var user = given.text("UserName");
    if (user.isPresent()) {
      return prefix + "user/" + user.get();
    }
    var policy = given.text("PolicyArn");
    if (policy.isPresent()) {
      return policy.get();
    }
    return given
        .text("PolicyName")
        .map(name -> prefix + "policy/" + name)
        .or(() -> given.text("OpenIDConnectProviderArn"))
        .orElse("*");
  }
}
