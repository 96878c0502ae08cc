package dev.landfall.sandbox.aws.ssm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.Digests;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.ssm.Version.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The parameters that AWS publishes to all accounts: the newest images of Amazon Linux, which are
/// other ones in each region.
///
/// Source: "Calling AMI public parameters" in the AWS Systems Manager User Guide.
public final class PublicParameters {
  static final String PREFIX = "/aws/service/";

  private static final String IMAGES = PREFIX + "ami-amazon-linux-latest/";
  private static final int ID_DIGITS = 17;
  private static final List<String> NAMES = names();

  private PublicParameters() {}

  private static List<String> names() {
    var names = new ArrayList<String>();
    for (var processor : List.of("arm64", "x86_64")) {
      for (var kernel : List.of("default", "6.1", "6.12")) {
        for (var kind : List.of("ami", "ami-minimal")) {
          names.add(IMAGES + "al2023-" + kind + "-kernel-" + kernel + "-" + processor);
        }
      }
      names.add(IMAGES + "amzn2-ami-hvm-" + processor + "-gp2");
      names.add(IMAGES + "amzn2-ami-kernel-5.10-hvm-" + processor + "-gp2");
    }
    return names.stream().sorted().toList();
  }

  /// All of them.
  public static List<String> all() {
    return NAMES;
  }

  /// The image that a parameter names in a region.
  public static Optional<String> image(Scope scope, String name) {
    return NAMES.contains(name)
        ? Optional.of(
            "ami-"
                + Digests.hex("SHA-256", (scope.region() + " " + name).getBytes(UTF_8))
                    .substring(0, ID_DIGITS))
        : Optional.empty();
  }

  static Optional<Version> find(Scope scope, String name) {
    return image(scope, name)
        .map(image ->
            new Version(
                1,
                new Settings("String", image, "Standard", "", "", Puts.IMAGE, ""),
                0,
                "",
                List.of()));
  }
}
