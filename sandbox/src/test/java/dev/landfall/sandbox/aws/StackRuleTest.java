package dev.landfall.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/// A stack whose parameters break a rule of its template is neither made nor changed.
final class StackRuleTest {
  private static final String TEMPLATE =
      """
      Parameters:
        Stage: {Type: String, Default: dev}
        Size: {Type: String, Default: small}
        Sizes: {Type: CommaDelimitedList, Default: 'small, large'}
      Rules:
        Production:
          RuleCondition: !Equals [!Ref Stage, prod]
          Assertions:
            - Assert: !Contains [[large, huge], !Ref Size]
              AssertDescription: Production is large
            - Assert: !Not [!EachMemberEquals [!Ref Sizes, small]]
        Known:
          Assertions:
            - Assert: !And [!EachMemberIn [!Ref Sizes, [small, large, huge]], !Or [!Equals [a, b], !Equals [!Ref AWS::Region, eu-west-2]]]
              AssertDescription: Sizes are small, large or huge
      Resources:
        Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub '${Stage}-${Size}'}}
      """;

  private static final String NETWORK =
      """
      Resources:
        Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, Tags: [{Key: stage, Value: dev}]}}
        One: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
        Two: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
        Other: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}
        Elsewhere: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Other, CidrBlock: 10.1.0.0/24}}
      Outputs:
        Vpc: {Value: !Ref Vpc}
        One: {Value: !Ref One}
        Two: {Value: !Ref Two}
        Elsewhere: {Value: !Ref Elsewhere}
      """;

  private static final String IN_NETWORK =
      """
      Parameters:
        Vpc: {Type: 'AWS::EC2::VPC::Id'}
        Subnets: {Type: 'List<AWS::EC2::Subnet::Id>'}
      Rules:
        Network:
          Assertions:
            - Assert: !EachMemberEquals [!ValueOf [Subnets, VpcId], !Ref Vpc]
              AssertDescription: All subnets are in the network
            - Assert: !EachMemberIn [!ValueOfAll ['AWS::EC2::Subnet::Id', VpcId], !RefAll 'AWS::EC2::VPC::Id']
              AssertDescription: Subnets have networks
            - Assert: !Equals [!ValueOf [Vpc, Tags.stage], dev]
              AssertDescription: It is the network of dev
      Resources:
        Queue: {Type: AWS::SQS::Queue}
      """;

  private AwsServer server;
  private Stacks stacks;

  @BeforeEach
  void start() throws Exception {
    server = AwsServer.start(AwsServer.Options.defaults());
    stacks = new Stacks(server);
  }

  @AfterEach
  void stop() throws Exception {
    stacks.close();
    server.close();
  }

  private static Parameter[] parameters(Map<String, String> values) {
    return values.entrySet().stream()
        .map(entry ->
            Parameter.builder()
                .parameterKey(entry.getKey())
                .parameterValue(entry.getValue())
                .build())
        .toArray(Parameter[]::new);
  }

  private StackStatus create(String template, Map<String, String> values) {
    stacks
        .client()
        .createStack(r -> r.stackName("s").templateBody(template).parameters(parameters(values)));
    return stacks.ended("s");
  }

  @Test
  void what_is_asserted_holds_or_the_stack_is_not_made() {
    assertThat(Stacks.refusal(() -> create(TEMPLATE, Map.of("Stage", "prod"))))
        .isEqualTo("Production is large");
    assertThat(
            Stacks.refusal(
                () -> create(TEMPLATE, Map.of("Stage", "prod", "Size", "huge", "Sizes", "small"))))
        .isEqualTo("Template error: an assertion of rule Production does not hold");
    assertThat(Stacks.refusal(() -> create(TEMPLATE, Map.of("Sizes", "small,tiny"))))
        .isEqualTo("Sizes are small, large or huge");
    assertThat(Stacks.refusal(() -> stacks.client().describeStacks(r -> r.stackName("s"))))
        .isEqualTo("Stack with id s does not exist");

    assertThat(create(TEMPLATE, Map.of("Stage", "prod", "Size", "huge")))
        .isEqualTo(StackStatus.CREATE_COMPLETE);
  }

  @Test
  void an_update_and_a_change_set_keep_the_rules_too() {
    create(TEMPLATE, Map.of());
    var prod = parameters(Map.of("Stage", "prod"));
    assertThat(
            Stacks.refusal(() ->
                stacks
                    .client()
                    .updateStack(r -> r.stackName("s").usePreviousTemplate(true).parameters(prod))))
        .isEqualTo("Production is large");
    assertThat(
            Stacks.refusal(() ->
                stacks
                    .client()
                    .createChangeSet(r ->
                        r.stackName("new")
                            .changeSetName("c")
                            .changeSetType(ChangeSetType.CREATE)
                            .templateBody(TEMPLATE)
                            .parameters(prod))))
        .isEqualTo("Production is large");
    assertThat(stacks.client().describeStacks().stacks()).hasSize(1);
  }

  @Test
  void rules_see_what_the_account_has() {
    stacks.create("network", NETWORK);
    var vpc = stacks.output("network", "Vpc");
    var one = stacks.output("network", "One");
    assertThat(
            Stacks.refusal(() ->
                create(
                    IN_NETWORK,
                    Map.of(
                        "Vpc", vpc, "Subnets", one + "," + stacks.output("network", "Elsewhere")))))
        .isEqualTo("All subnets are in the network");

    assertThat(
            create(
                IN_NETWORK,
                Map.of("Vpc", vpc, "Subnets", one + "," + stacks.output("network", "Two"))))
        .isEqualTo(StackStatus.CREATE_COMPLETE);
  }

  @Test
  void a_rule_cannot_see_resources() {
    assertThat(
            Stacks.refusal(() ->
                create(
                    TEMPLATE.replace("!Equals [!Ref Stage, prod]", "!Equals [!Ref Queue, a]"),
                    Map.of())))
        .isEqualTo(
            "Template format error: Unresolved dependencies [Queue]. Cannot reference resources in"
                + " the Rules block of the template");
  }
}
