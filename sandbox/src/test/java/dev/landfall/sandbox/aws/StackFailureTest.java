package dev.landfall.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.OnFailure;
import software.amazon.awssdk.services.cloudformation.model.OnStackFailure;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// What becomes of a stack whose operation fails, as a client asks for it.
///
/// Source: "Choose how to handle failures when provisioning resources" in the CloudFormation User
/// Guide.
final class StackFailureTest {
  private static final String NAME = "landing";

  /// Two queues that need nothing of each other, and one that needs the first.
  private static final String TEMPLATE =
      """
      Resources:
        First: {Type: AWS::SQS::Queue, Properties: {QueueName: first, DelaySeconds: %1$d}}
        Next:
          Type: AWS::SQS::Queue
          DependsOn: First
          Properties: {QueueName: next, DelaySeconds: %1$d}
        Other: {Type: AWS::SQS::Queue, Properties: {QueueName: other, DelaySeconds: %1$d}}
      """;

  private static final String FAULT =
      "Resource handler returned message: \"A fault was ordered.\" (…, HandlerErrorCode:"
          + " GeneralServiceException)";

  private AwsServer server;
  private Stacks stacks;
  private SqsClient sqs;

  @BeforeEach
  void start() throws Exception {
    server = AwsServer.start(AwsServer.Options.defaults());
    stacks = new Stacks(server);
    sqs = Clients.sqs(server, Clients.ACCOUNT, Clients.REGION);
  }

  @AfterEach
  void stop() throws Exception {
    sqs.close();
    stacks.close();
    server.close();
  }

  private String delay(String queue) {
    var url = sqs.getQueueUrl(r -> r.queueName(queue)).queueUrl();
    return sqs.getQueueAttributes(
            r -> r.queueUrl(url).attributeNames(QueueAttributeName.DELAY_SECONDS))
        .attributes()
        .getOrDefault(QueueAttributeName.DELAY_SECONDS, "");
  }

  private StackStatus createAndLeave() {
    stacks
        .client()
        .createStack(
            r -> r.stackName(NAME).templateBody(TEMPLATE.formatted(1)).disableRollback(true));
    return stacks.ended(NAME);
  }

  private StackStatus updateAndLeave(int delay) {
    return updateAndLeave(TEMPLATE.formatted(delay));
  }

  private StackStatus updateAndLeave(String template) {
    stacks
        .client()
        .updateStack(r -> r.stackName(NAME).templateBody(template).disableRollback(true));
    return stacks.ended(NAME);
  }

  private StackStatus rolledBack() {
    stacks.client().rollbackStack(r -> r.stackName(NAME));
    return stacks.ended(NAME);
  }

  @Test
  void what_does_not_need_a_failed_resource_is_still_created() throws Exception {
    stacks.failing("CreateResource", "First");

    assertThat(createAndLeave()).isEqualTo(StackStatus.CREATE_FAILED);

    assertThat(stacks.events(NAME, ""))
        .contains("First CREATE_FAILED: " + FAULT, "Other CREATE_COMPLETE")
        .noneMatch(event -> event.startsWith("Next "))
        .endsWith(NAME + " CREATE_FAILED: The following resource(s) failed to create: [First]. ");
    assertThat(stacks.client().describeStacks(r -> r.stackName(NAME)).stacks().getFirst())
        .satisfies(stack -> assertThat(stack.disableRollback()).isTrue());
  }

  @Test
  void a_failed_creation_is_tried_again_from_where_it_failed() throws Exception {
    stacks.failing("CreateResource", "First");
    createAndLeave();

    assertThat(updateAndLeave(1)).isEqualTo(StackStatus.UPDATE_COMPLETE);

    assertThat(stacks.events(NAME, NAME + " UPDATE_IN_PROGRESS: User Initiated"))
        .contains("First CREATE_COMPLETE", "Next CREATE_COMPLETE")
        .noneMatch(event -> event.startsWith("Other "));
  }

  @Test
  void a_failed_creation_is_taken_back_also_after_a_second_failure() throws Exception {
    stacks.failing("CreateResource", "First");
    createAndLeave();
    stacks.failing("CreateResource", "Next");
    assertThat(updateAndLeave(1)).isEqualTo(StackStatus.UPDATE_FAILED);

    assertThat(rolledBack()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);

    assertThat(stacks.events(NAME, NAME + " ROLLBACK_IN_PROGRESS: User Initiated"))
        .contains("First DELETE_COMPLETE", "Other DELETE_COMPLETE");
    assertThat(sqs.listQueues().queueUrls()).isEmpty();
  }

