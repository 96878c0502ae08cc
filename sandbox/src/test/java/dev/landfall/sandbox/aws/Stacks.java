package dev.landfall.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/// Stacks as a client makes them.
final class Stacks implements AutoCloseable {
  private final AwsServer server;
  private final CloudFormationClient client;

  Stacks(AwsServer server) {
    this.server = server;
    client = Clients.cloudFormation(server);
  }

  /// @return what the stack has become
  StackStatus create(String name, String template) {
    client.createStack(r ->
        r.stackName(name).templateBody(template).capabilities(Capability.CAPABILITY_NAMED_IAM));
    return ended(name);
  }

  StackStatus update(String name, String template) {
    client.updateStack(r ->
        r.stackName(name).templateBody(template).capabilities(Capability.CAPABILITY_NAMED_IAM));
    return ended(name);
  }

  /// Deletes it; nothing is left when this returns.
  void delete(String name) {
    client.deleteStack(r -> r.stackName(name));
    await()
        .untilAsserted(() ->
            org.assertj.core.api.Assertions.assertThatThrownBy(
                    () -> client.describeStacks(r -> r.stackName(name)))
                .isInstanceOf(CloudFormationException.class));
  }

  /// The calls that are not here.
  CloudFormationClient client() {
    return client;
  }

  /// Orders that the next call for a resource fails.
  ///
  /// @param action `CreateResource`, `UpdateResource` or `DeleteResource`
  void failing(String action, String resource) throws IOException, InterruptedException {
    var order =
        """
        {"service":"cloudformation","action":"%s","resource":"%s","fault":"fail","times":1}\
        """
            .formatted(action, resource);
    try (var http = HttpClient.newHttpClient()) {
      var answer =
          http.send(
              HttpRequest.newBuilder(URI.create(server.endpoint() + "/_landfall/faults"))
                  .POST(HttpRequest.BodyPublishers.ofString(order))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  /// The events behind the last one of a kind, the oldest first: who, status and reason.
  ///
  /// @param since as it is told, with its reason
  List<String> events(String name, String since) {
    var all =
        client.describeStackEventsPaginator(r -> r.stackName(name)).stackEvents().stream()
            .map(Stacks::text)
            .toList()
            .reversed();
    return all.subList(all.lastIndexOf(since) + 1, all.size());
  }

  private static String text(StackEvent event) {
    var reason = event.resourceStatusReason();
    return event.logicalResourceId()
        + " "
        + event.resourceStatusAsString()
        + (reason == null ? "" : ": " + reason.replaceAll("RequestToken: [-0-9a-f]+", "…"));
  }

  /// Why a call is refused, in the words of the service.
  static String refusal(ThrowingCallable call) {
    var refused = catchThrowableOfType(CloudFormationException.class, call);
    assertThat(refused).isNotNull();
    return refused.awsErrorDetails().errorMessage();
  }

  StackStatus ended(String name) {
    return await().until(() -> status(name), status -> !status.toString().endsWith("_IN_PROGRESS"));
  }

  private StackStatus status(String name) {
    return client.describeStacks(r -> r.stackName(name)).stacks().getFirst().stackStatus();
  }

  String output(String name, String key) {
    return client.describeStacks(r -> r.stackName(name)).stacks().getFirst().outputs().stream()
        .filter(output -> output.outputKey().equals(key))
        .map(Output::outputValue)
        .findFirst()
        .orElseThrow();
  }

  /// Why a resource failed, as the events tell.
  String failure(String name, String logicalId) {
    List<StackEvent> events = client.describeStackEvents(r -> r.stackName(name)).stackEvents();
    var reason =
        events.stream()
            .filter(event -> event.logicalResourceId().equals(logicalId))
            .filter(event -> event.resourceStatusAsString().endsWith("_FAILED"))
            .map(StackEvent::resourceStatusReason)
            .findFirst();
    assertThat(reason).isPresent();
    return reason.get();
  }

  /// What has drifted: the logical id with the path of a property, or with what became of it.
  List<String> drift(String name) {
    var id = client.detectStackDrift(r -> r.stackName(name)).stackDriftDetectionId();
    await()
        .until(() ->
            client
                .describeStackDriftDetectionStatus(r -> r.stackDriftDetectionId(id))
                .detectionStatusAsString()
                .equals("DETECTION_COMPLETE"));
    return client.describeStackResourceDrifts(r -> r.stackName(name)).stackResourceDrifts().stream()
        .filter(drift -> !drift.stackResourceDriftStatusAsString().equals("IN_SYNC"))
        .flatMap(drift ->
            drift.propertyDifferences().isEmpty()
                ? java.util.stream.Stream.of(
                    drift.logicalResourceId() + " " + drift.stackResourceDriftStatusAsString())
                : drift.propertyDifferences().stream()
                    .map(one -> drift.logicalResourceId() + one.propertyPath()))
        .toList();
  }

  @Override
  public void close() {
    client.close();
  }
}
