package dev.landfall.sandbox.aws;

import static dev.landfall.sandbox.aws.QueryCalls.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

class Ec2Test {
  private static final String STACK =
      """
      Parameters:
        Image:
          Type: AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>
          Default: /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64
      Resources:
        Network: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
        Subnet:
          Type: AWS::EC2::Subnet
          Properties: {VpcId: !Ref Network, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-2b}
        Group:
          Type: AWS::EC2::SecurityGroup
          Properties:
            GroupDescription: machines
            VpcId: !Ref Network
            SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8}]
        Rule:
          Type: AWS::EC2::SecurityGroupIngress
          Properties: {GroupId: !GetAtt Group.GroupId, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.1.0.0/16}
        Data:
          Type: AWS::EC2::Volume
          Properties: {AvailabilityZone: eu-west-2b, Size: 50, VolumeType: gp3, Encrypted: true}
        Attachment:
          Type: AWS::EC2::VolumeAttachment
          Properties: {InstanceId: !Ref Machine, VolumeId: !Ref Data, Device: /dev/sdf}
        Machine:
          Type: AWS::EC2::Instance
          Properties:
            ImageId: !Ref Image
            InstanceType: %s
            SubnetId: !Ref Subnet
            SecurityGroupIds: [!GetAtt Group.GroupId]
            UserData: !Base64 "#!/bin/sh"
            Tags: [{Key: Name, Value: tableau}]
      Outputs:
        Machine: {Value: !Ref Machine}
        Subnet: {Value: !Ref Subnet}
        Group: {Value: !GetAtt Group.GroupId}
        Data: {Value: !Ref Data}
      """;

  private AwsServer server;
  private QueryCalls ec2;