  @Test
  void a_failed_update_is_left_with_what_succeeded_and_tried_again() throws Exception {
    stacks.create(NAME, TEMPLATE.formatted(1));
    stacks.failing("UpdateResource", "First");

    assertThat(updateAndLeave(2)).isEqualTo(StackStatus.UPDATE_FAILED);

    assertThat(stacks.events(NAME, NAME + " UPDATE_IN_PROGRESS: User Initiated"))
        .contains("First UPDATE_FAILED: " + FAULT, "Other UPDATE_COMPLETE")
        .noneMatch(event -> event.startsWith("Next "))
        .endsWith(NAME + " UPDATE_FAILED: The following resource(s) failed to update: [First]. ");
    assertThat(delay("first")).isEqualTo("1");
    assertThat(delay("other")).isEqualTo("2");
    assertThat(updateAndLeave(2)).isEqualTo(StackStatus.UPDATE_COMPLETE);
    assertThat(stacks.events(NAME, NAME + " UPDATE_IN_PROGRESS: User Initiated"))
        .contains("First UPDATE_COMPLETE", "Next UPDATE_COMPLETE")
        .noneMatch(event -> event.startsWith("Other "));
    assertThat(delay("next")).isEqualTo("2");
  }

  @Test
  void a_failed_update_leads_back_to_the_last_complete_state() throws Exception {
    stacks.create(NAME, TEMPLATE.formatted(1));
    stacks.failing("UpdateResource", "First");
    updateAndLeave(2);
    stacks.failing("UpdateResource", "Next");
    var more = TEMPLATE.formatted(3) + "  More: {Type: AWS::SQS::Queue}\n";
    assertThat(updateAndLeave(more)).isEqualTo(StackStatus.UPDATE_FAILED);
    assertThat(delay("first")).isEqualTo("3");

    assertThat(rolledBack()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);

    assertThat(stacks.events(NAME, NAME + " UPDATE_ROLLBACK_IN_PROGRESS: User Initiated"))
        .contains(
            "First UPDATE_COMPLETE",
            "Next UPDATE_COMPLETE",
            "Other UPDATE_COMPLETE",
            "More DELETE_COMPLETE")
        .endsWith(NAME + " UPDATE_ROLLBACK_COMPLETE");
    assertThat(delay("first")).isEqualTo("1");
    assertThat(delay("other")).isEqualTo("1");
    assertThat(sqs.listQueues().queueUrls()).hasSize(3);
    assertThat(Stacks.refusal(this::rolledBack)).endsWith("state and can not be rolled back.");
    assertThat(
            Stacks.refusal(() ->
                stacks
                    .client()
                    .updateStack(r -> r.stackName(NAME).templateBody(TEMPLATE.formatted(1)))))
        .isEqualTo("No updates are to be performed.");
  }

  @Test
  void a_failed_update_is_taken_back_by_the_next_process(@TempDir Path home) throws Exception {
    stop();
    server = AwsServer.start(AwsServer.Options.defaults().withHome(home));
    stacks = new Stacks(server);
    stacks.create(NAME, TEMPLATE.formatted(1));
    stacks.failing("UpdateResource", "First");
    updateAndLeave(2);
    stacks.close();
    server.close();
    server = AwsServer.start(AwsServer.Options.defaults().withHome(home));
    stacks = new Stacks(server);
    sqs = Clients.sqs(server, Clients.ACCOUNT, Clients.REGION);

    assertThat(rolledBack()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);

    assertThat(delay("first")).isEqualTo("1");
    assertThat(delay("other")).isEqualTo("1");
  }

  @Test
  void a_failed_stack_is_only_changed_when_it_would_be_left_again() throws Exception {
    stacks.failing("CreateResource", "First");
    createAndLeave();
    var refusal =
        "This stack is currently in a non-terminal [CREATE_FAILED] state. To update the stack from"
            + " this state, please use the disable-rollback parameter with update-stack API. To"
            + " rollback to the last known good state, use the rollback-stack API";

    assertThat(Stacks.refusal(() -> stacks.update(NAME, TEMPLATE.formatted(1)))).isEqualTo(refusal);

    stacks
        .client()
        .createChangeSet(
            r -> r.stackName(NAME).changeSetName("again").templateBody(TEMPLATE.formatted(1)));
    var changes =
        stacks.client().describeChangeSet(r -> r.stackName(NAME).changeSetName("again")).changes();
    assertThat(changes)
        .extracting(change ->
            change.resourceChange().actionAsString()
                + " "
                + change.resourceChange().logicalResourceId())
        .containsExactly("Add First", "Add Next");
    assertThat(
            Stacks.refusal(() ->
                stacks.client().executeChangeSet(r -> r.stackName(NAME).changeSetName("again"))))
        .isEqualTo(refusal);
    stacks
        .client()
        .executeChangeSet(r -> r.stackName(NAME).changeSetName("again").disableRollback(true));
    assertThat(stacks.ended(NAME)).isEqualTo(StackStatus.UPDATE_COMPLETE);
  }

