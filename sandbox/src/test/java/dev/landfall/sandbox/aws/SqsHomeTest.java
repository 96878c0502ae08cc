package dev.landfall.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class SqsHomeTest {
  @TempDir Path home;

  @Test
  void messages_and_what_was_received_of_them_outlive_the_server() throws Exception {
    var options = AwsServer.Options.defaults().withHome(home);
    var attributes = Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "600");
    try (var server = AwsServer.start(options);
        var sqs = Clients.sqs(server, Clients.ACCOUNT, Clients.REGION)) {
      var queue = sqs.createQueue(r -> r.queueName("arrivals").attributes(attributes)).queueUrl();
      for (var body : new String[] {"deleted", "in flight", "waiting"}) {
        sqs.sendMessage(r -> r.queueUrl(queue).messageBody(body));
      }
      var received = sqs.receiveMessage(r -> r.queueUrl(queue).maxNumberOfMessages(2)).messages();
      sqs.deleteMessage(r -> r.queueUrl(queue).receiptHandle(received.getFirst().receiptHandle()));
    }
    try (var server = AwsServer.start(options);
        var sqs = Clients.sqs(server, Clients.ACCOUNT, Clients.REGION)) {
      var queue = sqs.getQueueUrl(r -> r.queueName("arrivals")).queueUrl();
      var waiting = sqs.receiveMessage(r -> r.queueUrl(queue).maxNumberOfMessages(10)).messages();
      assertThat(waiting).extracting(Message::body).containsExactly("waiting");
      assertThat(
              sqs.getQueueAttributes(r -> r.queueUrl(queue).attributeNames(QueueAttributeName.ALL))
                  .attributes())
          .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "2");
    }
  }
}
