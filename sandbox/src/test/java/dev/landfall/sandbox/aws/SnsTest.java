package dev.landfall.sandbox.aws;

import static dev.landfall.sandbox.aws.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import tools.jackson.databind.json.JsonMapper;

class SnsTest {
  private static final String QUEUE = "arn:aws:sqs:eu-west-2:111122223333:arrivals";
  private static final String STACK =
      """
      Resources:
        Topic:
          Type: AWS::SNS::Topic
          Properties: {TopicName: news, DisplayName: %s, Tags: [{Key: team, Value: data}]}
        Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: arrivals}}
        Subscription:
          Type: AWS::SNS::Subscription
          Properties:
            TopicArn: !Ref Topic
            Protocol: sqs
            Endpoint: !GetAtt Queue.Arn
            RawMessageDelivery: true
            FilterPolicy: {kind: [%s]}
        QueuePolicy:
          Type: AWS::SQS::QueuePolicy
          Properties:
            Queues: [!Ref Queue]
            PolicyDocument:
              Version: '2012-10-17'
              Statement:
                - Effect: Allow
                  Principal: {Service: sns.amazonaws.com}
                  Action: sqs:SendMessage
                  Resource: !GetAtt Queue.Arn
                  Condition: {ArnEquals: {'aws:SourceArn': !Ref Topic}}
        TopicPolicy:
          Type: AWS::SNS::TopicPolicy
          Properties:
            Topics: [!Ref Topic]
            PolicyDocument:
              Version: '2012-10-17'
              Statement:
                - {Effect: Allow, Principal: {AWS: '444455556666'}, Action: sns:Publish, Resource: !Ref Topic}
      Outputs:
        Topic: {Value: !Ref Topic}
        Subscription: {Value: !Ref Subscription}
      """;

  private AwsServer server;
  private SnsClient sns;
  private SqsClient sqs;
  private String queue = "";

  @BeforeEach
  void start() throws Exception {
    server = AwsServer.start(AwsServer.Options.defaults());
    sns = client(Clients.root(server, Clients.ACCOUNT));
    sqs = Clients.sqs(server, Clients.ACCOUNT, Clients.REGION);
  }

  @AfterEach
  void stop() throws Exception {
    sns.close();
    sqs.close();
    server.close();
  }

  private SnsClient client(AwsCredentials credentials) {
    return Clients.prepared(server, SnsClient.builder(), credentials, Clients.REGION)
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
        .build();
  }

  private static String policy(String service, String action, String resource) {
    return """
    {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "%s"},
     "Action": "%s", "Resource": "%s"}}
    """
        .formatted(service, action, resource);
  }

  private String createQueue(String name, boolean open) {
    var attributes =
        open
            ? Map.of(
                QueueAttributeName.POLICY,
                policy(
                    "sns.amazonaws.com",
                    "sqs:SendMessage",
                    "arn:aws:sqs:eu-west-2:111122223333:" + name))
            : Map.<QueueAttributeName, String>of();
    return sqs.createQueue(r -> r.queueName(name).attributes(attributes)).queueUrl();
  }

  private List<Message> received(String url) {
    return sqs.receiveMessage(
            r -> r.queueUrl(url).maxNumberOfMessages(10).messageAttributeNames("All"))
        .messages();
  }

