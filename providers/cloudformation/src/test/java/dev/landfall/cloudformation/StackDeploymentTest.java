package dev.landfall.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.landfall.cloudformation.settings.CloudFormationSettings;
import dev.landfall.spi.Action;
import dev.landfall.spi.Change;
import dev.landfall.spi.MemoryJournal;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.Plan;
import dev.landfall.spi.Provider;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import dev.landfall.spi.TestContext;
import dev.landfall.spi.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Tag;

class StackDeploymentTest {
  private static final Map<String, Value> PLAIN = Map.of("Key", known("a plain value"));

  @TempDir Path temporary;
  private final List<Provider<?>> providers = new ArrayList<>();
  private LiveStacks system;
  private int rollouts;

  @BeforeEach
  void start() throws IOException {
    system = new LiveStacks(Files.createDirectories(temporary.resolve("repository")));
    system.parameters(PLAIN);
  }

  @AfterEach
  void stop() {
    providers.forEach(Provider::close);
    system.close();
  }

  private static Value known(Object value) {
    return new Value.Known(value, false);
  }

  private Provider<CloudFormationSettings> provider() {
    var provider = system.provider();
    providers.add(provider);
    return provider;
  }

  private Plan plan() throws Exception {
    return provider().plan(system.desired(), TestContext.looking(temporary.resolve("cache")));
  }

  private Outputs apply(Plan plan) throws Exception {
    var context =
        TestContext.applying(temporary.resolve("cache"), "ro-" + ++rollouts, new MemoryJournal());
    return provider().apply(plan, system.desired(), context);
  }

  private ProviderException refusal(Plan plan) {
    return catchThrowableOfType(ProviderException.class, () -> apply(plan));
  }

  private String status() {
    return system.stack().map(stack -> stack.stackStatusAsString()).orElse("none");
  }

  private static Change change(Plan plan, String address) {
    return plan.changes().stream()
        .filter(change -> change.address().equals(address))
        .findFirst()
        .orElseThrow();
  }

  private void changed(String old, String replacement) {
    assertThat(LiveStacks.TEMPLATE).contains(old);
    system.template(LiveStacks.TEMPLATE.replace(old, replacement));
  }

  @Test
  void a_failed_creation_tells_its_cause_and_the_next_deployment_clears_it_away_first()
      throws Exception {
    system.fault(
        """
        {"service":"cloudformation","action":"CreateResource","resource":"Arrivals","fault":"fail"}\
        """);

    var failure = refusal(plan());

    assertThat(failure.kind()).isEqualTo(Kind.FAILED);
    assertThat(failure.getMessage())
        .startsWith("Arrivals (AWS::SQS::Queue) failed: ")
        .contains("A fault was ordered.")
        .endsWith("[stack is in ROLLBACK_COMPLETE]");
    var again = plan();
    assertThat(again.changes().getFirst())
        .isEqualTo(
            new Change(
                Action.DELETE,
                "stack " + LiveStacks.STACK,
                "the stack that is left of a failure (ROLLBACK_COMPLETE)",
                again.changes().getFirst().diff()));
    assertThat(again.changes()).hasSize(5);

    assertThat(apply(again).values()).containsEntry("BucketName", "raw-sydney");
    assertThat(status()).isEqualTo("CREATE_COMPLETE");
    assertThat(plan().changes()).isEmpty();
  }

  @Test
  void a_failed_update_leaves_the_stack_as_it_was_and_can_be_made_again() throws Exception {
    apply(plan());
    changed("Default: 7", "Default: 30");
    system.fault(
        """
        {"service":"cloudformation","action":"UpdateResource","resource":"Log","fault":"fail"}\
        """);
    var plan = plan();

    assertThat(refusal(plan).getMessage()).endsWith("[stack is in UPDATE_ROLLBACK_COMPLETE]");

    var again = plan();
    assertThat(again.changes()).isEqualTo(plan.changes());
    assertThat(change(again, "Log").action()).isEqualTo(Action.UPDATE);
    assertThat(change(again, "Log").diff()).contains("RetentionInDays: 7 -> 30");
    apply(again);
    assertThat(status()).isEqualTo("UPDATE_COMPLETE");
  }

