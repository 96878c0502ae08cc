package dev.landfall.sandbox.aws.sts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.Digests;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a role.
///
/// @param name with its path, such as `service-role/ingest`
public record RoleArn(String partition, String account, String name) {
  private static final Pattern FORM =
      Pattern.compile("arn:(aws|aws-cn|aws-us-gov):iam::([0-9]{12}):role/([\\w+=,.@/-]{1,576})");
  private static final int FINGERPRINT = 17;

  /// @return empty when it is none
  static Optional<RoleArn> of(String arn) {
    var match = FORM.matcher(arn);
    return match.matches()
        ? Optional.of(new RoleArn(match.group(1), match.group(2), match.group(3)))
        : Optional.empty();
  }

  /// Who has become this role.
  String session(String sessionName) {
    return "arn:"
        + partition
        + ":sts::"
        + account
        + ":assumed-role/"
        + name.substring(name.lastIndexOf('/') + 1)
        + "/"
        + sessionName;
  }

  /// The same for the same role, in the form that ids have.
  String fingerprint() {
    return Digests.hex("SHA-256", toString().getBytes(UTF_8))
        .toUpperCase(Locale.ROOT)
        .substring(0, FINGERPRINT);
  }

  @Override
  public String toString() {
    return "arn:" + partition + ":iam::" + account + ":role/" + name;
  }
}
