package dev.landfall.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.landfall.cloudformation.settings.CloudFormationSettings;
import dev.landfall.spi.Action;
import dev.landfall.spi.Change;
import dev.landfall.spi.Desired;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Journal;
import dev.landfall.spi.MemoryJournal;
import dev.landfall.spi.Plan;
import dev.landfall.spi.Problem;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import dev.landfall.spi.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

class RemovalTest {
  private static final String TEMPLATE =
      """
      Resources:
        Raw: {Type: AWS::S3::Bucket, Properties: {BucketName: raw-sydney}}
        Curated: {Type: AWS::S3::Bucket, Properties: {BucketName: curated-sydney}}
        Kept: {Type: AWS::S3::Bucket, DeletionPolicy: Retain, Properties: {BucketName: kept-sydney}}
        Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: arrivals}}
        Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: told}}
      Outputs:
        Arn: {Value: !GetAtt Queue.Arn, Export: {Name: arrivals-arn}}
      """;

  @TempDir Path temporary;
  private LiveStacks system;
  private CloudFormationProvider provider;
  private S3Client s3;
  private int rollouts;

  @BeforeEach
  void start() throws Exception {
    var repository = Files.createDirectories(temporary.resolve("repository"));
    system = new LiveStacks(repository).parameters(Map.of()).template(TEMPLATE);
    provider = new CloudFormationProvider();
    s3 = system.s3();
  }

  @AfterEach
  void stop() {
    s3.close();
    provider.close();
    system.close();
  }

  private void deploy() throws Exception {
    var desired = system.desired();
    provider.apply(
        provider.plan(desired, TestContext.looking(temporary.resolve("cache"))),
        desired,
        applying(new MemoryJournal()));
  }

  private TestContext applying(MemoryJournal journal) {
    return TestContext.applying(temporary.resolve("cache"), "ro-" + ++rollouts, journal);
  }

  private Desired<CloudFormationSettings> destroyed() {
    var desired = system.desired();
    return new Desired<>(
        desired.target(),
        desired.component(),
        desired.settings(),
        desired.source(),
        new Goal.Destroyed(),
        desired.release());
  }

  private Plan plan() throws Exception {
    return provider.plan(destroyed(), TestContext.looking(temporary.resolve("cache")));
  }

  private void destroy(Plan plan) throws Exception {
    destroy(plan, new MemoryJournal());
  }

  private void destroy(Plan plan, MemoryJournal journal) throws Exception {
    provider.apply(plan, destroyed(), applying(journal));
  }

  private ProviderException failure(Plan plan) {
    return catchThrowableOfType(ProviderException.class, () -> destroy(plan));
  }

  private List<String> buckets() {
    return s3.listBuckets().buckets().stream().map(Bucket::name).toList();
  }

