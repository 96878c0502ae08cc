package dev.landfall.sandbox.aws.sqs;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    var attributes = new TreeMap<String, String>();
    given
        .path("Attributes")
        .properties()
        .forEach(entry -> attributes.put(entry.getKey(), entry.getValue().asString("")));
    var tags = tags(given, "tags", "Tags");
    return url(call, create(call.account(), call.region(), name, attributes, tags));
  }

  /// Makes a queue, or finds the same one that is there.
  Queue create(
      String account,
      String region,
      String name,
      Map<String, String> attributes,
      Map<String, String> tags)
      throws AwsError {
    if (name.isEmpty()) {
      throw SqsErrors.missing("QueueName");
    }
    var base = name.endsWith(Queue.FIFO) ? name.substring(0, name.length() - 5) : name;
    if (!base.matches("[\\w-]{1,80}") || name.length() > 80) {
      throw SqsErrors.invalidParameter(
          "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    }
    QueueAttributes.check(attributes, name);
    if (name.endsWith(Queue.FIFO) && !attributes.containsKey("FifoQueue")) {
      throw SqsErrors.invalidParameter(
          "The name of a FIFO queue can only be chosen for a queue whose attribute FifoQueue is"
              + " true.");
    }
    var present = queues.get(Queue.key(account, region, name));
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
      return present.get();
    }
    var now = queues.now() / MILLIS;
    var queue = new Queue(account, region, name, now, now, attributes, tags);
    queues.put(queue);
    return queue;
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
    return find(call.region(), url.isEmpty() ? call.request().path() : url);
  }

  /// The queue with an address.
  ///
  /// @throws AwsError when there is none
  Queue find(String region, String url) throws AwsError {
    return named(region, url).orElseThrow(SqsErrors::noQueue);
  }

  /// The queue with an address; empty when there is none.
  Optional<Queue> named(String region, String url) {
    var parts = url.split("/", -1);
    return parts.length < 3 || !parts[parts.length - 2].matches("[0-9]{12}")
        ? Optional.empty()
        : queues.get(Queue.key(parts[parts.length - 2], region, parts[parts.length - 1]));
  }

  ObjectNode getUrl(Call call, JsonNode given) throws AwsError {
    var account = given.path("QueueOwnerAWSAccountId").asString(call.account());
    var key = Queue.key(account, call.region(), given.path("QueueName").asString(""));
    return url(call, queues.get(key).orElseThrow(SqsErrors::noQueue));
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
    var changed = new TreeMap<String, String>();
    given
        .path("Attributes")
        .properties()
        .forEach(entry -> changed.put(entry.getKey(), entry.getValue().asString("")));
    if (changed.isEmpty()) {
      throw SqsErrors.missing("Attribute.Name");
    }
    if (changed.containsKey("FifoQueue")) {
      throw new AwsError("InvalidAttributeName", 400, "Unknown Attribute FifoQueue.");
    }
    change(queue, changed);
  }

  /// Changes attributes; an empty one goes back to its default.
  void change(Queue queue, Map<String, String> changed) throws AwsError {
    QueueAttributes.check(changed, queue.name());
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
