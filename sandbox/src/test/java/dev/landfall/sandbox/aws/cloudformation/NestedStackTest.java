package dev.landfall.sandbox.aws.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.sandbox.aws.cloudformation.state.Stack;
import dev.landfall.sandbox.aws.cloudformation.state.StackSettings.OnFailure;
import dev.landfall.sandbox.aws.cloudformation.state.StackStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Stacks that are resources of other stacks.
class NestedStackTest {
  private static final String URL = "https://templates.s3.amazonaws.com/queue.yaml";
  private static final String CHILD =
      """
      Parameters:
        Name: {Type: String}
        Delay: {Type: Number, Default: 1}
      Resources:
        Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Name, DelaySeconds: !Ref Delay}}
      Outputs:
        Arn: {Value: !GetAtt Queue.Arn}
      """;
  private static final String PARENT =
      """
      Resources:
        Nested:
          Type: AWS::CloudFormation::Stack
          Properties: {TemplateURL: https://templates.s3.amazonaws.com/queue.yaml, Parameters: {Name: %s, Delay: %s}}
        Behind:
          Type: AWS::SSM::Parameter
          Properties: {Name: /arn, Type: String, Value: !GetAtt Nested.Outputs.Arn}
      """;

  private TestCloud test = cloud();

  private static TestCloud cloud() {
    var cloud = new TestCloud();
    cloud.urls.put(URL, CHILD);
    return cloud;
  }

  private Stack nested() throws CloudFormationException {
    return test.stack(test.physicalId("s", "Nested"));
  }

  private List<String> queues() {
    return test.calls.stream().filter(call -> call.endsWith(" Queue")).toList();
  }

  @Test
  void a_nested_stack_is_created_and_its_outputs_are_seen() throws CloudFormationException {
    var stack = test.create("s", PARENT.formatted("one", 1));

    assertThat(stack.status()).isEqualTo(StackStatus.CREATE_COMPLETE);
    assertThat(nested().name()).matches("s-Nested-[A-Z0-9]{13}");
    assertThat(nested().nesting())
        .hasValueSatisfying(nesting -> {
          assertThat(nesting.parentId()).isEqualTo(stack.id());
          assertThat(nesting.rootId()).isEqualTo(stack.id());
        });
    assertThat(test.events(nested().id(), 0))
        .containsExactly(
            nested().name() + " CREATE_IN_PROGRESS: User Initiated",
            "Queue CREATE_IN_PROGRESS",
            "Queue CREATE_IN_PROGRESS: Resource creation Initiated",
            "Queue CREATE_COMPLETE",
            nested().name() + " CREATE_COMPLETE");
    assertThat(test.made("AWS::SSM::Parameter", "/arn").get("Value").asString())
        .isEqualTo("arn:aws:sqs:eu-central-1:111111111111:one");
  }

  @Test
  void a_nested_stack_in_a_nested_stack_knows_the_root() throws CloudFormationException {
    test.urls.put("https://t.s3.amazonaws.com/middle.yaml", PARENT.formatted("one", 1));
    var root =
        test.create(
            "root",
            "Resources: {Middle: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL:"
                + " https://t.s3.amazonaws.com/middle.yaml}}}");
    var middle = test.stack(test.physicalId("root", "Middle"));
    var inner = test.stack(test.physicalId(middle.id(), "Nested"));
    assertThat(inner.nesting().orElseThrow().parentId()).isEqualTo(middle.id());
    assertThat(inner.nesting().orElseThrow().rootId()).isEqualTo(root.id());

    test.delete("root");

    assertThat(test.stack(inner.id()).status()).isEqualTo(StackStatus.DELETE_COMPLETE);
    assertThat(queues()).containsExactly("create Queue", "delete Queue");
  }

