package dev.landfall.sandbox.aws.ec2;

import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.ssm.PublicParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The images that AWS publishes, as far as parameters name them.
final class Images {
  static final Set<String> FILTERS =
      Set.of(
          "image-id",
          "name",
          "architecture",
          "state",
          "owner-id",
          "owner-alias",
          "root-device-type",
          "virtualization-type");

  /// Of Amazon Linux.
  private static final String OWNER = "137112412989";

  private Images() {}

  static List<Described> all(Scope scope) {
    var all = new ArrayList<Described>();
    for (var parameter : PublicParameters.all()) {
      PublicParameters.image(scope, parameter).ifPresent(id -> all.add(described(id, parameter)));
    }
    return all;
  }

  private static Described described(String id, String parameter) {
    var name = parameter.substring(parameter.lastIndexOf('/') + 1);
    var architecture = name.contains("arm64") ? "arm64" : "x86_64";
    return new Described(
        id,
        Map.of(
            "image-id", List.of(id),
            "name", List.of(name),
            "architecture", List.of(architecture),
            "state", List.of("available"),
            "owner-id", List.of(OWNER),
            "owner-alias", List.of("amazon"),
            "root-device-type", List.of("ebs"),
            "virtualization-type", List.of("hvm")),
        Map.of(),
        xml ->
            xml.text("imageId", id)
                .text("imageLocation", "amazon/" + name)
                .text("imageState", "available")
                .text("imageOwnerId", OWNER)
                .text("imageOwnerAlias", "amazon")
                .text("isPublic", true)
                .text("architecture", architecture)
                .text("imageType", "machine")
                .text("name", name)
                .text("rootDeviceType", "ebs")
                .text("rootDeviceName", "/dev/xvda")
                .text("virtualizationType", "hvm")
                .text("hypervisor", "xen"));
  }
}