  @BeforeEach
  void start() throws Exception {
    server = AwsServer.start(AwsServer.Options.defaults());
    ec2 = QueryCalls.of(server, "ec2", Clients.root(server, Clients.ACCOUNT));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private List<String> found(String action, String element, String... more) {
    var parameters = new java.util.ArrayList<>(List.of("Action=" + action));
    parameters.addAll(List.of(more));
    return texts(ec2.call(parameters.toArray(String[]::new)), element);
  }

  private List<String> state() {
    return found("DescribeInstances", "name");
  }

  @Test
  void a_stacks_machine_is_described_with_all_that_is_around_it() {
    try (var stacks = new Stacks(server)) {
      assertThat(stacks.create("app", STACK.formatted("m6i.large")))
          .isEqualTo(StackStatus.CREATE_COMPLETE);
      var id = stacks.output("app", "Machine");
      var machine = ec2.call("Action=DescribeInstances", "InstanceId.1=" + id);
      assertThat(machine)
          .contains(
              "<DescribeInstancesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>")
          .contains("<instanceType>m6i.large</instanceType>", "<code>16</code><name>running</name>")
          .contains("<subnetId>" + stacks.output("app", "Subnet") + "</subnetId>")
          .contains("<groupId>" + stacks.output("app", "Group") + "</groupId>")
          .contains("<availabilityZone>eu-west-2b</availabilityZone>")
          .contains(
              "<key>Name</key><value>tableau</value>", "<key>aws:cloudformation:stack-name</key>");
      assertThat(texts(machine, "privateIpAddress").getFirst()).matches("10\\.0\\.\\d+\\.\\d+");
      assertThat(
              found("DescribeInstanceAttribute", "value", "InstanceId=" + id, "Attribute=userData"))
          .containsExactly("IyEvYmluL3No");
      var image = texts(machine, "imageId").getFirst();
      assertThat(found("DescribeImages", "imageId", "ImageId.1=" + image)).containsExactly(image);
      assertThat(found("DescribeVolumes", "size", "VolumeId.1=" + stacks.output("app", "Data")))
          .containsExactly("50");
      assertThat(
              found(
                  "DescribeVolumes",
                  "status",
                  "Filter.1.Name=attachment.instance-id",
                  "Filter.1.Value.1=" + id))
          .contains("in-use")
          .hasSize(4);
      assertThat(found("DescribeSecurityGroups", "fromPort"))
          .containsExactlyInAnyOrder("443", "22");
      assertThat(found("DescribeSubnets", "availableIpAddressCount")).containsExactly("251");
      assertThat(found("DescribeVpcs", "cidrBlock")).containsExactly("10.0.0.0/16");
      assertThat(stacks.drift("app")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "instance-state-name, running, 1",
    "instance-state-name, stopped, 0",
    "tag:Name, tab*, 1",
    "tag:Name, other, 0",
    "tag-key, Name, 1",
    "instance-type, m6?.large, 1",
  })
  void instances_are_chosen_by_filters(String name, String value, int count) {
    try (var stacks = new Stacks(server)) {
      stacks.create("app", STACK.formatted("m6i.large"));
      assertThat(
              found(
                  "DescribeInstances",
                  "instanceId",
                  "Filter.1.Name=" + name,
                  "Filter.1.Value.1=" + value))
          .hasSize(count);
      assertThat(
              ec2.refused(
                  "InvalidParameterValue",
                  400,
                  "Action=DescribeInstances",
                  "Filter.1.Name=colour",
                  "Filter.1.Value.1=red"))
          .isEqualTo("The filter 'colour' is invalid");
    }
  }

  @Test
  void a_machine_is_stopped_started_and_terminated() {
    try (var stacks = new Stacks(server)) {
      stacks.create("app", STACK.formatted("m6i.large"));
      var id = "InstanceId.1=" + stacks.output("app", "Machine");
      assertThat(texts(ec2.call("Action=StopInstances", id), "name"))
          .containsExactly("stopping", "running");
      assertThat(state()).containsExactly("stopped");
      ec2.refused("IncorrectState", 400, "Action=RebootInstances", id);
      assertThat(stacks.drift("app")).isEmpty();
      assertThat(texts(ec2.call("Action=StartInstances", id), "name"))
          .containsExactly("pending", "stopped");
      ec2.call("Action=RebootInstances", id);
      ec2.refused("DryRunOperation", 412, "Action=StopInstances", id, "DryRun=true");
      assertThat(state()).containsExactly("running");

      assertThat(texts(ec2.call("Action=TerminateInstances", id), "name"))
          .containsExactly("shutting-down", "running");
      assertThat(state()).containsExactly("terminated");
      ec2.refused("IncorrectInstanceState", 400, "Action=StartInstances", id);
      assertThat(stacks.drift("app")).contains("Machine DELETED");
      stacks.delete("app");
      assertThat(found("DescribeVpcs", "vpcId")).isEmpty();
      assertThat(state()).containsExactly("terminated");
    }
  }

  @Test
  void a_changed_type_is_the_same_machine() {
    try (var stacks = new Stacks(server)) {
      stacks.create("app", STACK.formatted("m6i.large"));
      var id = stacks.output("app", "Machine");
      assertThat(stacks.update("app", STACK.formatted("m6i.xlarge")))
          .isEqualTo(StackStatus.UPDATE_COMPLETE);
      assertThat(found("DescribeInstances", "instanceType", "InstanceId.1=" + id))
          .containsExactly("m6i.xlarge");
    }
  }

  @Test
  void what_ec2_refuses_is_refused() {
    assertThat(
            ec2.refused(
                "InvalidInstanceID.NotFound",
                400,
                "Action=StopInstances",
                "InstanceId.1=i-0123456789abcdef0"))
        .isEqualTo("The instance ID 'i-0123456789abcdef0' does not exist");
    ec2.refused(
        "InvalidInstanceID.NotFound",
        400,
        "Action=DescribeInstances",
        "InstanceId.1=i-0123456789abcdef0");
    ec2.refused(
        "InvalidInstanceID.Malformed", 400, "Action=StartInstances", "InstanceId.1=machine");
    ec2.refused("MissingParameter", 400, "Action=StartInstances");
    ec2.refused(
        "InvalidAMIID.NotFound", 400, "Action=DescribeImages", "ImageId.1=ami-0123456789abcdef0");
    ec2.refused("InvalidGroup.NotFound", 400, "Action=DescribeSecurityGroups", "GroupId.1=sg-1");
    ec2.refused("InvalidVpcID.NotFound", 400, "Action=DescribeVpcs", "VpcId.1=vpc-1");
    ec2.refused("InvalidSubnetID.NotFound", 400, "Action=DescribeSubnets", "SubnetId.1=subnet-1");
    ec2.refused("InvalidVolume.NotFound", 400, "Action=DescribeVolumes", "VolumeId.1=vol-1");
    ec2.refused("InvalidAction", 400, "Action=RunInstances");
    ec2.refused("InvalidParameterValue", 400, "Action=DescribeInstances", "MaxResults=2");
    var user =
        Clients.user(
            server,
            "reader",
            """
            {'Version': '2012-10-17', 'Statement': {'Effect': 'Allow', 'Action': 'ec2:DescribeVpcs', 'Resource': '*'}}
            """);
    var reader = QueryCalls.of(server, "ec2", user);
    reader.call("Action=DescribeVpcs");
    assertThat(reader.refused("UnauthorizedOperation", 403, "Action=DescribeInstances"))
        .startsWith("You are not authorized to perform this operation. User: ");
    var stranger =
        QueryCalls.of(
            server,
            "ec2",
            software.amazon.awssdk.auth.credentials.AwsBasicCredentials.create(
                Clients.ACCOUNT, "wrong"));
    stranger.refused("AuthFailure", 401, "Action=DescribeVpcs");
  }
}