  @Test
  void what_fails_in_a_nested_stack_fails_its_parent() throws CloudFormationException {
    test.failing.add("create Queue");

    var stack = test.create("s", PARENT.formatted("one", 1));

    assertThat(stack.status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
    assertThat(test.events("s", 0))
        .anyMatch(event ->
            event.matches(
                "Nested CREATE_FAILED: Embedded stack arn:aws:cloudformation:\\S+ was not"
                    + " successfully created: The following resource\\(s\\) failed to create:"
                    + " \\[Queue]\\. "))
        .contains("Nested DELETE_COMPLETE");
    var id = test.store.stacks().getLast().id();
    assertThat(test.stack(id).status()).isEqualTo(StackStatus.DELETE_COMPLETE);
    assertThat(test.events(id, 0))
        .anyMatch(event -> event.contains(" CREATE_FAILED: The following resource(s)"));
  }

  @Test
  void a_template_that_cannot_be_used_fails_the_resource() throws CloudFormationException {
    test.urls.clear();
    test.create("s", PARENT.formatted("one", 1));
    assertThat(test.events("s", 2).getFirst())
        .startsWith("Nested CREATE_FAILED: S3 error: The specified key does not exist.");

    test.urls.put(URL, CHILD.replace("Outputs:", "  User: {Type: AWS::IAM::User}\nOutputs:"));
    test.create("t", PARENT.formatted("one", 1));
    assertThat(test.events("t", 2).getFirst())
        .isEqualTo("Nested CREATE_FAILED: Requires capabilities : [CAPABILITY_IAM]");
    test.cloud.createStack(
        StackRequest.of("u", PARENT.formatted("one", 1))
            .withCapabilities(List.of("CAPABILITY_IAM")));
    assertThat(test.stack("u").status()).isEqualTo(StackStatus.CREATE_COMPLETE);
  }

  @Test
  void a_nested_stack_is_updated_with_its_parent() throws CloudFormationException {
    test.create("s", PARENT.formatted("one", 1));
    var id = nested().id();
    int before = test.count(id);

    test.update("s", PARENT.formatted("two", 2));

    assertThat(nested().id()).isEqualTo(id);
    assertThat(nested().status()).isEqualTo(StackStatus.UPDATE_COMPLETE);
    assertThat(nested().former()).isEmpty();
    assertThat(test.events(id, before))
        .startsWith(nested().name() + " UPDATE_IN_PROGRESS: User Initiated")
        .endsWith(
            nested().name() + " UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
            "Queue DELETE_IN_PROGRESS",
            "Queue DELETE_COMPLETE",
            nested().name() + " UPDATE_COMPLETE");
    assertThat(test.made("AWS::SSM::Parameter", "/arn").get("Value").asString()).endsWith(":two");
    assertThat(test.calls).endsWith("create Queue", "update Behind", "delete Queue");
  }

  @Test
  void another_template_behind_the_same_address_is_found_by_an_update()
      throws CloudFormationException {
    test.create("s", PARENT.formatted("one", 1));
    int before = test.count("s");

    test.update("s", PARENT.formatted("one", 1));
    assertThat(test.events("s", before)).contains("Nested UPDATE_COMPLETE");
    assertThat(queues()).containsExactly("create Queue");

    test.urls.put(URL, CHILD.replace("DelaySeconds: !Ref Delay", "DelaySeconds: 9"));
    var changes = test.change("c", StackRequest.of("s", PARENT.formatted("one", 1)));
    assertThat(changes.changes())
        .filteredOn(change -> change.logicalId().equals("Nested"))
        .singleElement()
        .satisfies(change -> {
          assertThat(change.action().text()).isEqualTo("Modify");
          assertThat(change.replacement()).contains("False");
          assertThat(change.details())
              .singleElement()
              .satisfies(detail -> {
                assertThat(detail.source()).isEqualTo("Automatic");
                assertThat(detail.evaluation()).isEqualTo("Dynamic");
              });
        });
    test.execute(changes);
    assertThat(queues()).containsExactly("create Queue", "update Queue");
  }

  @Test
  void a_nested_update_that_fails_takes_itself_and_the_parent_back()
      throws CloudFormationException {
    test.create("s", PARENT.formatted("one", 1));
    int before = test.count("s");
    test.failing.add("create Queue");

    var stack = test.update("s", PARENT.formatted("two", 2));

    assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    assertThat(test.events("s", before))
        .anyMatch(event ->
            event.matches(
                "Nested UPDATE_FAILED: Embedded stack arn:\\S+ was not successfully updated."
                    + " Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason: The following"
                    + " resource\\(s\\) failed to update: \\[Queue]\\. "));
    assertThat(nested().status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    assertThat(nested().deployed().parameters())
        .hasEntrySatisfying("Name", name -> assertThat(name.given()).isEqualTo("one"));
  }

  @Test
  void a_parent_that_is_taken_back_takes_its_nested_stacks_back() throws CloudFormationException {
    test.create("s", PARENT.formatted("one", 1));
    var id = nested().id();
    var queue = test.physicalId(id, "Queue");
    int before = test.count(id);
    test.failing.add("create More");

    test.update(
        "s", PARENT.formatted("two", 2) + "  More: {Type: AWS::SQS::Queue, DependsOn: Behind}\n");

    assertThat(test.physicalId(id, "Queue")).isEqualTo(queue);
    assertThat(test.events(id, before))
        .contains(
            nested().name() + " UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
            nested().name() + " UPDATE_ROLLBACK_IN_PROGRESS: User Initiated")
        .endsWith(
            "Queue DELETE_IN_PROGRESS",
            "Queue DELETE_COMPLETE",
            nested().name() + " UPDATE_ROLLBACK_COMPLETE");
    assertThat(nested().status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    assertThat(queues()).containsExactly("create Queue", "create Queue", "delete Queue");
    assertThat(nested().deployed().parameters())
        .hasEntrySatisfying("Name", name -> assertThat(name.given()).isEqualTo("one"));
  }

  @Test
  void a_nested_stack_goes_with_its_parent_or_stays_with_the_reason()
      throws CloudFormationException {
    test.create("s", PARENT.formatted("one", 1));
    var id = nested().id();
    test.failing.add("delete Queue");
    test.delete("s");
    assertThat(test.stack("s").status()).isEqualTo(StackStatus.DELETE_FAILED);
    assertThat(test.events("s", 0))
        .contains(
            "Nested DELETE_FAILED: Embedded stack "
                + id
                + " was not successfully deleted: The following resource(s) failed to delete:"
                + " [Queue]. ");
    test.failing.clear();
    test.delete("s");
    assertThat(test.stack(id).status()).isEqualTo(StackStatus.DELETE_COMPLETE);
  }

  @Test
  void a_stack_with_nested_ones_is_not_left_as_a_failure_left_it() {
    assertThat(
            TestCloud.refusal(() ->
                test.cloud.createStack(
                    StackRequest.of("s", PARENT.formatted("one", 1))
                        .withOnFailure(OnFailure.PRESERVE))))
        .isEqualTo("The sandbox does not honour DisableRollback of a stack with nested stacks.");
  }

  @Test
  void an_operation_that_was_interrupted_at_any_call_goes_on() throws CloudFormationException {
    for (int i = 0; i < 6; i++) {
      test = cloud();
      test.create("s", PARENT.formatted("one", 1));
      int before = test.calls.size();
      test.interruptAt(before + i / 2, i % 2 == 1);
      try {
        test.update("s", PARENT.formatted("two", 2));
      } catch (TestCloud.Interrupted e) {
        test.cloud.resume();
      }
      assertThat(test.stack("s").status()).isEqualTo(StackStatus.UPDATE_COMPLETE);
      assertThat(nested().status()).isEqualTo(StackStatus.UPDATE_COMPLETE);
      assertThat(test.physicalId(nested().id(), "Queue")).endsWith("/two");
      assertThat(test.calls.stream().skip(before).distinct())
          .containsExactlyInAnyOrder("create Queue", "update Behind", "delete Queue");
      assertThat(test.store.stacks()).hasSize(2);
    }
  }

  @Test
  void a_creation_that_was_interrupted_makes_no_second_nested_stack()
      throws CloudFormationException {
    for (int i = 0; i < 4; i++) {
      test = cloud();
      test.interruptAt(i / 2, i % 2 == 1);
      try {
        test.create("s", PARENT.formatted("one", 1));
      } catch (TestCloud.Interrupted e) {
        test.cloud.resume();
      }
      assertThat(test.stack("s").status()).isEqualTo(StackStatus.CREATE_COMPLETE);
      assertThat(test.store.stacks()).hasSize(2);
    }
  }

  @Test
  void what_is_for_the_root_is_refused_for_a_nested_stack() throws CloudFormationException {
    var root = test.create("s", PARENT.formatted("one", 1));
    var id = nested().id();
    var instead = " cannot be called on the nested stack [" + id + "]. Call it on its root stack [";
    assertThat(TestCloud.refusal(() -> test.cloud.cancelUpdateStack(id, Optional.empty())))
        .isEqualTo("CancelUpdateStack" + instead + root.id() + "]");
    assertThat(
            TestCloud.refusal(
                () -> test.cloud.continueUpdateRollback(id, Set.of(), Optional.empty())))
        .isEqualTo("ContinueUpdateRollback" + instead + root.id() + "]");
    assertThat(TestCloud.refusal(() -> test.cloud.updateTerminationProtection(id, true)))
        .isEqualTo("UpdateTerminationProtection" + instead + root.id() + "]");

    test.cloud.updateTerminationProtection("s", true);
    assertThat(TestCloud.refusal(() -> test.delete(id)))
        .endsWith("cannot be deleted while TerminationProtection is enabled");
    assertThat(nested().status()).isEqualTo(StackStatus.CREATE_COMPLETE);
    test.cloud.updateTerminationProtection("s", false);
    test.delete("s");
    assertThat(test.stack(id).status()).isEqualTo(StackStatus.DELETE_COMPLETE);
  }
}