  @Test
  void a_rollback_that_failed_is_carried_on_before_anything_else() throws Exception {
    apply(plan());
    system.template(
        LiveStacks.TEMPLATE
            .replace("{QueueName: arrivals}", "{QueueName: arrivals, DelaySeconds: 5}")
            .replace(
                "{LogGroupName: /landing, RetentionInDays: !Ref Retention}",
                "{LogGroupName: /landing, RetentionInDays: 30}\n    DependsOn: Arrivals"));
    var update = "\"service\":\"cloudformation\",\"action\":\"UpdateResource\"";
    system.fault("{" + update + ",\"resource\":\"Arrivals\",\"fault\":\"delay\",\"seconds\":0}");
    system.fault("{" + update + ",\"resource\":\"Log\",\"fault\":\"fail\"}");
    system.fault("{" + update + ",\"resource\":\"Arrivals\",\"fault\":\"fail\"}");

    assertThat(refusal(plan()).getMessage()).endsWith("[stack is in UPDATE_ROLLBACK_FAILED]");

    var recovery = plan();
    assertThat(recovery.changes())
        .extracting(Change::action, Change::summary)
        .containsExactly(
            tuple(Action.RUN, "carry the failed rollback on (UPDATE_ROLLBACK_FAILED)"));
    assertThat(recovery.notes()).singleElement().asString().contains("deploy again");
    apply(recovery);
    assertThat(status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
    assertThat(plan().changes()).extracting(Change::address).containsExactly("Arrivals", "Log");
  }

  @Test
  void an_update_that_failed_and_was_left_is_rolled_back_before_anything_else() throws Exception {
    apply(plan());
    order("UpdateResource", "Log");
    system
        .client()
        .updateStack(r ->
            r.stackName(LiveStacks.STACK)
                .disableRollback(true)
                .templateBody(
                    LiveStacks.TEMPLATE
                        .replace("Default: 7", "Default: 30")
                        .replace("QueueName: arrivals", "QueueName: arrivals, DelaySeconds: 5"))
                .parameters(
                    Parameter.builder().parameterKey("Key").usePreviousValue(true).build()));
    system.settled();
    assertThat(status()).isEqualTo("UPDATE_FAILED");

    var recovery = plan();

    assertThat(recovery.changes())
        .extracting(Change::action, Change::summary)
        .containsExactly(tuple(Action.RUN, "roll the failed update back (UPDATE_FAILED)"));
    assertThat(recovery.changes().getFirst().diff())
        .contains("The following resource(s) failed to update: [Log]");
    apply(recovery);
    assertThat(status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
    assertThat(plan().changes()).isEmpty();
  }

  @Test
  void what_a_failed_creation_left_is_a_loss_and_is_deleted_first() throws Exception {
    order("CreateResource", "Log");
    system
        .client()
        .createStack(r ->
            r.stackName(LiveStacks.STACK)
                .onFailure("DO_NOTHING")
                .templateBody(
                    LiveStacks.TEMPLATE.replace(
                        "  Log:", "  Log:\n    DependsOn: [Raw, Arrivals, Login]"))
                .parameters(Parameter.builder().parameterKey("Key").parameterValue("x").build()));

    is_cleared_away("CREATE_FAILED", "Arrivals: the queue's messages", "Raw: the bucket's objects");
  }

  @Test
  void what_a_failed_rollback_left_is_a_loss_and_is_deleted_first() throws Exception {
    changed("  Log:", "  Log:\n    DependsOn: [Raw, Arrivals, Login]");
    order("CreateResource", "Log");
    order("DeleteResource", "Raw");
    assertThat(refusal(plan()).getMessage()).endsWith("[stack is in ROLLBACK_FAILED]");

    is_cleared_away("ROLLBACK_FAILED", "Raw: the bucket's objects");
  }

  @Test
  void what_a_failed_deletion_left_is_a_loss_and_is_deleted_first() throws Exception {
    apply(plan());
    order("DeleteResource", "Raw");
    system.client().deleteStack(r -> r.stackName(LiveStacks.STACK));

    is_cleared_away("DELETE_FAILED", "Raw: the bucket's objects");
  }

  private void order(String action, String resource) throws Exception {
    system.fault(
        """
        {"service":"cloudformation","action":"%s","resource":"%s","fault":"fail"}\
        """
            .formatted(action, resource));
  }

  private void is_cleared_away(String status, String... lost) throws Exception {
    system.settled();
    assertThat(status()).isEqualTo(status);
    var plan = plan();
    var first = plan.changes().getFirst();
    assertThat(first.action()).isEqualTo(Action.DELETE);
    assertThat(first.summary()).endsWith("(" + status + ")");
    assertThat(first.losses()).extracting(Change.Loss::what).contains(lost);

    apply(plan);

    assertThat(status()).isEqualTo("CREATE_COMPLETE");
    assertThat(plan().changes()).isEmpty();
  }

  @Test
  void a_role_of_another_account_is_assumed() throws Exception {
    var other = "444455556666";
    var role = Optional.of("arn:aws:iam::" + other + ":role/deployer");
    var desired = system.desired(Optional.of(other), Optional.empty(), role);
    var looking = TestContext.looking(temporary.resolve("cache"));
    var plan = provider().plan(desired, looking);
    var applying = TestContext.applying(temporary.resolve("cache"), "ro-role", new MemoryJournal());

    var outputs = provider().apply(plan, desired, applying);

    assertThat(outputs.values())
        .containsEntry("QueueArn", "arn:aws:sqs:ap-southeast-2:" + other + ":arrivals");
    assertThat(status()).as("of the account whose key it was").isEqualTo("none");
  }

  @Test
  void what_holds_data_and_is_replaced_or_removed_is_a_loss() throws Exception {
    apply(plan());
    changed("QueueName: arrivals", "QueueName: landings");

    var replaced = change(plan(), "Arrivals");

    assertThat(replaced.action()).isEqualTo(Action.REPLACE);
    assertThat(replaced.diff()).contains("QueueName: arrivals -> landings").contains("replaces it");
    assertThat(replaced.losses())
        .extracting(Change.Loss::what)
        .containsExactly("Arrivals: the queue's messages");

    system.template(
        LiveStacks.TEMPLATE
            .replace(
                "  Raw:\n    Type: AWS::S3::Bucket\n    Properties: {BucketName: raw-sydney}\n", "")
            .replace("  BucketName: {Value: !Ref Raw}\n", ""));
    var removed = change(plan(), "Raw");
    assertThat(removed.action()).isEqualTo(Action.DELETE);
    assertThat(removed.losses())
        .extracting(Change.Loss::what)
        .containsExactly("Raw: the bucket's objects");
  }

  @Test
  void what_is_kept_by_its_policy_is_no_loss() throws Exception {
    changed("Type: AWS::SQS::Queue", "Type: AWS::SQS::Queue\n    DeletionPolicy: Retain");
    apply(plan());
    system.template(
        LiveStacks.TEMPLATE
            .replace(
                "  Arrivals:\n    Type: AWS::SQS::Queue\n    Properties: {QueueName: arrivals}\n",
                "")
            .replace("  QueueArn: {Value: !GetAtt Arrivals.Arn}\n", ""));

    var removed = change(plan(), "Arrivals");

    assertThat(removed.action()).isEqualTo(Action.DELETE);
    assertThat(removed.losses()).isEmpty();
    assertThat(removed.summary()).endsWith("the old one stays");
  }

  @Test
  void a_stack_that_somebody_works_on_is_held() throws Exception {
    system.fault(
        """
        {"service":"cloudformation","action":"CreateResource","resource":"Raw","fault":"delay",
         "seconds":3}\
        """);
    system
        .client()
        .createStack(r ->
            r.stackName(LiveStacks.STACK)
                .templateBody("{\"Resources\": {\"Raw\": {\"Type\": \"AWS::S3::Bucket\"}}}"));

    var refusal = catchThrowableOfType(ProviderException.class, this::plan);

    assertThat(refusal.kind()).isEqualTo(Kind.HELD);
    assertThat(refusal.getMessage()).contains("CREATE_IN_PROGRESS");
    system.settled();
  }

  @Test
  void an_unchanged_stack_is_told_by_one_call() throws Exception {
    apply(plan());
    assertThat(plan().changes()).isEmpty();
    system.calls();

    assertThat(plan().changes()).isEmpty();

    assertThat(system.calls()).containsExactly("DescribeStacks");
  }

  @Test
  void another_release_alone_changes_nothing_and_marks_the_next_change() throws Exception {
    apply(plan());
    assertThat(tags()).containsEntry("landfall:release", "r1");
    system.release("r2").calls();
    assertThat(plan().changes()).isEmpty();
    assertThat(system.calls()).containsExactly("DescribeStacks");
    var elsewhere = TestContext.looking(temporary.resolve("of another machine"));
    assertThat(provider().plan(system.desired(), elsewhere).changes()).isEmpty();

    changed("Default: 7", "Default: 30");
    var plan = plan();

    assertThat(plan.changes())
        .extracting(Change::address)
        .containsExactly("Log", "tags of the stack");
    assertThat(change(plan, "tags of the stack").diff()).isEqualTo("landfall:release: r1 -> r2");
    apply(plan);
    assertThat(tags()).containsEntry("landfall:release", "r2");
    assertThat(system.client().listChangeSets(r -> r.stackName(LiveStacks.STACK)).summaries())
        .extracting(summary -> summary.executionStatusAsString())
        .doesNotContain("AVAILABLE");
  }

  private Map<String, String> tags() {
    return system.stack().orElseThrow().tags().stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
  }

  @Test
  void a_change_set_without_changes_is_not_left_behind() throws Exception {
    apply(plan());

    provider().plan(system.desired(), TestContext.looking(temporary.resolve("of another machine")));

    assertThat(system.client().listChangeSets(r -> r.stackName(LiveStacks.STACK)).summaries())
        .extracting(summary -> summary.executionStatusAsString())
        .doesNotContain("AVAILABLE", "UNAVAILABLE");
  }

  @Test
  void the_plan_that_was_approved_is_the_change_set_that_is_executed() throws Exception {
    var plan = plan();
    system.calls();

    apply(plan);

    assertThat(system.calls()).containsOnlyOnce("ExecuteChangeSet").contains("CreateChangeSet");
    var changeSet = system.stack().orElseThrow().changeSetId();
    assertThat(changeSet).contains("changeSet/landfall-");
  }

  @Test
  void a_parameter_that_is_not_known_yet_is_shown_by_what_the_template_names() throws Exception {
    system.parameters(Map.of("Key", new Value.Unknown("warehouse", "Key")));

    var plan = plan();

    assertThat(plan.changes())
        .extracting(Change::address)
        .containsExactly("Arrivals", "Log", "Login", "Raw");
    assertThat(plan.changes()).extracting(Change::action).containsOnly(Action.CREATE);
    assertThat(system.stack()).isEmpty();
  }

  @Test
  void a_name_that_no_stack_can_have_is_told_before_any_call() throws Exception {
    var desired = system.desired(Optional.empty(), Optional.of("landing zone"), Optional.empty());

    var problems = provider().check(desired, TestContext.looking(temporary.resolve("cache")));

    assertThat(problems)
        .extracting(problem -> problem.summary())
        .containsExactly("bad stack name \"landing zone\"");
    assertThat(system.calls()).isEmpty();
  }

  @Test
  void credentials_of_another_account_are_refused() throws Exception {
    var other = system.desired(Optional.of("999999999999"));
    var context = TestContext.looking(temporary.resolve("cache"));

    var refusal =
        catchThrowableOfType(ProviderException.class, () -> provider().plan(other, context));

    assertThat(refusal.kind()).isEqualTo(Kind.INVALID);
    assertThat(refusal.getMessage())
        .isEqualTo(
            "The credentials belong to account 111122223333; the blueprint says 999999999999.");
  }

  @Test
  void what_cloudformation_refuses_is_told_in_its_own_words() {
    changed("RetentionInDays: !Ref Retention", "RetentionInDays: !ImportValue retention");

    assertThat(catchThrowableOfType(ProviderException.class, this::plan).getMessage())
        .isEqualTo(
            "No change set could be made for stack landing-zone-dev-sydney: No export named retention"
                + " found.");
  }

  @Test
  void all_that_is_wrong_with_a_template_is_told_before_any_call() {
    system.template(
        LiveStacks.TEMPLATE
            .replace("!Ref Retention", "!Ref Retain")
            .replace("QueueName: arrivals", "QueuName: arrivals"));

    var refusal = catchThrowableOfType(ProviderException.class, this::plan);

    assertThat(refusal.kind()).isEqualTo(Kind.INVALID);
    assertThat(refusal.problems())
        .extracting(problem -> problem.location().toString(), problem -> problem.summary())
        .containsExactlyInAnyOrder(
            tuple("landing.yaml:13:59", "unknown reference \"Retain\""),
            tuple("landing.yaml:10:18", "unknown property \"QueuName\""));
    assertThat(system.calls()).isEmpty();
  }

  @Test
  void a_change_of_outputs_alone_is_one_where_nothing_can_be_tagged() throws Exception {
    var template =
        """
        Resources: {Handle: {Type: AWS::CloudFormation::WaitConditionHandle}}
        Outputs:
          One: {Value: one}
        """;
    system.parameters(Map.of()).template(template);
    apply(plan());

    system.template(template + "  Two: {Value: two}\n").release("r2");
    var plan = plan();

    assertThat(plan.changes()).extracting(Change::address).containsExactly("the stack");
    assertThat(apply(plan).values()).containsOnlyKeys("One", "Two");
    assertThat(plan().changes()).isEmpty();
    system.release("r3");
    assertThat(plan().changes()).isEmpty();
  }
}
