package dev.landfall.sandbox.aws.resource;

import dev.landfall.cloudformation.specification.ResourceType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Hosts and addresses that AWS gives to new resources.
record Addresses(ResourceType type, Scope scope, String name, RandomGenerator random) {
  Map<String, String> all() {
    var result = new LinkedHashMap<String, String>();
    var host = scope.region() + "." + scope.urlSuffix();
    switch (type.name()) {
      case "AWS::S3::Bucket" -> {
        result.put("DomainName", name + ".s3." + scope.urlSuffix());
        result.put("DualStackDomainName", name + ".s3.dualstack." + host);
        result.put("RegionalDomainName", name + ".s3." + host);
        result.put("WebsiteURL", "http://" + name + ".s3-website-" + host);
      }
      case "AWS::SQS::Queue" ->
          result.put("QueueUrl", "https://sqs." + host + "/" + scope.account() + "/" + name);
      case "AWS::EC2::Instance" -> {
        var inside = "10.0." + random.nextInt(256) + "." + (4 + random.nextInt(250));
        var outside = outside();
        result.put("PrivateIp", inside);
        result.put("PrivateDnsName", "ip-" + inside.replace('.', '-') + "." + inner());
        result.put("PublicIp", outside);
        result.put(
            "PublicDnsName",
            "ec2-" + outside.replace('.', '-') + "." + outer() + "." + scope.urlSuffix());
        result.put("AvailabilityZone", scope.region() + "a");
      }
      case "AWS::EC2::EIP" -> result.put("PublicIp", outside());
      default -> {}
    }
    return result;
  }

  /// An address of the block that is kept for documentation (RFC 5737).
  private String outside() {
    return "203.0.113." + (1 + random.nextInt(254));
  }

  private String inner() {
    return scope.region().equals("us-east-1")
        ? "ec2.internal"
        : scope.region() + ".compute.internal";
  }

  private String outer() {
    return scope.region().equals("us-east-1") ? "compute-1" : scope.region() + ".compute";
  }
}
