package dev.landfall.sandbox.aws;

import static dev.landfall.sandbox.aws.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

class SqsTest {
  private final SettableClock clock = new SettableClock(Instant.now());
  private AwsServer server;
  private SqsClient sqs;

  @BeforeEach
  void start() throws Exception {
    server = AwsServer.start(AwsServer.Options.defaults().withClock(clock));
    sqs = Clients.sqs(server, Clients.ACCOUNT, Clients.REGION);
  }

  @AfterEach
  void stop() throws Exception {
    sqs.close();
    server.close();
  }

  private String create(String name, Map<QueueAttributeName, String> attributes) {
    return sqs.createQueue(r -> r.queueName(name).attributes(attributes)).queueUrl();
  }

  private String create(String name) {
    return create(name, Map.of());
  }

  private void send(String queue, String body) {
    sqs.sendMessage(r -> r.queueUrl(queue).messageBody(body));
  }

  private List<Message> receive(String queue) {
    return sqs.receiveMessage(r ->
            r.queueUrl(queue)
                .maxNumberOfMessages(10)
                .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                .messageAttributeNames("All"))
        .messages();
  }

  private List<String> bodies(String queue) {
    return receive(queue).stream().map(Message::body).toList();
  }

  private Map<QueueAttributeName, String> attributes(String queue) {
    return sqs.getQueueAttributes(r -> r.queueUrl(queue).attributeNames(QueueAttributeName.ALL))
        .attributes();
  }

