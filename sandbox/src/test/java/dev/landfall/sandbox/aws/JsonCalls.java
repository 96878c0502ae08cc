package dev.landfall.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A service that speaks JSON, called without its client but signed by AWS's own signer.
///
/// @param prefix of the targets, such as `AmazonSSM`
record JsonCalls(
    URI endpoint, String service, String prefix, AwsCredentials credentials, Clock clock) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();

  static JsonCalls of(AwsServer server, String service, String prefix, AwsCredentials credentials) {
    return new JsonCalls(
        URI.create(server.endpoint() + "/"), service, prefix, credentials, Clock.systemUTC());
  }

  static JsonCalls of(AwsServer server, String service, String prefix) {
    return of(server, service, prefix, Clients.root(server, Clients.ACCOUNT));
  }

  /// With signatures of another time.
  JsonCalls at(Clock time) {
    return new JsonCalls(endpoint, service, prefix, credentials, time);
  }

  /// What a service refuses.
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;

    Refused(String code, String message) {
      super(message);
      this.code = code;
    }

    String code() {
      return code;
    }
  }

  /// @param given JSON, also with apostrophes for quotes
  JsonNode call(String action, String given) {
    var text = given.replace('\'', '"');
    var unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint)
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", prefix + "." + action)
            .build();
    var signed =
        AwsV4HttpSigner.create()
            .sign(r ->
                r.identity(credentials)
                    .request(unsigned)
                    .payload(ContentStreamProvider.fromUtf8String(text))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, Clients.REGION)
                    .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, clock))
            .request();
    var request = HttpRequest.newBuilder(endpoint).POST(BodyPublishers.ofString(text));
    signed
        .headers()
        .forEach((name, values) -> {
          if (!name.equalsIgnoreCase("Host")) {
            values.forEach(value -> request.header(name, value));
          }
        });
    try {
      var answer = HTTP.send(request.build(), BodyHandlers.ofString());
      var json = JSON.readTree(answer.body());
      if (answer.statusCode() != 200) {
        throw new Refused(
            json.path("__type").asString("").replaceFirst("^.*#", ""),
            json.path("message").asString(""));
      }
      return json;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Has to be refused.
  ///
  /// @return the message
  String refused(String code, String action, String given) {
    var thrown = catchThrowable(() -> call(action, given));
    assertThat(thrown).isInstanceOf(Refused.class);
    assertThat(((Refused) thrown).code()).as(thrown.getMessage()).isEqualTo(code);
    return String.valueOf(thrown.getMessage());
  }
}
