package dev.landfall.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/// The buckets and queues that stacks make are the ones that clients of S3 and SQS find.
final class StackServicesTest {
  private static final String TEMPLATE =
      """
      Parameters:
        Visibility: {Type: Number, Default: 60}
      Resources:
        Raw:
          Type: AWS::S3::Bucket
          DependsOn: ArrivalsPolicy
          Properties:
            BucketName: raw-data
            VersioningConfiguration: {Status: Enabled}
            BucketEncryption:
              ServerSideEncryptionConfiguration:
                - BucketKeyEnabled: true
                  ServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms', KMSMasterKeyID: alias/data}
            LifecycleConfiguration:
              Rules:
                - {Id: old, Status: Enabled, Prefix: done/, ExpirationInDays: 30}
            NotificationConfiguration:
              QueueConfigurations:
                - Queue: !GetAtt Arrivals.Arn
                  Event: s3:ObjectCreated:*
                  Filter: {S3Key: {Rules: [{Name: prefix, Value: in/}, {Name: suffix, Value: .csv}]}}
            Tags: [{Key: owner, Value: data}]
        Arrivals:
          Type: AWS::SQS::Queue
          Properties:
            QueueName: arrivals
            VisibilityTimeout: !Ref Visibility
            RedrivePolicy:
              deadLetterTargetArn: !GetAtt Dead.Arn
              maxReceiveCount: 3
        Dead: {Type: AWS::SQS::Queue}
        ArrivalsPolicy:
          Type: AWS::SQS::QueuePolicy
          Properties:
            Queues: [!Ref Arrivals]
            PolicyDocument:
              Version: '2012-10-17'
              Statement:
                - Effect: Allow
                  Principal: {Service: s3.amazonaws.com}
                  Action: sqs:SendMessage
                  Resource: !GetAtt Arrivals.Arn
                  Condition: {ArnLike: {'aws:SourceArn': 'arn:aws:s3:::raw-data'}}
        RawPolicy:
          Type: AWS::S3::BucketPolicy
          Properties:
            Bucket: !Ref Raw
            PolicyDocument:
              Version: '2012-10-17'
              Statement:
                - Effect: Deny
                  Principal: '*'
                  Action: s3:*
                  Resource: !Sub '${Raw.Arn}/*'
                  Condition: {Bool: {'aws:SecureTransport': 'nothing'}}
      Outputs:
        Queue: {Value: !Ref Arrivals}
      """;

  private static final software.amazon.awssdk.services.cloudformation.model.Tag TEAM =
      software.amazon.awssdk.services.cloudformation.model.Tag.builder()
          .key("team")
          .value("platform")
          .build();
  private static final Parameter VISIBLE_LONGER =
      Parameter.builder().parameterKey("Visibility").parameterValue("90").build();
  private static final QueueConfiguration NOWHERE =
      QueueConfiguration.builder()
          .queueArn("arn:aws:sqs:eu-west-2:111122223333:nowhere")
          .events(Event.S3_OBJECT_CREATED)
          .build();

  @TempDir Path folder;

  private static CloudFormationClient stacks(AwsServer server) {
    return Clients.prepared(
            server,
            CloudFormationClient.builder(),
            Clients.root(server, Clients.ACCOUNT),
            Clients.REGION)
        .build();
  }

  private static Stack create(CloudFormationClient stacks, String template) {
    stacks.createStack(r -> r.stackName("landing").templateBody(template).tags(TEAM));
    return ended(stacks);
  }

  private static Stack ended(CloudFormationClient stacks) {
    while (true) {
      var stack = stacks.describeStacks(r -> r.stackName("landing")).stacks().getFirst();
      if (!stack.stackStatusAsString().endsWith("_IN_PROGRESS")) {
        return stack;
      }
      Thread.onSpinWait();
    }
  }

  private static String reason(CloudFormationClient stacks, String logicalId) {
    return stacks.describeStackEvents(r -> r.stackName("landing")).stackEvents().stream()
        .filter(event -> event.logicalResourceId().equals(logicalId))
        .map(StackEvent::resourceStatusReason)
        .filter(reason -> reason != null && reason.contains("Resource handler"))
        .findFirst()
        .orElse("");
  }

  private static SqsClient sqs(AwsServer server) {
    return Clients.sqs(server, Clients.ACCOUNT, Clients.REGION);
  }

  private static String queue(SqsClient sqs) {
    return sqs.getQueueUrl(r -> r.queueName("arrivals")).queueUrl();
  }

  private static String received(SqsClient sqs) {
    var messages = sqs.receiveMessage(r -> r.queueUrl(queue(sqs)).waitTimeSeconds(20)).messages();
    assertThat(messages).hasSize(1);
    sqs.deleteMessage(
        r -> r.queueUrl(queue(sqs)).receiptHandle(messages.getFirst().receiptHandle()));
    return messages.getFirst().body();
  }

