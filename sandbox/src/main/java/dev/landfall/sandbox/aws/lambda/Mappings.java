package dev.landfall.sandbox.aws.lambda;

import dev.landfall.sandbox.aws.iam.Access;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Calls;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.protocol.Permission;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceStore;
import dev.landfall.sandbox.aws.resource.Scope;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.node.ObjectNode;

/// The mappings of queues to functions, and those who poll for them. Threads share it.
final class Mappings implements AutoCloseable {
  private static final Set<String> HONOURED =
      Set.of(
          "EventSourceArn",
          "FunctionName",
          "BatchSize",
          "MaximumBatchingWindowInSeconds",
          "Enabled",
          "FunctionResponseTypes",
          "Tags",
          "UUID");

  private final FunctionStore functions;
  private final Invocations invocations;
  private final ResourceStore store;
  private final Queues queues;
  private final Access access;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("lambda-poller-", 0).factory());
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private Optional<Calls> calls = Optional.empty();

  /// What queues say of themselves.
  @FunctionalInterface
  interface Queues {
    /// @return what an action takes; empty when there is no queue with that ARN
    Optional<Permission> permission(String arn, String action);
  }

  private record Running(QueuePoller poller, Future<?> thread) {}

  Mappings(
      FunctionStore functions,
      Invocations invocations,
      ResourceStore store,
      Queues queues,
      Access access) {
    this.functions = functions;
    this.invocations = invocations;
    this.store = store;
    this.queues = queues;
    this.access = access;
  }

  /// Starts to poll for all that there are.
  void resume(Calls standIn) {
    calls = Optional.of(standIn);
    for (var placed : store.everywhere(LambdaTypes.MAPPING)) {
      if (!placed.entry().pending()) {
        start(new Mapping(placed.scope(), placed.entry().resource()));
      }
    }
  }

  List<Mapping> all(Scope scope) {
    return functions.resources(scope, LambdaTypes.MAPPING).stream()
        .map(resource -> new Mapping(scope, resource))
        .toList();
  }

  Mapping get(Scope scope, String id) throws AwsError {
    return all(scope).stream()
        .filter(mapping -> mapping.id().equals(id))
        .findFirst()
        .orElseThrow(() -> LambdaErrors.notFound("The resource you requested does not exist."));
  }

  /// What became of the last batch.
  String result(Mapping mapping) {
    var one = running.get(mapping.id());
    return one == null ? "No records processed" : one.poller().result();
  }

  /// Checks what somebody wants.
  ///
  /// @param properties as CloudFormation calls them
  void check(Scope scope, ObjectNode properties)
      throws AwsError, IOException, InterruptedException {
    for (var name : properties.propertyNames()) {
      if (!HONOURED.contains(name)) {
        throw LambdaErrors.notHonoured(name + " of an event source mapping");
      }
    }
    var arn = properties.path("EventSourceArn").asString("");
    if (!arn.matches("arn:aws[\\w-]*:sqs:[\\w-]+:[0-9]{12}:[\\w.-]+")) {
      throw LambdaErrors.invalid("Unrecognized event source, must be SQS: " + arn);
    }
    int size = properties.path("BatchSize").asInt(10);
    int window = properties.path("MaximumBatchingWindowInSeconds").asInt(0);
    int most = arn.endsWith(".fifo") ? 10 : 10_000;
    if (size < 1 || size > most || window < 0 || window > 300) {
      throw LambdaErrors.invalid("Batch size or batching window is out of range.");
    }
    if (size > 10 && window < 1) {
      throw LambdaErrors.invalid(
          "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater"
              + " than 10");
    }
    var function =
        functions.get(FunctionName.of(scope, properties.path("FunctionName").asString("")));
    checkRole(function, arn);
    checkVisibility(function, arn);
  }

  private void checkRole(Function function, String arn) throws AwsError {
    var role = invocations.role(function);
    for (var action : List.of("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")) {
      var needed =
          queues
              .permission(arn, "sqs:" + action)
              .orElseThrow(() ->
                  LambdaErrors.invalid(
                      "Error occurred while ReceiveMessage. SQS Error Code:"
                          + " AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The"
                          + " specified queue does not exist."));
      if (!access.decide(role, needed).allowed()) {
        throw LambdaErrors.invalid(
            "The provided execution role does not have permissions to call " + action + " on SQS");
      }
    }
  }

  private void checkVisibility(Function function, String arn)
      throws AwsError, IOException, InterruptedException {
    if (calls.isEmpty()) {
      return;
    }
    var parts = arn.split(":", -1);
    var given = JsonTexts.object().put("QueueUrl", "http://localhost/" + parts[4] + "/" + parts[5]);
    given.putArray("AttributeNames").add("VisibilityTimeout");
    var answer =
        calls
            .get()
            .json(
                invocations.role(function), parts[3], "sqs", "AmazonSQS.GetQueueAttributes", given);
    int visibility =
        Integer.parseInt(answer.path("Attributes").path("VisibilityTimeout").asString("30"));
    if (visibility < function.timeout()) {
      throw LambdaErrors.invalid(
          "Queue visibility timeout: "
              + visibility
              + " seconds is less than Function timeout: "
              + function.timeout()
              + " seconds");
    }
  }

  /// Starts to poll, instead of what polled before.
  void start(Mapping mapping) {
    stop(mapping.id());
    if (mapping.enabled() && calls.isPresent()) {
      var poller = new QueuePoller(mapping, functions, invocations, calls.get());
      running.put(mapping.id(), new Running(poller, threads.submit(poller)));
    }
  }

  void stop(String id) {
    var one = running.remove(id);
    if (one != null) {
      var _ = one.thread().cancel(true);
    }
  }

  /// Keeps a changed one.
  Mapping replace(Scope scope, Resource resource) throws AwsError {
    var mapping = new Mapping(scope, functions.replace(scope, LambdaTypes.MAPPING, resource));
    start(mapping);
    return mapping;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
