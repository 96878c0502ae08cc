package dev.landfall.sandbox.aws.ec2;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.sandbox.aws.protocol.Xml;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceStore;
import dev.landfall.sandbox.aws.resource.ResourceStore.Entry;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Volumes as EC2 describes them: those of stacks, and those that instances came with. Threads
/// share it.
final class Volumes {
  static final Set<String> FILTERS =
      Set.of(
          "volume-id",
          "status",
          "size",
          "volume-type",
          "availability-zone",
          "encrypted",
          "attachment.instance-id",
          "attachment.device",
          "attachment.status");

  private static final ResourceType VOLUME = type("AWS::EC2::Volume");
  private static final ResourceType ATTACHMENT = type("AWS::EC2::VolumeAttachment");

  private final ResourceStore store;
  private final Instances instances;

  Volumes(ResourceStore store, Instances instances) {
    this.store = store;
    this.instances = instances;
  }

  private static ResourceType type(String name) {
    return Specification.standard().find(name).orElseThrow();
  }

  private static String text(Resource resource, String name) {
    return resource.attribute(name).map(JsonNode::asString).orElse("");
  }

  /// @param deleted with its instance
  private record Attached(String instance, String device, boolean deleted) {}

  private record Volume(
      String id,
      String zone,
      int size,
      String type,
      boolean encrypted,
      Optional<Attached> attached,
      Map<String, String> tags) {}

  List<Described> all(Scope scope) {
    var all = new ArrayList<Described>();
    for (var entry : store.all(scope, VOLUME)) {
      if (!entry.pending()) {
        all.add(described(own(scope, entry)));
      }
    }
    for (var instance : instances.all(scope)) {
      for (var device : instance.terminated() ? List.<Instance.Device>of() : instance.devices()) {
        all.add(
            described(
                new Volume(
                    device.volume(),
                    instance.text("AvailabilityZone"),
                    device.size(),
                    device.type(),
                    false,
                    Optional.of(new Attached(instance.id(), device.name(), device.deleted())),
                    Map.of())));
      }
    }
    return all;
  }

  private Volume own(Scope scope, Entry entry) {
    var resource = entry.resource();
    var id = text(resource, "VolumeId");
    var attached =
        store.all(scope, ATTACHMENT).stream()
            .map(Entry::resource)
            .filter(one -> text(one, "VolumeId").equals(id))
            .map(one -> new Attached(text(one, "InstanceId"), text(one, "Device"), false))
            .findFirst();
    var type = text(resource, "VolumeType");
    return new Volume(
        id,
        text(resource, "AvailabilityZone"),
        resource.properties().path("Size").asInt(1),
        type.isEmpty() ? "gp2" : type,
        resource.properties().path("Encrypted").asBoolean(false),
        attached,
        Described.tags(resource.properties(), entry.tags()));
  }

  private static Described described(Volume volume) {
    var status = volume.attached().isPresent() ? "in-use" : "available";
    return new Described(
        volume.id(),
        Map.of(
            "volume-id", List.of(volume.id()),
            "status", List.of(status),
            "size", List.of(Integer.toString(volume.size())),
            "volume-type", List.of(volume.type()),
            "availability-zone", List.of(volume.zone()),
            "encrypted", List.of(Boolean.toString(volume.encrypted())),
            "attachment.instance-id", volume.attached().map(Attached::instance).stream().toList(),
            "attachment.device", volume.attached().map(Attached::device).stream().toList(),
            "attachment.status", volume.attached().map(_ -> "attached").stream().toList()),
        volume.tags(),
        xml -> write(xml, volume, status));
  }

  private static void write(Xml xml, Volume volume, String status) {
    xml.text("volumeId", volume.id())
        .text("size", volume.size())
        .text("availabilityZone", volume.zone())
        .text("status", status)
        .text("volumeType", volume.type())
        .text("encrypted", volume.encrypted())
        .text("multiAttachEnabled", false);
    xml.element(
        "attachmentSet",
        list ->
            volume
                .attached()
                .ifPresent(attached ->
                    list.element(
                        "item",
                        one ->
                            one.text("volumeId", volume.id())
                                .text("instanceId", attached.instance())
                                .text("device", attached.device())
                                .text("status", "attached")
                                .text("deleteOnTermination", attached.deleted()))));
    Described.write(xml, volume.tags());
  }
}
