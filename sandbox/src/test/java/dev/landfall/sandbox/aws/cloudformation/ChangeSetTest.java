package dev.landfall.sandbox.aws.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.sandbox.aws.cloudformation.state.ChangeSet;
import dev.landfall.sandbox.aws.cloudformation.state.ChangeSet.ExecutionStatus;
import dev.landfall.sandbox.aws.cloudformation.state.ResourceChange;
import dev.landfall.sandbox.aws.cloudformation.state.StackStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChangeSetTest {
  private final TestCloud test = new TestCloud();

  @Test
  void an_addition_and_a_removal_have_no_details() throws CloudFormationException {
    test.create("s", "Resources: {A: {Type: AWS::SQS::Queue, DeletionPolicy: Retain}}");
    var changes = change("Resources: {B: {Type: AWS::SQS::Queue, Properties: {QueueName: b}}}");
    assertThat(texts(changes.changes())).containsExactly("Remove A - Retain []", "Add B - - []");
    var before = changes.changesWithValues().getFirst();
    assertThat(before.before()).contains("{\"Properties\":{}}");
    assertThat(before.physicalId()).contains(test.physicalId("s", "A"));
    assertThat(changes.changesWithValues().getLast().after())
        .contains("{\"Properties\":{\"QueueName\":\"b\"}}");
  }

  @Test
  void an_edit_is_direct_and_static() throws CloudFormationException {
    test.create("s", "Resources: {A: {Type: AWS::SNS::Topic, Properties: {DisplayName: a}}}");
    var changes = change("Resources: {A: {Type: AWS::SNS::Topic, Properties: {DisplayName: b}}}");
    assertThat(texts(changes.changes()))
        .containsExactly(
            "Modify A False - [Properties]", "  DirectModification/Static DisplayName Never");
    assertThat(texts(changes.changesWithValues()))
        .containsExactly(
            "Modify A False - [Properties]",
            "  DirectModification/Static DisplayName Never /Properties/DisplayName Modify a -> b");
  }

  @Test
  void a_parameter_makes_a_pair_of_details() throws CloudFormationException {
    var template =
        "Parameters: {Name: {Type: String}}\n"
            + "Resources: {A: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref Name}}}";
    test.cloud.createStack(StackRequest.of("s", template).withParameters(Map.of("Name", "one")));
    var changes =
        test.change("c", StackRequest.of("s", template).withParameters(Map.of("Name", "two")));
    assertThat(texts(changes.changes()))
        .containsExactly(
            "Modify A True ReplaceAndDelete [Properties]",
            "  DirectModification/Dynamic TopicName Always",
            "  ParameterReference/Static TopicName Always by Name");
  }

  @Test
  void what_refers_to_a_replaced_resource_changes_with_it() throws CloudFormationException {
    var template =
        """
        Resources:
          A: {Type: AWS::SNS::Topic, Properties: {TopicName: %s}}
          B: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref A}}
          C: {Type: AWS::SNS::Topic, Properties: {DisplayName: !GetAtt A.TopicName}}
        """;
    test.create("s", template.formatted("one"));
    var changes = change(template.formatted("two"));
    assertThat(texts(changes.changes()))
        .containsExactly(
            "Modify A True ReplaceAndDelete [Properties]",
            "  DirectModification/Static TopicName Always",
            "Modify B False - [Properties]",
            "  ResourceReference/Static DisplayName Never by A",
            "Modify C False - [Properties]",
            "  ResourceAttribute/Static DisplayName Never by A.TopicName");
    assertThat(texts(changes.changesWithValues()))
        .contains(
            "  DirectModification/Dynamic DisplayName Never /Properties/DisplayName Modify one ->"
                + " {{changeSet:KNOWN_AFTER_APPLY}}");
  }

  @Test
  void what_refers_to_a_modified_resource_may_change_and_turns_out_not_to()
      throws CloudFormationException {
    var template =
        """
        Resources:
          A: {Type: AWS::SQS::Queue, Properties: {QueueName: a, DelaySeconds: %s}}
          B: {Type: AWS::SNS::Topic, Properties: {DisplayName: !GetAtt A.Arn}}
          C: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref A}}
        """;
    test.create("s", template.formatted(1));
    var changes = change(template.formatted(2));
    assertThat(texts(changes.changes()))
        .containsExactly(
            "Modify A False - [Properties]",
            "  DirectModification/Static DelaySeconds Never",
            "Modify B False - [Properties]",
            "  ResourceAttribute/Dynamic DisplayName Never by A.Arn");
    assertThat(texts(changes.changesWithValues()))
        .containsExactly(
            "Modify A False - [Properties]",
            "  DirectModification/Static DelaySeconds Never /Properties/DelaySeconds Modify 1 -> 2");
  }

  @Test
  void a_part_of_a_property_has_its_own_path_and_replacement() throws CloudFormationException {
    var template =
        """
        Resources:
          B:
            Type: AWS::S3::Bucket
            Properties:
              VersioningConfiguration: {Status: %s}
              Tags: [{Key: a, Value: %s}]
        """;
    test.create("s", template.formatted("Suspended", "x"));
    var changes = change(template.formatted("Enabled", "y"));
    assertThat(texts(changes.changes()))
        .containsExactly(
            "Modify B False - [Properties]",
            "  DirectModification/Static Tags Never",
            "  DirectModification/Static VersioningConfiguration Never");
    assertThat(texts(changes.changesWithValues()))
        .contains(
            "  DirectModification/Static Tags Never /Properties/Tags/0/Value Modify x -> y",
            "  DirectModification/Static VersioningConfiguration Never"
                + " /Properties/VersioningConfiguration/Status Modify Suspended -> Enabled");
  }

  @Test
  void a_replacement_that_depends_is_conditional() throws CloudFormationException {
    var template = "Resources: {I: {Type: AWS::EC2::Instance, Properties: {InstanceType: %s}}}";
    test.create("s", template.formatted("t3.large"));
    assertThat(texts(change(template.formatted("t3.xlarge")).changes()))
        .containsExactly(
            "Modify I Conditional - [Properties]",
            "  DirectModification/Static InstanceType Conditionally");
  }

  @Test
  void metadata_policies_and_tags_of_the_stack_are_changes_too() throws CloudFormationException {
    test.create("s", "Resources: {A: {Type: AWS::SQS::Queue}}");
    var changes =
        test.change(
            "c",
            StackRequest.of(
                    "s",
                    "Resources: {A: {Type: AWS::SQS::Queue, DeletionPolicy: Retain, Metadata: {a:"
                        + " b}}}")
                .withTags(Map.of("team", "data")));
    assertThat(texts(changes.changes()))
        .containsExactly(
            "Modify A False - [DeletionPolicy, Metadata, Tags]",
            "  DirectModification/Static Metadata Never",
            "  DirectModification/Static DeletionPolicy Never",
            "  DirectModification/Static Tags Never");
  }

  @Test
  void nothing_to_change_is_a_failed_change_set() throws CloudFormationException {
    var template = "Resources: {A: {Type: AWS::SQS::Queue}}";
    test.create("s", template);
    var changes = change(template);
    assertThat(changes.status()).isEqualTo(ChangeSet.Status.FAILED);
    assertThat(changes.executionStatus()).isEqualTo(ExecutionStatus.UNAVAILABLE);
    assertThat(changes.reason())
        .contains(
            "The submitted information didn't contain changes. Submit different information to create"
                + " a change set.");
    assertThat(TestCloud.refusal(() -> test.execute(changes)))
        .isEqualTo(
            "ChangeSet ["
                + changes.id()
                + "] cannot be executed in its current status of [FAILED]");
    var outputs = change("c2", template + "\nOutputs: {O: {Value: !Ref A}}");
    assertThat(outputs.status()).isEqualTo(ChangeSet.Status.CREATE_COMPLETE);
    assertThat(outputs.changes()).isEmpty();
  }

  @Test
  void a_change_set_makes_a_stack_that_waits_in_review() throws CloudFormationException {
    var first =
        test.change("first", StackRequest.of("s", "Resources: {A: {Type: AWS::SQS::Queue}}"));
    assertThat(test.stack("s").status()).isEqualTo(StackStatus.REVIEW_IN_PROGRESS);
    assertThat(test.stack("s").deployed().resources()).isEmpty();
    assertThat(first.id())
        .matches("arn:aws:cloudformation:eu-central-1:111111111111:changeSet/first/[-0-9a-f]{36}");
    test.execute(first);
    assertThat(test.events("s", 0))
        .containsExactly(
            "s REVIEW_IN_PROGRESS: User Initiated",
            "s CREATE_IN_PROGRESS: User Initiated",
            "A CREATE_IN_PROGRESS",
            "A CREATE_IN_PROGRESS: Resource creation Initiated",
            "A CREATE_COMPLETE",
            "s CREATE_COMPLETE");
    assertThat(test.cloud.queries().describeChangeSet("first", Optional.of("s")).executionStatus())
        .isEqualTo(ExecutionStatus.EXECUTE_COMPLETE);
    assertThat(TestCloud.refusal(() -> test.execute(first)))
        .startsWith(
            "ChangeSet ["
                + first.id()
                + "] cannot be executed in its current execution"
                + " status of [EXECUTE_COMPLETE]");
  }

  @Test
  void an_update_makes_other_change_sets_obsolete() throws CloudFormationException {
    var template = "Resources: {A: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: %s}}}";
    test.create("s", template.formatted(1));
    var stale = change("stale", template.formatted(2));
    var other = change("other", template.formatted(3));
    test.execute(other);
    assertThat(TestCloud.refusal(() -> test.execute(stale))).contains("[OBSOLETE]");
    assertThat(test.stack("s").changeSetId()).contains(other.id());
    test.cloud.deleteChangeSet("stale", Optional.of("s"));
    assertThat(
            TestCloud.refusal(
                () -> test.cloud.queries().describeChangeSet("stale", Optional.of("s"))))
        .isEqualTo("ChangeSet [stale] does not exist");
  }

  @Test
  void a_change_set_of_the_wrong_kind_is_refused() throws CloudFormationException {
    var request = StackRequest.of("s", "Resources: {A: {Type: AWS::SQS::Queue}}");
    assertThat(
            TestCloud.refusal(() ->
                test.cloud.createChangeSet("c", Optional.of("UPDATE"), Optional.empty(), request)))
        .isEqualTo("Stack [s] does not exist");
    test.cloud.createStack(request);
    assertThat(
            TestCloud.refusal(() ->
                test.cloud.createChangeSet("c", Optional.of("CREATE"), Optional.empty(), request)))
        .isEqualTo("Stack [s] already exists and cannot be created again with the changeSet [c].");
    assertThat(TestCloud.refusal(() -> change("Resources: {A: {Type: AWS::SNS::Topic}}")))
        .isEqualTo(
            "Update of resource type is not permitted. The new template modifies resource type of the"
                + " following resources: [A]");
  }

  @Test
  void a_secret_is_not_in_a_change_set() throws CloudFormationException {
    var template =
        "Parameters: {Secret: {Type: String, NoEcho: true}}\n"
            + "Resources: {A: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Ref"
            + " Secret}}}";
    test.cloud.createStack(
        StackRequest.of("s", template).withParameters(Map.of("Secret", "geheim-1")));
    var changes =
        test.change(
            "c", StackRequest.of("s", template).withParameters(Map.of("Secret", "geheim-2")));
    assertThat(changes.changesWithValues().toString()).doesNotContain("geheim").contains("****");
  }

  private ChangeSet change(String template) throws CloudFormationException {
    return change("c", template);
  }

  private ChangeSet change(String name, String template) throws CloudFormationException {
    return test.change(name, StackRequest.of("s", template));
  }

  private static List<String> texts(List<ResourceChange> changes) {
    return changes.stream()
        .flatMap(change ->
            Stream.concat(
                Stream.of(
                    change.action().text()
                        + " "
                        + change.logicalId()
                        + " "
                        + change.replacement().orElse("-")
                        + " "
                        + change.policyAction().orElse("-")
                        + " "
                        + change.scope()),
                change.details().stream().map(ChangeSetTest::text)))
        .toList();
  }

  private static String text(ResourceChange.Detail detail) {
    var target = detail.target();
    return "  "
        + detail.source()
        + "/"
        + detail.evaluation()
        + " "
        + target.name().orElse(target.attribute())
        + " "
        + target.requiresRecreation()
        + detail.cause().map(cause -> " by " + cause).orElse("")
        + target
            .values()
            .map(values ->
                " "
                    + values.path()
                    + " "
                    + values.changeType()
                    + " "
                    + values.before().orElse("-")
                    + " -> "
                    + values.after().orElse("-"))
            .orElse("");
  }
}
