package dev.landfall.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import tools.jackson.databind.json.JsonMapper;

/// A platform of two stacks in three regions of the AWS of this machine: what one puts out is a
/// parameter of the other, one region fails in the middle, and the same command finishes it.
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class InfrastructureTest {
  private static final String BLUEPRINT =
      """
      platform: ticketing
      components:
        landing-zone:
          uses: cloudformation
          with: {template: landing-zone.yaml, parameters: {Place: "${target.region}"}}
        ingest:
          uses: cloudformation
          with:
            template: ingest.yaml
            parameters: {Arrivals: "${landing-zone.QueueArn}"}
            capabilities: [CAPABILITY_IAM]
      environments: {dev: {regions: [sydney, london, virginia]}}
      regions:
        sydney: {aws: {region: ap-southeast-2, account: "111122223333"}}
        london: {aws: {region: eu-west-2, account: "111122223333"}}
        virginia: {aws: {region: us-east-1, account: "444455556666"}}
      """;
  private static final String LANDING_ZONE =
      """
      Parameters:
        Place: {Type: String}
      Resources:
        Raw:
          Type: AWS::S3::Bucket
          Properties: {BucketName: !Sub "ticketing-raw-${Place}"}
        Arrivals:
          Type: AWS::SQS::Queue
          Properties: {VisibilityTimeout: 60}
      Outputs:
        BucketName: {Value: !Ref Raw}
        QueueArn: {Value: !GetAtt Arrivals.Arn}
      """;
  private static final String INGEST =
      """
      Parameters:
        Arrivals: {Type: String}
      Resources:
        Reader:
          Type: AWS::IAM::Role
          Properties:
            AssumeRolePolicyDocument:
              Version: "2012-10-17"
              Statement:
                - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: "sts:AssumeRole"}
        Errors:
          Type: AWS::Logs::LogGroup
          Properties: {RetentionInDays: 30, Tags: [{Key: reads, Value: !Ref Arrivals}]}
      Outputs:
        Role: {Value: !GetAtt Reader.Arn}
      """;

  private Path platform;
  private Path ready;
  private Landfall.Running standIns;
  private Landfall landfall;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    platform = Files.createDirectories(temporary.resolve("platform"));
    Files.writeString(platform.resolve("landfall.yaml"), BLUEPRINT);
    Files.writeString(platform.resolve("landing-zone.yaml"), LANDING_ZONE);
    Files.writeString(platform.resolve("ingest.yaml"), INGEST);
    ready = temporary.resolve("ready.json");
    standIns =
        new Landfall(platform).start("sandbox", "--only", "aws", "--ready-file", ready.toString());
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> Files.exists(ready) || !standIns.process().isAlive());
    assertThat(ready).as(Files.readString(standIns.err())).exists();
    landfall =
        new Landfall(
            platform,
            "--env",
            "dev",
            "--all-regions",
            "--state",
            temporary.resolve("state").toString(),
            "--sandbox",
            ready.toString());
  }

  @AfterAll
  void stop() throws InterruptedException {
    standIns.process().destroy();
    standIns.process().waitFor();
  }

  @Test
  @Order(1)
  void an_output_that_no_template_names_is_told_before_anything_is_planned() throws Exception {
    Files.writeString(platform.resolve("landfall.yaml"), BLUEPRINT.replace("QueueArn", "QueueArm"));

    var wrong = landfall.run("plan");

    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.all())
        .contains("landfall.yaml:10:31: error: unknown output \"landing-zone.QueueArm\"")
        .contains("Did you mean \"QueueArn\"?");
    Files.writeString(platform.resolve("landfall.yaml"), BLUEPRINT);
  }

  @Test
  @Order(2)
  void one_region_that_fails_stops_no_other_and_its_first_cause_is_told() throws Exception {
    new Faults(ready)
        .order(
            """
            {"service": "cloudformation", "action": "CreateResource", "region": "eu-west-2",
             "resource": "Errors", "fault": "fail"}\
            """);

    var deployed = landfall.run("deploy", "--yes");

    assertThat(deployed.exit()).as(deployed.all()).isEqualTo(1);
    assertThat(deployed.all())
        .contains("ingest: Errors (AWS::Logs::LogGroup) failed: ")
        .contains("[stack is in ROLLBACK_COMPLETE]");
    assertThat(deployed.out()).contains("dev/sydney  ").contains("2 of 3 targets succeeded");
  }

  @Test
  @Order(3)
  void the_same_command_finishes_it_and_the_next_plan_is_empty() throws Exception {
    var again = landfall.run("deploy", "--yes");

    assertThat(again.exit()).as(again.all()).isZero();
    assertThat(again.out()).contains("the stack that is left of a failure (ROLLBACK_COMPLETE)");
    var plan = landfall.run("plan", "--json");
    assertThat(plan.exit()).as(plan.all()).isZero();
    assertThat(plan.out()).doesNotContain("\"action\"");
    var outputs = landfall.run("outputs");
    assertThat(outputs.out())
        .contains("landing-zone.BucketName = ticketing-raw-virginia")
        .contains("landing-zone.QueueArn = arn:aws:sqs:eu-west-2:111122223333:landing-zone-dev-")
        .contains("ingest.Role = arn:aws:iam::444455556666:role/ingest-dev-virginia-Reader-");
  }

  @Test
  @Order(4)
  void a_replacement_that_loses_data_is_on_top_of_the_plan() throws Exception {
    Files.writeString(
        platform.resolve("landing-zone.yaml"),
        LANDING_ZONE.replace("ticketing-raw-${Place}", "ticketing-landing-${Place}"));

    var plan = landfall.run("plan");

    assertThat(plan.exit()).as(plan.all()).isZero();
    assertThat(plan.out())
        .contains("Raw: the bucket's objects")
        .contains("BucketName: ticketing-raw-sydney -> ticketing-landing-sydney");
    Files.writeString(platform.resolve("landing-zone.yaml"), LANDING_ZONE);
  }

  @Test
  @Order(5)
  void a_region_is_rehearsed_on_an_aws_of_its_own() throws Exception {
    var rehearsed =
        new Landfall(platform)
            .run("rehearse", "--blueprint", ".", "--env", "dev", "--region", "virginia");

    assertThat(rehearsed.exit()).as(rehearsed.all()).isZero();
    assertThat(rehearsed.all())
        .contains("A second plan has nothing to do; nothing has drifted.")
        .contains("The rehearsal succeeded.");
  }

  @Test
  @Order(6)
  void what_loses_data_is_only_destroyed_when_it_was_confirmed_by_name() throws Exception {
    var unconfirmed = landfall.run("destroy", "--yes", "--json");

    assertThat(unconfirmed.exit()).as(unconfirmed.all()).isEqualTo(3);
    assertThat(unconfirmed.json().get("error").get("message").asString())
        .contains("ingest/Errors", "landing-zone/Arrivals");
    assertThat(unconfirmed.json().get("digests")).hasSize(3);
    var half = landfall.run("destroy", "--yes", "--confirm", "landing-zone/Arrivals");
    assertThat(half.exit()).as(half.all()).isEqualTo(3);
    assertThat(half.err()).contains("ingest/Errors").doesNotContain("landing-zone/Arrivals,");
    var used = landfall.run("destroy", "--component", "landing-zone", "--confirm", "landing-zone");
    assertThat(used.exit()).as(used.all()).isEqualTo(2);
    assertThat(used.all())
        .contains("landfall.yaml:9:7: error: component \"ingest\" needs \"landing-zone\"");
    var plan = landfall.run("plan", "--json");
    assertThat(plan.out()).doesNotContain("\"action\"");
  }

  @Test
  @Order(7)
  void one_region_that_cannot_be_destroyed_stops_no_other_and_the_same_command_finishes_it()
      throws Exception {
    var file = platform.resolveSibling("destroy.json");
    var planned = landfall.run("plan", "--destroy", "--out", file.toString());
    assertThat(planned.exit()).as(planned.all()).isZero();
    assertThat(planned.out()).contains("Arrivals: the queue's messages");
    var wrongCommand = landfall.run("deploy", "--plan", file.toString());
    assertThat(wrongCommand.exit()).as(wrongCommand.all()).isEqualTo(2);
    assertThat(wrongCommand.err()).contains("Carry it out with `landfall destroy --plan");
    new Faults(ready)
        .order(
            """
            {"service": "cloudformation", "action": "DeleteResource", "region": "eu-west-2",
             "resource": "Arrivals", "fault": "fail", "times": 1}\
            """);
    var confirmed = List.of("--confirm", "landing-zone", "--confirm", "ingest");

    var failed = destroy(confirmed, "--plan", file.toString());

    assertThat(failed.exit()).as(failed.all()).isEqualTo(1);
    assertThat(failed.all())
        .contains("landing-zone: Arrivals (AWS::SQS::Queue) failed: ")
        .contains("[stack is in DELETE_FAILED]");
    assertThat(failed.out()).contains("2 of 3 targets succeeded");
    var finished = destroy(confirmed, "--yes");
    assertThat(finished.exit()).as(finished.all()).isZero();
    assertThat(landfall.run("status").out()).contains("nothing is left of ingest, landing-zone");
    var drift = landfall.run("drift");
    assertThat(drift.exit()).as(drift.all()).isZero();
    assertThat(drift.out()).contains("landing-zone: destroyed at ");
    assertThat(landfall.run("plan", "--destroy", "--json").out()).doesNotContain("\"action\"");
  }

  @Test
  @Order(8)
  void what_was_destroyed_is_rolled_out_again() throws Exception {
    var again = landfall.run("deploy", "--yes");

    assertThat(again.exit()).as(again.all()).isZero();
    assertThat(landfall.run("plan", "--json").out()).doesNotContain("\"action\"");
  }

  @Test
  @Order(9)
  void on_a_terminal_the_name_of_each_component_that_loses_data_is_asked_for() throws Exception {
    var questions =
        List.of(
            "Type \"yes\":", "Data of ingest is destroyed.", "Data of landing-zone is destroyed.");

    assertThat(destroyVirginia(questions, List.of("yes", "ingest", "landing-zon"))).isEqualTo(3);
    assertThat(virginia().run("plan", "--destroy", "--json").out()).contains("\"action\"");
    assertThat(destroyVirginia(questions, List.of("yes", "ingest", "landing-zone"))).isZero();
    assertThat(virginia().run("plan", "--destroy", "--json").out()).doesNotContain("\"action\"");
  }

  private Landfall virginia() {
    return new Landfall(
        platform,
        "--env",
        "dev",
        "--region",
        "virginia",
        "--state",
        platform.resolveSibling("state").toString(),
        "--sandbox",
        ready.toString());
  }

  private int destroyVirginia(List<String> questions, List<String> answers) throws Exception {
    try (var terminal = PseudoTerminal.open(60, 160)) {
      var process = virginia().start(terminal, "destroy");
      for (var i = 0; i < questions.size(); i++) {
        var question = questions.get(i);
        Awaitility.await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> terminal.screen().everything().contains(question) || !process.isAlive());
        terminal.type(answers.get(i));
      }
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      terminal.drain();
      return process.exitValue();
    }
  }

  @Test
  @Order(10)
  void a_destruction_that_is_killed_is_finished_by_the_next_and_deletes_nothing_twice()
      throws Exception {
    new Faults(ready)
        .order(
            """
            {"service": "cloudformation", "action": "DeleteResource", "region": "ap-southeast-2",
             "resource": "Arrivals", "fault": "delay", "seconds": 5, "times": 1}\
            """);
    var confirmed = List.of("--confirm", "landing-zone,ingest", "--yes");
    var arguments = new ArrayList<>(List.of("destroy"));
    arguments.addAll(confirmed);
    var running = landfall.start(arguments.toArray(String[]::new));
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() ->
            Files.readString(running.out()).contains("dev/sydney ingest: succeeded")
                || Files.readString(running.err()).contains("dev/sydney ingest: succeeded")
                || !running.process().isAlive());
    running.kill();
    assertThat(running.await().exit()).as("killed").isEqualTo(137);

    var finished = destroy(confirmed);

    assertThat(finished.exit()).as(finished.all()).isZero();
    assertThat(finished.all()).contains("It is taken up again.");
    assertThat(landfall.run("plan", "--destroy", "--json").out()).doesNotContain("\"action\"");
  }

  @Test
  @Order(11)
  void a_deploy_that_is_killed_in_its_second_stack_is_followed_by_the_next() throws Exception {
    new Faults(ready)
        .order(
            """
            {"service": "cloudformation", "action": "CreateResource", "region": "ap-southeast-2",
             "resource": "Errors", "fault": "delay", "seconds": 8, "times": 1}\
            """);
    var running = landfall.start("deploy", "--yes");
    try (var client = sydney()) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .ignoreExceptionsInstanceOf(CloudFormationException.class)
          .until(() ->
              client
                      .describeStacks(r -> r.stackName("ingest-dev-sydney"))
                      .stacks()
                      .getFirst()
                      .stackStatus()
                  == StackStatus.CREATE_IN_PROGRESS);
    }
    running.kill();
    assertThat(running.await().exit()).as("killed").isEqualTo(137);

    var finished = landfall.run("deploy", "--yes");

    assertThat(finished.exit()).as(finished.all()).isZero();
    assertThat(finished.all()).contains("It is taken up again.").doesNotContain("works on it");
    assertThat(landfall.run("plan", "--json").out()).doesNotContain("\"action\"");
  }

  private CloudFormationClient sydney() throws IOException {
    var aws = new JsonMapper().readTree(Files.readString(ready)).get("aws");
    return CloudFormationClient.builder()
        .httpClient(UrlConnectionHttpClient.create())
        .endpointOverride(URI.create(aws.get("endpoint").asString()))
        .region(Region.AP_SOUTHEAST_2)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create("111122223333", aws.get("secretAccessKey").asString())))
        .build();
  }

  private Landfall.Ended destroy(List<String> options, String... more) throws InterruptedException {
    var arguments = new ArrayList<>(List.of("destroy"));
    arguments.addAll(options);
    arguments.addAll(List.of(more));
    return landfall.run(arguments.toArray(String[]::new));
  }
}
