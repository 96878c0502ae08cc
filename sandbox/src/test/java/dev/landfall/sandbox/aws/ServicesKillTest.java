package dev.landfall.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// What services were told is there after their process was killed.
class ServicesKillTest {
  @TempDir Path home;

  private static JsonCalls calls(String endpoint, String service, String prefix) {
    return new JsonCalls(
        URI.create(endpoint + "/"),
        service,
        prefix,
        AwsBasicCredentials.create(Clients.ACCOUNT, "landfall"),
        java.time.Clock.systemUTC());
  }

  /// Does something to a server, kills it at once, and starts another on what it left.
  ///
  /// @param before with the endpoint of the one that is killed
  /// @param after with the endpoint of the other
  private <T> void killed(Function<String, T> before, Function<String, Consumer<T>> after)
      throws Exception {
    var process = KillTest.child(home);
    T left;
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      left = before.apply("http://127.0.0.1:" + out.readLine());
    } finally {
      process.destroyForcibly();
    }
    process.waitFor();
    try (var server = AwsServer.start(AwsServer.Options.defaults().withHome(home))) {
      after.apply(server.endpoint()).accept(left);
    }
  }

  @Test
  void parameters_are_there_with_their_versions_labels_and_tags() throws Exception {
    killed(
        endpoint -> {
          var ssm = calls(endpoint, "ssm", "AmazonSSM");
          ssm.call(
              "PutParameter",
              "{'Name': '/a', 'Value': '1', 'Type': 'SecureString',"
                  + " 'Tags': [{'Key': 'k', 'Value': 'v'}]}");
          ssm.call("LabelParameterVersion", "{'Name': '/a', 'Labels': ['live']}");
          ssm.call("PutParameter", "{'Name': '/a', 'Value': '2', 'Overwrite': true}");
          ssm.call("PutParameter", "{'Name': '/b', 'Value': '1', 'Type': 'String'}");
          ssm.call("DeleteParameter", "{'Name': '/b'}");
          return ssm.call("GetParameter", "{'Name': '/a'}").at("/Parameter/Value").asString();
        },
        endpoint ->
            sealed -> {
              var ssm = calls(endpoint, "ssm", "AmazonSSM");
              assertThat(
                      ssm.call("GetParameter", "{'Name': '/a:live', 'WithDecryption': true}")
                          .at("/Parameter/Value")
                          .asString())
                  .isEqualTo("1");
              assertThat(
                      ssm.call("GetParameter", "{'Name': '/a'}").at("/Parameter/Value").asString())
                  .isEqualTo(sealed);
              ssm.refused("ParameterNotFound", "GetParameter", "{'Name': '/b'}");
              assertThat(
                      ssm.call(
                              "ListTagsForResource",
                              "{'ResourceType': 'Parameter', 'ResourceId': '/a'}")
                          .path("TagList"))
                  .hasSize(1);
            });
  }

  @Test
  void secrets_are_there_with_their_stages_policies_and_deletions() throws Exception {
    killed(
        endpoint -> {
          var secrets = calls(endpoint, "secretsmanager", "secretsmanager");
          secrets.call("CreateSecret", "{'Name': 'a', 'SecretString': 'one'}");
          secrets.call("CreateSecret", "{'Name': 'b', 'SecretString': 'one'}");
          secrets.call("PutSecretValue", "{'SecretId': 'a', 'SecretString': 'two'}");
          secrets.call("DeleteSecret", "{'SecretId': 'b'}");
          return "";
        },
        endpoint ->
            _ -> {
              var secrets = calls(endpoint, "secretsmanager", "secretsmanager");
              var given = "{'SecretId': 'a', 'VersionStage': '%s'}";
              assertThat(secrets.call("GetSecretValue", given.formatted("AWSCURRENT")).toString())
                  .contains("two");
              assertThat(secrets.call("GetSecretValue", given.formatted("AWSPREVIOUS")).toString())
                  .contains("one");
              secrets.refused("InvalidRequestException", "GetSecretValue", "{'SecretId': 'b'}");
              secrets.call("RestoreSecret", "{'SecretId': 'b'}");
            });
  }

  @Test
  void a_topic_still_tells_its_queue() throws Exception {
    killed(
        endpoint -> {
          try (var sns = client(SnsClient.builder(), endpoint);
              var sqs = client(SqsClient.builder(), endpoint)) {
            var queue = "arn:aws:sqs:eu-west-2:111122223333:arrivals";
            var policy =
                """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Resource": "*",
                 "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage"}}
                """;
            sqs.createQueue(r ->
                r.queueName("arrivals").attributesWithStrings(java.util.Map.of("Policy", policy)));
            var topic = sns.createTopic(r -> r.name("news")).topicArn();
            sns.subscribe(r -> r.topicArn(topic).protocol("sqs").endpoint(queue));
            return topic;
          }
        },
        endpoint ->
            topic -> {
              try (var sns = client(SnsClient.builder(), endpoint);
                  var sqs = client(SqsClient.builder(), endpoint)) {
                sns.publish(r -> r.topicArn(topic).message("m"));
                var url = sqs.getQueueUrl(r -> r.queueName("arrivals")).queueUrl();
                assertThat(sqs.receiveMessage(r -> r.queueUrl(url)).messages()).hasSize(1);
              }
            });
  }

  @Test
  void what_cloud_control_did_is_told_and_a_stopped_machine_stays_stopped() throws Exception {
    killed(
        endpoint -> {
          var control = calls(endpoint, "cloudcontrolapi", "CloudApiService");
          var image = "\\u0022ImageId\\u0022: \\u0022ami-0123456789abcdef0\\u0022";
          var made =
              control.call(
                  "CreateResource",
                  "{'TypeName': 'AWS::EC2::Instance', 'DesiredState': '{" + image + "}'}");
          var token = made.at("/ProgressEvent/RequestToken").asString();
          machines(endpoint)
              .call(
                  "Action=StopInstances",
                  "InstanceId.1=" + made.at("/ProgressEvent/Identifier").asString());
          return token;
        },
        endpoint ->
            token -> {
              var control = calls(endpoint, "cloudcontrolapi", "CloudApiService");
              assertThat(
                      control
                          .call(
                              "GetResourceRequestStatus", "{'RequestToken': '%s'}".formatted(token))
                          .at("/ProgressEvent/OperationStatus")
                          .asString())
                  .isEqualTo("SUCCESS");
              var described = machines(endpoint).call("Action=DescribeInstances");
              assertThat(QueryCalls.texts(described, "name")).containsExactly("stopped");
            });
  }

  private static QueryCalls machines(String endpoint) {
    return new QueryCalls(
        URI.create(endpoint + "/"), "ec2", AwsBasicCredentials.create(Clients.ACCOUNT, "landfall"));
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, String endpoint) {
    return builder
        .endpointOverride(URI.create(endpoint))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .region(Region.of(Clients.REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(Clients.ACCOUNT, "landfall")))
        .build();
  }
}
