package dev.landfall.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.s3.S3Client;

/// An operation on a stack goes on when the process was killed while it made, changed or removed a
/// resource, and nothing is made twice.
final class StackKillTest {
  private static final String TEMPLATE =
      """
      Parameters:
        Days: {Type: Number, Default: 30}
        Name: {Type: String, Default: one}
      Conditions:
        First: !Equals [!Ref Name, one]
      Resources:
        Raw:
          Type: AWS::S3::Bucket
          Properties:
            BucketName: raw-data
            LifecycleConfiguration:
              Rules: [{Id: old, Status: Enabled, ExpirationInDays: !Ref Days}]
        Policy:
          Type: AWS::S3::BucketPolicy
          Properties:
            Bucket: !Ref Raw
            PolicyDocument:
              Statement: [{Effect: Allow, Principal: '*', Action: s3:GetObject, Resource: !Sub '${Raw.Arn}/${Days}'}]
        Arrivals:
          Type: AWS::SQS::Queue
          Properties: {QueueName: !Sub 'arrivals-${Name}', DelaySeconds: !Ref Days}
        Extra:
          Type: AWS::SQS::Queue
          Condition: First
      """;

  @TempDir Path home;

  private Process child() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            KillTest.Main.class.getName(),
            home.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static URI endpoint(Process process) throws IOException {
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return URI.create("http://127.0.0.1:" + out.readLine());
  }