  @Test
  void a_bucket_has_what_its_template_says() throws IOException {
    try (var server = AwsServer.start(AwsServer.Options.defaults());
        var stacks = stacks(server);
        var s3 = Clients.s3(server)) {
      assertThat(create(stacks, TEMPLATE).stackStatusAsString()).isEqualTo("CREATE_COMPLETE");

      assertThat(s3.getBucketVersioning(r -> r.bucket("raw-data")).statusAsString())
          .isEqualTo("Enabled");
      var rule =
          s3.getBucketEncryption(r -> r.bucket("raw-data"))
              .serverSideEncryptionConfiguration()
              .rules()
              .getFirst();
      assertThat(rule.applyServerSideEncryptionByDefault().kmsMasterKeyID())
          .isEqualTo("alias/data");
      assertThat(rule.bucketKeyEnabled()).isTrue();
      var lifecycle =
          s3.getBucketLifecycleConfiguration(r -> r.bucket("raw-data")).rules().getFirst();
      assertThat(lifecycle.expiration().days()).isEqualTo(30);
      assertThat(lifecycle.filter().prefix()).isEqualTo("done/");
      var notification =
          s3.getBucketNotificationConfiguration(r -> r.bucket("raw-data"))
              .queueConfigurations()
              .getFirst();
      assertThat(notification.queueArn()).endsWith(":arrivals");
      assertThat(notification.events()).containsExactly(Event.S3_OBJECT_CREATED);
      Map<String, String> tags =
          s3.getBucketTagging(r -> r.bucket("raw-data")).tagSet().stream()
              .collect(Collectors.toMap(Tag::key, Tag::value));
      assertThat(tags)
          .containsEntry("owner", "data")
          .containsEntry("team", "platform")
          .containsEntry("aws:cloudformation:logical-id", "Raw");
      assertThat(s3.getBucketPolicy(r -> r.bucket("raw-data")).policy())
          .contains("arn:aws:s3:::raw-data/*");
    }
  }

