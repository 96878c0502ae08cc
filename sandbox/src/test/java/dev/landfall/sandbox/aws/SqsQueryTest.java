package dev.landfall.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/// The protocol that older clients speak, signed by AWS's own signer.
class SqsQueryTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private AwsServer server;

  @BeforeEach
  void start() throws Exception {
    server = AwsServer.start(AwsServer.Options.defaults());
  }

  @AfterEach
  void stop() throws Exception {
    http.close();
    server.close();
  }

  private String call(String path, String... parameters) throws Exception {
    var pairs = new ArrayList<String>();
    for (var parameter : parameters) {
      var equals = parameter.indexOf('=');
      pairs.add(
          parameter.substring(0, equals)
              + "="
              + URLEncoder.encode(parameter.substring(equals + 1), StandardCharsets.UTF_8));
    }
    var form = String.join("&", pairs) + "&Version=2012-11-05";
    var body = ContentStreamProvider.fromUtf8String(form);
    var unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create(server.endpoint() + path))
            .putHeader("Content-Type", "application/x-www-form-urlencoded")
            .build();
    var signed =
        AwsV4HttpSigner.create()
            .sign(r ->
                r.identity(Clients.root(server, Clients.ACCOUNT))
                    .request(unsigned)
                    .payload(body)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sqs")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, Clients.REGION))
            .request();
    var request =
        HttpRequest.newBuilder(URI.create(server.endpoint() + path))
            .POST(BodyPublishers.ofString(form));
    signed
        .headers()
        .forEach((name, values) -> {
          if (!name.equalsIgnoreCase("Host")) {
            values.forEach(value -> request.header(name, value));
          }
        });
    return http.send(request.build(), BodyHandlers.ofString()).body();
  }

  private static String element(String xml, String name) {
    var match = Pattern.compile("<" + name + ">(.*?)</" + name + ">").matcher(xml);
    assertThat(match.find()).as(xml).isTrue();
    return match.group(1);
  }

  @Test
  void a_message_goes_through_a_queue() throws Exception {
    var created =
        call(
            "/",
            "Action=CreateQueue",
            "QueueName=arrivals",
            "Attribute.1.Name=VisibilityTimeout",
            "Attribute.1.Value=7",
            "Tag.1.Key=platform",
            "Tag.1.Value=ticketing");
    assertThat(created)
        .contains("<CreateQueueResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\">");
    assertThat(element(created, "QueueUrl")).endsWith("/111122223333/arrivals");
    var path = "/111122223333/arrivals";
    var sent =
        call(
            path,
            "Action=SendMessage",
            "MessageBody=a <b> & c",
            "MessageAttribute.1.Name=kind",
            "MessageAttribute.1.Value.DataType=String",
            "MessageAttribute.1.Value.StringValue=csv");
    var received =
        call(
            path,
            "Action=ReceiveMessage",
            "AttributeName.1=All",
            "MessageAttributeName.1=All",
            "MaxNumberOfMessages=10");
    assertThat(received)
        .contains(
            "<Body>a &lt;b&gt; &amp; c</Body>",
            "<MD5OfBody>" + element(sent, "MD5OfMessageBody") + "</MD5OfBody>",
            "<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>",
            "<MessageAttribute><Name>kind</Name><Value>"
                + "<DataType>String</DataType><StringValue>csv</StringValue></Value>");
    assertThat(
            call(
                path,
                "Action=DeleteMessageBatch",
                "DeleteMessageBatchRequestEntry.1.Id=x",
                "DeleteMessageBatchRequestEntry.1.ReceiptHandle="
                    + element(received, "ReceiptHandle")))
        .contains("<DeleteMessageBatchResultEntry><Id>x</Id></DeleteMessageBatchResultEntry>");
    assertThat(call(path, "Action=GetQueueAttributes", "AttributeName.1=VisibilityTimeout"))
        .contains("<Attribute><Name>VisibilityTimeout</Name><Value>7</Value></Attribute>");
    assertThat(call(path, "Action=ListQueueTags"))
        .contains("<Tag><Key>platform</Key><Value>ticketing</Value></Tag>");
    assertThat(call("/", "Action=ListQueues")).contains("<QueueUrl>");
    assertThat(call(path, "Action=DeleteQueue"))
        .contains("<DeleteQueueResponse", "<RequestId>")
        .doesNotContain("Result");
  }

  @Test
  void errors_have_the_codes_of_that_protocol() throws Exception {
    for (var expected :
        List.of(
            List.of("/", "Action=GetQueueUrl", "QueueName=x", "NonExistentQueue"),
            List.of("/111122223333/x", "Action=PurgeQueue", "a=b", "NonExistentQueue"),
            List.of("/", "Action=Nothing", "a=b", "InvalidAction"),
            List.of("/", "Action=CreateQueue", "a=b", "MissingParameter"))) {
      assertThat(call(expected.get(0), expected.get(1), expected.get(2)))
          .contains("<ErrorResponse", "<Type>Sender</Type>", expected.get(3) + "</Code>");
    }
  }
}
