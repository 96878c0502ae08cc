package dev.landfall.sandbox.aws.sqs;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Queues themselves. Wants the queues' lock to be held.
final class QueueOperations {
  private static final int MOST_LISTED = 1000;
  private static final long MILLIS = 1000;

  private final Queues queues;

  QueueOperations(Queues queues) {
    this.queues = queues;
  }

  ObjectNode create(Call call, JsonNode given) throws AwsError {
    var name = given.path("QueueName").asString("");
    if (name.isEmpty()) {
      throw SqsErrors.missing("QueueName");
    }
    var base = name.endsWith(Queue.FIFO) ? name.substring(0, name.length() - 5) : name;
    if (!base.matches("[\\w-]{1,80}") || name.length() > 80) {
      throw SqsErrors.invalidParameter(
          "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    }
    var attributes = QueueAttributes.read(given.path("Attributes"), name);
    if (name.endsWith(Queue.FIFO) && !attributes.containsKey("FifoQueue")) {
      throw SqsErrors.invalidParameter(
          "The name of a FIFO queue can only be chosen for a queue whose attribute FifoQueue is"
              + " true.");
    }
    var present = queues.get(Queue.key(call.account(), call.region(), name));
    if (present.isPresent()) {
      for (var entry : attributes.entrySet()) {
        if (!read(present.get(), entry.getKey()).equals(entry.getValue())) {
          throw new AwsError(
              "QueueNameExists",
              400,
              "A queue already exists with the same name and a different value for attribute "
                  + entry.getKey());
        }
      }
      return url(call, present.get());
    }
    var now = queues.now() / MILLIS;
    var queue =
        new Queue(
            call.account(), call.region(), name, now, now, attributes, tags(given, "tags", "Tags"));
    queues.put(queue);
    return url(call, queue);
  }

  private static Map<String, String> tags(JsonNode given, String name, String other) {
    var tags = new TreeMap<String, String>();
    for (var member : List.of(name, other)) {
      given
          .path(member)
          .properties()
          .forEach(entry -> tags.put(entry.getKey(), entry.getValue().asString("")));
    }
    return tags;
  }

  private static ObjectNode url(Call call, Queue queue) {
    return JsonTexts.object().put("QueueUrl", address(call, queue));
  }

  private static String address(Call call, Queue queue) {
    return call.endpoint() + "/" + queue.account() + "/" + queue.name();
  }

  /// The queue that a call names by its address.
  Queue find(Call call, JsonNode given) throws AwsError {
    var url = given.path("QueueUrl").asString("");
    url = url.isEmpty() ? call.request().path() : url;
    var parts = url.split("/", -1);
    if (parts.length < 3 || !parts[parts.length - 2].matches("[0-9]{12}")) {
      throw SqsErrors.noQueue();
    }
    return find(call, parts[parts.length - 2], parts[parts.length - 1]);
  }

  private Queue find(Call call, String account, String name) throws AwsError {
    var queue = queues.get(Queue.key(account, call.region(), name)).orElseThrow(SqsErrors::noQueue);
    if (!account.equals(call.account())) {
      throw new AwsError(
          "AccessDeniedException",
          403,
          "User: "
              + call.identity().arn()
              + " is not authorized to access the resource "
              + queue.arn());
    }
    return queue;
  }

  ObjectNode getUrl(Call call, JsonNode given) throws AwsError {
    var account = given.path("QueueOwnerAWSAccountId").asString(call.account());
    return url(call, find(call, account, given.path("QueueName").asString("")));
  }

  ObjectNode list(Call call, JsonNode given) throws AwsError {
    var prefix = given.path("QueueNamePrefix").asString("");
    var after = given.path("NextToken").asString("");
    var most = Receiving.number(given, "MaxResults", MOST_LISTED, 1, MOST_LISTED);
    var found =
        queues.all(call.account(), call.region()).stream()
            .filter(queue -> queue.name().startsWith(prefix))
            .filter(queue -> queue.name().compareTo(after) > 0)
            .toList();
    var answer = JsonTexts.object();
    var urls = answer.putArray("QueueUrls");
    found.stream().limit(most).forEach(queue -> urls.add(address(call, queue)));
    if (found.size() > most) {
      answer.put("NextToken", found.get(most - 1).name());
    }
    return answer;
  }

  ObjectNode sources(Call call, JsonNode given) throws AwsError {
    var target = find(call, given);
    var answer = JsonTexts.object();
    var urls = answer.putArray("queueUrls");
    for (var queue : queues.all(call.account(), call.region())) {
      if (queue.deadLetters().map(d -> d.key().equals(target.key())).orElse(false)) {
        urls.add(address(call, queue));
      }
    }
    return answer;
  }

  ObjectNode attributes(Queue queue, JsonNode given) throws AwsError {
    var all = new TreeMap<>(QueueAttributes.DEFAULTS);
    if (queue.fifo()) {
      all.putAll(QueueAttributes.FIFO_DEFAULTS);
    }
    all.putAll(queue.attributes());
    all.put("QueueArn", queue.arn());
    all.put("CreatedTimestamp", Long.toString(queue.created()));
    all.put("LastModifiedTimestamp", Long.toString(queue.modified()));
    count(queue, all);
    var wanted = new HashSet<String>();
    given.path("AttributeNames").forEach(name -> wanted.add(name.asString("")));
    var known = new HashSet<>(all.keySet());
    known.addAll(
        List.of(
            "All",
            "Policy",
            "RedrivePolicy",
            "RedriveAllowPolicy",
            "KmsMasterKeyId",
            "KmsDataKeyReusePeriodSeconds"));
    known.addAll(QueueAttributes.FIFO_DEFAULTS.keySet());
    for (var name : wanted) {
      if (!known.contains(name)) {
        throw new AwsError("InvalidAttributeName", 400, "Unknown Attribute " + name + ".");
      }
    }
    all.keySet().removeIf(name -> !wanted.contains("All") && !wanted.contains(name));
    var answer = JsonTexts.object();
    if (!all.isEmpty()) {
      var attributes = answer.putObject("Attributes");
      all.forEach(attributes::put);
    }
    return answer;
  }

  private static String read(Queue queue, String attribute) {
    var value = queue.attribute(attribute);
    return value.isEmpty() && queue.fifo()
        ? QueueAttributes.FIFO_DEFAULTS.getOrDefault(attribute, "")
        : value;
  }

  private void count(Queue queue, Map<String, String> all) {
    var now = queues.now();
    var visible = 0;
    var inFlight = 0;
    var delayed = 0;
    for (var message : queues.messages(queue)) {
      if (message.inFlight(now)) {
        inFlight++;
      } else if (message.visibleAt() > now) {
        delayed++;
      } else {
        visible++;
      }
    }
    all.put("ApproximateNumberOfMessages", Integer.toString(visible));
    all.put("ApproximateNumberOfMessagesNotVisible", Integer.toString(inFlight));
    all.put("ApproximateNumberOfMessagesDelayed", Integer.toString(delayed));
  }

  void setAttributes(Queue queue, JsonNode given) throws AwsError {
    var changed = QueueAttributes.read(given.path("Attributes"), queue.name());
    if (changed.isEmpty()) {
      throw SqsErrors.missing("Attribute.Name");
    }
    if (changed.containsKey("FifoQueue")) {
      throw new AwsError("InvalidAttributeName", 400, "Unknown Attribute FifoQueue.");
    }
    queues.put(queue.withAttributes(changed, queues.now() / MILLIS));
  }

  void tag(Queue queue, JsonNode given) {
    var tags = new TreeMap<>(queue.tags());
    tags.putAll(tags(given, "Tags", "tags"));
    queues.put(queue.withTags(tags));
  }

  void untag(Queue queue, JsonNode given) {
    var tags = new TreeMap<>(queue.tags());
    given.path("TagKeys").forEach(key -> tags.remove(key.asString("")));
    queues.put(queue.withTags(tags));
  }

  static ObjectNode tags(Queue queue) {
    var answer = JsonTexts.object();
    if (!queue.tags().isEmpty()) {
      var tags = answer.putObject("Tags");
      queue.tags().forEach(tags::put);
    }
    return answer;
  }
}
