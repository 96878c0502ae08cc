package dev.landfall.sandbox.aws.iam;

import dev.landfall.sandbox.aws.iam.policy.Policy;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Identity;
import dev.landfall.sandbox.aws.protocol.Keys;
import dev.landfall.sandbox.aws.resource.Backing;
import dev.landfall.sandbox.aws.resource.ResourceStore;
import dev.landfall.sandbox.aws.resource.Scope;
import java.time.Clock;
import java.util.Map;
import java.util.random.RandomGenerator;

/// What IAM knows of all accounts: its resources, and what they let somebody do. Threads share it.
public final class Iam {
  private final Directory directory;
  private final Attachments attachments;
  private final Roles roles;
  private final Users users;
  private final Keys keys;

  public Iam(ResourceStore store, Keys keys, Clock clock, RandomGenerator random) {
    this.directory = new Directory(store, clock, random);
    this.attachments = new Attachments(directory);
    this.roles = new Roles(directory, attachments);
    this.users = new Users(directory, attachments, keys);
    this.keys = keys;
  }

  Directory directory() {
    return directory;
  }

  Attachments attachments() {
    return attachments;
  }

  Roles roles() {
    return roles;
  }

  Users users() {
    return users;
  }

  /// What is behind the resources of stacks, by their types.
  public Map<String, Backing> backings() {
    return new Backings(this, keys).all();
  }

  /// A role's ARN by its name, also of one that there is not.
  public String roleArn(Scope scope, String name) {
    return directory
        .find(scope, IamTypes.ROLE, name)
        .map(role -> Directory.text(role, "Arn"))
        .orElseGet(() -> "arn:" + scope.partition() + ":iam::" + scope.account() + ":role/" + name);
  }

  /// Makes a role that may do everything in its account, for everybody who asks for it: the one
  /// that a rollout deploys with. One that is there is left as it is.
  ///
  /// @param arn of the role
  /// @throws IllegalArgumentException for what is no role's ARN
  public void addDeploymentRole(String arn) {
    var parts = arn.split(":", 6);
    if (!arn.matches("arn:aws[\\w-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]{1,576}")) {
      throw new IllegalArgumentException(arn + " is not the ARN of a role.");
    }
    var scope = new Scope(parts[4], region(parts[1]));
    var path = parts[5].substring("role".length());
    var name = path.substring(path.lastIndexOf('/') + 1);
    if (directory.find(scope, IamTypes.ROLE, name).isPresent()) {
      return;
    }
    var properties =
        Directory.object()
            .put("RoleName", name)
            .put("Path", path.substring(0, path.lastIndexOf('/') + 1))
            .put("MaxSessionDuration", 43_200)
            .put("AssumeRolePolicyDocument", EVERYBODY);
    properties
        .putArray("ManagedPolicyArns")
        .add("arn:" + parts[1] + ":iam::aws:policy/AdministratorAccess");
    try {
      Documents.check(properties.path("AssumeRolePolicyDocument"), Policy.Kind.TRUST);
      var _ = directory.add(scope, IamTypes.ROLE, properties, name + " already exists.");
    } catch (AwsError e) {
      throw new IllegalStateException(e);
    }
  }

  /// Makes a user of a service that runs in AWS, as Snowflake has one for each of its accounts: it
  /// may assume the roles that trust it, and use the queues of its own account. One that is there
  /// is left as it is.
  ///
  /// @param arn of the user
  /// @throws IllegalArgumentException for what is no user's ARN
  public Identity addServiceUser(String arn) {
    var parts = arn.split(":", 6);
    if (!arn.matches("arn:aws[\\w-]*:iam::[0-9]{12}:user/[\\w+=,.@-]{1,64}")) {
      throw new IllegalArgumentException(arn + " is not the ARN of a user.");
    }
    var scope = new Scope(parts[4], region(parts[1]));
    var name = parts[5].substring("user/".length());
    var properties = Directory.object().put("UserName", name).put("Path", "/");
    properties
        .putArray("Policies")
        .addObject()
        .put("PolicyName", "service")
        .put(
            "PolicyDocument",
            """
            {"Version": "2012-10-17", "Statement": [
             {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"},
             {"Effect": "Allow", "Action": "sqs:*", "Resource": "arn:%s:sqs:*:%s:*"}]}
            """
                .formatted(parts[1], scope.account()));
    try {
      if (directory.find(scope, IamTypes.USER, name).isEmpty()) {
        var _ = directory.add(scope, IamTypes.USER, properties, name + " already exists.");
      }
    } catch (AwsError e) {
      throw new IllegalStateException(e);
    }
    var user = directory.find(scope, IamTypes.USER, name).orElseThrow();
    return new Identity(scope.account(), arn, Directory.text(user, "UserId"));
  }

  private static String region(String partition) {
    return switch (partition) {
      case "aws-cn" -> "cn-north-1";
      case "aws-us-gov" -> "us-gov-west-1";
      default -> "us-east-1";
    };
  }

  private static final String EVERYBODY =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
       "Action": ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"]}]}
      """;
}
