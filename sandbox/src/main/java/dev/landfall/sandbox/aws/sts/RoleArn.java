package dev.landfall.sandbox.aws.sts;

import dev.landfall.sandbox.aws.protocol.Identity;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a role.
///
/// @param name with its path, such as `service-role/ingest`
public record RoleArn(String partition, String account, String name) {
  private static final Pattern FORM =
      Pattern.compile("arn:(aws|aws-cn|aws-us-gov):iam::([0-9]{12}):role/([\\w+=,.@/-]{1,576})");

  /// @return empty when it is none
  public static Optional<RoleArn> of(String arn) {
    var match = FORM.matcher(arn);
    return match.matches()
        ? Optional.of(new RoleArn(match.group(1), match.group(2), match.group(3)))
        : Optional.empty();
  }

  private String session(String sessionName) {
    return "arn:"
        + partition
        + ":sts::"
        + account
        + ":assumed-role/"
        + name.substring(name.lastIndexOf('/') + 1)
        + "/"
        + sessionName;
  }

  /// Who has become this role.
  public Identity identity(String sessionName, String roleId) {
    return new Identity(account, session(sessionName), roleId + ":" + sessionName);
  }

  @Override
  public String toString() {
    return "arn:" + partition + ":iam::" + account + ":role/" + name;
  }
}
