package dev.landfall.sandbox.aws.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.sandbox.aws.cloudformation.state.ChangeSet;
import dev.landfall.sandbox.aws.cloudformation.state.Stack;
import dev.landfall.sandbox.aws.cloudformation.state.StackEvent;
import dev.landfall.sandbox.aws.cloudformation.state.StackSettings.OnFailure;
import dev.landfall.sandbox.aws.cloudformation.state.StackStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class StackTest {
  private static final String PAIR =
      """
      Resources:
        Dead: {Type: AWS::SQS::Queue, Properties: {QueueName: %s}}
        Main:
          Type: AWS::SQS::Queue
          Properties:
            QueueName: main
            VisibilityTimeout: %s
            RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3}
      Outputs:
        Url: {Value: !Ref Main, Description: where messages go}
      """;

  private final TestCloud test = new TestCloud();

  @Test
  void a_stack_is_created_in_the_order_of_its_dependencies() throws CloudFormationException {
    var stack = test.create("pair", PAIR.formatted("dead", 30));
    assertThat(stack.status()).isEqualTo(StackStatus.CREATE_COMPLETE);
    assertThat(test.events("pair", 0))
        .containsExactly(
            "pair CREATE_IN_PROGRESS: User Initiated",
            "Dead CREATE_IN_PROGRESS",
            "Dead CREATE_IN_PROGRESS: Resource creation Initiated",
            "Dead CREATE_COMPLETE",
            "Main CREATE_IN_PROGRESS",
            "Main CREATE_IN_PROGRESS: Resource creation Initiated",
            "Main CREATE_COMPLETE",
            "pair CREATE_COMPLETE");
    assertThat(stack.deployed().outputs().getFirst().value())
        .isEqualTo("https://sqs.eu-central-1.amazonaws.com/111111111111/main");
    assertThat(stack.id())
        .matches("arn:aws:cloudformation:eu-central-1:111111111111:stack/pair/[-0-9a-f]{36}");
    assertThat(
            test.cloud
                .queries()
                .describeStackResource("pair", "Main")
                .resource()
                .properties()
                .at("/RedrivePolicy/deadLetterTargetArn")
                .asString())
        .isEqualTo("arn:aws:sqs:eu-central-1:111111111111:dead");
  }

  @Test
  void a_creation_that_fails_is_taken_back() throws CloudFormationException {
    test.failing.add("create Main");
    var stack = test.create("pair", PAIR.formatted("dead", 30));
    assertThat(stack.status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
    assertThat(test.events("pair", 4))
        .containsExactly(
            "Main CREATE_IN_PROGRESS",
            "Main CREATE_FAILED: Resource handler returned message: \"create Main was told to fail\" (…,"
                + " HandlerErrorCode: GeneralServiceException)",
            "pair ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [Main]. Rollback"
                + " requested by user.",
            "Dead DELETE_IN_PROGRESS",
            "Dead DELETE_COMPLETE",
            "pair ROLLBACK_COMPLETE");
    assertThat(TestCloud.refusal(() -> test.update("pair", PAIR.formatted("dead", 31))))
        .isEqualTo(
            "Stack:" + stack.id() + " is in ROLLBACK_COMPLETE state and can not be updated.");
    test.delete("pair");
    test.failing.clear();
    assertThat(test.create("pair", PAIR.formatted("dead", 30)).status())
        .isEqualTo(StackStatus.CREATE_COMPLETE);
  }

  @Test
  void what_was_begun_at_the_same_time_is_cancelled() throws CloudFormationException {
    test.failing.add("create A");
    test.create(
        "wide",
        "Resources: {A: {Type: AWS::SQS::Queue}, B: {Type: AWS::SQS::Queue}, C: {Type:"
            + " AWS::SQS::Queue, DependsOn: B}}");
    assertThat(test.events("wide", 0))
        .contains(
            "B CREATE_FAILED: Resource creation cancelled",
            "wide ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [A, B]. Rollback"
                + " requested by user.",
            "B DELETE_COMPLETE")
        .noneMatch(event -> event.startsWith("C "));
  }

  @Test
  void a_creation_that_fails_may_be_left_or_deleted() throws CloudFormationException {
    test.failing.add("create Main");
    var request = StackRequest.of("left", PAIR.formatted("dead", 30));
    var left = test.stack(test.cloud.createStack(request.withOnFailure(OnFailure.PRESERVE)));
    assertThat(left.status()).isEqualTo(StackStatus.CREATE_FAILED);
    assertThat(left.reason()).contains("The following resource(s) failed to create: [Main]. ");
    test.failing.clear();
    assertThat(
            test.stack(test.cloud.updateStack(request.withOnFailure(OnFailure.PRESERVE))).status())
        .isEqualTo(StackStatus.UPDATE_COMPLETE);
    test.delete("left");

    test.failing.add("create Main");
    var gone =
        test.stack(
            test.cloud.createStack(
                StackRequest.of("gone", PAIR.formatted("dead", 30))
                    .withOnFailure(OnFailure.DELETE)));
    assertThat(gone.status()).isEqualTo(StackStatus.DELETE_COMPLETE);
  }

  @Test
  void an_update_in_place_keeps_the_resource() throws CloudFormationException {
    test.create("pair", PAIR.formatted("dead", 30));
    int before = test.count("pair");
    var stack = test.update("pair", PAIR.formatted("dead", 60));
    assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_COMPLETE);
    assertThat(test.events("pair", before))
        .containsExactly(
            "pair UPDATE_IN_PROGRESS: User Initiated",
            "Main UPDATE_IN_PROGRESS",
            "Main UPDATE_COMPLETE",
            "pair UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
            "pair UPDATE_COMPLETE");
    assertThat(TestCloud.refusal(() -> test.update("pair", PAIR.formatted("dead", 60))))
        .isEqualTo("No updates are to be performed.");
    assertThat(TestCloud.refusal(() -> test.update("pair", PAIR.formatted("dead", "'60'"))))
        .isEqualTo("No updates are to be performed.");
  }

  @Test
  void a_replacement_makes_the_new_one_before_the_old_one_goes() throws CloudFormationException {
    test.create("pair", PAIR.formatted("dead", 30));
    int before = test.count("pair");
    test.update("pair", PAIR.formatted("other", 30));
    assertThat(test.events("pair", before))
        .containsExactly(
            "pair UPDATE_IN_PROGRESS: User Initiated",
            "Dead UPDATE_IN_PROGRESS: Requested update requires the creation of a new physical"
                + " resource; hence creating one.",
            "Dead UPDATE_IN_PROGRESS: Resource creation Initiated",
            "Dead UPDATE_COMPLETE",
            "Main UPDATE_IN_PROGRESS",
            "Main UPDATE_COMPLETE",
            "pair UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
            "Dead DELETE_IN_PROGRESS",
            "Dead DELETE_COMPLETE",
            "pair UPDATE_COMPLETE");
    assertThat(test.physicalId("pair", "Dead")).endsWith("/other");
  }

  @Test
  void an_update_that_fails_leaves_the_former_resources_as_they_were()
      throws CloudFormationException {
    test.create("pair", PAIR.formatted("dead", 30));
    int before = test.count("pair");
    test.failing.add("update Main");
    var request = StackRequest.of("pair", PAIR.formatted("other", 60));
    test.cloud.updateStack(request);
    var failed = test.stack("pair");
    assertThat(failed.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_FAILED);
    assertThat(failed.reason()).contains("The following resource(s) failed to update: [Main]. ");
    test.failing.clear();
    test.cloud.continueUpdateRollback("pair", Set.of(), Optional.empty());
    var stack = test.stack("pair");
    assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    assertThat(test.physicalId("pair", "Dead")).endsWith("/dead");
    assertThat(
            test.cloud
                .queries()
                .describeStackResource("pair", "Main")
                .resource()
                .properties()
                .path("VisibilityTimeout")
                .asInt())
        .isEqualTo(30);
    assertThat(stack.deployed().template()).isEqualTo(PAIR.formatted("dead", 30));
    assertThat(test.events("pair", before))
        .containsSubsequence(
            "Dead UPDATE_COMPLETE",
            "Main UPDATE_IN_PROGRESS",
            "pair UPDATE_ROLLBACK_IN_PROGRESS: The following resource(s) failed to update: [Main]. ",
            "Dead UPDATE_IN_PROGRESS",
            "Dead UPDATE_COMPLETE",
            "pair UPDATE_ROLLBACK_FAILED: The following resource(s) failed to update: [Main]. ",
            "pair UPDATE_ROLLBACK_IN_PROGRESS: User Initiated",
            "Main UPDATE_COMPLETE",
            "pair UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
            "Dead DELETE_IN_PROGRESS",
            "Dead DELETE_COMPLETE",
            "pair UPDATE_ROLLBACK_COMPLETE");
    assertThat(test.update("pair", PAIR.formatted("other", 60)).status())
        .isEqualTo(StackStatus.UPDATE_COMPLETE);
  }

  @Test
  void an_addition_that_fails_is_removed_and_changes_are_taken_back()
      throws CloudFormationException {
    test.create("s", "Resources: {A: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: 1}}}");
    var old = test.physicalId("s", "A");
    test.failing.add("create C");
    int before = test.count("s");
    var stack =
        test.update(
            "s",
            """
            Resources:
              A: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: 2}}
              B: {Type: AWS::SQS::Queue, DependsOn: A}
              C: {Type: AWS::SQS::Queue, DependsOn: B}
            """);
    assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    assertThat(test.events("s", before))
        .endsWith(
            "s UPDATE_ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [C]. ",
            "A UPDATE_IN_PROGRESS",
            "A UPDATE_COMPLETE",
            "s UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
            "B DELETE_IN_PROGRESS",
            "B DELETE_COMPLETE",
            "s UPDATE_ROLLBACK_COMPLETE");
    assertThat(stack.deployed().resources().keySet()).containsExactly("A");
    assertThat(test.physicalId("s", "A")).isEqualTo(old);
  }

  private void cancel() {
    try {
      test.cloud.cancelUpdateStack("pair", Optional.of("cancel"));
    } catch (CloudFormationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void an_update_that_is_cancelled_leaves_the_former_resources_as_they_were()
      throws CloudFormationException {
    test.create("pair", PAIR.formatted("dead", 30));
    var before = test.stack("pair").deployed();
    int events = test.count("pair");
    test.meanwhile.put("create Dead", this::cancel);

    var stack = test.update("pair", PAIR.formatted("other", 60));

    assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    assertThat(test.events("pair", events))
        .containsExactly(
            "pair UPDATE_IN_PROGRESS: User Initiated",
            "Dead UPDATE_IN_PROGRESS: Requested update requires the creation of a new physical"
                + " resource; hence creating one.",
            "Dead UPDATE_IN_PROGRESS: Resource creation Initiated",
            "Dead UPDATE_FAILED: Resource update cancelled",
            "pair UPDATE_ROLLBACK_IN_PROGRESS: User Initiated",
            "Dead UPDATE_IN_PROGRESS",
            "Dead UPDATE_COMPLETE",
            "pair UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
            "Dead DELETE_IN_PROGRESS",
            "Dead DELETE_COMPLETE",
            "pair UPDATE_ROLLBACK_COMPLETE");
    assertThat(stack.deployed().template()).isEqualTo(before.template());
    assertThat(test.physicalId("pair", "Dead")).endsWith("/dead");
    assertThat(test.store.events(stack.id()).getLast().token()).contains("cancel");
    test.meanwhile.clear();
    assertThat(test.update("pair", PAIR.formatted("other", 60)).status())
        .isEqualTo(StackStatus.UPDATE_COMPLETE);
  }

  @Test
  void the_last_resource_of_an_update_can_still_be_cancelled() throws CloudFormationException {
    test.create("pair", PAIR.formatted("dead", 30));
    test.meanwhile.put("update Main", this::cancel);

    assertThat(test.update("pair", PAIR.formatted("dead", 60)).status())
        .isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    assertThat(
            test.stack("pair")
                .deployed()
                .resource("Main")
                .orElseThrow()
                .resource()
                .properties()
                .get("VisibilityTimeout")
                .asInt())
        .isEqualTo(30);
  }

  @Test
  void bad_properties_fail_when_their_resource_has_its_turn() throws CloudFormationException {
    test.create("bad", "Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueName: a}}}");
    assertThat(test.events("bad", 2))
        .containsExactly(
            "Q CREATE_FAILED: Properties validation failed for resource Q with message:\n"
                + "#: extraneous key [QueName] is not permitted (did you mean QueueName?)",
            "bad ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [Q]. Rollback"
                + " requested by user.",
            "bad ROLLBACK_COMPLETE");
    assertThat(test.calls).isEmpty();
  }

  @Test
  void an_output_that_cannot_be_made_fails_the_stack() throws CloudFormationException {
    test.create(
        "out", "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs: {O: {Value: !GetAtt Q.Nothing}}");
    assertThat(test.events("out", 4))
        .startsWith(
            "out ROLLBACK_IN_PROGRESS: Template error: resource Q does not support attribute type"
                + " Nothing in Fn::GetAtt. Rollback requested by user.");
  }

  @Test
  void a_custom_name_stands_in_the_way_of_a_replacement() throws CloudFormationException {
    var template =
        "Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: q.fifo, FifoQueue: %s}}}";
    test.create("s", template.formatted("true"));
    test.create("t", template.formatted("true"));
    assertThat(test.stack("t").status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
    assertThat(test.events("t", 2).getFirst())
        .contains("already exists.\" (…, HandlerErrorCode: AlreadyExists)");
  }

  @Test
  void what_is_to_be_retained_stays() throws CloudFormationException {
    var template =
        """
        Resources:
          Kept: {Type: AWS::SQS::Queue, DeletionPolicy: Retain, UpdateReplacePolicy: Retain,
            Properties: {QueueName: %s}}
          Gone: {Type: AWS::SQS::Queue}
        """;
    test.create("s", template.formatted("one"));
    int before = test.count("s");
    test.update("s", template.formatted("two"));
    assertThat(test.events("s", before)).contains("Kept DELETE_SKIPPED");
    var id = test.stack("s").id();
    before = test.count("s");
    test.delete("s");
    assertThat(test.events(id, before))
        .containsExactly(
            "s DELETE_IN_PROGRESS: User Initiated",
            "Kept DELETE_SKIPPED",
            "Gone DELETE_IN_PROGRESS",
            "Gone DELETE_COMPLETE",
            "s DELETE_COMPLETE");
    assertThat(test.calls).doesNotContain("delete Kept");
    assertThat(TestCloud.refusal(() -> test.stack("s")))
        .isEqualTo("Stack with id s does not exist");
    assertThat(test.stack(id).status()).isEqualTo(StackStatus.DELETE_COMPLETE);
  }

  @Test
  void what_is_retained_but_not_on_creation_goes_with_a_rollback() throws CloudFormationException {
    var template =
        """
        Resources:
          Kept: {Type: AWS::SQS::Queue, DeletionPolicy: Retain}
          Made: {Type: AWS::SQS::Queue, DeletionPolicy: RetainExceptOnCreate}
          Last: {Type: AWS::SQS::Queue, DependsOn: [Kept, Made]}
        """;
    test.failing.add("create Last");
    test.create("s", template);
    assertThat(test.events("s", 0)).contains("Kept DELETE_SKIPPED", "Made DELETE_COMPLETE");
    test.delete("s");

    test.cloud.createStack(StackRequest.of("s", template).withRetainExceptOnCreate());
    assertThat(test.events("s", 0)).contains("Kept DELETE_COMPLETE", "Made DELETE_COMPLETE");
    test.delete("s");

    test.failing.clear();
    var id = test.create("s", template).id();
    test.delete("s");
    assertThat(test.events(id, 0)).contains("Kept DELETE_SKIPPED", "Made DELETE_SKIPPED");
  }

  @Test
  void what_is_deleted_behind_a_snapshot_is_told_by_change_sets() throws CloudFormationException {
    var volume =
        """
          Disk:
            Type: AWS::RDS::DBInstance
            UpdateReplacePolicy: Snapshot
            Properties: {DBInstanceIdentifier: %s}
        """;
    var queue = "Resources:\n  Queue: {Type: AWS::SQS::Queue}\n";
    test.create("s", queue + volume.formatted("one"));

    var replaced = test.change("c", StackRequest.of("s", queue + volume.formatted("two")));
    var removed = test.change("d", StackRequest.of("s", queue));

    assertThat(replaced.changes().getFirst().policyAction()).contains("ReplaceAndSnapshot");
    assertThat(removed.changes().getFirst().policyAction()).contains("Snapshot");
    int before = test.count("s");
    test.execute(removed);
    assertThat(test.events("s", before)).contains("Disk DELETE_COMPLETE");
  }

  @Test
  void a_deletion_goes_backwards_and_can_be_repeated() throws CloudFormationException {
    test.create("pair", PAIR.formatted("dead", 30));
    var id = test.stack("pair").id();
    test.failing.add("delete Main");
    test.delete("pair");
    assertThat(test.stack("pair").status()).isEqualTo(StackStatus.DELETE_FAILED);
    assertThat(test.stack("pair").reason())
        .contains("The following resource(s) failed to delete: [Main]. ");
    assertThat(test.calls).doesNotContain("delete Dead");
    test.cloud.deleteStack("pair", Set.of("Main"), Optional.empty());
    assertThat(test.stack(id).status()).isEqualTo(StackStatus.DELETE_COMPLETE);
    assertThat(test.events(id, 0)).contains("Main DELETE_SKIPPED", "Dead DELETE_COMPLETE");
  }

  @Test
  void a_stack_that_is_protected_is_not_deleted() throws CloudFormationException {
    test.create("pair", PAIR.formatted("dead", 30));
    test.cloud.updateTerminationProtection("pair", true);
    assertThat(TestCloud.refusal(() -> test.delete("pair")))
        .isEqualTo("Stack [pair] cannot be deleted while TerminationProtection is enabled");
    test.cloud.updateTerminationProtection("pair", false);
    test.delete("pair");
    assertThat(test.store.live("pair")).isEmpty();
  }

  @Test
  void a_stack_policy_denies_updates() throws CloudFormationException {
    test.create("pair", PAIR.formatted("dead", 30));
    test.cloud.setStackPolicy(
        "pair",
        """
        {"Statement": [{"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"},
          {"Effect": "Deny", "Action": "Update:Replace", "Principal": "*",
           "Resource": "LogicalResourceId/Dead"}]}
        """);
    var stack = test.update("pair", PAIR.formatted("other", 30));
    assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    assertThat(test.events("pair", 0))
        .anyMatch(event ->
            event.startsWith("Dead UPDATE_FAILED: Action denied by stack policy")
                && event.contains("[Update:Replace]"));
    assertThat(test.update("pair", PAIR.formatted("dead", 31)).status())
        .isEqualTo(StackStatus.UPDATE_COMPLETE);
    assertThat(TestCloud.refusal(() -> test.cloud.setStackPolicy("pair", "no JSON")))
        .isEqualTo("Error validating stack policy: Invalid stack policy");
  }

  @Test
  void the_same_token_does_nothing_twice() throws CloudFormationException {
    var request = StackRequest.of("s", "Resources: {A: {Type: AWS::SQS::Queue}}").withToken("t-1");
    var id = test.cloud.createStack(request);
    int events = test.count("s");
    assertThat(test.cloud.createStack(request)).isEqualTo(id);
    assertThat(test.count("s")).isEqualTo(events);
    var refused =
        assertThrows(
            CloudFormationException.class, () -> test.cloud.createStack(request.withToken("t-2")));
    assertThat(refused).hasMessage("Stack [s] already exists");
    assertThat(refused.code()).isEqualTo("AlreadyExistsException");
  }

  @Test
  void an_export_in_use_can_neither_change_nor_go() throws CloudFormationException {
    var exporting =
        "Resources: {A: {Type: AWS::SQS::Queue, Properties: {QueueName: %s}}}\n"
            + "Outputs: {O: {Value: !GetAtt A.Arn, Export: {Name: !Sub '${AWS::StackName}-arn'}}}";
    test.create("base", exporting.formatted("one"));
    test.create(
        "user",
        "Resources: {P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !ImportValue"
            + " base-arn}}}");
    assertThat(test.cloud.queries().listExports())
        .singleElement()
        .satisfies(export -> {
          assertThat(export.name()).isEqualTo("base-arn");
          assertThat(export.value()).isEqualTo("arn:aws:sqs:eu-central-1:111111111111:one");
        });
    assertThat(test.cloud.queries().listImports("base-arn")).containsExactly("user");
    int before = test.count("base");
    test.update("base", exporting.formatted("two"));
    assertThat(test.events("base", before))
        .contains(
            "base UPDATE_ROLLBACK_IN_PROGRESS: Export base-arn cannot be updated as it is in use by"
                + " user",
            "base UPDATE_ROLLBACK_COMPLETE");
    before = test.count("base");
    test.delete("base");
    assertThat(test.events("base", before))
        .containsExactly(
            "base UPDATE_ROLLBACK_COMPLETE: Export base-arn cannot be deleted as it is in use by user");
    test.create("rival", exporting.formatted("three").replace("${AWS::StackName}-arn", "base-arn"));
    assertThat(test.events("rival", 4).getFirst())
        .startsWith(
            "rival ROLLBACK_IN_PROGRESS: Export with name base-arn is already exported by stack base");
    test.delete("user");
    assertThat(TestCloud.refusal(() -> test.cloud.queries().listImports("base-arn")))
        .isEqualTo("Export 'base-arn' is not imported by any stack.");
    test.delete("base");
    assertThat(test.store.live("base")).isEmpty();
  }

  @Test
  void an_import_of_nothing_fails_at_the_resource() throws CloudFormationException {
    test.create(
        "s",
        "Resources: {A: {Type: AWS::SQS::Queue, Properties: {QueueName: !ImportValue nobody}}}");
    assertThat(test.events("s", 2)).startsWith("A CREATE_FAILED: No export named nobody found.");
  }

  @Test
  void values_that_are_not_to_be_seen_are_not_in_events() throws CloudFormationException {
    var id =
        test.cloud.createStack(
            StackRequest.of(
                    "s",
                    "Parameters: {Password: {Type: String, NoEcho: true}}\n"
                        + "Resources: {A: {Type: AWS::SSM::Parameter, Properties: {Type: String,"
                        + " Value: !Sub 'p=${Password}'}}}")
                .withParameters(Map.of("Password", "geheim")));
    assertThat(test.store.events(id))
        .extracting(event -> event.properties().orElse(""))
        .contains("{\"Type\":\"String\",\"Value\":\"p=****\"}")
        .noneMatch(properties -> properties.contains("geheim"));
  }

  @Test
  void a_template_is_read_from_an_address() throws CloudFormationException {
    test.urls.put("https://b.s3.amazonaws.com/t.yaml", "Resources: {A: {Type: AWS::SQS::Queue}}");
    var request =
        new StackRequest(
            "s",
            Optional.empty(),
            Optional.of("https://b.s3.amazonaws.com/t.yaml"),
            false,
            Map.of(),
            Set.of(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(test.stack(test.cloud.createStack(request)).status())
        .isEqualTo(StackStatus.CREATE_COMPLETE);
    assertThat(test.cloud.queries().getTemplate(Optional.of("s"), Optional.empty()))
        .isEqualTo("Resources: {A: {Type: AWS::SQS::Queue}}");
    assertThat(TestCloud.refusal(() -> test.cloud.createStack(StackRequest.of("1s", ""))))
        .contains("Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*");
  }

  @Test
  void what_nothing_would_answer_is_refused_by_name() throws CloudFormationException {
    test.create(
        "s", "Resources: {A: {Type: Custom::Thing, Properties: {ServiceToken: t, Any: 1}}}");
    assertThat(test.events("s", 2).getFirst())
        .contains("The sandbox does not honour AWS::CloudFormation::CustomResource.");
    test.create("t", "Resources: {A: {Type: AWS::CloudFormation::Stack}}");
    assertThat(test.events("t", 2).getFirst())
        .isEqualTo("A CREATE_FAILED: Either Template URL or Template Body must be specified.");
  }

  @Test
  void a_fault_of_a_service_fails_the_resource_and_not_the_operation()
      throws CloudFormationException {
    test.broken.add("create Main");
    var stack = test.create("pair", PAIR.formatted("dead", 30));
    assertThat(stack.status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
    assertThat(test.events("pair", 5).getFirst()).contains("HandlerErrorCode: InternalFailure");
  }

  @Test
  void outputs_stay_as_they_were_until_an_update_is_complete() throws CloudFormationException {
    test.create("pair", PAIR.formatted("dead", 30));
    var before = test.stack("pair").deployed().outputs();
    test.failing.add("create Dead");
    test.update("pair", PAIR.formatted("other", 30) + "  More: {Value: !Ref Dead}\n");
    assertThat(test.stack("pair").status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    assertThat(test.stack("pair").deployed().outputs()).isEqualTo(before);
    test.failing.clear();
    test.update("pair", PAIR.formatted("other", 30) + "  More: {Value: !Ref Dead}\n");
    assertThat(test.stack("pair").deployed().outputs()).hasSize(2);
  }

  @Test
  void a_stack_can_be_written_and_read_again() throws CloudFormationException {
    var stack = test.create("pair", PAIR.formatted("dead", 30));
    var mapper = JsonMapper.shared();
    var text = mapper.writeValueAsString(stack);
    assertThat(mapper.readValue(text, Stack.class)).isEqualTo(stack);
    var changes = test.change("c", StackRequest.of("pair", PAIR.formatted("other", 31)));
    assertThat(mapper.readValue(mapper.writeValueAsString(changes), ChangeSet.class))
        .isEqualTo(changes);
    for (var event : test.store.events(stack.id())) {
      assertThat(mapper.readValue(mapper.writeValueAsString(event), StackEvent.class))
          .isEqualTo(event);
    }
  }

  @Test
  void many_resources_are_made_at_the_same_time() throws Exception {
    var wide = new StringBuilder("Resources:\n");
    for (int i = 0; i < 40; i++) {
      wide.append("  Q").append(i).append(": {Type: AWS::SQS::Queue}\n");
    }
    wide.append("  Last: {Type: AWS::SQS::Queue, DependsOn: [Q0, Q39]}\n");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var cloud = new TestCloud(threads);
      cloud.cloud.createStack(StackRequest.of("wide", wide.toString()));
      await().until(() -> !cloud.stack("wide").status().isBusy());
      assertThat(cloud.stack("wide").status()).isEqualTo(StackStatus.CREATE_COMPLETE);
      assertThat(cloud.events("wide", 0)).hasSize(2 + 41 * 3);
      assertThat(cloud.events("wide", 0))
          .containsSubsequence(
              "Q0 CREATE_COMPLETE", "Last CREATE_IN_PROGRESS", "Last CREATE_COMPLETE");
      assertThat(cloud.most.get()).isGreaterThan(1);
      cloud.delete("wide");
      await().until(() -> cloud.store.live("wide").isEmpty());
    }
  }

  @Test
  void an_operation_that_was_interrupted_at_any_call_goes_on() throws CloudFormationException {
    for (int i = 0; i < 8; i++) {
      var cloud = new TestCloud();
      cloud.create("pair", PAIR.formatted("dead", 30));
      int before = cloud.calls.size();
      cloud.interruptAt(before + i / 2, i % 2 == 1);
      var changed = StackRequest.of("pair", PAIR.formatted("other", 60));
      try {
        cloud.cloud.updateStack(changed);
      } catch (TestCloud.Interrupted e) {
        assertThat(cloud.stack("pair").status().isBusy()).isTrue();
        assertThat(TestCloud.refusal(() -> cloud.cloud.updateStack(changed)))
            .endsWith("_IN_PROGRESS state and can not be updated.");
        cloud.cloud.resume();
      }
      assertThat(cloud.stack("pair").status()).isEqualTo(StackStatus.UPDATE_COMPLETE);
      assertThat(cloud.physicalId("pair", "Dead")).endsWith("/other");
      assertThat(cloud.calls.stream().skip(before).distinct())
          .containsExactlyInAnyOrder("create Dead", "update Main", "delete Dead");
    }
  }

  @Test
  void values_that_are_not_to_be_seen_are_not_in_events_of_rollbacks()
      throws CloudFormationException {
    var template =
        """
        Parameters: {Password: {Type: String, NoEcho: true}}
        Resources:
          A:
            Type: AWS::SSM::Parameter
            Properties: {Type: String, Value: !Ref Password}
        """;
    var id =
        test.cloud.createStack(
            StackRequest.of("s", template).withParameters(Map.of("Password", "geheim")));
    test.failing.add("update A");
    test.cloud.updateStack(
        StackRequest.of("s", template).withParameters(Map.of("Password", "geheim-2")));
    assertThat(test.stack("s").status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_FAILED);
    test.failing.clear();
    test.cloud.continueUpdateRollback("s", Set.of(), Optional.empty());

    assertThat(test.stack("s").status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    assertThat(test.store.events(id))
        .extracting(event -> event.properties().orElse(""))
        .filteredOn(properties -> properties.contains("Value"))
        .isNotEmpty()
        .allMatch(properties -> properties.equals("{\"Type\":\"String\",\"Value\":\"****\"}"));
  }

  @Test
  void an_operation_begins_uncancelled() throws CloudFormationException {
    var stack = test.create("s", "Resources: {A: {Type: AWS::SQS::Queue}}").withCancelled(true);
    assertThat(
            stack
                .becoming(stack.deployed(), Optional.empty(), Optional.empty(), Optional.empty())
                .cancelled())
        .isFalse();
  }
}
