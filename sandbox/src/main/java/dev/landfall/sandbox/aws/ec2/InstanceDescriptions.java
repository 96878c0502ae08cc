package dev.landfall.sandbox.aws.ec2;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.sandbox.aws.protocol.Xml;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceStore;
import dev.landfall.sandbox.aws.resource.Scope;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Instances as EC2 describes them. Threads share it.
///
/// Source: "Instance" and "DescribeInstances" in the Amazon EC2 API Reference.
final class InstanceDescriptions {
  static final Set<String> FILTERS =
      Set.of(
          "instance-id",
          "instance-state-name",
          "instance-state-code",
          "instance-type",
          "image-id",
          "key-name",
          "subnet-id",
          "vpc-id",
          "availability-zone",
          "private-ip-address",
          "private-dns-name",
          "ip-address",
          "dns-name",
          "instance.group-id",
          "iam-instance-profile.arn",
          "owner-id",
          "reservation-id");

  private static final ResourceType SUBNET =
      Specification.standard().find("AWS::EC2::Subnet").orElseThrow();

  private final Instances instances;
  private final ResourceStore store;

  InstanceDescriptions(Instances instances, ResourceStore store) {
    this.instances = instances;
    this.store = store;
  }

  static String time(long millis) {
    return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.MILLIS).toString();
  }

  List<Described> all(Scope scope) {
    var all = new ArrayList<Described>();
    for (var instance : instances.all(scope)) {
      all.add(described(scope, instance));
    }
    return all;
  }

  private Optional<Resource> subnet(Scope scope, Instance instance) {
    return store.find(scope, SUBNET, instance.text("SubnetId")).map(ResourceStore.Entry::resource);
  }

  private static String text(Optional<Resource> resource, String name) {
    return resource.flatMap(one -> one.attribute(name)).map(JsonNode::asString).orElse("");
  }

  private static String reservation(Instance instance) {
    return "r-" + instance.id().substring(2);
  }

  private Described described(Scope scope, Instance instance) {
    var subnet = subnet(scope, instance);
    var vpc = text(subnet, "VpcId");
    var zone =
        Optional.of(text(subnet, "AvailabilityZone"))
            .filter(name -> !name.isEmpty())
            .orElseGet(() -> instance.text("AvailabilityZone"));
    var fields = new LinkedHashMap<String, List<String>>();
    fields.put("instance-id", List.of(instance.id()));
    fields.put("instance-state-name", List.of(instance.state().word()));
    fields.put("instance-state-code", List.of(Integer.toString(instance.state().code())));
    fields.put("instance-type", List.of(type(instance)));
    fields.put("image-id", List.of(instance.text("ImageId")));
    fields.put("key-name", List.of(instance.text("KeyName")));
    fields.put("subnet-id", List.of(instance.text("SubnetId")));
    fields.put("vpc-id", List.of(vpc));
    fields.put("availability-zone", List.of(zone));
    fields.put("private-ip-address", List.of(address(instance)));
    fields.put("private-dns-name", List.of(instance.text("PrivateDnsName")));
    fields.put("ip-address", List.of(instance.text("PublicIp")));
    fields.put("dns-name", List.of(instance.text("PublicDnsName")));
    fields.put("instance.group-id", instance.texts("SecurityGroupIds"));
    fields.put(
        "iam-instance-profile.arn",
        instance.profile().map(name -> arn(scope, name)).stream().toList());
    fields.put("owner-id", List.of(scope.account()));
    fields.put("reservation-id", List.of(reservation(instance)));
    return new Described(
        instance.id(),
        fields,
        instance.allTags(),
        xml -> {
          xml.text("reservationId", reservation(instance)).text("ownerId", scope.account());
          xml.element("groupSet", _ -> {});
          xml.element(
              "instancesSet",
              list -> list.element("item", item -> write(item, scope, instance, vpc, zone)));
        });
  }

  private static String type(Instance instance) {
    var type = instance.text("InstanceType");
    return type.isEmpty() ? "m1.small" : type;
  }

  private static String address(Instance instance) {
    var wanted = instance.text("PrivateIpAddress");
    return wanted.isEmpty() ? instance.text("PrivateIp") : wanted;
  }

  private static String arn(Scope scope, String profile) {
    return "arn:" + scope.partition() + ":iam::" + scope.account() + ":instance-profile/" + profile;
  }

  private void write(Xml xml, Scope scope, Instance instance, String vpc, String zone) {
    xml.text("instanceId", instance.id()).text("imageId", instance.text("ImageId"));
    Instances.state(xml, "instanceState", instance.state());
    boolean there = !instance.terminated();
    boolean runs = instance.state() == Instance.State.RUNNING;
    xml.text("privateDnsName", there ? instance.text("PrivateDnsName") : "");
    xml.text("dnsName", runs ? instance.text("PublicDnsName") : "");
    xml.text("reason", runs ? "" : "User initiated (" + time(instance.changed()) + ")");
    optional(xml, "keyName", instance.text("KeyName"));
    xml.text("amiLaunchIndex", 0);
    xml.text("instanceType", type(instance)).text("launchTime", time(instance.launched()));
    xml.element(
        "placement",
        place ->
            place.text("availabilityZone", zone).text("groupName", "").text("tenancy", "default"));
    xml.element("monitoring", inner -> inner.text("state", "disabled"));
    if (there) {
      optional(xml, "subnetId", instance.text("SubnetId"));
      optional(xml, "vpcId", vpc);
      xml.text("privateIpAddress", address(instance));
      optional(xml, "ipAddress", runs ? instance.text("PublicIp") : "");
    }
    groups(xml, scope, instance);
    xml.text(
        "architecture", type(instance).matches("[a-z]+[0-9]+g[a-z]*\\..+") ? "arm64" : "x86_64");
    xml.text("rootDeviceType", "ebs").text("rootDeviceName", instance.rootDevice());
    devices(xml, instance, there);
    xml.text("virtualizationType", "hvm").text("hypervisor", "xen");
    Described.write(xml, instance.allTags());
    instance
        .profile()
        .ifPresent(name ->
            xml.element(
                "iamInstanceProfile",
                inner -> inner.text("arn", arn(scope, name)).text("id", name)));
    xml.text("ebsOptimized", instance.properties().path("EbsOptimized").asBoolean(false));
  }

  private static void optional(Xml xml, String name, String text) {
    if (!text.isEmpty()) {
      xml.text(name, text);
    }
  }

  private void groups(Xml xml, Scope scope, Instance instance) {
    var type = Specification.standard().find("AWS::EC2::SecurityGroup").orElseThrow();
    Map<String, String> names = new LinkedHashMap<>();
    for (var id : instance.texts("SecurityGroupIds")) {
      names.put(
          id, text(store.find(scope, type, id).map(ResourceStore.Entry::resource), "GroupName"));
    }
    xml.element(
        "groupSet",
        list ->
            names.forEach((id, name) ->
                list.element("item", one -> one.text("groupId", id).text("groupName", name))));
  }

  private static void devices(Xml xml, Instance instance, boolean there) {
    xml.element(
        "blockDeviceMapping",
        list -> {
          if (there) {
            instance
                .devices()
                .forEach(device ->
                    list.element(
                        "item",
                        one ->
                            one.text("deviceName", device.name())
                                .element(
                                    "ebs",
                                    ebs ->
                                        ebs.text("volumeId", device.volume())
                                            .text("status", "attached")
                                            .text("attachTime", time(instance.launched()))
                                            .text("deleteOnTermination", device.deleted()))));
          }
        });
  }
}
