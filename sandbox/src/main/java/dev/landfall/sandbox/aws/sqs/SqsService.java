package dev.landfall.sandbox.aws.sqs;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.protocol.Operation;
import dev.landfall.sandbox.aws.protocol.Permission;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.protocol.Request;
import dev.landfall.sandbox.aws.protocol.Service;
import dev.landfall.sandbox.aws.protocol.Trouble;
import dev.landfall.sandbox.aws.protocol.Wire;
import dev.landfall.sandbox.aws.resource.Backing;
import dev.landfall.sandbox.aws.store.Journal;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// SQS. Threads share it.
///
/// Source: the Amazon SQS API Reference.
public final class SqsService implements Service {
  private static final Wire JSON =
      new Wire.Json("1.0", "com.amazonaws.sqs", Optional.of(SqsErrors.QUERY_CODES));
  private static final Wire QUERY = new Wire.Query("http://queue.amazonaws.com/doc/2012-11-05/");

  /// The sender's id of messages that a service of AWS sends.
  private static final String SERVICE_ID = "AIDAJHIPRHEMV73VRJEBU";

  /// What a queue's policy can open to other accounts.
  private static final Set<String> SHARED =
      Set.of(
          "sqs:ChangeMessageVisibility",
          "sqs:DeleteMessage",
          "sqs:GetQueueAttributes",
          "sqs:GetQueueUrl",
          "sqs:ListDeadLetterSourceQueues",
          "sqs:PurgeQueue",
          "sqs:ReceiveMessage",
          "sqs:SendMessage");

  private static final Set<String> ACTIONS =
      Set.of(
          "CreateQueue",
          "DeleteQueue",
          "ListQueues",
          "GetQueueUrl",
          "GetQueueAttributes",
          "SetQueueAttributes",
          "ListDeadLetterSourceQueues",
          "TagQueue",
          "UntagQueue",
          "ListQueueTags",
          "PurgeQueue",
          "SendMessage",
          "SendMessageBatch",
          "ReceiveMessage",
          "DeleteMessage",
          "DeleteMessageBatch",
          "ChangeMessageVisibility",
          "ChangeMessageVisibilityBatch");

  private final Queues queues;
  private final QueueOperations operations;
  private final Sending sending;
  private final Receiving receiving;
  private final InFlight inFlight;

  public SqsService(Journal journal, Clock clock) {
    this.queues = new Queues(journal, clock);
    this.operations = new QueueOperations(queues);
    this.sending = new Sending(queues);
    this.receiving = new Receiving(queues);
    this.inFlight = new InFlight(queues);
  }

  /// What stands behind the resources of stacks, by the names of their types.
  public Map<String, Backing> backings() {
    return Map.of(
        "AWS::SQS::Queue",
        new QueueBacking(queues, operations),
        "AWS::SQS::QueuePolicy",
        new QueuePolicyBacking(queues, operations));
  }

  /// Puts a message of one of AWS's services into a queue. Nothing happens when there is none.
  public void deliver(String arn, String body) {
    queues.lock().lock();
    try {
      var queue = Queue.keyOf(arn).flatMap(queues::get);
      if (queue.isPresent()) {
        var given = JsonTexts.object().put("MessageBody", body);
        var _ = sending.send(queue.get(), given, SERVICE_ID);
      }
    } catch (AwsError e) {
      throw new IllegalArgumentException("no message for " + arn + ": " + e.message(), e);
    } finally {
      queues.lock().unlock();
    }
  }

  /// Takes a message of one of AWS's services.
  ///
  /// @param message as SendMessage describes it
  /// @return whether there is such a queue, and it takes the message
  public boolean accept(String arn, ObjectNode message) {
    queues.lock().lock();
    try {
      var queue = Queue.keyOf(arn).flatMap(queues::get);
      if (queue.isEmpty()) {
        return false;
      }
      var _ = sending.send(queue.get(), message, SERVICE_ID);
      return true;
    } catch (AwsError e) {
      return false;
    } finally {
      queues.lock().unlock();
    }
  }

  @Override
  public String name() {
    return "sqs";
  }

  @Override
  public Wire wire(Request request) {
    return request.header("X-Amz-Target").isPresent() ? JSON : QUERY;
  }