  @Test
  void a_creation_that_was_to_do_nothing_cannot_be_gone_on_with() throws Exception {
    stacks.failing("CreateResource", "First");
    stacks
        .client()
        .createStack(r ->
            r.stackName(NAME).templateBody(TEMPLATE.formatted(1)).onFailure(OnFailure.DO_NOTHING));
    assertThat(stacks.ended(NAME)).isEqualTo(StackStatus.CREATE_FAILED);

    assertThat(Stacks.refusal(() -> updateAndLeave(1)))
        .isEqualTo(
            "This stack cannot be updated from [CREATE_FAILED] state because it contains"
                + " [on-failure: DO_NOTHING]. Please use disable-rollback option instead during"
                + " stack creation.");
    assertThat(rolledBack()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
  }

  @Test
  void a_replacement_is_refused_where_there_is_no_rollback() {
    stacks.create(NAME, TEMPLATE.formatted(1));

    assertThat(updateAndLeave(TEMPLATE.formatted(1).replace("other", "another")))
        .isEqualTo(StackStatus.UPDATE_FAILED);

    assertThat(stacks.failure(NAME, "Other"))
        .isEqualTo("Replacement type updates not supported on stack with disable-rollback.");
    assertThat(sqs.listQueues().queueUrls()).noneMatch(url -> url.endsWith("another"));
  }

  @Test
  void a_change_set_says_what_follows_a_failure() throws Exception {
    stacks
        .client()
        .createChangeSet(r ->
            r.stackName(NAME)
                .changeSetName("first")
                .changeSetType(ChangeSetType.CREATE)
                .templateBody(TEMPLATE.formatted(1))
                .onStackFailure(OnStackFailure.DELETE));
    var described =
        stacks.client().describeChangeSet(r -> r.stackName(NAME).changeSetName("first"));
    assertThat(described.onStackFailure()).isEqualTo(OnStackFailure.DELETE);
    assertThat(
            Stacks.refusal(() ->
                stacks
                    .client()
                    .executeChangeSet(
                        r -> r.stackName(NAME).changeSetName("first").disableRollback(true))))
        .startsWith("DisableRollback cannot be specified");

    stacks.failing("CreateResource", "First");
    stacks.client().executeChangeSet(r -> r.stackName(NAME).changeSetName("first"));

    assertThat(stacks.ended(described.stackId())).isEqualTo(StackStatus.DELETE_COMPLETE);

    stacks.create(NAME, TEMPLATE.formatted(1));
    stacks
        .client()
        .createChangeSet(r ->
            r.stackName(NAME)
                .changeSetName("second")
                .templateBody(TEMPLATE.formatted(2))
                .onStackFailure(OnStackFailure.DO_NOTHING));
    assertThat(
            stacks
                .client()
                .describeChangeSet(r -> r.stackName(NAME).changeSetName("second"))
                .onStackFailure())
        .isEqualTo(OnStackFailure.DO_NOTHING);
    stacks.failing("UpdateResource", "First");
    stacks.client().executeChangeSet(r -> r.stackName(NAME).changeSetName("second"));
    assertThat(stacks.ended(NAME)).isEqualTo(StackStatus.UPDATE_FAILED);
    assertThat(
            Stacks.refusal(() ->
                stacks
                    .client()
                    .createChangeSet(r ->
                        r.stackName(NAME)
                            .changeSetName("third")
                            .templateBody(TEMPLATE.formatted(2))
                            .onStackFailure(OnStackFailure.DELETE))))
        .contains("type CREATE");
  }

  @Test
  void only_an_update_under_way_can_be_cancelled() {
    stacks.create(NAME, TEMPLATE.formatted(1));

    assertThat(Stacks.refusal(() -> stacks.client().cancelUpdateStack(r -> r.stackName(NAME))))
        .isEqualTo("CancelUpdateStack cannot be called from current stack status");
    assertThat(Stacks.refusal(() -> stacks.client().cancelUpdateStack(r -> r.stackName("none"))))
        .isEqualTo("Stack [none] does not exist");
  }

  @Test
  void drift_of_a_failed_stack_is_not_detected() throws Exception {
    stacks.failing("CreateResource", "First");
    createAndLeave();

    assertThat(Stacks.refusal(() -> stacks.client().detectStackDrift(r -> r.stackName(NAME))))
        .contains("CREATE_FAILED");
  }
}
