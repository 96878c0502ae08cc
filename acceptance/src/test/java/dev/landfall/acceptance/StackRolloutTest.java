package dev.landfall.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Rollouts of stacks under hard conditions: to many regions at once, and by processes that are
/// killed at every event of the stack.
@TestInstance(Lifecycle.PER_CLASS)
final class StackRolloutTest {
  private static final int REGIONS = 20;
  private static final String STACK = "landing-zone-dev-";
  private static final String TEMPLATE =
      """
      Resources:
        Arrivals: {Type: AWS::SQS::Queue}
        Errors:
          Type: AWS::Logs::LogGroup
          DependsOn: Arrivals
          Properties: {RetentionInDays: 30}
      Outputs:
        Queue: {Value: !GetAtt Arrivals.Arn}
      """;

  /// How many events the stack's creation has: three for each resource, and the stack's own.
  private static final int EVENTS = 9;

  private Path platform;
  private Path state;
  private Path ready;
  private Landfall.Running standIns;

  private static String account(int region) {
    return String.valueOf(100_000_000_000L + region);
  }

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    platform = Files.createDirectories(temporary.resolve("platform"));
    state = temporary.resolve("state");
    ready = temporary.resolve("ready.json");
    Files.writeString(
        platform.resolve("landfall.yaml"),
        """
        platform: many
        components:
          landing-zone: {uses: cloudformation, with: {template: landing-zone.yaml}}
        environments: {dev: {regions: [%s]}}
        regions:
        %s
        """
            .formatted(
                names().collect(Collectors.joining(", ")),
                IntStream.rangeClosed(1, REGIONS)
                    .mapToObj(i ->
                        "  r" + i + ": {aws: {region: eu-west-2, account: \"" + account(i) + "\"}}")
                    .collect(Collectors.joining("\n"))));
    Files.writeString(platform.resolve("landing-zone.yaml"), TEMPLATE);
    standIns =
        new Landfall(platform).start("sandbox", "--only", "aws", "--ready-file", ready.toString());
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> Files.exists(ready) || !standIns.process().isAlive());
    assertThat(ready).as(Files.readString(standIns.err())).exists();
  }

  private static java.util.stream.Stream<String> names() {
    return IntStream.rangeClosed(1, REGIONS).mapToObj(i -> "r" + i);
  }

  @AfterAll
  void stop() throws InterruptedException {
    standIns.process().destroy();
    standIns.process().waitFor();
  }

  private Landfall landfall(String... regions) {
    var common =
        new java.util.ArrayList<>(
            List.of("--env", "dev", "--state", state.toString(), "--sandbox", ready.toString()));
    common.addAll(List.of(regions));
    return new Landfall(platform, common.toArray(String[]::new));
  }

  private JsonNode aws() throws IOException {
    return new JsonMapper().readTree(Files.readString(ready)).get("aws");
  }

  private CloudFormationClient client(int region) throws IOException {
    return CloudFormationClient.builder()
        .endpointOverride(URI.create(aws().get("endpoint").asString()))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .region(Region.EU_WEST_2)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    account(region), aws().get("secretAccessKey").asString())))
        .build();
  }

  private static List<StackEvent> events(CloudFormationClient client, String stack) {
    try {
      return client.describeStackEvents(r -> r.stackName(stack)).stackEvents();
    } catch (CloudFormationException e) {
      return List.of();
    }
  }

  @Test
  void a_process_killed_at_every_event_begins_no_second_operation() throws Exception {
    new Faults(ready)
        .order(
            """
            {"service": "cloudformation", "action": "CreateResource", "fault": "delay",
             "seconds": 0.3, "times": 1000}\
            """);
    int unfinished = 0;
    for (int n = 1; n <= EVENTS; n++) {
      var stack = STACK + "r" + n;
      var landfall = landfall("--region", "r" + n);
      try (var client = client(n)) {
        int wanted = n;
        var running = landfall.start("deploy", "--yes");
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .pollInterval(Duration.ofMillis(10))
            .until(() -> events(client, stack).size() >= wanted || !running.process().isAlive());
        running.kill();
        var _ = running.await();

        var again = landfall.run("deploy", "--yes");

        assertThat(again.exit()).as(n + " " + again.all()).isZero();
        var all = events(client, stack);
        assertThat(all.stream().map(StackEvent::resourceStatusAsString))
            .as(n + " " + again.all())
            .doesNotContain("DELETE_IN_PROGRESS", "UPDATE_IN_PROGRESS")
            .containsOnlyOnce("REVIEW_IN_PROGRESS");
        assertThat(
                all.stream()
                    .filter(event -> event.resourceType().equals("AWS::CloudFormation::Stack"))
                    .map(StackEvent::resourceStatusAsString))
            .containsExactly("CREATE_COMPLETE", "CREATE_IN_PROGRESS", "REVIEW_IN_PROGRESS");
        assertThat(all).hasSize(EVENTS);
        if (again.all().contains("unfinished") || again.all().contains("resum")) {
          unfinished++;
        }
      }
    }
    new Faults(ready).forget();
    assertThat(unfinished).isGreaterThan(EVENTS / 2);
    var plan = landfall("--all-regions").run("plan", "--json");
    assertThat(plan.exit()).as(plan.all()).isZero();
  }

  @Test
  void twenty_regions_are_rolled_out_at_once_and_one_that_fails_stops_no_other() throws Exception {
    new Faults(ready)
        .order(
            """
            {"service": "cloudformation", "action": "CreateResource", "account": "%s",
             "resource": "Errors", "fault": "fail"}\
            """
                .formatted(account(REGIONS)));
    var everywhere =
        new Landfall(
            platform,
            "--env",
            "dev",
            "--all-regions",
            "--parallel",
            Integer.toString(REGIONS),
            "--state",
            state.resolveSibling("many").toString(),
            "--sandbox",
            ready.toString());

    var deployed = everywhere.run("deploy", "--yes");

    assertThat(deployed.exit()).as(deployed.all()).isEqualTo(1);
    assertThat(deployed.out()).contains("19 of 20 targets succeeded");
    assertThat(deployed.all()).contains("landing-zone: Errors (AWS::Logs::LogGroup) failed: ");
    var again = everywhere.run("deploy", "--yes");
    assertThat(again.exit()).as(again.all()).isZero();
    var plan = everywhere.run("plan", "--json");
    assertThat(plan.exit()).as(plan.all()).isZero();
    assertThat(plan.out()).doesNotContain("\"action\"");
  }
}
