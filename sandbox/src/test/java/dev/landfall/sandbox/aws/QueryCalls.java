package dev.landfall.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/// A service that takes forms, called without its client but signed by AWS's own signer.
record QueryCalls(URI endpoint, String service, AwsCredentials credentials) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  static QueryCalls of(AwsServer server, String service, AwsCredentials credentials) {
    return new QueryCalls(URI.create(server.endpoint() + "/"), service, credentials);
  }

  private HttpResponse<String> send(String... parameters) {
    var pairs = new ArrayList<String>();
    for (var parameter : parameters) {
      var equals = parameter.indexOf('=');
      pairs.add(
          parameter.substring(0, equals)
              + "="
              + URLEncoder.encode(parameter.substring(equals + 1), StandardCharsets.UTF_8));
    }
    var form = String.join("&", pairs);
    var unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint)
            .putHeader("Content-Type", "application/x-www-form-urlencoded")
            .build();
    var signed =
        AwsV4HttpSigner.create()
            .sign(r ->
                r.identity(credentials)
                    .request(unsigned)
                    .payload(ContentStreamProvider.fromUtf8String(form))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, Clients.REGION))
            .request();
    var request = HttpRequest.newBuilder(endpoint).POST(BodyPublishers.ofString(form));
    signed
        .headers()
        .forEach((name, values) -> {
          if (!name.equalsIgnoreCase("Host")) {
            values.forEach(value -> request.header(name, value));
          }
        });
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// @param parameters such as `Action=DescribeInstances`
  String call(String... parameters) {
    var answer = send(parameters);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  /// Has to be refused.
  ///
  /// @return the message
  String refused(String code, int status, String... parameters) {
    var answer = send(parameters);
    assertThat(answer.body()).contains("<Code>" + code + "</Code>");
    assertThat(answer.statusCode()).isEqualTo(status);
    return texts(answer.body(), "Message").getFirst();
  }

  /// The texts of elements.
  static List<String> texts(String xml, String element) {
    return Pattern.compile("<" + element + ">([^<]*)</" + element + ">")
        .matcher(xml)
        .results()
        .map(match -> match.group(1))
        .toList();
  }
}
