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
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Networks and subnets of stacks as EC2 describes them. Threads share it.
final class Networks {
  static final Set<String> VPC_FILTERS =
      Set.of("vpc-id", "cidr", "state", "is-default", "owner-id");
  static final Set<String> SUBNET_FILTERS =
      Set.of(
          "subnet-id",
          "vpc-id",
          "cidr-block",
          "availability-zone",
          "state",
          "map-public-ip-on-launch",
          "owner-id");

  private static final int RESERVED = 5;
  private static final int BITS = 32;

  private final ResourceStore store;

  Networks(ResourceStore store) {
    this.store = store;
  }

  private static ResourceType type(String name) {
    return Specification.standard().find(name).orElseThrow();
  }

  private List<Entry> made(Scope scope, String type) {
    return store.all(scope, type(type)).stream().filter(entry -> !entry.pending()).toList();
  }

  private static String text(Resource resource, String name) {
    return resource.attribute(name).map(JsonNode::asString).orElse("");
  }

  List<Described> vpcs(Scope scope) {
    var all = new ArrayList<Described>();
    for (var entry : made(scope, "AWS::EC2::VPC")) {
      var resource = entry.resource();
      var id = text(resource, "VpcId");
      var cidr = text(resource, "CidrBlock");
      var tags = Described.tags(resource.properties(), entry.tags());
      all.add(
          new Described(
              id,
              Map.of(
                  "vpc-id", List.of(id),
                  "cidr", List.of(cidr),
                  "state", List.of("available"),
                  "is-default", List.of("false"),
                  "owner-id", List.of(scope.account())),
              tags,
              xml -> {
                xml.text("vpcId", id)
                    .text("ownerId", scope.account())
                    .text("state", "available")
                    .text("cidrBlock", cidr)
                    .text("instanceTenancy", "default")
                    .text("isDefault", false);
                Described.write(xml, tags);
              }));
    }
    return all;
  }

  List<Described> subnets(Scope scope) {
    var all = new ArrayList<Described>();
    for (var entry : made(scope, "AWS::EC2::Subnet")) {
      var resource = entry.resource();
      var zone = text(resource, "AvailabilityZone");
      all.add(subnet(scope, entry, zone.isEmpty() ? scope.region() + "a" : zone));
    }
    return all;
  }

  private static Described subnet(Scope scope, Entry entry, String zone) {
    var resource = entry.resource();
    var id = text(resource, "SubnetId");
    var vpc = text(resource, "VpcId");
    var cidr = text(resource, "CidrBlock");
    var open = resource.properties().path("MapPublicIpOnLaunch").asBoolean(false);
    var tags = Described.tags(resource.properties(), entry.tags());
    return new Described(
        id,
        Map.of(
            "subnet-id", List.of(id),
            "vpc-id", List.of(vpc),
            "cidr-block", List.of(cidr),
            "availability-zone", List.of(zone),
            "state", List.of("available"),
            "map-public-ip-on-launch", List.of(Boolean.toString(open)),
            "owner-id", List.of(scope.account())),
        tags,
        xml -> write(xml, scope, new String[] {id, vpc, cidr, zone}, open, tags));
  }

  private static void write(
      Xml xml, Scope scope, String[] texts, boolean open, Map<String, String> tags) {
    xml.text("subnetId", texts[0])
        .text("state", "available")
        .text("vpcId", texts[1])
        .text("cidrBlock", texts[2])
        .text("availableIpAddressCount", addresses(texts[2]))
        .text("availabilityZone", texts[3])
        .text("defaultForAz", false)
        .text("mapPublicIpOnLaunch", open)
        .text("ownerId", scope.account())
        .text(
            "subnetArn",
            "arn:"
                + scope.partition()
                + ":ec2:"
                + scope.region()
                + ":"
                + scope.account()
                + ":subnet/"
                + texts[0]);
    Described.write(xml, tags);
  }

  /// AWS keeps five of them.
  private static long addresses(String cidr) {
    var bits = cidr.replaceFirst("^.*/", "");
    return bits.matches("[0-9]{1,2}") && Integer.parseInt(bits) <= BITS
        ? Math.max(0, (1L << (BITS - Integer.parseInt(bits))) - RESERVED)
        : 0;
  }
}