  private String subscribed(String topic, Map<String, String> attributes) {
    queue = createQueue("arrivals", true);
    return sns.subscribe(
            r -> r.topicArn(topic).protocol("sqs").endpoint(QUEUE).attributes(attributes))
        .subscriptionArn();
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  @Test
  void a_message_comes_to_a_queue_in_an_envelope_or_raw() {
    var topic = sns.createTopic(r -> r.name("news")).topicArn();
    assertThat(topic).isEqualTo("arn:aws:sns:eu-west-2:111122223333:news");
    var subscription = subscribed(topic, Map.of());
    assertThat(subscription).startsWith(topic + ":");
    var id =
        sns.publish(r ->
                r.topicArn(topic)
                    .message("hello")
                    .subject("s")
                    .messageAttributes(Map.of("kind", text("a"))))
            .messageId();
    var message = JsonMapper.shared().readTree(received(queue).getFirst().body());
    assertThat(message.path("MessageId").asString()).isEqualTo(id);
    assertThat(message.path("Type").asString()).isEqualTo("Notification");
    assertThat(message.path("Message").asString()).isEqualTo("hello");
    assertThat(message.path("Subject").asString()).isEqualTo("s");
    assertThat(message.path("TopicArn").asString()).isEqualTo(topic);
    assertThat(message.at("/MessageAttributes/kind/Value").asString()).isEqualTo("a");

    sns.setSubscriptionAttributes(r ->
        r.subscriptionArn(subscription).attributeName("RawMessageDelivery").attributeValue("true"));
    sns.publish(r -> r.topicArn(topic).message("raw").messageAttributes(Map.of("kind", text("a"))));
    var raw = received(queue).getFirst();
    assertThat(raw.body()).isEqualTo("raw");
    assertThat(raw.messageAttributes().values())
        .singleElement()
        .satisfies(kind -> assertThat(kind.stringValue()).isEqualTo("a"));
    sns.unsubscribe(r -> r.subscriptionArn(subscription));
    sns.unsubscribe(r -> r.subscriptionArn(subscription));
    sns.publish(r -> r.topicArn(topic).message("nobody"));
    assertThat(received(queue)).isEmpty();
  }

  @Test
  void a_queue_that_does_not_let_the_topic_gets_nothing_and_dead_letters_do() {
    var topic = sns.createTopic(r -> r.name("news")).topicArn();
    var closed = createQueue("closed", false);
    var dead = createQueue("dead", true);
    sns.subscribe(r ->
        r.topicArn(topic)
            .protocol("sqs")
            .endpoint("arn:aws:sqs:eu-west-2:111122223333:closed")
            .attributes(
                Map.of(
                    "RedrivePolicy",
                    "{\"deadLetterTargetArn\":\"arn:aws:sqs:eu-west-2:111122223333:dead\"}")));
    sns.publish(r -> r.topicArn(topic).message("m"));
    assertThat(received(closed)).isEmpty();
    assertThat(received(dead)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"kind\": [\"a\", \"b\"]}                                  | true",
        "{\"kind\": [\"b\"]}                                         | false",
        "{\"kind\": [{\"prefix\": \"a\"}], \"size\": [{\"numeric\": [\">\", 4, \"<=\", 5]}]} | true",
        "{\"size\": [{\"numeric\": [\">\", 5]}]}                     | false",
        "{\"kind\": [{\"anything-but\": [\"b\"]}]}                   | true",
        "{\"kind\": [{\"anything-but\": {\"prefix\": \"a\"}}]}       | false",
        "{\"none\": [{\"exists\": false}]}                           | true",
        "{\"kind\": [{\"exists\": false}]}                           | false",
        "{\"tags\": [\"y\"]}                                         | true",
        "{\"tags\": [\"z\"]}                                         | false",
        "{\"kind\": [{\"equals-ignore-case\": \"A\"}]}               | true",
        "{\"kind\": [{\"suffix\": \"x\"}]}                           | false",
        "{\"$or\": [{\"kind\": [\"z\"]}, {\"size\": [5]}]}           | true",
        "{\"kind\": [{\"wildcard\": \"*a*\"}]}                       | true",
      })
  void a_filter_policy_chooses_by_attributes(String filter, boolean comes) {
    var topic = sns.createTopic(r -> r.name("news")).topicArn();
    var _ = subscribed(topic, Map.of("FilterPolicy", filter));
    var size = MessageAttributeValue.builder().dataType("Number").stringValue("5").build();
    var tags =
        MessageAttributeValue.builder()
            .dataType("String.Array")
            .stringValue("[\"x\",\"y\"]")
            .build();
    sns.publish(r ->
        r.topicArn(topic)
            .message("m")
            .messageAttributes(Map.of("kind", text("a"), "size", size, "tags", tags)));
    assertThat(received(queue)).hasSize(comes ? 1 : 0);
  }

  @Test
  void a_filter_policy_chooses_by_the_body() {
    var topic = sns.createTopic(r -> r.name("news")).topicArn();
    var _ =
        subscribed(
            topic,
            Map.of(
                "FilterPolicy",
                "{\"order\":{\"price\":[{\"numeric\":[\">\",9]}]}}",
                "FilterPolicyScope",
                "MessageBody"));
    sns.publish(r -> r.topicArn(topic).message("{\"order\":{\"price\":8}}"));
    sns.publish(r -> r.topicArn(topic).message("{\"order\":{\"price\":10}}"));
    sns.publish(r -> r.topicArn(topic).message("no JSON"));
    assertThat(received(queue)).hasSize(1);
  }

  @Test
  void what_sns_refuses_is_refused() {
    var topic =
        sns.createTopic(r -> r.name("news").attributes(Map.of("DisplayName", "d"))).topicArn();
    fails("InvalidParameter", 400, () -> sns.createTopic(r -> r.name("a b")));
    fails(
        "InvalidParameter",
        400,
        () -> sns.createTopic(r -> r.name("a").attributes(Map.of("FifoTopic", "true"))));
    fails(
        "InvalidParameter",
        400,
        () -> sns.createTopic(r -> r.name("news").attributes(Map.of("DisplayName", "e"))));
    fails(
        "InvalidParameter",
        400,
        () -> sns.createTopic(r -> r.name("a").attributes(Map.of("Colour", "red"))));
    fails("NotFound", 404, () -> sns.publish(r -> r.topicArn(topic + "x").message("m")));
    fails("NotFound", 404, () -> sns.getTopicAttributes(r -> r.topicArn(topic + "x")));
    fails("InvalidParameter", 400, () -> sns.publish(r -> r.topicArn("news").message("m")));
    fails("InvalidParameter", 400, () -> sns.publish(r -> r.topicArn(topic).message("")));
    fails(
        "InvalidParameter",
        400,
        () -> sns.publish(r -> r.topicArn(topic).message("m".repeat(262_145))));
    fails(
        "InvalidParameter",
        400,
        () -> sns.publish(r -> r.topicArn(topic).message("m").messageGroupId("g")));
    fails(
        "InvalidParameter",
        400,
        () -> sns.publish(r -> r.topicArn(topic).message("{}").messageStructure("json")));
    fails(
        "ParameterValueInvalid",
        400,
        () ->
            sns.publish(r ->
                r.topicArn(topic)
                    .message("m")
                    .messageAttributes(
                        Map.of(
                            "a",
                            MessageAttributeValue.builder()
                                .dataType("Text")
                                .stringValue("v")
                                .build()))));
    fails(
        "InvalidParameter",
        400,
        () -> sns.subscribe(r -> r.topicArn(topic).protocol("pigeon").endpoint("e")));
    fails(
        "InvalidParameter",
        400,
        () -> sns.subscribe(r -> r.topicArn(topic).protocol("sqs").endpoint("arrivals")));
    fails(
        "InvalidParameter",
        400,
        () -> sns.subscribe(r -> r.topicArn(topic).protocol("sqs").endpoint(QUEUE + ".fifo")));
    for (var filter :
        List.of(
            "{\"a\": \"b\"}",
            "{\"a\": []}",
            "{\"a\": [{\"like\": \"b\"}]}",
            "{\"a\": {\"b\": [\"c\"]}}",
            "[")) {
      fails(
          "InvalidParameter",
          400,
          () ->
              sns.subscribe(r ->
                  r.topicArn(topic)
                      .protocol("sqs")
                      .endpoint(QUEUE)
                      .attributes(Map.of("FilterPolicy", filter))));
    }
    fails(
        "InvalidParameter",
        400,
        () ->
            sns.setTopicAttributes(
                r -> r.topicArn(topic).attributeName("Policy").attributeValue("{}")));
    assertThat(sns.listSubscriptionsByTopic(r -> r.topicArn(topic)).subscriptions()).isEmpty();
  }

  @Test
  void endpoints_of_other_protocols_have_to_agree_first() {
    var topic = sns.createTopic(r -> r.name("news")).topicArn();
    assertThat(
            sns.subscribe(r -> r.topicArn(topic).protocol("email").endpoint("a@example.com"))
                .subscriptionArn())
        .isEqualTo("pending confirmation");
    assertThat(sns.listSubscriptions().subscriptions())
        .singleElement()
        .satisfies(one -> assertThat(one.subscriptionArn()).isEqualTo("PendingConfirmation"));
    assertThat(sns.getTopicAttributes(r -> r.topicArn(topic)).attributes())
        .containsEntry("SubscriptionsPending", "1")
        .containsEntry("SubscriptionsConfirmed", "0");
    fails(
        "InvalidParameter", 400, () -> sns.confirmSubscription(r -> r.topicArn(topic).token("t")));
  }

  @Test
  void batches_tags_and_pages() {
    var topic = sns.createTopic(r -> r.name("news")).topicArn();
    var _ = subscribed(topic, Map.of());
    var answer =
        sns.publishBatch(r ->
            r.topicArn(topic)
                .publishBatchRequestEntries(
                    PublishBatchRequestEntry.builder().id("1").message("one").build(),
                    PublishBatchRequestEntry.builder()
                        .id("2")
                        .message("two")
                        .messageGroupId("g")
                        .build()));
    assertThat(answer.successful())
        .singleElement()
        .satisfies(one -> assertThat(one.id()).isEqualTo("1"));
    assertThat(answer.failed())
        .singleElement()
        .satisfies(one -> assertThat(one.code()).isEqualTo("InvalidParameter"));
    assertThat(received(queue)).hasSize(1);
    sns.tagResource(
        r -> r.resourceArn(topic).tags(Tag.builder().key("team").value("data").build()));
    assertThat(sns.listTagsForResource(r -> r.resourceArn(topic)).tags()).hasSize(1);
    sns.untagResource(r -> r.resourceArn(topic).tagKeys("team"));
    assertThat(sns.listTagsForResource(r -> r.resourceArn(topic)).tags()).isEmpty();
    for (int i = 0; i < 120; i++) {
      var name = "topic-" + i;
      sns.createTopic(r -> r.name(name));
    }
    assertThat(sns.listTopicsPaginator().topics().stream()).hasSize(121);
    sns.deleteTopic(r -> r.topicArn(topic));
    fails("NotFound", 404, () -> sns.getTopicAttributes(r -> r.topicArn(topic)));
  }

  @Test
  void a_fifo_topic_keeps_order_and_sends_nothing_twice() {
    var topic =
        sns.createTopic(r -> r.name("news.fifo").attributes(Map.of("FifoTopic", "true")))
            .topicArn();
    var arn = "arn:aws:sqs:eu-west-2:111122223333:arrivals.fifo";
    var url =
        sqs.createQueue(r ->
                r.queueName("arrivals.fifo")
                    .attributes(
                        Map.of(
                            QueueAttributeName.FIFO_QUEUE,
                            "true",
                            QueueAttributeName.POLICY,
                            policy("sns.amazonaws.com", "sqs:SendMessage", arn))))
            .queueUrl();
    sns.subscribe(r ->
        r.topicArn(topic)
            .protocol("sqs")
            .endpoint(arn)
            .attributes(Map.of("RawMessageDelivery", "true")));
    fails("InvalidParameter", 400, () -> sns.publish(r -> r.topicArn(topic).message("m")));
    fails(
        "InvalidParameter",
        400,
        () -> sns.publish(r -> r.topicArn(topic).message("m").messageGroupId("g")));
    for (var message : List.of("1", "1", "2")) {
      var sent =
          sns.publish(r ->
              r.topicArn(topic)
                  .message(message)
                  .messageGroupId("g")
                  .messageDeduplicationId(message));
      assertThat(sent.sequenceNumber()).hasSize(20);
    }
    assertThat(received(url)).extracting(Message::body).containsExactly("1", "2");
  }

  @Test
  void policies_of_users_and_of_topics_decide() {
    var topic = sns.createTopic(r -> r.name("news")).topicArn();
    var user =
        Clients.user(
            server,
            "reader",
            """
            {'Version': '2012-10-17', 'Statement': {'Effect': 'Allow', 'Action': 'sns:GetTopicAttributes',
             'Resource': 'arn:aws:sns:eu-west-2:111122223333:news'}}
            """);
    try (var reader = client(user);
        var stranger = client(Clients.root(server, "444455556666"))) {
      assertThat(reader.getTopicAttributes(r -> r.topicArn(topic)).attributes())
          .containsEntry("Owner", Clients.ACCOUNT);
      fails("AuthorizationError", 403, () -> reader.publish(r -> r.topicArn(topic).message("m")));
      assertThatThrownBy(() -> reader.publish(r -> r.topicArn(topic).message("m")))
          .hasMessageContaining("is not authorized to perform: SNS:Publish on resource: " + topic);
      fails("AuthorizationError", 403, () -> stranger.publish(r -> r.topicArn(topic).message("m")));
      sns.addPermission(r ->
          r.topicArn(topic).label("other").awsAccountIds("444455556666").actionNames("Publish"));
      stranger.publish(r -> r.topicArn(topic).message("m"));
      sns.removePermission(r -> r.topicArn(topic).label("other"));
      fails("AuthorizationError", 403, () -> stranger.publish(r -> r.topicArn(topic).message("m")));
    }
  }

  @Test
  void a_bucket_tells_a_topic_that_lets_it() {
    var topic = sns.createTopic(r -> r.name("news")).topicArn();
    var _ = subscribed(topic, Map.of());
    try (var s3 = Clients.s3(server)) {
      Clients.createBucket(s3, "raw-data");
      var rule =
          TopicConfiguration.builder().topicArn(topic).events(Event.S3_OBJECT_CREATED).build();
      fails(
          "InvalidArgument",
          400,
          () ->
              s3.putBucketNotificationConfiguration(r ->
                  r.bucket("raw-data")
                      .notificationConfiguration(n -> n.topicConfigurations(rule))));
      sns.setTopicAttributes(r ->
          r.topicArn(topic)
              .attributeName("Policy")
              .attributeValue(policy("s3.amazonaws.com", "sns:Publish", topic)));
      s3.putBucketNotificationConfiguration(
          r -> r.bucket("raw-data").notificationConfiguration(n -> n.topicConfigurations(rule)));
      s3.putObject(r -> r.bucket("raw-data").key("in/a.csv"), RequestBody.fromString("a"));
      var bodies = new java.util.ArrayList<String>();
      org.awaitility.Awaitility.await()
          .until(() -> {
            received(queue).forEach(message -> bodies.add(message.body()));
            return bodies.size() == 2;
          });
      assertThat(bodies)
          .anySatisfy(body -> assertThat(body).contains("Amazon S3 Notification", "in/a.csv"))
          .anySatisfy(body -> assertThat(body).contains("s3:TestEvent"));
    }
  }

  @Test
  void a_stacks_topic_is_the_one_that_clients_publish_to() {
    try (var stacks = new Stacks(server);
        var stranger = client(Clients.root(server, "444455556666"))) {
      assertThat(stacks.create("app", STACK.formatted("one", "a")))
          .isEqualTo(StackStatus.CREATE_COMPLETE);
      var topic = stacks.output("app", "Topic");
      var url = sqs.getQueueUrl(r -> r.queueName("arrivals")).queueUrl();
      sns.publish(
          r -> r.topicArn(topic).message("in").messageAttributes(Map.of("kind", text("a"))));
      stranger.publish(
          r -> r.topicArn(topic).message("out").messageAttributes(Map.of("kind", text("b"))));
      assertThat(received(url)).extracting(Message::body).containsExactly("in");
      assertThat(stacks.drift("app")).isEmpty();

      assertThat(stacks.update("app", STACK.formatted("two", "b")))
          .isEqualTo(StackStatus.UPDATE_COMPLETE);
      stranger.publish(
          r -> r.topicArn(topic).message("now").messageAttributes(Map.of("kind", text("b"))));
      assertThat(received(url)).extracting(Message::body).containsExactly("now");
      assertThat(sns.getTopicAttributes(r -> r.topicArn(topic)).attributes())
          .containsEntry("DisplayName", "two");

      sns.setTopicAttributes(
          r -> r.topicArn(topic).attributeName("DisplayName").attributeValue("three"));
      sns.setSubscriptionAttributes(r ->
          r.subscriptionArn(stacks.output("app", "Subscription"))
              .attributeName("RawMessageDelivery")
              .attributeValue("false"));
      assertThat(stacks.drift("app"))
          .containsExactlyInAnyOrder("Topic/DisplayName", "Subscription/RawMessageDelivery");
      sns.unsubscribe(r -> r.subscriptionArn(stacks.output("app", "Subscription")));
      assertThat(stacks.drift("app")).contains("Subscription DELETED");
      assertThat(
              stacks.update(
                  "app",
                  STACK.formatted("two", "b").replace("TopicName: news", "TopicName: fresh")))
          .isEqualTo(StackStatus.UPDATE_COMPLETE);
      fails("NotFound", 404, () -> sns.getTopicAttributes(r -> r.topicArn(topic)));
      stacks.delete("app");
      assertThat(sns.listTopics().topics()).isEmpty();
      assertThat(sns.listSubscriptions().subscriptions()).isEmpty();
    }
  }

  @Test
  void a_topic_of_another_region_is_not_found_by_its_arn() {
    var elsewhere =
        Clients.prepared(
            server, SnsClient.builder(), Clients.root(server, Clients.ACCOUNT), "eu-west-1");
    try (var other = elsewhere.build()) {
      var topic = other.createTopic(r -> r.name("news")).topicArn();
      other.publish(r -> r.topicArn(topic).message("m"));
      fails("InvalidParameter", 400, () -> sns.publish(r -> r.topicArn(topic).message("m")));
      fails("InvalidParameter", 400, () -> sns.deleteTopic(r -> r.topicArn(topic)));
      assertThat(other.listTopics().topics()).hasSize(1);
    }
  }

  @Test
  void a_topic_that_is_gone_counts_as_deleted() {
    var topic = sns.createTopic(r -> r.name("news")).topicArn();
    sns.deleteTopic(r -> r.topicArn(topic));
    sns.deleteTopic(r -> r.topicArn(topic));
    assertThat(sns.listTopics().topics()).isEmpty();
  }

  @Test
  void who_creates_a_topic_with_tags_may_tag() {
    var user =
        Clients.user(
            server,
            "writer",
            """
            {'Version': '2012-10-17', 'Statement': {'Effect': 'Allow', 'Action': 'sns:CreateTopic',
             'Resource': '*'}}
            """);
    try (var writer = client(user)) {
      writer.createTopic(r -> r.name("a"));
      assertThatThrownBy(() ->
              writer.createTopic(r -> r.name("b").tags(Tag.builder().key("k").value("v").build())))
          .hasMessageContaining("SNS:TagResource");
    }
  }
}