  private static StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(Clients.ACCOUNT, "landfall"));
  }

  private static CloudFormationClient stacks(URI endpoint) {
    return CloudFormationClient.builder()
        .endpointOverride(endpoint)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .region(Region.of(Clients.REGION))
        .credentialsProvider(credentials())
        .build();
  }

  private static S3Client s3(URI endpoint) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .region(Region.of(Clients.REGION))
        .credentialsProvider(credentials())
        .forcePathStyle(true)
        .build();
  }

  private static void hold(URI endpoint, String action, String resource) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var order =
          "{\"service\":\"cloudformation\",\"action\":\""
              + action
              + "\",\"resource\":\""
              + resource
              + "\",\"fault\":\"delay\",\"seconds\":600,\"times\":1}";
      var request =
          HttpRequest.newBuilder(endpoint.resolve("/_landfall/faults"))
              .POST(HttpRequest.BodyPublishers.ofString(order))
              .build();
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }

  private static Stack stack(CloudFormationClient stacks, String id) {
    return stacks.describeStacks(r -> r.stackName(id)).stacks().getFirst();
  }

  private static void await(CloudFormationClient stacks, String id, Predicate<Stack> until) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> until.test(stack(stacks, id)));
  }

  private static void awaitEvent(
      CloudFormationClient stacks, String id, Predicate<StackEvent> until) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(20))
        .until(() ->
            stacks.describeStackEvents(r -> r.stackName(id)).stackEvents().stream()
                .anyMatch(until));
  }

  private static Parameter parameter(String name, String value) {
    return Parameter.builder().parameterKey(name).parameterValue(value).build();
  }

  private static String create(CloudFormationClient stacks) {
    return stacks
        .createStack(r -> r.stackName("landing").templateBody(TEMPLATE).clientRequestToken("first"))
        .stackId();
  }

  private interface Use {
    void of(URI endpoint) throws Exception;
  }

  /// Kills a server when the use of it is over.
  private void killed(Use use) throws Exception {
    var process = child();
    try {
      use.of(endpoint(process));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static void isWhole(URI endpoint, String id) {
    try (var stacks = stacks(endpoint);
        var s3 = s3(endpoint)) {
      assertThat(s3.listBuckets().buckets()).hasSize(1);
      assertThat(stacks.describeStackResources(r -> r.stackName(id)).stackResources())
          .allSatisfy(
              resource -> assertThat(resource.resourceStatusAsString()).endsWith("_COMPLETE"));
      assertThat(stacks.createStack(r -> r.stackName("other").templateBody(TEMPLATE)).stackId())
          .isNotEqualTo(id);
      awaitEvent(
          stacks,
          "other",
          event ->
              event.logicalResourceId().equals("Raw")
                  && event.resourceStatusAsString().equals("CREATE_FAILED"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Raw", "Policy", "Arrivals", "Extra"})
  void while_a_resource_is_made(String resource) throws Exception {
    var id = new String[1];
    killed(endpoint -> {
      hold(endpoint, "CreateResource", resource);
      try (var stacks = stacks(endpoint)) {
        id[0] = create(stacks);
        awaitEvent(
            stacks,
            id[0],
            event ->
                event.logicalResourceId().equals(resource)
                    && event.resourceStatusAsString().equals("CREATE_IN_PROGRESS"));
      }
    });
    killed(endpoint -> {
      try (var stacks = stacks(endpoint)) {
        await(stacks, id[0], stack -> stack.stackStatusAsString().equals("CREATE_COMPLETE"));
        assertThat(create(stacks)).isEqualTo(id[0]);
        isWhole(endpoint, id[0]);
      }
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UpdateResource Raw",
        "UpdateResource Policy",
        "CreateResource Arrivals",
        "DeleteResource Arrivals",
        "DeleteResource Extra"
      })
  void while_a_resource_is_changed(String held) throws Exception {
    var words = held.split(" ", -1);
    var id = new String[1];
    killed(endpoint -> {
      try (var stacks = stacks(endpoint)) {
        id[0] = create(stacks);
        await(stacks, id[0], stack -> stack.stackStatusAsString().equals("CREATE_COMPLETE"));
        hold(endpoint, words[0], words[1]);
        stacks.updateStack(r ->
            r.stackName("landing")
                .usePreviousTemplate(true)
                .parameters(parameter("Days", "60"), parameter("Name", "two")));
        var status = words[0].startsWith("Delete") ? "DELETE_IN_PROGRESS" : "UPDATE_IN_PROGRESS";
        awaitEvent(
            stacks,
            id[0],
            event ->
                event.logicalResourceId().equals(words[1])
                    && event.resourceStatusAsString().equals(status));
      }
    });
    killed(endpoint -> {
      try (var stacks = stacks(endpoint);
          var s3 = s3(endpoint)) {
        await(stacks, id[0], stack -> stack.stackStatusAsString().equals("UPDATE_COMPLETE"));
        assertThat(
                s3.getBucketLifecycleConfiguration(r -> r.bucket("raw-data"))
                    .rules()
                    .getFirst()
                    .expiration()
                    .days())
            .isEqualTo(60);
        assertThat(s3.getBucketPolicy(r -> r.bucket("raw-data")).policy()).contains("/60");
        isWhole(endpoint, id[0]);
      }
    });
  }

  @Test
  void while_a_cancelled_update_waits_for_a_resource() throws Exception {
    var id = new String[1];
    killed(endpoint -> {
      try (var stacks = stacks(endpoint)) {
        id[0] = create(stacks);
        await(stacks, id[0], stack -> stack.stackStatusAsString().equals("CREATE_COMPLETE"));
        hold(endpoint, "CreateResource", "Arrivals");
        stacks.updateStack(r ->
            r.stackName("landing").usePreviousTemplate(true).parameters(parameter("Name", "two")));
        awaitEvent(
            stacks,
            id[0],
            event ->
                event.logicalResourceId().equals("Arrivals")
                    && event.resourceStatusAsString().equals("UPDATE_IN_PROGRESS"));
        stacks.cancelUpdateStack(r -> r.stackName("landing").clientRequestToken("cancel"));
        stacks.cancelUpdateStack(r -> r.stackName("landing").clientRequestToken("cancel"));
      }
    });
    killed(endpoint -> {
      try (var stacks = stacks(endpoint)) {
        await(
            stacks, id[0], stack -> stack.stackStatusAsString().equals("UPDATE_ROLLBACK_COMPLETE"));
        assertThat(
                stacks
                    .describeStackResource(
                        r -> r.stackName("landing").logicalResourceId("Arrivals"))
                    .stackResourceDetail()
                    .physicalResourceId())
            .endsWith("/arrivals-one");
        assertThat(
                stacks
                    .describeStackResource(r -> r.stackName("landing").logicalResourceId("Extra"))
                    .stackResourceDetail()
                    .resourceStatusAsString())
            .isEqualTo("CREATE_COMPLETE");
        isWhole(endpoint, id[0]);
      }
    });
  }

  private static final String NESTED =
      """
      Parameters:
        Name: {Type: String}
      Resources:
        Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Name}}
      Outputs:
        Arn: {Value: !GetAtt Queue.Arn}
      """;
  private static final String PARENT =
      """
      Parameters:
        Name: {Type: String, Default: one}
      Resources:
        Nested:
          Type: AWS::CloudFormation::Stack
          Properties:
            TemplateURL: https://templates.s3.eu-west-2.amazonaws.com/queue.yaml
            Parameters: {Name: !Ref Name}
      Outputs:
        Arn: {Value: !GetAtt Nested.Outputs.Arn}
      """;

  private static String nested(CloudFormationClient stacks) {
    return stacks
        .describeStackResource(r -> r.stackName("landing").logicalResourceId("Nested"))
        .stackResourceDetail()
        .physicalResourceId();
  }

  private static String arn(CloudFormationClient stacks, String id) {
    return stack(stacks, id).outputs().getFirst().outputValue();
  }

  @Test
  void while_a_nested_stack_is_made_and_changed() throws Exception {
    var id = new String[1];
    killed(endpoint -> {
      try (var stacks = stacks(endpoint);
          var s3 = s3(endpoint)) {
        Clients.createBucket(s3, "templates");
        s3.putObject(r -> r.bucket("templates").key("queue.yaml"), RequestBody.fromString(NESTED));
        hold(endpoint, "CreateResource", "Queue");
        id[0] = stacks.createStack(r -> r.stackName("landing").templateBody(PARENT)).stackId();
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> stacks.describeStacks().stacks().size() == 2);
      }
    });
    killed(endpoint -> {
      try (var stacks = stacks(endpoint)) {
        await(stacks, id[0], stack -> stack.stackStatusAsString().equals("CREATE_COMPLETE"));
        assertThat(stacks.describeStacks().stacks()).hasSize(2);
        assertThat(arn(stacks, id[0])).endsWith(":one");
        assertThat(stack(stacks, nested(stacks)))
            .satisfies(nested -> {
              assertThat(nested.parentId()).isEqualTo(id[0]);
              assertThat(nested.rootId()).isEqualTo(id[0]);
            });
        hold(endpoint, "CreateResource", "Queue");
        stacks.updateStack(r ->
            r.stackName("landing").usePreviousTemplate(true).parameters(parameter("Name", "two")));
        awaitEvent(
            stacks,
            nested(stacks),
            event ->
                event.logicalResourceId().equals("Queue")
                    && event.resourceStatusAsString().equals("UPDATE_IN_PROGRESS"));
      }
    });
    killed(endpoint -> {
      try (var stacks = stacks(endpoint)) {
        await(stacks, id[0], stack -> stack.stackStatusAsString().equals("UPDATE_COMPLETE"));
        assertThat(arn(stacks, id[0])).endsWith(":two");
        assertThat(stack(stacks, nested(stacks)).stackStatusAsString())
            .isEqualTo("UPDATE_COMPLETE");
        stacks.deleteStack(r -> r.stackName("landing"));
        await(stacks, id[0], stack -> stack.stackStatusAsString().equals("DELETE_COMPLETE"));
        assertThat(stacks.describeStacks().stacks()).isEmpty();
      }
    });
  }
}