  @Test
  void a_queue_has_what_its_template_says() throws IOException {
    try (var server = AwsServer.start(AwsServer.Options.defaults());
        var stacks = stacks(server);
        var sqs = sqs(server)) {
      var stack = create(stacks, TEMPLATE);
      assertThat(stack.outputs().getFirst().outputValue()).endsWith("/arrivals");

      var attributes =
          sqs.getQueueAttributes(r -> r.queueUrl(queue(sqs)).attributeNames(QueueAttributeName.ALL))
              .attributes();
      assertThat(attributes)
          .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "60")
          .hasEntrySatisfying(
              QueueAttributeName.REDRIVE_POLICY,
              policy -> assertThat(policy).contains("maxReceiveCount", "landing-Dead-"))
          .hasEntrySatisfying(
              QueueAttributeName.POLICY, policy -> assertThat(policy).contains("s3.amazonaws.com"));

      stacks.updateStack(
          r -> r.stackName("landing").usePreviousTemplate(true).parameters(VISIBLE_LONGER));
      assertThat(ended(stacks).stackStatusAsString()).isEqualTo("UPDATE_COMPLETE");
      assertThat(
              sqs.getQueueAttributes(
                      r -> r.queueUrl(queue(sqs)).attributeNames(QueueAttributeName.ALL))
                  .attributes())
          .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "90")
          .containsKey(QueueAttributeName.POLICY);
    }
  }

  @Test
  void an_object_that_arrives_is_told_to_the_queue_and_others_are_not() throws IOException {
    try (var server = AwsServer.start(AwsServer.Options.defaults());
        var stacks = stacks(server);
        var s3 = Clients.s3(server);
        var sqs = sqs(server)) {
      create(stacks, TEMPLATE);
      assertThat(received(sqs)).contains("\"Event\":\"s3:TestEvent\"", "\"Bucket\":\"raw-data\"");

      put(s3, "other/orders.csv");
      put(s3, "in/orders.txt");
      put(s3, "in/orders 1.csv");
      assertThat(received(sqs))
          .contains(
              "\"eventName\":\"ObjectCreated:Put\"",
              "\"key\":\"in/orders+1.csv\"",
              "\"size\":3",
              "\"awsRegion\":\"eu-west-2\"",
              "\"versionId\"");

      s3.copyObject(r ->
          r.sourceBucket("raw-data")
              .sourceKey("in/orders 1.csv")
              .destinationBucket("raw-data")
              .destinationKey("in/orders-2.csv"));
      assertThat(received(sqs)).contains("ObjectCreated:Copy", "in/orders-2.csv");
      assertThat(sqs.receiveMessage(r -> r.queueUrl(queue(sqs)).waitTimeSeconds(0)).messages())
          .isEmpty();
    }
  }

  private static void put(S3Client s3, String key) {
    s3.putObject(r -> r.bucket("raw-data").key(key), RequestBody.fromString("1,2"));
  }

  @Test
  void a_destination_that_is_not_there_is_refused() throws IOException {
    try (var server = AwsServer.start(AwsServer.Options.defaults());
        var s3 = Clients.s3(server)) {
      Clients.createBucket(s3, "raw-data");
      assertThatThrownBy(() ->
              s3.putBucketNotificationConfiguration(r ->
                  r.bucket("raw-data")
                      .notificationConfiguration(n -> n.queueConfigurations(NOWHERE))))
          .isInstanceOf(S3Exception.class)
          .hasMessageContaining("Unable to validate the following destination configurations");
    }
  }

  @Test
  void a_bucket_with_objects_stops_the_deletion_of_its_stack() throws IOException {
    try (var server = AwsServer.start(AwsServer.Options.defaults());
        var stacks = stacks(server);
        var s3 = Clients.s3(server);
        var sqs = sqs(server)) {
      create(stacks, TEMPLATE);
      put(s3, "in/orders.csv");

      stacks.deleteStack(r -> r.stackName("landing"));
      assertThat(ended(stacks).stackStatusAsString()).isEqualTo("DELETE_FAILED");
      assertThat(reason(stacks, "Raw")).contains("The bucket you tried to delete is not empty");

      for (var version : s3.listObjectVersions(r -> r.bucket("raw-data")).versions()) {
        s3.deleteObject(
            r -> r.bucket("raw-data").key(version.key()).versionId(version.versionId()));
      }
      var id = stacks.describeStacks(r -> r.stackName("landing")).stacks().getFirst().stackId();
      stacks.deleteStack(r -> r.stackName("landing"));
      while (!stacks
          .describeStacks(r -> r.stackName(id))
          .stacks()
          .getFirst()
          .stackStatusAsString()
          .equals("DELETE_COMPLETE")) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(() -> s3.headBucket(r -> r.bucket("raw-data")))
          .isInstanceOf(NoSuchBucketException.class);
      assertThatThrownBy(() -> queue(sqs)).isInstanceOf(QueueDoesNotExistException.class);
    }
  }

  @Test
  void what_is_there_already_fails_the_stack_and_stays() throws IOException {
    try (var server = AwsServer.start(AwsServer.Options.defaults());
        var stacks = stacks(server);
        var s3 = Clients.s3(server);
        var sqs = sqs(server)) {
      Clients.createBucket(s3, "raw-data");
      assertThat(create(stacks, TEMPLATE).stackStatusAsString()).isEqualTo("ROLLBACK_COMPLETE");
      assertThat(reason(stacks, "Raw")).contains("raw-data already exists", "AlreadyExists");
      assertThat(s3.listBuckets().buckets()).hasSize(1);
      assertThat(sqs.listQueues().queueUrls()).isEmpty();
    }
  }

  @Test
  void a_property_that_is_not_honoured_is_refused() throws IOException {
    try (var server = AwsServer.start(AwsServer.Options.defaults());
        var stacks = stacks(server)) {
      var template =
          """
          Resources:
            Raw:
              Type: AWS::S3::Bucket
              Properties:
                AccelerateConfiguration: {AccelerationStatus: Enabled}
          """;
      assertThat(create(stacks, template).stackStatusAsString()).isEqualTo("ROLLBACK_COMPLETE");
      assertThat(reason(stacks, "Raw"))
          .contains("does not honour the property AccelerateConfiguration of AWS::S3::Bucket");
    }
  }

  private static String detect(CloudFormationClient stacks) {
    var id = stacks.detectStackDrift(r -> r.stackName("landing")).stackDriftDetectionId();
    while (true) {
      var status = stacks.describeStackDriftDetectionStatus(r -> r.stackDriftDetectionId(id));
      if (status.detectionStatusAsString().equals("DETECTION_COMPLETE")) {
        return status.stackDriftStatusAsString() + " " + status.driftedStackResourceCount();
      }
      Thread.onSpinWait();
    }
  }

  private static List<String> differences(CloudFormationClient stacks) {
    return stacks
        .describeStackResourceDrifts(r -> r.stackName("landing"))
        .stackResourceDrifts()
        .stream()
        .filter(drift -> !drift.stackResourceDriftStatusAsString().equals("IN_SYNC"))
        .flatMap(drift ->
            drift.propertyDifferences().isEmpty()
                ? Stream.of(
                    drift.logicalResourceId() + " " + drift.stackResourceDriftStatusAsString())
                : drift.propertyDifferences().stream()
                    .map(d ->
                        drift.logicalResourceId()
                            + " "
                            + d.propertyPath()
                            + " "
                            + d.expectedValue()
                            + " "
                            + d.actualValue()
                            + " "
                            + d.differenceTypeAsString()))
        .toList();
  }

  @Test
  void what_was_changed_beside_the_stack_is_drift_property_by_property() throws IOException {
    try (var server = AwsServer.start(AwsServer.Options.defaults());
        var stacks = stacks(server);
        var s3 = Clients.s3(server);
        var sqs = sqs(server)) {
      create(stacks, TEMPLATE);
      assertThat(detect(stacks)).isEqualTo("IN_SYNC 0");
      assertThat(differences(stacks)).isEmpty();

      sqs.setQueueAttributes(r ->
          r.queueUrl(queue(sqs)).attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "90")));
      s3.putBucketVersioning(
          r -> r.bucket("raw-data").versioningConfiguration(v -> v.status("Suspended")));
      s3.putBucketTagging(r ->
          r.bucket("raw-data")
              .tagging(g ->
                  g.tagSet(
                      Tag.builder().key("owner").value("data").build(),
                      Tag.builder().key("purpose").value("trial").build())));
      s3.deleteBucketPolicy(r -> r.bucket("raw-data"));
      assertThat(detect(stacks)).isEqualTo("DRIFTED 3");
      assertThat(differences(stacks))
          .containsExactlyInAnyOrder(
              "Arrivals /VisibilityTimeout 60 90 NOT_EQUAL",
              "Raw /VersioningConfiguration/Status Enabled Suspended NOT_EQUAL",
              "Raw /Tags/1 null {\"Key\":\"purpose\",\"Value\":\"trial\"} ADD",
              "RawPolicy DELETED");
      var information =
          stacks.describeStacks(r -> r.stackName("landing")).stacks().getFirst().driftInformation();
      assertThat(information.stackDriftStatusAsString()).isEqualTo("DRIFTED");
      assertThat(information.lastCheckTimestamp()).isNotNull();
    }
  }

  @Test
  void what_stacks_made_outlives_the_server() throws IOException {
    var options = AwsServer.Options.defaults().withHome(folder);
    try (var server = AwsServer.start(options);
        var stacks = stacks(server)) {
      create(stacks, TEMPLATE);
    }
    try (var server = AwsServer.start(options);
        var s3 = Clients.s3(server);
        var sqs = sqs(server)) {
      assertThat(received(sqs)).contains("s3:TestEvent");
      put(s3, "in/orders.csv");
      assertThat(received(sqs)).contains("ObjectCreated:Put");
    }
  }

  @Test
  void dynamic_references_name_what_stacks_have_made() throws Exception {
    try (var server = AwsServer.start(AwsServer.Options.defaults());
        var stacks = new Stacks(server);
        var sqs = Clients.sqs(server, Clients.ACCOUNT, Clients.REGION)) {
      stacks.create(
          "values",
          """
          Resources:
            Delay: {Type: AWS::SSM::Parameter, Properties: {Name: /delay, Type: String, Value: '7'}}
            Login:
              Type: AWS::SecretsManager::Secret
              Properties: {Name: login, SecretString: '{"size": 2048}'}
          """);
      var template =
          """
          Resources:
            Arrivals:
              Type: AWS::SQS::Queue
              Properties:
                QueueName: arrivals
                DelaySeconds: '{{resolve:ssm:/delay:1}}'
                MaximumMessageSize: '{{resolve:secretsmanager:login:SecretString:size}}'
          """;

      stacks.create("landing", template);

      var url = sqs.getQueueUrl(r -> r.queueName("arrivals")).queueUrl();
      assertThat(
              sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                  .attributes())
          .containsEntry(QueueAttributeName.DELAY_SECONDS, "7")
          .containsEntry(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, "2048");
      assertThat(stacks.client().getTemplate(r -> r.stackName("landing")).templateBody())
          .isEqualTo(template);
      assertThat(stacks.client().describeStackEvents(r -> r.stackName("landing")).stackEvents())
          .extracting(StackEvent::resourceProperties)
          .noneMatch(properties -> properties != null && properties.contains("2048"));
      var detection =
          stacks.client().detectStackDrift(r -> r.stackName("landing")).stackDriftDetectionId();
      org.awaitility.Awaitility.await()
          .until(
              () ->
                  stacks
                      .client()
                      .describeStackDriftDetectionStatus(r -> r.stackDriftDetectionId(detection))
                      .stackDriftStatusAsString(),
              "IN_SYNC"::equals);
    }
  }
}