  @Override
  public Operation operation(Call call) throws AwsError {
    var action = call.action();
    if (!ACTIONS.contains(action)) {
      throw Trouble.UNKNOWN_ACTION.on(
          call.wire(), "The action " + action + " is not valid for this endpoint.");
    }
    var given = call.wire() instanceof Wire.Json ? call.json() : SqsQuery.read(call);
    var url = given.path("QueueUrl").asString("");
    var name = given.path("QueueName").asString(url.substring(url.lastIndexOf('/') + 1));
    return Operation.of(action, name, () -> answer(call, given))
        .needing(permission(call, given, name));
  }

  private Permission permission(Call call, JsonNode given, String name) {
    var action = "sqs:" + call.action().replaceFirst("Batch$", "");
    if (call.action().equals("ListQueues")) {
      return Permission.of(action, "*");
    }
    var url = given.path("QueueUrl").asString("");
    var owner = given.path("QueueOwnerAWSAccountId").asString(call.account());
    var found =
        given.has("QueueName")
            ? queues.get(Queue.key(owner, call.region(), name))
            : operations.named(call.region(), url.isEmpty() ? call.request().path() : url);
    if (found.isEmpty()) {
      var arn = new Queue(call.account(), call.region(), name, 0, 0, Map.of(), Map.of()).arn();
      return Permission.of(action, arn);
    }
    var queue = found.get();
    var policy =
        queue.account().equals(call.account()) || SHARED.contains(action)
            ? Optional.of(queue.attribute("Policy")).filter(text -> !text.isEmpty())
            : Optional.<String>empty();
    return Permission.of(action, queue.arn(), queue.account(), policy);
  }

  /// What a queue's action takes, such as `sqs:SendMessage`.
  ///
  /// @return empty when there is no queue with that ARN
  public Optional<Permission> permission(String arn, String action) {
    return Queue.keyOf(arn)
        .flatMap(queues::get)
        .map(queue ->
            Permission.of(
                action,
                queue.arn(),
                queue.account(),
                Optional.of(queue.attribute("Policy")).filter(text -> !text.isEmpty())));
  }

  private Reply answer(Call call, ObjectNode given) throws AwsError, InterruptedException {
    if (call.wire() instanceof Wire.Json) {
      return Reply.json(call, locked(call, given));
    }
    try {
      return SqsQuery.write(call, locked(call, given));
    } catch (AwsError e) {
      throw new AwsError(
          SqsErrors.QUERY_CODES.getOrDefault(e.code(), e.code()), e.status(), e.message());
    }
  }

  private ObjectNode locked(Call call, JsonNode given) throws AwsError, InterruptedException {
    queues.lock().lockInterruptibly();
    try {
      return run(call, given);
    } finally {
      queues.lock().unlock();
    }
  }

  private ObjectNode run(Call call, JsonNode given) throws AwsError, InterruptedException {
    return switch (call.action()) {
      case "CreateQueue" -> operations.create(call, given);
      case "GetQueueUrl" -> operations.getUrl(call, given);
      case "ListQueues" -> operations.list(call, given);
      case "ListDeadLetterSourceQueues" -> operations.sources(call, given);
      default -> run(call, operations.find(call, given), given);
    };
  }

  private ObjectNode run(Call call, Queue queue, JsonNode given)
      throws AwsError, InterruptedException {
    var sender = call.identity().userId();
    switch (call.action()) {
      case "DeleteQueue" -> queues.remove(queue);
      case "PurgeQueue" -> queues.clear(queue);
      case "SetQueueAttributes" -> operations.setAttributes(queue, given);
      case "TagQueue" -> operations.tag(queue, given);
      case "UntagQueue" -> operations.untag(queue, given);
      case "DeleteMessage" -> inFlight.delete(queue, given);
      case "ChangeMessageVisibility" -> inFlight.changeVisibility(queue, given);
      case "GetQueueAttributes" -> {
        return operations.attributes(queue, given);
      }
      case "ListQueueTags" -> {
        return QueueOperations.tags(queue);
      }
      case "SendMessage" -> {
        return sending.send(queue, given, sender);
      }
      case "ReceiveMessage" -> {
        return receiving.receive(queue, given);
      }
      case "SendMessageBatch" -> {
        return Batches.run(given, entry -> sending.send(queue, entry, sender));
      }
      case "DeleteMessageBatch" -> {
        return Batches.run(
            given,
            entry -> {
              inFlight.delete(queue, entry);
              return JsonTexts.object();
            });
      }
      default -> {
        return Batches.run(
            given,
            entry -> {
              inFlight.changeVisibility(queue, entry);
              return JsonTexts.object();
            });
      }
    }
    return JsonTexts.object();
  }
}
