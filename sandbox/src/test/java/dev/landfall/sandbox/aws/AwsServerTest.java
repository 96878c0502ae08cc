package dev.landfall.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

class AwsServerTest {
  private static final String FORM = "application/x-www-form-urlencoded";

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

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(server.endpoint() + path));
  }

  private HttpResponse<String> order(String fault) throws Exception {
    return send(to("/_landfall/faults").POST(BodyPublishers.ofString(fault)));
  }

  private StsClient impatient() {
    return Clients.prepared(
            server, StsClient.builder(), Clients.root(server, Clients.ACCOUNT), Clients.REGION)
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
        .build();
  }

  private static void fails(StsClient sts, String code) {
    assertThatThrownBy(sts::getCallerIdentity)
        .isInstanceOfSatisfying(
            StsException.class, e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }

  @Test
  void it_listens_on_the_loopback_interface_only() throws Exception {
    var everywhere = InetAddress.getByName("0.0.0.0");
    assertThatThrownBy(
            () -> AwsServer.start(AwsServer.Options.defaults().withAddress(everywhere, false)))
        .isInstanceOf(IllegalArgumentException.class);
    try (var open = AwsServer.start(AwsServer.Options.defaults().withAddress(everywhere, true));
        var sts = Clients.sts(open)) {
      assertThat(open.endpoint()).startsWith("http://127.0.0.1:");
      assertThat(sts.getCallerIdentity().account()).isEqualTo(Clients.ACCOUNT);
    }
  }

  @Test
  void a_request_of_another_time_is_refused() throws Exception {
    for (var minutes : new int[] {-16, 16}) {
      var clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));
      try (var skewed = AwsServer.start(AwsServer.Options.defaults().withClock(clock));
          var sts =
              Clients.prepared(
                      skewed,
                      StsClient.builder(),
                      Clients.root(skewed, Clients.ACCOUNT),
                      Clients.REGION)
                  .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
                  .build()) {
        fails(sts, "SignatureDoesNotMatch");
      }
    }
  }

  @Test
  void each_service_hears_of_a_missing_signature_in_its_own_words() throws Exception {
    var query =
        send(
            to("/")
                .header("Content-Type", FORM)
                .POST(BodyPublishers.ofString("Action=GetCallerIdentity&Version=2011-06-15")));
    assertThat(query.statusCode()).isEqualTo(403);
    assertThat(query.body())
        .contains("<ErrorResponse", "<Type>Sender</Type>", "<Code>MissingAuthenticationToken<");
    var json =
        send(
            to("/")
                .header("X-Amz-Target", "AmazonSQS.ListQueues")
                .POST(BodyPublishers.ofString("{}")));
    assertThat(json.statusCode()).isEqualTo(400);
    assertThat(json.body()).contains("#MissingAuthenticationTokenException");
  }

  @Test
  void what_cannot_be_read_is_refused_and_the_server_goes_on() throws Exception {
    for (var header :
        new String[] {
          "",
          "Basic eDp5",
          "AWS4-HMAC-SHA256",
          "AWS4-HMAC-SHA256 Credential=x",
          "AWS4-HMAC-SHA256 Credential=1/2/3/4/5, SignedHeaders=a, Signature=b",
          "AWS4-HMAC-SHA256 Credential=111122223333/20261129/eu-west-2/sts/aws4_request,"
              + " SignedHeaders=host, Signature=00",
          "AWS4-HMAC-SHA256 Credential=111122223333/20261129/eu-west-2/nothing/aws4_request,"
              + " SignedHeaders=host, Signature=00"
        }) {
      for (var date : new String[] {"20261129T000000Z", "20261129T999999Z", "yesterday"}) {
        var answer =
            send(
                to("/a%zz".replace("%zz", "%20?x=1"))
                    .header("Authorization", header)
                    .header("x-amz-date", date)
                    .header("Content-Type", FORM)
                    .POST(BodyPublishers.ofString("Action=%")));
        assertThat(answer.statusCode()).as(header).isBetween(400, 499);
      }
    }
    try (var sts = Clients.sts(server)) {
      assertThat(sts.getCallerIdentity().account()).isEqualTo(Clients.ACCOUNT);
    }
  }

  @Test
  void a_body_that_is_too_large_is_refused() throws Exception {
    var large = "Action=GetCallerIdentity&x=" + "y".repeat(5 * 1024 * 1024);
    var answer = send(to("/").header("Content-Type", FORM).POST(BodyPublishers.ofString(large)));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("RequestEntityTooLarge");
  }

  @Test
  void a_throttled_call_comes_again_and_a_failing_one_fails() throws Exception {
    order("{\"service\":\"sts\",\"fault\":\"throttle\",\"times\":1}");
    try (var sts = impatient()) {
      fails(sts, "Throttling");
      order("{\"service\":\"sts\",\"action\":\"GetCallerIdentity\",\"fault\":\"fail\"}");
      fails(sts, "InternalFailure");
      assertThat(sts.getCallerIdentity().account()).isEqualTo(Clients.ACCOUNT);
    }
    order("{\"fault\":\"throttle\",\"times\":2}");
    try (var sts = Clients.sts(server)) {
      assertThat(sts.getCallerIdentity().account()).isEqualTo(Clients.ACCOUNT);
    }
  }

  @Test
  void a_cut_call_has_no_answer() throws Exception {
    order("{\"fault\":\"cut\",\"times\":1}");
    try (var sts = impatient()) {
      assertThatThrownBy(sts::getCallerIdentity).isInstanceOf(SdkClientException.class);
      assertThat(sts.getCallerIdentity().account()).isEqualTo(Clients.ACCOUNT);
    }
  }

  @Test
  void a_fault_happens_only_to_what_it_is_ordered_for() throws Exception {
    for (var other :
        new String[] {
          "\"service\":\"s3\"",
          "\"action\":\"AssumeRole\"",
          "\"account\":\"444455556666\"",
          "\"region\":\"us-east-1\"",
          "\"resource\":\"ingest\""
        }) {
      assertThat(order("{" + other + ",\"fault\":\"fail\"}").statusCode()).isEqualTo(200);
    }
    try (var sts = impatient()) {
      assertThat(sts.getCallerIdentity().account()).isEqualTo(Clients.ACCOUNT);
      order(
          "{\"service\":\"*\",\"account\":\"111122223333\",\"region\":\"eu-west-2\","
              + "\"fault\":\"fail\",\"times\":9}");
      fails(sts, "InternalFailure");
      send(to("/_landfall/faults").DELETE());
      assertThat(sts.getCallerIdentity().account()).isEqualTo(Clients.ACCOUNT);
    }
  }

  @Test
  void an_order_that_cannot_be_understood_is_refused() throws Exception {
    for (var wrong :
        new String[] {
          "", "[]", "{\"fault\":\"burn\"}", "{\"fault\":\"fail\",\"times\":0}", "{\"colour\":1}"
        }) {
      assertThat(order(wrong).statusCode()).as(wrong).isEqualTo(400);
    }
    assertThat(send(to("/_landfall/faults")).statusCode()).isEqualTo(405);
  }
}
