package dev.landfall.sandbox.aws.ec2;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.Operation;
import dev.landfall.sandbox.aws.protocol.Parameters;
import dev.landfall.sandbox.aws.protocol.Permission;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.protocol.Request;
import dev.landfall.sandbox.aws.protocol.Service;
import dev.landfall.sandbox.aws.protocol.Trouble;
import dev.landfall.sandbox.aws.protocol.Wire;
import dev.landfall.sandbox.aws.protocol.Xml;
import dev.landfall.sandbox.aws.resource.Backing;
import dev.landfall.sandbox.aws.resource.ResourceStore;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.store.Journal;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// EC2, as far as it tells of what stacks have made, and starts, stops and terminates instances.
/// Threads share it.
///
/// Source: the Amazon EC2 API Reference.
public final class Ec2Service implements Service {
  private static final Wire WIRE = new Wire.Ec2("http://ec2.amazonaws.com/doc/2016-11-15/");
  private static final Set<String> READS =
      Set.of(
          "DescribeInstances",
          "DescribeVolumes",
          "DescribeSecurityGroups",
          "DescribeVpcs",
          "DescribeSubnets",
          "DescribeImages",
          "DescribeInstanceAttribute");
  private static final Set<String> CHANGES =
      Set.of("StartInstances", "StopInstances", "RebootInstances", "TerminateInstances");

  private final Instances instances;
  private final InstanceDescriptions descriptions;
  private final Volumes volumes;
  private final SecurityGroups groups;
  private final Networks networks;

  public Ec2Service(ResourceStore store, Journal journal, Clock clock) {
    this.instances = new Instances(journal, clock);
    this.descriptions = new InstanceDescriptions(instances, store);
    this.volumes = new Volumes(store, instances);
    this.groups = new SecurityGroups(store);
    this.networks = new Networks(store);
  }

  /// What stands behind the resources of stacks, by the names of their types.
  public Map<String, Backing> backings() {
    return Map.of(Instance.TYPE, new InstanceBacking(instances));
  }

  @Override
  public String name() {
    return "ec2";
  }

  @Override
  public Wire wire(Request request) {
    return WIRE;
  }

  @Override
  public Operation operation(Call call) throws AwsError {
    var action = call.action();
    var scope = new Scope(call.account(), call.region());
    var given = call.parameters();
    if (READS.contains(action)) {
      return Operation.of(
              action,
              given.text("InstanceId").orElse(""),
              () -> Reply.result(call, answer(action, scope, given)))
          .needing(Permission.of("ec2:" + action, "*"));
    }
    if (CHANGES.contains(action)) {
      var ids = given.texts("InstanceId");
      var needed =
          ids.stream()
              .map(id -> Permission.of("ec2:" + action, arn(scope, id)))
              .toArray(Permission[]::new);
      return Operation.of(
              action, String.join(",", ids), () -> Reply.result(call, change(action, scope, given)))
          .needing(ids.isEmpty() ? new Permission[] {Permission.of("ec2:" + action, "*")} : needed);
    }
    throw Trouble.UNKNOWN_ACTION.on(
        WIRE, "The action " + action + " is not valid for this web service.");
  }

  private static String arn(Scope scope, String id) {
    return "arn:"
        + scope.partition()
        + ":ec2:"
        + scope.region()
        + ":"
        + scope.account()
        + ":instance/"
        + id;
  }

  private static void checkDryRun(Parameters given) throws AwsError {
    if (given.text("DryRun").orElse("false").equals("true")) {
      throw new AwsError(
          "DryRunOperation", 412, "Request would have succeeded, but DryRun flag is set.");
    }
  }

  private Consumer<Xml> change(String action, Scope scope, Parameters given) throws AwsError {
    checkDryRun(given);
    if (action.equals("RebootInstances")) {
      instances.reboot(scope, given);
      return xml -> xml.text("return", true);
    }
    return instances.change(scope, action, given);
  }

  private Consumer<Xml> answer(String action, Scope scope, Parameters given) throws AwsError {
    checkDryRun(given);
    return switch (action) {
      case "DescribeInstances" ->
          list(
              "reservationSet",
              Listing.of(
                  given,
                  descriptions.all(scope),
                  "InstanceId",
                  "InvalidInstanceID.NotFound",
                  "The instance ID '%s' does not exist",
                  InstanceDescriptions.FILTERS));
      case "DescribeVolumes" ->
          list(
              "volumeSet",
              Listing.of(
                  given,
                  volumes.all(scope),
                  "VolumeId",
                  "InvalidVolume.NotFound",
                  "The volume '%s' does not exist.",
                  Volumes.FILTERS));
      case "DescribeSecurityGroups" ->
          list(
              "securityGroupInfo",
              Listing.of(
                  given,
                  groups.all(scope),
                  "GroupId",
                  "InvalidGroup.NotFound",
                  "The security group '%s' does not exist",
                  SecurityGroups.FILTERS));
      case "DescribeVpcs" ->
          list(
              "vpcSet",
              Listing.of(
                  given,
                  networks.vpcs(scope),
                  "VpcId",
                  "InvalidVpcID.NotFound",
                  "The vpc ID '%s' does not exist",
                  Networks.VPC_FILTERS));
      case "DescribeSubnets" ->
          list(
              "subnetSet",
              Listing.of(
                  given,
                  networks.subnets(scope),
                  "SubnetId",
                  "InvalidSubnetID.NotFound",
                  "The subnet ID '%s' does not exist",
                  Networks.SUBNET_FILTERS));
      case "DescribeImages" ->
          list(
              "imagesSet",
              Listing.of(
                  given,
                  Images.all(scope),
                  "ImageId",
                  "InvalidAMIID.NotFound",
                  "The image id '[%s]' does not exist",
                  Images.FILTERS));
      default -> instances.attribute(scope, given);
    };
  }

  private static Consumer<Xml> list(String name, Listing listing) {
    return xml -> {
      xml.element(name, list -> listing.items().forEach(one -> list.element("item", one.xml())));
      if (!listing.next().isEmpty()) {
        xml.text("nextToken", listing.next());
      }
    };
  }
}