  @Test
  void a_queue_is_created_found_and_deleted() {
    var queue = create("arrivals", Map.of(QueueAttributeName.DELAY_SECONDS, "0"));
    assertThat(queue).isEqualTo(server.endpoint() + "/111122223333/arrivals");
    assertThat(create("arrivals")).isEqualTo(queue);
    assertThat(sqs.getQueueUrl(r -> r.queueName("arrivals")).queueUrl()).isEqualTo(queue);
    assertThat(sqs.listQueues(r -> r.queueNamePrefix("arr")).queueUrls()).containsExactly(queue);
    assertThat(attributes(queue))
        .containsEntry(QueueAttributeName.QUEUE_ARN, "arn:aws:sqs:eu-west-2:111122223333:arrivals")
        .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "30")
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0");
    sqs.deleteQueue(r -> r.queueUrl(queue));
    fails(
        "AWS.SimpleQueueService.NonExistentQueue",
        400,
        () -> sqs.getQueueUrl(r -> r.queueName("arrivals")));
    assertThat(sqs.listQueues().queueUrls()).isEmpty();
  }

  @Test
  void the_client_knows_the_error_for_a_missing_queue() {
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> sqs.getQueueUrl(r -> r.queueName("none")))
        .isInstanceOf(QueueDoesNotExistException.class);
  }

  @Test
  void queues_of_other_regions_and_accounts_are_others() {
    create("arrivals");
    try (var region = Clients.sqs(server, Clients.ACCOUNT, "us-east-1");
        var account = Clients.sqs(server, "444455556666", Clients.REGION)) {
      assertThat(region.listQueues().queueUrls()).isEmpty();
      assertThat(account.listQueues().queueUrls()).isEmpty();
      var queue = server.endpoint() + "/111122223333/arrivals";
      fails(
          "AWS.SimpleQueueService.NonExistentQueue",
          400,
          () -> region.receiveMessage(r -> r.queueUrl(queue)));
      fails("AccessDenied", 403, () -> account.purgeQueue(r -> r.queueUrl(queue)));
    }
  }

  @Test
  void a_message_arrives_with_its_attributes() {
    var queue = create("arrivals");
    sqs.sendMessage(r ->
        r.queueUrl(queue)
            .messageBody("héllo")
            .messageAttributes(
                Map.of(
                    "kind",
                    MessageAttributeValue.builder().dataType("String").stringValue("csv").build(),
                    "rows",
                    MessageAttributeValue.builder().dataType("Number").stringValue("12").build(),
                    "blob",
                    MessageAttributeValue.builder()
                        .dataType("Binary")
                        .binaryValue(SdkBytes.fromUtf8String("x"))
                        .build())));
    var message = receive(queue).getFirst();
    assertThat(message.body()).isEqualTo("héllo");
    assertThat(message.messageAttributes()).hasSize(3);
    assertThat(message.messageAttributes())
        .hasEntrySatisfying(
            "blob", blob -> assertThat(blob.binaryValue().asUtf8String()).isEqualTo("x"));
    assertThat(message.attributes())
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1")
        .containsEntry(MessageSystemAttributeName.SENDER_ID, Clients.ACCOUNT);
  }

  @Test
  void a_message_is_away_while_it_is_in_flight_and_for_good_when_it_is_deleted() {
    var queue = create("arrivals");
    send(queue, "a");
    var first = receive(queue).getFirst();
    assertThat(receive(queue)).isEmpty();
    assertThat(attributes(queue))
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "1");
    clock.forward(Duration.ofSeconds(31));
    var second = receive(queue).getFirst();
    assertThat(second.receiptHandle()).isNotEqualTo(first.receiptHandle());
    sqs.deleteMessage(r -> r.queueUrl(queue).receiptHandle(first.receiptHandle()));
    sqs.deleteMessage(r -> r.queueUrl(queue).receiptHandle(second.receiptHandle()));
    sqs.deleteMessage(r -> r.queueUrl(queue).receiptHandle(second.receiptHandle()));
    clock.forward(Duration.ofSeconds(31));
    assertThat(receive(queue)).isEmpty();
    fails(
        "ReceiptHandleIsInvalid",
        404,
        () -> sqs.deleteMessage(r -> r.queueUrl(queue).receiptHandle("none")));
  }

  @Test
  void visibility_is_changed_while_a_message_is_in_flight() {
    var queue = create("arrivals");
    send(queue, "a");
    var receipt = receive(queue).getFirst().receiptHandle();
    sqs.changeMessageVisibility(r -> r.queueUrl(queue).receiptHandle(receipt).visibilityTimeout(0));
    assertThat(bodies(queue)).containsExactly("a");
    fails(
        "InvalidParameterValue",
        400,
        () ->
            sqs.changeMessageVisibility(
                r -> r.queueUrl(queue).receiptHandle(receipt).visibilityTimeout(60)));
    clock.forward(Duration.ofSeconds(31));
    var late = receive(queue).getFirst().receiptHandle();
    clock.forward(Duration.ofSeconds(31));
    fails(
        "AWS.SimpleQueueService.MessageNotInflight",
        400,
        () ->
            sqs.changeMessageVisibility(
                r -> r.queueUrl(queue).receiptHandle(late).visibilityTimeout(60)));
  }

  @Test
  void delayed_messages_come_later_and_old_ones_are_gone() {
    var queue =
        create(
            "arrivals",
            Map.of(
                QueueAttributeName.DELAY_SECONDS,
                "10",
                QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                "60"));
    send(queue, "a");
    sqs.sendMessage(r -> r.queueUrl(queue).messageBody("now").delaySeconds(0));
    assertThat(bodies(queue)).containsExactly("now");
    assertThat(attributes(queue))
        .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED, "1");
    clock.forward(Duration.ofSeconds(11));
    assertThat(bodies(queue)).containsExactly("a");
    clock.forward(Duration.ofSeconds(61));
    assertThat(bodies(queue)).isEmpty();
  }

  @Test
  void a_message_that_is_received_too_often_goes_to_the_dead_letters() {
    var dead = create("dead");
    var queue =
        create(
            "arrivals",
            Map.of(
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"arn:aws:sqs:eu-west-2:111122223333:dead\","
                    + "\"maxReceiveCount\":2}"));
    send(queue, "poison");
    for (var i = 0; i < 2; i++) {
      assertThat(bodies(queue)).containsExactly("poison");
      clock.forward(Duration.ofSeconds(31));
    }
    assertThat(bodies(queue)).isEmpty();
    var message = receive(dead).getFirst();
    assertThat(message.body()).isEqualTo("poison");
    assertThat(message.attributes())
        .containsEntry(
            MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN,
            "arn:aws:sqs:eu-west-2:111122223333:arrivals");
    assertThat(sqs.listDeadLetterSourceQueues(r -> r.queueUrl(dead)).queueUrls())
        .containsExactly(queue);
  }

  @Test
  void whoever_waits_hears_of_a_message_at_once() throws Exception {
    var queue = create("arrivals");
    var waiting =
        CompletableFuture.supplyAsync(
            () -> sqs.receiveMessage(r -> r.queueUrl(queue).waitTimeSeconds(20)).messages());
    try (var other = Clients.sqs(server, Clients.ACCOUNT, Clients.REGION)) {
      other.sendMessage(r -> r.queueUrl(queue).messageBody("a"));
    }
    assertThat(waiting.get()).extracting(Message::body).containsExactly("a");
    assertThat(sqs.receiveMessage(r -> r.queueUrl(queue).waitTimeSeconds(1)).messages()).isEmpty();
  }

  @Test
  void each_entry_of_a_batch_succeeds_or_fails_on_its_own() {
    var queue = create("arrivals");
    var answer =
        sqs.sendMessageBatch(r ->
            r.queueUrl(queue)
                .entries(
                    SendMessageBatchRequestEntry.builder().id("1").messageBody("a").build(),
                    SendMessageBatchRequestEntry.builder().id("2").messageBody("\u0001").build(),
                    SendMessageBatchRequestEntry.builder().id("3").messageBody("c").build()));
    assertThat(answer.successful()).hasSize(2);
    assertThat(answer.failed())
        .extracting(BatchResultErrorEntry::code)
        .containsExactly("InvalidMessageContents");
    var messages = receive(queue);
    assertThat(messages).hasSize(2);
    sqs.deleteMessageBatch(r ->
        r.queueUrl(queue)
            .entries(
                messages.stream()
                    .map(m ->
                        software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry
                            .builder()
                            .id(m.messageId())
                            .receiptHandle(m.receiptHandle())
                            .build())
                    .toList()));
    clock.forward(Duration.ofSeconds(31));
    assertThat(receive(queue)).isEmpty();
    fails(
        "AWS.SimpleQueueService.EmptyBatchRequest",
        400,
        () -> sqs.sendMessageBatch(r -> r.queueUrl(queue).entries(List.of())));
    fails(
        "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
        400,
        () ->
            sqs.sendMessageBatch(r ->
                r.queueUrl(queue)
                    .entries(
                        SendMessageBatchRequestEntry.builder().id("1").messageBody("a").build(),
                        SendMessageBatchRequestEntry.builder().id("1").messageBody("b").build())));
  }

  @Test
  void a_fifo_queue_keeps_the_order_of_each_group_and_takes_nothing_twice() {
    var queue =
        create(
            "orders.fifo",
            Map.of(
                QueueAttributeName.FIFO_QUEUE,
                "true",
                QueueAttributeName.CONTENT_BASED_DEDUPLICATION,
                "true"));
    for (var body : List.of("a1", "b1", "a2", "a1", "b2")) {
      sqs.sendMessage(
          r -> r.queueUrl(queue).messageBody(body).messageGroupId(body.substring(0, 1)));
    }
    var first =
        sqs.receiveMessage(r -> r.queueUrl(queue).maxNumberOfMessages(1)).messages().getFirst();
    assertThat(first.body()).isEqualTo("a1");
    assertThat(bodies(queue)).containsExactly("b1", "b2");
    assertThat(bodies(queue)).isEmpty();
    sqs.deleteMessage(r -> r.queueUrl(queue).receiptHandle(first.receiptHandle()));
    assertThat(bodies(queue)).containsExactly("a2");
    clock.forward(Duration.ofMinutes(6));
    sqs.sendMessage(r -> r.queueUrl(queue).messageBody("a1").messageGroupId("c"));
    assertThat(bodies(queue)).containsExactly("b1", "a2", "b2", "a1");
    fails("MissingParameter", 400, () -> sqs.sendMessage(r -> r.queueUrl(queue).messageBody("x")));
  }

  private static final String POLICY =
      "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"s3.amazonaws.com\"},"
          + "\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\"}}";

  @Test
  void attributes_and_tags_are_set_and_wrong_ones_refused() {
    var queue = create("arrivals");
    sqs.setQueueAttributes(r ->
        r.queueUrl(queue)
            .attributes(
                Map.of(
                    QueueAttributeName.VISIBILITY_TIMEOUT,
                    "5",
                    QueueAttributeName.POLICY,
                    POLICY)));
    assertThat(attributes(queue))
        .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "5")
        .containsEntry(QueueAttributeName.POLICY, POLICY);
    fails(
        "QueueAlreadyExists",
        400,
        () -> create("arrivals", Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "6")));
    for (var wrong :
        Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT, "43201",
                QueueAttributeName.POLICY, "none",
                QueueAttributeName.REDRIVE_POLICY, "{}",
                QueueAttributeName.FIFO_THROUGHPUT_LIMIT, "perMessageGroupId")
            .entrySet()) {
      fails(
          "InvalidAttributeValue",
          400,
          () -> create("other", Map.of(wrong.getKey(), wrong.getValue())));
    }
    fails("InvalidParameterValue", 400, () -> create("no name"));
    sqs.tagQueue(r -> r.queueUrl(queue).tags(Map.of("platform", "ticketing", "x", "y")));
    sqs.untagQueue(r -> r.queueUrl(queue).tagKeys("x"));
    assertThat(sqs.listQueueTags(r -> r.queueUrl(queue)).tags())
        .isEqualTo(Map.of("platform", "ticketing"));
    send(queue, "a");
    sqs.purgeQueue(r -> r.queueUrl(queue));
    assertThat(receive(queue)).isEmpty();
    fails(
        "InvalidAction",
        400,
        () -> sqs.startMessageMoveTask(r -> r.sourceArn("arn:aws:sqs:eu-west-2:1:x")));
  }
}
