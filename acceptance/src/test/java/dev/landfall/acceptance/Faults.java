package dev.landfall.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/// Orders faults of the stand-in of AWS.
///
/// @param ready the stand-ins' ready file
record Faults(Path ready) {
  void order(String fault) throws IOException, InterruptedException {
    send(request().POST(HttpRequest.BodyPublishers.ofString(fault)).build());
  }

  void forget() throws IOException, InterruptedException {
    send(request().DELETE().build());
  }

  private HttpRequest.Builder request() throws IOException {
    var endpoint =
        new JsonMapper().readTree(Files.readString(ready)).get("aws").get("endpoint").asString();
    return HttpRequest.newBuilder(URI.create(endpoint + "/_landfall/faults"));
  }

  private static void send(HttpRequest request) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }
  }
}
