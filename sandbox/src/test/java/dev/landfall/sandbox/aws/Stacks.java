package dev.landfall.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/// Stacks as a client makes them.
final class Stacks implements AutoCloseable {
  private final CloudFormationClient client;

  Stacks(AwsServer server) {
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

  private StackStatus ended(String name) {
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

  @Override
  public void close() {
    client.close();
  }
}
