package dev.landfall.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.sns.SnsClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CloudControlTest {
  private static final String STACK =
      """
      Resources:
        Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: arrivals, DelaySeconds: 5}}
        Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: raw-data}}
        Alarm:
          Type: AWS::CloudWatch::Alarm
          Properties:
            AlarmName: late
            ComparisonOperator: GreaterThanThreshold
            EvaluationPeriods: 1
            MetricName: Age
            Namespace: data
            Period: 60
            Statistic: Maximum
            Threshold: 10
            Dimensions: [{Name: queue, Value: arrivals}]
      """;

  private static final String SECRETS =
      """
      Resources:
        Database:
          Type: AWS::RDS::DBInstance
          Properties:
            DBInstanceIdentifier: data
            DBInstanceClass: db.t4g.micro
            Engine: postgres
            AllocatedStorage: '20'
            MasterUsername: main
            MasterUserPassword: '{{resolve:secretsmanager:login}}'
        User:
          Type: AWS::IAM::User
          Properties: {UserName: reader, LoginProfile: {Password: geheim-1}}
        Topic:
          Type: AWS::SNS::Topic
          Properties: {TopicName: news, DisplayName: '{{resolve:secretsmanager:login}}'}
      Outputs: {Topic: {Value: !Ref Topic}}
      """;

  private AwsServer server;
  private JsonCalls control;

  @BeforeEach
  void start() throws Exception {
    server = AwsServer.start(AwsServer.Options.defaults());
    control = JsonCalls.of(server, "cloudcontrolapi", "CloudApiService");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private static String json(String text) {
    return JsonMapper.shared().writeValueAsString(text.replace('\'', '"'));
  }

  private JsonNode read(String type, String identifier) {
    var answer =
        control.call(
            "GetResource", "{'TypeName': '%s', 'Identifier': '%s'}".formatted(type, identifier));
    return JsonMapper.shared().readTree(answer.at("/ResourceDescription/Properties").asString());
  }

  /// @return what became of it
  private JsonNode done(JsonNode answer) {
    var event = answer.path("ProgressEvent");
    assertThat(event.path("OperationStatus").asString()).isEqualTo("IN_PROGRESS");
    return control
        .call(
            "GetResourceRequestStatus",
            "{'RequestToken': '%s'}".formatted(event.path("RequestToken").asString()))
        .path("ProgressEvent");
  }

  private JsonNode update(String type, String identifier, String patch) {
    return done(
        control.call(
            "UpdateResource",
            "{\"TypeName\": \"%s\", \"Identifier\": \"%s\", \"PatchDocument\": %s}"
                .formatted(type, identifier, json(patch))
                .replace("\\\"", "\\u0022")));
  }

  private List<String> list(String type) {
    return control
        .call("ListResources", "{'TypeName': '%s'}".formatted(type))
        .path("ResourceDescriptions")
        .valueStream()
        .map(one -> one.path("Identifier").asString())
        .toList();
  }

  @Test
  void a_change_behind_a_stacks_back_is_its_drift() {
    try (var stacks = new Stacks(server)) {
      assertThat(stacks.create("app", STACK)).isEqualTo(StackStatus.CREATE_COMPLETE);
      assertThat(read("AWS::CloudWatch::Alarm", "late").path("Threshold").asInt()).isEqualTo(10);
      assertThat(stacks.drift("app")).isEmpty();

      assertThat(
              update(
                      "AWS::CloudWatch::Alarm",
                      "late",
                      "[{'op': 'replace', 'path': '/Threshold', 'value': 20}]")
                  .path("OperationStatus")
                  .asString())
          .isEqualTo("SUCCESS");
      update(
          "AWS::CloudWatch::Alarm",
          "late",
          "[{'op': 'add', 'path': '/Dimensions/-', 'value': {'Name': 'n', 'Value': 'v'}}]");
      assertThat(read("AWS::CloudWatch::Alarm", "late").path("Dimensions")).hasSize(2);
      var url = list("AWS::SQS::Queue").getFirst();
      update("AWS::SQS::Queue", url, "[{'op': 'replace', 'path': '/DelaySeconds', 'value': 7}]");
      assertThat(stacks.drift("app"))
          .containsExactlyInAnyOrder("Alarm/Threshold", "Alarm/Dimensions/1", "Queue/DelaySeconds");

      done(
          control.call(
              "DeleteResource", "{'TypeName': 'AWS::S3::Bucket', 'Identifier': 'raw-data'}"));
      assertThat(stacks.drift("app")).contains("Bucket DELETED");
      stacks.delete("app");
      assertThat(list("AWS::CloudWatch::Alarm")).isEmpty();
    }
  }

  @Test
  void what_services_made_is_found_and_changed_too() {
    JsonCalls.of(server, "ssm", "AmazonSSM")
        .call("PutParameter", "{'Name': '/a', 'Value': '1', 'Type': 'String'}");
    JsonCalls.of(server, "secretsmanager", "secretsmanager")
        .call("CreateSecret", "{'Name': 's', 'SecretString': 'geheim'}");
    try (var s3 = Clients.s3(server);
        var sqs = Clients.sqs(server, Clients.ACCOUNT, Clients.REGION)) {
      Clients.createBucket(s3, "raw-data");
      sqs.createQueue(r -> r.queueName("arrivals"));
    }
    assertThat(list("AWS::S3::Bucket")).containsExactly("raw-data");
    assertThat(list("AWS::SQS::Queue")).hasSize(1);
    assertThat(read("AWS::S3::Bucket", "raw-data").path("Arn").asString())
        .isEqualTo("arn:aws:s3:::raw-data");
    var secret = list("AWS::SecretsManager::Secret").getFirst();
    assertThat(read("AWS::SecretsManager::Secret", secret).toString())
        .contains("\"Name\":\"s\"")
        .doesNotContain("geheim");
    update("AWS::SSM::Parameter", "/a", "[{'op': 'replace', 'path': '/Value', 'value': '2'}]");
    assertThat(read("AWS::SSM::Parameter", "/a").path("Value").asString()).isEqualTo("2");
    done(control.call("DeleteResource", "{'TypeName': 'AWS::SSM::Parameter', 'Identifier': '/a'}"));
    assertThat(list("AWS::SSM::Parameter")).isEmpty();
  }

  @Test
  void a_token_makes_a_resource_once() {
    var wanted =
        "{\"TypeName\": \"AWS::SQS::Queue\", \"ClientToken\": \"t\", \"DesiredState\": \"{\\u0022QueueName\\u0022: \\u0022%s\\u0022}\"}";
    assertThat(
            done(control.call("CreateResource", wanted.formatted("a")))
                .path("OperationStatus")
                .asString())
        .isEqualTo("SUCCESS");
    done(control.call("CreateResource", wanted.formatted("a")));
    assertThat(list("AWS::SQS::Queue")).hasSize(1);
    control.refused("ClientTokenConflictException", "CreateResource", wanted.formatted("b"));
    var again =
        done(control.call("CreateResource", wanted.formatted("a").replace("\"t\"", "\"u\"")));
    assertThat(again.path("OperationStatus").asString()).isEqualTo("FAILED");
    assertThat(again.path("ErrorCode").asString()).isEqualTo("AlreadyExists");
    assertThat(control.call("ListResourceRequests", "{}").path("ResourceRequestStatusSummaries"))
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GetResource    | {'TypeName': 'AWS::No::Thing', 'Identifier': 'a'}    | TypeNotFoundException",
        "GetResource    | {'TypeName': 'AWS::S3::Bucket', 'Identifier': 'a'}   | ResourceNotFoundException",
        "ListResources  | {'TypeName': 'AWS::IAM::Policy'}                     | UnsupportedActionException",
        "GetResource    | {'TypeName': 'AWS::IAM::AccessKey', 'Identifier': 'a'} | UnsupportedActionException",
        "DeleteResource | {'TypeName': 'AWS::S3::Bucket', 'Identifier': 'a'}   | ResourceNotFoundException",
        "CreateResource | {'TypeName': 'AWS::S3::Bucket', 'DesiredState': 'x'} | ValidationException",
        "CreateResource | {'TypeName': 'AWS::SSM::Parameter', 'DesiredState': '{}'} | ValidationException",
        "UpdateResource | {'TypeName': 'AWS::SQS::Queue', 'Identifier': 'a', 'PatchDocument': '[]'} | ResourceNotFoundException",
        "GetResourceRequestStatus | {'RequestToken': 'x'}                      | RequestTokenNotFoundException",
      })
  void what_cloud_control_refuses_is_refused(String action, String given, String code) {
    control.refused(code, action, given);
  }

  @Test
  void patches_that_cannot_be_applied_are_refused() {
    try (var sqs = Clients.sqs(server, Clients.ACCOUNT, Clients.REGION)) {
      sqs.createQueue(r -> r.queueName("arrivals"));
    }
    var url = list("AWS::SQS::Queue").getFirst();
    for (var patch :
        List.of(
            "[]",
            "no JSON",
            "[{'op': 'replace', 'path': '/QueueName', 'value': 'x'}]",
            "[{'op': 'replace', 'path': '/Arn', 'value': 'x'}]",
            "[{'op': 'add', 'path': '/Colour', 'value': 'x'}]",
            "[{'op': 'remove', 'path': '/DelaySeconds'}]",
            "[{'op': 'paint', 'path': '/DelaySeconds'}]",
            "[{'op': 'test', 'path': '/QueueName', 'value': 'x'}]")) {
      control.refused(
          "ValidationException",
          "UpdateResource",
          "{\"TypeName\": \"AWS::SQS::Queue\", \"Identifier\": \"%s\", \"PatchDocument\": %s}"
              .formatted(url, json(patch).replace("\\\"", "\\u0022")));
    }
  }

  @Test
  void a_user_needs_the_actions_of_cloud_control() {
    var user =
        Clients.user(
            server,
            "reader",
            """
            {'Version': '2012-10-17', 'Statement': {'Effect': 'Allow', 'Action': 'cloudformation:ListResources',
             'Resource': '*'}}
            """);
    var reader = JsonCalls.of(server, "cloudcontrolapi", "CloudApiService", user);
    reader.call("ListResources", "{'TypeName': 'AWS::S3::Bucket'}");
    reader.refused(
        "AccessDeniedException",
        "GetResource",
        "{'TypeName': 'AWS::S3::Bucket', 'Identifier': 'a'}");
  }

  @Test
  void what_is_secret_is_not_shown_and_stays_as_it_is() {
    JsonCalls.of(server, "secretsmanager", "secretsmanager")
        .call("CreateSecret", "{'Name': 'login', 'SecretString': 'geheim'}");
    JsonCalls.of(server, "ssm", "AmazonSSM")
        .call("PutParameter", "{'Name': '/a', 'Value': 'geheim', 'Type': 'SecureString'}");
    assertThat(read("AWS::SSM::Parameter", "/a").toString()).doesNotContain("geheim");
    try (var stacks = new Stacks(server);
        var sns =
            Clients.prepared(
                    server,
                    SnsClient.builder(),
                    Clients.root(server, Clients.ACCOUNT),
                    Clients.REGION)
                .build()) {
      assertThat(stacks.create("app", SECRETS)).isEqualTo(StackStatus.CREATE_COMPLETE);
      var topic = stacks.output("app", "Topic");
      assertThat(read("AWS::RDS::DBInstance", "data").toString())
          .doesNotContain("MasterUserPassword")
          .doesNotContain("geheim");
      assertThat(read("AWS::IAM::User", "reader").toString())
          .doesNotContain("LoginProfile")
          .doesNotContain("geheim");

      update(
          "AWS::SNS::Topic",
          topic,
          "[{'op': 'add', 'path': '/Tags', 'value': [{'Key': 'team', 'Value': 'data'}]}]");

      assertThat(read("AWS::SNS::Topic", topic).path("DisplayName").asString())
          .isEqualTo("{{resolve:secretsmanager:login}}");
      assertThat(sns.getTopicAttributes(r -> r.topicArn(topic)).attributes())
          .containsEntry("DisplayName", "geheim");
      assertThat(sns.listTagsForResource(r -> r.resourceArn(topic)).tags())
          .anyMatch(tag -> tag.key().equals("team"));
      assertThat(stacks.drift("app")).isEmpty();
      assertThat(
              stacks
                  .client()
                  .describeStackResourceDrifts(r -> r.stackName("app"))
                  .stackResourceDrifts()
                  .toString())
          .doesNotContain("geheim");
      update(
          "AWS::SNS::Topic", topic, "[{'op': 'replace', 'path': '/DisplayName', 'value': 'open'}]");
      assertThat(read("AWS::SNS::Topic", topic).path("DisplayName").asString()).isEqualTo("open");
    }
  }
}
