package dev.landfall.sandbox.aws.ec2;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
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

/// Security groups of stacks with all their rules, as EC2 describes them. Threads share it.
final class SecurityGroups {
  static final Set<String> FILTERS =
      Set.of("group-id", "group-name", "vpc-id", "owner-id", "description");

  private final ResourceStore store;

  SecurityGroups(ResourceStore store) {
    this.store = store;
  }

  private static ResourceType type(String name) {
    return Specification.standard().find(name).orElseThrow();
  }

  private static String text(Resource resource, String name) {
    return resource.attribute(name).map(JsonNode::asString).orElse("");
  }

  List<Described> all(Scope scope) {
    var all = new ArrayList<Described>();
    for (var entry : store.all(scope, type("AWS::EC2::SecurityGroup"))) {
      if (!entry.pending()) {
        all.add(described(scope, entry));
      }
    }
    return all;
  }

  private Described described(Scope scope, Entry entry) {
    var group = entry.resource();
    var id = text(group, "GroupId");
    var name = text(group, "GroupName").isEmpty() ? id : text(group, "GroupName");
    var vpc = text(group, "VpcId");
    var description = text(group, "GroupDescription");
    var tags = Described.tags(group.properties(), entry.tags());
    var in = rules(scope, group, "AWS::EC2::SecurityGroupIngress", "SecurityGroupIngress");
    var out = rules(scope, group, "AWS::EC2::SecurityGroupEgress", "SecurityGroupEgress");
    if (out.isEmpty()) {
      out.add(JsonTexts.object().put("IpProtocol", "-1").put("CidrIp", "0.0.0.0/0"));
    }
    return new Described(
        id,
        Map.of(
            "group-id", List.of(id),
            "group-name", List.of(name),
            "vpc-id", List.of(vpc),
            "owner-id", List.of(scope.account()),
            "description", List.of(description)),
        tags,
        xml -> {
          xml.text("ownerId", scope.account())
              .text("groupId", id)
              .text("groupName", name)
              .text("groupDescription", description)
              .text("vpcId", vpc);
          write(xml, scope, "ipPermissions", in);
          write(xml, scope, "ipPermissionsEgress", out);
          Described.write(xml, tags);
        });
  }

  /// Those in the group itself, and those that are resources of their own.
  private List<JsonNode> rules(Scope scope, Resource group, String type, String property) {
    var rules = new ArrayList<JsonNode>();
    group.properties().path(property).forEach(rules::add);
    for (var entry : store.all(scope, type(type))) {
      if (text(entry.resource(), "GroupId").equals(text(group, "GroupId"))) {
        rules.add(entry.resource().properties());
      }
    }
    return rules;
  }

  private static void write(Xml xml, Scope scope, String name, List<JsonNode> rules) {
    xml.element(
        name,
        list -> rules.forEach(rule -> list.element("item", item -> write(item, scope, rule))));
  }

  private static void write(Xml xml, Scope scope, JsonNode rule) {
    xml.text("ipProtocol", rule.path("IpProtocol").asString(""));
    if (rule.has("FromPort")) {
      xml.text("fromPort", rule.path("FromPort").asString(""));
      xml.text("toPort", rule.path("ToPort").asString(""));
    }
    var other =
        rule.path("SourceSecurityGroupId")
            .asString(rule.path("DestinationSecurityGroupId").asString(""));
    xml.element(
        "groups",
        list -> {
          if (!other.isEmpty()) {
            list.element("item", one -> one.text("userId", scope.account()).text("groupId", other));
          }
        });
    range(xml, rule, "ipRanges", "cidrIp", "CidrIp");
    range(xml, rule, "ipv6Ranges", "cidrIpv6", "CidrIpv6");
    range(xml, rule, "prefixListIds", "prefixListId", "SourcePrefixListId");
  }

  private static void range(Xml xml, JsonNode rule, String name, String element, String property) {
    xml.element(
        name,
        list -> {
          if (rule.has(property)) {
            list.element(
                "item",
                one -> {
                  one.text(element, rule.path(property).asString(""));
                  if (rule.has("Description")) {
                    one.text("description", rule.path("Description").asString(""));
                  }
                });
          }
        });
  }
}
