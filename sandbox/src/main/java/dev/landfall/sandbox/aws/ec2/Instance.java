package dev.landfall.sandbox.aws.ec2;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.Digests;
import dev.landfall.sandbox.aws.resource.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An instance, also one that is terminated. Immutable; times are in milliseconds since 1970.
///
/// @param tags those of its stack
/// @param changed when it got into its state
record Instance(
    String account,
    String region,
    ObjectNode properties,
    Map<String, JsonNode> attributes,
    Map<String, String> tags,
    State state,
    long launched,
    long changed) {
  static final String TYPE = "AWS::EC2::Instance";

  private static final int ID_DIGITS = 17;
  private static final int USUAL_SIZE = 8;

  /// Source: "InstanceState" in the Amazon EC2 API Reference.
  enum State {
    PENDING(0, "pending"),
    RUNNING(16, "running"),
    SHUTTING_DOWN(32, "shutting-down"),
    TERMINATED(48, "terminated"),
    STOPPING(64, "stopping"),
    STOPPED(80, "stopped");

    private final int code;
    private final String word;

    State(int code, String word) {
      this.code = code;
      this.word = word;
    }

    int code() {
      return code;
    }

    String word() {
      return word;
    }
  }

  /// A device with its volume.
  record Device(String name, String volume, int size, String type, boolean deleted) {}

  Resource resource() {
    return new Resource(TYPE, properties, attributes);
  }

  String text(String name) {
    return resource().attribute(name).map(JsonNode::asString).orElse("");
  }

  String id() {
    return text("InstanceId");
  }

  boolean terminated() {
    return state == State.TERMINATED;
  }

  Instance in(State other, long now) {
    boolean starts = other == State.RUNNING && state == State.STOPPED;
    return new Instance(
        account, region, properties, attributes, tags, other, starts ? now : launched, now);
  }

  Instance as(Resource other, Map<String, String> newTags) {
    return new Instance(
        account, region, other.properties(), other.attributes(), newTags, state, launched, changed);
  }

  List<String> texts(String property) {
    return properties.path(property).valueStream().map(JsonNode::asString).toList();
  }

  Map<String, String> allTags() {
    return Described.tags(properties, tags);
  }

  /// The root first.
  List<Device> devices() {
    var devices = new ArrayList<Device>();
    for (var mapping : properties.path("BlockDeviceMappings")) {
      var name = mapping.path("DeviceName").asString("");
      var ebs = mapping.path("Ebs");
      if (!ebs.isMissingNode()) {
        devices.add(
            new Device(
                name,
                volume(name),
                ebs.path("VolumeSize").asInt(USUAL_SIZE),
                ebs.path("VolumeType").asString("gp3"),
                ebs.path("DeleteOnTermination").asBoolean(true)));
      }
    }
    if (devices.stream().noneMatch(device -> isRoot(device.name()))) {
      devices.addFirst(new Device("/dev/xvda", volume("/dev/xvda"), USUAL_SIZE, "gp3", true));
    }
    return devices;
  }

  private static boolean isRoot(String name) {
    return name.equals("/dev/xvda") || name.equals("/dev/sda1");
  }

  String rootDevice() {
    return devices().stream().map(Device::name).filter(Instance::isRoot).findFirst().orElseThrow();
  }

  private String volume(String device) {
    return "vol-"
        + Digests.hex("SHA-256", (id() + " " + device).getBytes(UTF_8)).substring(0, ID_DIGITS);
  }

  Optional<String> profile() {
    return Optional.of(text("IamInstanceProfile")).filter(name -> !name.isEmpty());
  }
}
