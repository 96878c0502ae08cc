package dev.landfall.sandbox.aws.resource;

import dev.landfall.cloudformation.specification.ResourceType;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// The ids that AWS's services give, in the form of each.
final class GeneratedIds {
  private static final String HEX = "0123456789abcdef";
  private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  /// EC2 and EFS: a prefix and 17 hexadecimal digits.
  private static final Map<String, String> PREFIXES =
      Map.ofEntries(
          Map.entry("AWS::EC2::Instance", "i-"),
          Map.entry("AWS::EC2::Volume", "vol-"),
          Map.entry("AWS::EC2::VPC", "vpc-"),
          Map.entry("AWS::EC2::Subnet", "subnet-"),
          Map.entry("AWS::EC2::SecurityGroup", "sg-"),
          Map.entry("AWS::EC2::SecurityGroupIngress", "sgr-"),
          Map.entry("AWS::EC2::SecurityGroupEgress", "sgr-"),
          Map.entry("AWS::EC2::InternetGateway", "igw-"),
          Map.entry("AWS::EC2::EgressOnlyInternetGateway", "eigw-"),
          Map.entry("AWS::EC2::NatGateway", "nat-"),
          Map.entry("AWS::EC2::RouteTable", "rtb-"),
          Map.entry("AWS::EC2::SubnetRouteTableAssociation", "rtbassoc-"),
          Map.entry("AWS::EC2::NetworkAcl", "acl-"),
          Map.entry("AWS::EC2::SubnetNetworkAclAssociation", "aclassoc-"),
          Map.entry("AWS::EC2::NetworkInterface", "eni-"),
          Map.entry("AWS::EC2::NetworkInterfaceAttachment", "eni-attach-"),
          Map.entry("AWS::EC2::LaunchTemplate", "lt-"),
          Map.entry("AWS::EC2::VPCEndpoint", "vpce-"),
          Map.entry("AWS::EC2::VPCPeeringConnection", "pcx-"),
          Map.entry("AWS::EC2::VPCCidrBlock", "vpc-cidr-assoc-"),
          Map.entry("AWS::EC2::SubnetCidrBlock", "subnet-cidr-assoc-"),
          Map.entry("AWS::EC2::DHCPOptions", "dopt-"),
          Map.entry("AWS::EC2::FlowLog", "fl-"),
          Map.entry("AWS::EC2::EIP", "eipalloc-"),
          Map.entry("AWS::EC2::EIPAssociation", "eipassoc-"),
          Map.entry("AWS::EC2::PrefixList", "pl-"),
          Map.entry("AWS::EC2::KeyPair", "key-"),
          Map.entry("AWS::EFS::FileSystem", "fs-"),
          Map.entry("AWS::EFS::AccessPoint", "fsap-"),
          Map.entry("AWS::EFS::MountTarget", "fsmt-"),
          Map.entry("AWS::SSM::MaintenanceWindow", "mw-"));

  /// IAM: four letters for the kind and 17 more.
  private static final Map<String, String> KINDS =
      Map.of(
          "AWS::IAM::Role", "AROA",
          "AWS::IAM::User", "AIDA",
          "AWS::IAM::Group", "AGPA",
          "AWS::IAM::InstanceProfile", "AIPA",
          "AWS::IAM::ManagedPolicy", "ANPA",
          "AWS::IAM::AccessKey", "AKIA");

  private GeneratedIds() {}

  /// Whether the service has ids of its own form for a type.
  static boolean hasForm(ResourceType type) {
    return PREFIXES.containsKey(type.name())
        || KINDS.containsKey(type.name())
        || type.name().equals("AWS::Route53::HostedZone");
  }

  static String next(ResourceType type, Scope scope, RandomGenerator random) {
    var prefix = PREFIXES.get(type.name());
    if (prefix != null) {
      return prefix + GeneratedNames.letters(HEX, 17, random);
    }
    var kind = KINDS.get(type.name());
    if (kind != null) {
      return kind.equals("AKIA")
          ? AccessKeyIds.next(scope.account(), random)
          : kind + GeneratedNames.letters(CAPITALS, 17, random);
    }
    if (type.name().equals("AWS::Route53::HostedZone")) {
      return "Z" + GeneratedNames.letters(CAPITALS, 20, random);
    }
    return uuid(random);
  }

  static String uuid(RandomGenerator random) {
    long high = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
    long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }
}