  private void put(String bucket, String key) {
    s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString(key));
  }

  @Test
  void a_plan_shows_what_is_lost_first_and_what_is_kept() throws Exception {
    deploy();
    s3.putBucketVersioning(r ->
        r.bucket("raw-sydney")
            .versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
    put("raw-sydney", "a");
    put("raw-sydney", "a");
    s3.deleteObject(r -> r.bucket("raw-sydney").key("a"));

    var plan = plan();

    assertThat(plan.changes())
        .extracting(Change::address)
        .containsExactly("Queue", "Raw", "Curated", "Topic", "the stack");
    assertThat(plan.changes()).extracting(Change::action).containsOnly(Action.DELETE);
    assertThat(plan.changes().get(1).losses())
        .containsExactly(new Change.Loss("Raw: the bucket's objects", "3 objects and versions"));
    assertThat(plan.changes().get(2).losses()).isEmpty();
    assertThat(plan.notes())
        .containsExactly(
            "Kept (AWS::S3::Bucket kept-sydney) is kept: its deletion policy is Retain.");
  }

  @Test
  void a_bucket_is_emptied_of_what_the_plan_showed_and_a_kept_one_stays() throws Exception {
    deploy();
    s3.putBucketVersioning(r ->
        r.bucket("raw-sydney")
            .versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
    for (int i = 0; i < 1_100; i++) {
      put("raw-sydney", "object-" + i % 600);
    }
    put("kept-sydney", "b");
    var journal = new MemoryJournal();
    var plan = plan();
    assertThat(plan.changes().get(1).losses().getFirst().extent())
        .isEqualTo("more than 1,000 objects and versions");

    destroy(plan, journal);

    assertThat(buckets()).containsExactly("kept-sydney");
    assertThat(s3.listObjectsV2(r -> r.bucket("kept-sydney")).contents()).hasSize(1);
    assertThat(system.stack()).isEmpty();
    assertThat(journal.open()).isEmpty();
    assertThat(plan().isEmpty()).isTrue();
  }

  @Test
  void what_came_into_a_bucket_after_the_plan_is_not_deleted() throws Exception {
    deploy();
    var plan = plan();
    put("curated-sydney", "late");

    var failure = failure(plan);

    assertThat(failure.getMessage())
        .contains("Curated (AWS::S3::Bucket) failed")
        .contains("not empty")
        .contains("DELETE_FAILED");
    assertThat(s3.listObjectsV2(r -> r.bucket("curated-sydney")).contents()).hasSize(1);
    var again = plan();
    assertThat(again.changes()).extracting(Change::address).containsExactly("Curated", "the stack");
    destroy(again);
    assertThat(system.stack()).isEmpty();
    assertThat(buckets()).containsExactly("kept-sydney");
  }

  @Test
  void what_a_component_retains_gets_policies_and_stays() throws Exception {
    system.retain("Raw");
    deploy();
    put("raw-sydney", "a");
    assertThat(system.client().getTemplate(r -> r.stackName(LiveStacks.STACK)).templateBody())
        .contains("\"UpdateReplacePolicy\":\"Retain\"");
    var plan = plan();
    assertThat(plan.changes())
        .extracting(Change::address)
        .containsExactly("Queue", "Curated", "Topic", "the stack");

    destroy(plan);

    assertThat(buckets()).containsExactlyInAnyOrder("kept-sydney", "raw-sydney");
  }

  @Test
  void the_deployed_template_decides_what_is_kept() throws Exception {
    deploy();
    system.retain("Raw");

    assertThat(plan().changes()).extracting(Change::address).contains("Raw");
    assertThat(
            provider
                .plan(system.desired(), TestContext.looking(temporary.resolve("cache")))
                .changes())
        .extracting(Change::address)
        .containsExactly("Raw");
    deploy();
    assertThat(plan().changes()).extracting(Change::address).doesNotContain("Raw");
  }

  @Test
  void what_is_to_be_retained_has_to_be_there() throws Exception {
    system.retain("Row");

    assertThat(provider.check(system.desired(), TestContext.looking(temporary.resolve("cache"))))
        .extracting(Problem::toString)
        .containsExactly("with:retain:1:1: error: unknown resource \"Row\". Did you mean Raw?");
  }

  @Test
  void a_protected_stack_is_not_destroyed() throws Exception {
    system.terminationProtection(true);
    deploy();

    var refusal = catchThrowableOfType(ProviderException.class, this::plan);

    assertThat(refusal).hasMessageContaining("is protected from being deleted");
    assertThat(refusal.next()).contains("terminationProtection: false");
  }

  @Test
  void a_stack_whose_exports_others_import_stays_until_they_are_gone() throws Exception {
    deploy();
    put("raw-sydney", "a");
    system
        .client()
        .createStack(r ->
            r.stackName("ingest")
                .templateBody(
                    "Resources: {L: {Type: AWS::Logs::LogGroup, Properties: {Tags: [{Key: a, Value:"
                        + " !ImportValue arrivals-arn}]}}}"));
    system.settled("ingest");
    var plan = plan();
    assertThat(plan.notes()).anyMatch(note -> note.contains("imported by ingest"));

    assertThat(failure(plan)).hasMessageContaining("is imported by ingest");

    assertThat(s3.listObjectsV2(r -> r.bucket("raw-sydney")).contents()).hasSize(1);
    system.client().deleteStack(r -> r.stackName("ingest"));
    system.settled("ingest");
    destroy(plan());
    assertThat(system.stack()).isEmpty();
  }

  @Test
  void a_stack_that_only_waits_for_its_change_set_goes_too() throws Exception {
    system
        .client()
        .createChangeSet(r ->
            r.stackName(LiveStacks.STACK)
                .changeSetName("first")
                .changeSetType(ChangeSetType.CREATE)
                .templateBody(TEMPLATE));

    destroy(plan());

    assertThat(system.stack()).isEmpty();
  }

  @Test
  void a_stack_whose_deletion_failed_is_deleted_by_the_next_plan() throws Exception {
    deploy();
    system.fault(
        """
        {"service": "cloudformation", "action": "*", "resource": "Queue", "fault": "fail", "times": 1}
        """);
    var failed = failure(plan());
    assertThat(failed).hasMessageContaining("DELETE_FAILED");
    assertThat(failed.next()).contains("run the same command again");

    var plan = plan();
    assertThat(plan.changes().getLast().summary()).endsWith("(DELETE_FAILED)");
    destroy(plan);

    assertThat(system.stack()).isEmpty();
  }

  @Test
  void somebody_elses_operation_is_waited_for() throws Exception {
    deploy();
    system.fault(
        """
        {"service": "cloudformation", "action": "*", "resource": "Queue", "fault": "delay",
         "seconds": 600, "times": 1}
        """);
    system.client().deleteStack(r -> r.stackName(LiveStacks.STACK));

    var refusal = catchThrowableOfType(ProviderException.class, this::plan);

    assertThat(refusal.kind()).isEqualTo(Kind.HELD);
  }

  @Test
  void the_call_of_a_lost_process_is_found_by_its_token_and_not_sent_again() throws Exception {
    deploy();
    var plan = plan();
    var journal = new MemoryJournal();
    journal.endAt(2, MemoryJournal.End.KILLED_BEFORE, () -> {});
    var context = applying(journal);
    assertThat(catchThrowable(() -> provider.apply(plan, destroyed(), context))).isNotNull();
    system.calls();

    provider.apply(
        plan,
        destroyed(),
        TestContext.applying(temporary.resolve("cache"), "ro-" + rollouts, journal.afterCrash()));

    assertThat(system.calls()).doesNotContain("DeleteStack").contains("DescribeStackEvents");
    assertThat(system.stack()).isEmpty();
  }

  @Test
  void a_rollout_settles_what_a_lost_destruction_announced() throws Exception {
    deploy();
    var journal = new MemoryJournal();
    journal.endAt(2, MemoryJournal.End.KILLED_BEFORE, () -> {});
    var plan = plan();
    assertThat(catchThrowable(() -> destroy(plan, journal))).isNotNull();
    system.settled();
    var left = journal.afterCrash();
    assertThat(left.open()).hasSize(1);
    s3.deleteBucket(r -> r.bucket("kept-sydney"));

    var desired = system.desired();
    provider.apply(
        provider.plan(desired, TestContext.looking(temporary.resolve("cache"))),
        desired,
        applying(left));

    assertThat(left.open()).isEmpty();
    assertThat(left.entries()).anyMatch(Journal.Done.class::isInstance);
    assertThat(system.stack().orElseThrow().stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
  }

  @Test
  void what_nested_stacks_hold_is_shown_emptied_and_kept_like_the_rest() throws Exception {
    s3.createBucket(r ->
        r.bucket("artifacts-sydney")
            .createBucketConfiguration(c -> c.locationConstraint("ap-southeast-2")));
    Files.writeString(temporary.resolve("repository/inner.yaml"), TEMPLATE);
    system
        .artifacts("artifacts-sydney", "landfall")
        .template(
            "Resources: {Inner: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: inner.yaml}}}\n");
    deploy();
    put("raw-sydney", "a");
    var plan = plan();
    assertThat(plan.changes())
        .extracting(Change::address)
        .containsExactly(
            "Inner/Queue", "Inner/Raw", "Inner", "Inner/Curated", "Inner/Topic", "the stack");
    assertThat(plan.changes().get(1).losses()).hasSize(1);
    assertThat(plan.notes())
        .containsExactly(
            "Inner/Kept (AWS::S3::Bucket kept-sydney) is kept: its deletion policy is Retain.");

    destroy(plan);

    assertThat(system.stack()).isEmpty();
    assertThat(buckets()).containsExactlyInAnyOrder("artifacts-sydney", "kept-sydney");
  }

  @Test
  void what_cannot_be_deleted_is_left_out_when_the_component_retains_it() throws Exception {
    deploy();
    var plan = plan();
    put("curated-sydney", "late");
    assertThat(failure(plan)).hasMessageContaining("DELETE_FAILED");
    system.retain("Curated");

    var again = plan();

    assertThat(again.changes()).extracting(Change::address).containsExactly("the stack");
    assertThat(again.notes())
        .containsExactly(
            "Curated (AWS::S3::Bucket curated-sydney) is kept: it cannot be deleted, and `retain`"
                + " names it.");
    destroy(again);
    assertThat(system.stack()).isEmpty();
    assertThat(buckets()).containsExactlyInAnyOrder("curated-sydney", "kept-sydney");
  }

  @Test
  void protection_that_came_after_the_plan_is_heeded_before_anything_is_emptied() throws Exception {
    deploy();
    put("raw-sydney", "a");
    var plan = plan();
    system
        .client()
        .updateTerminationProtection(
            r -> r.stackName(LiveStacks.STACK).enableTerminationProtection(true));

    assertThat(failure(plan)).hasMessageContaining("is protected from being deleted");

    assertThat(s3.listObjectsV2(r -> r.bucket("raw-sydney")).contents()).hasSize(1);
  }
}
