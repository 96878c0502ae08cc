package dev.landfall.sandbox.aws.logs;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.sandbox.aws.logs.LogStore.LogEvent;
import dev.landfall.sandbox.aws.logs.LogStore.Stream;
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
import dev.landfall.sandbox.aws.resource.NewResource;
import dev.landfall.sandbox.aws.resource.Owner;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.resource.ResourceHandlers;
import dev.landfall.sandbox.aws.resource.ResourceStore;
import dev.landfall.sandbox.aws.resource.ResourceStore.Entry;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.store.Journal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// CloudWatch Logs. Events do not go away when their retention is over. Threads share it.
///
/// Source: the Amazon CloudWatch Logs API Reference.
public final class LogsService implements Service {
  private static final Wire WIRE = new Wire.Json("1.1", "com.amazonaws.logs", Optional.empty());
  private static final ResourceType GROUP =
      Specification.standard().find("AWS::Logs::LogGroup").orElseThrow();
  private static final Owner NOBODY = new Owner("", "");
  private static final Duration OLDEST = Duration.ofDays(14);
  private static final Duration NEWEST = Duration.ofHours(2);
  private static final int LONGEST_MESSAGE = 1_048_576;
  private static final int MOST_EVENTS = 10_000;
  private static final int PAGE = 50;
  private static final Set<Integer> RETENTIONS =
      Set.of(
          1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
          2922, 3288, 3653);

  private final ResourceStore store;
  private final LogStore logs;
  private final Clock clock;
  private final RandomGenerator random;
  private final Map<String, Action> actions =
      Map.ofEntries(
          Map.entry("CreateLogGroup", this::createGroup),
          Map.entry("DeleteLogGroup", this::deleteGroup),
          Map.entry("DescribeLogGroups", this::describeGroups),
          Map.entry("PutRetentionPolicy", this::putRetention),
          Map.entry("DeleteRetentionPolicy", this::deleteRetention),
          Map.entry("CreateLogStream", this::createStream),
          Map.entry("DeleteLogStream", this::deleteStream),
          Map.entry("DescribeLogStreams", this::describeStreams),
          Map.entry("PutLogEvents", this::putEvents),
          Map.entry("GetLogEvents", this::getEvents),
          Map.entry("FilterLogEvents", this::filterEvents));

  @FunctionalInterface
  private interface Action {
    ObjectNode answer(Scope scope, ObjectNode given) throws AwsError;
  }

  public LogsService(ResourceStore store, Journal journal, Clock clock, RandomGenerator random) {
    this.store = store;
    this.logs = new LogStore(journal);
    this.clock = clock;
    this.random = random;
  }

  /// What stands behind the resources of stacks, by the names of their types.
  public Map<String, Backing> backings() {
    return Map.of(
        GROUP.name(),
        new Backing() {
          @Override
          public Resource create(ResourceHandlers.Request request, Resource draft, boolean again) {
            return completed(draft);
          }

          @Override
          public void delete(ResourceHandlers.Request request, Resource resource) {
            logs.clear(request.scope(), resource.identifier(GROUP));
          }
        });
  }

  private Resource completed(Resource draft) {
    var attributes = new LinkedHashMap<>(draft.attributes());
    attributes.putIfAbsent("CreationTime", JsonNodeFactory.instance.numberNode(clock.millis()));
    return new Resource(draft.type(), draft.properties(), attributes);
  }

  @Override
  public String name() {
    return "logs";
  }

  @Override
  public Wire wire(Request request) {
    return WIRE;
  }

  @Override
  public Operation operation(Call call) throws AwsError {
    var name = call.action();
    var action = actions.get(name);
    if (action == null) {
      throw Trouble.UNKNOWN_ACTION.on(WIRE, "The sandbox does not honour " + name + " of Logs.");
    }
    var given = call.json();
    var scope = new Scope(call.account(), call.region());
    var group = given.path("logGroupName").asString("");
    return Operation.of(name, group, () -> Reply.json(call, action.answer(scope, given)))
        .needing(Permission.of("logs:" + name, resource(scope, name, group, given)));
  }

  private static String resource(Scope scope, String action, String group, ObjectNode given) {
    var arn = arn(scope, group);
    return switch (action) {
      case "PutLogEvents", "GetLogEvents", "DeleteLogStream" ->
          arn + ":log-stream:" + given.path("logStreamName").asString("");
      case "DescribeLogGroups" -> arn(scope, "") + ":*";
      default -> arn + ":*";
    };
  }

  private static String arn(Scope scope, String group) {
    return "arn:"
        + scope.partition()
        + ":logs:"
        + scope.region()
        + ":"
        + scope.account()
        + ":log-group:"
        + group;
  }

  private Resource group(Scope scope, ObjectNode given) throws AwsError {
    return store
        .find(scope, GROUP, required(given, "logGroupName"))
        .filter(entry -> !entry.pending())
        .map(Entry::resource)
        .orElseThrow(LogErrors::noGroup);
  }

  private static String required(ObjectNode given, String name) throws AwsError {
    var text = given.path(name).asString("");
    if (text.isEmpty()) {
      throw LogErrors.invalid(
          "1 validation error detected: Value at '"
              + name
              + "' failed to satisfy constraint: Member must not be null");
    }
    return text;
  }

  private Stream stream(Scope scope, ObjectNode given) throws AwsError {
    var group = group(scope, given).identifier(GROUP);
    return logs.stream(scope, group, required(given, "logStreamName"))
        .orElseThrow(LogErrors::noStream);
  }

  private ObjectNode createGroup(Scope scope, ObjectNode given) throws AwsError {
    var name = required(given, "logGroupName");
    if (!name.matches("[\\w./#-]{1,512}")) {
      throw LogErrors.invalid(
          "1 validation error detected: Value '"
              + name
              + "' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular"
              + " expression pattern: [\\.\\-_/#A-Za-z0-9]+");
    }
    var properties = JsonTexts.object().put("LogGroupName", name);
    var tags = given.path("tags");
    if (!tags.isEmpty()) {
      var list = properties.putArray("Tags");
      tags.properties()
          .forEach(tag ->
              list.addObject().put("Key", tag.getKey()).put("Value", tag.getValue().asString("")));
    }
    var resource = NewResource.of(GROUP, properties, scope, NOBODY, random);
    try {
      store.add(scope, GROUP, Entry.of(completed(resource)));
    } catch (ResourceException e) {
      throw LogErrors.alreadyExists("log group");
    }
    return JsonTexts.object();
  }

  private ObjectNode deleteGroup(Scope scope, ObjectNode given) throws AwsError {
    var name = group(scope, given).identifier(GROUP);
    logs.clear(scope, name);
    store.remove(scope, GROUP, name);
    return JsonTexts.object();
  }

  private ObjectNode describeGroups(Scope scope, ObjectNode given) throws AwsError {
    var prefix = given.path("logGroupNamePrefix").asString("");
    var all =
        store.all(scope, GROUP).stream()
            .filter(entry -> !entry.pending())
            .map(Entry::resource)
            .filter(group -> group.identifier(GROUP).startsWith(prefix))
            .toList();
    return page(
        given,
        "logGroups",
        all,
        group -> {
          var name = group.identifier(GROUP);
          var json =
              JsonTexts.object()
                  .put("logGroupName", name)
                  .put("arn", arn(scope, name) + ":*")
                  .put("logGroupArn", arn(scope, name))
                  .put(
                      "creationTime",
                      group.attribute("CreationTime").map(JsonNode::asLong).orElse(0L))
                  .put("metricFilterCount", 0)
                  .put("logGroupClass", "STANDARD")
                  .put(
                      "storedBytes",
                      logs.events(scope, name).values().stream()
                          .mapToLong(event -> event.message().length())
                          .sum());
          if (group.properties().has("RetentionInDays")) {
            json.set("retentionInDays", group.properties().path("RetentionInDays"));
          }
          return json;
        });
  }

  private static <T> ObjectNode page(
      ObjectNode given, String name, List<T> all, java.util.function.Function<T, ObjectNode> json)
      throws AwsError {
    int limit = given.path("limit").asInt(PAGE);
    if (limit < 1 || limit > PAGE) {
      throw LogErrors.invalid("limit must be between 1 and " + PAGE);
    }
    int from = Math.min(token(given), all.size());
    int to = Math.min(from + limit, all.size());
    var answer = JsonTexts.object();
    var list = answer.putArray(name);
    all.subList(from, to).forEach(item -> list.add(json.apply(item)));
    if (to < all.size()) {
      answer.put("nextToken", Integer.toString(to));
    }
    return answer;
  }

  private static int token(ObjectNode given) throws AwsError {
    var token = given.path("nextToken").asString("0").replaceFirst("^[fb]/", "");
    if (!token.matches("[0-9]{1,9}")) {
      throw LogErrors.invalid("The specified nextToken is invalid.");
    }
    return Integer.parseInt(token);
  }

  private ObjectNode putRetention(Scope scope, ObjectNode given) throws AwsError {
    int days = given.path("retentionInDays").asInt(0);
    if (!RETENTIONS.contains(days)) {
      throw LogErrors.invalid(
          "1 validation error detected: Value '"
              + days
              + "' at 'retentionInDays' failed to satisfy constraint: Member must be one of the"
              + " numbers of days that there are");
    }
    return change(scope, given, properties -> properties.put("RetentionInDays", days));
  }

  private ObjectNode deleteRetention(Scope scope, ObjectNode given) throws AwsError {
    return change(scope, given, properties -> properties.remove("RetentionInDays"));
  }

  private ObjectNode change(
      Scope scope, ObjectNode given, java.util.function.Consumer<ObjectNode> change)
      throws AwsError {
    var name = group(scope, given).identifier(GROUP);
    try {
      var _ =
          store.change(
              scope,
              GROUP,
              name,
              entry -> {
                var properties = entry.resource().properties().deepCopy();
                change.accept(properties);
                return entry.with(
                    new Resource(GROUP.name(), properties, entry.resource().attributes()));
              });
    } catch (ResourceException e) {
      throw LogErrors.noGroup();
    }
    return JsonTexts.object();
  }

  private ObjectNode createStream(Scope scope, ObjectNode given) throws AwsError {
    var group = group(scope, given).identifier(GROUP);
    var name = required(given, "logStreamName");
    if (!name.matches("[^:*]{1,512}")) {
      throw LogErrors.invalid("A log stream's name may not contain ':' or '*'.");
    }
    if (logs.stream(scope, group, name).isPresent()) {
      throw LogErrors.alreadyExists("log stream");
    }
    logs.put(scope, new Stream(group, name, clock.millis()));
    return JsonTexts.object();
  }

  private ObjectNode deleteStream(Scope scope, ObjectNode given) throws AwsError {
    logs.remove(scope, stream(scope, given));
    return JsonTexts.object();
  }

  private ObjectNode describeStreams(Scope scope, ObjectNode given) throws AwsError {
    var group = group(scope, given).identifier(GROUP);
    var prefix = given.path("logStreamNamePrefix").asString("");
    var all = new ArrayList<ObjectNode>();
    for (var stream : logs.streams(scope, group)) {
      if (stream.name().startsWith(prefix)) {
        all.add(json(scope, stream));
      }
    }
    if (given.path("orderBy").asString("LogStreamName").equals("LastEventTime")) {
      all.sort(Comparator.comparingLong(json -> json.path("lastEventTimestamp").asLong(0)));
    }
    return page(
        given,
        "logStreams",
        given.path("descending").asBoolean(false) ? all.reversed() : all,
        json -> json);
  }

  private ObjectNode json(Scope scope, Stream stream) {
    var json =
        JsonTexts.object()
            .put("logStreamName", stream.name())
            .put("creationTime", stream.created())
            .put("arn", arn(scope, stream.group()) + ":log-stream:" + stream.name())
            .put("storedBytes", 0)
            .put("uploadSequenceToken", "1");
    var events = logs.events(scope, stream.group(), stream.name()).values();
    if (!events.isEmpty()) {
      json.put("firstEventTimestamp", events.stream().mapToLong(LogEvent::at).min().orElse(0))
          .put("lastEventTimestamp", events.stream().mapToLong(LogEvent::at).max().orElse(0))
          .put("lastIngestionTime", events.stream().mapToLong(LogEvent::ingested).max().orElse(0));
    }
    return json;
  }

  private ObjectNode putEvents(Scope scope, ObjectNode given) throws AwsError {
    var stream = stream(scope, given);
    var now = clock.millis();
    var events = new ArrayList<LogEvent>();
    long last = Long.MIN_VALUE;
    int tooOld = 0;
    int tooNew = -1;
    var all = given.path("logEvents");
    if (all.isEmpty() || all.size() > MOST_EVENTS) {
      throw LogErrors.invalid(
          "1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member"
              + " must have length between 1 and "
              + MOST_EVENTS);
    }
    for (int i = 0; i < all.size(); i++) {
      long at = all.path(i).path("timestamp").asLong(-1);
      var message = all.path(i).path("message").asString("");
      if (at < last) {
        throw LogErrors.invalid(
            "Log events in a single PutLogEvents request must be in chronological order.");
      }
      if (at < 0 || message.isEmpty() || message.length() > LONGEST_MESSAGE) {
        throw LogErrors.invalid("A log event needs a timestamp and a message of at most 1 MB.");
      }
      last = at;
      if (at < now - OLDEST.toMillis()) {
        tooOld = i + 1;
      } else if (at > now + NEWEST.toMillis()) {
        tooNew = tooNew < 0 ? i : tooNew;
      } else {
        events.add(new LogEvent(stream.name(), at, now, message));
      }
    }
    logs.add(scope, stream.group(), events);
    var answer = JsonTexts.object().put("nextSequenceToken", "1");
    if (tooOld > 0 || tooNew >= 0) {
      var rejected = answer.putObject("rejectedLogEventsInfo");
      if (tooOld > 0) {
        rejected.put("tooOldLogEventEndIndex", tooOld);
      }
      if (tooNew >= 0) {
        rejected.put("tooNewLogEventStartIndex", tooNew);
      }
    }
    return answer;
  }

  private static boolean within(ObjectNode given, LogEvent event) {
    return event.at() >= given.path("startTime").asLong(0)
        && event.at() < given.path("endTime").asLong(Long.MAX_VALUE);
  }

  /// From the end, unless the client wants the beginning; the tokens are positions.
  private ObjectNode getEvents(Scope scope, ObjectNode given) throws AwsError {
    var stream = stream(scope, given);
    var all =
        logs.events(scope, stream.group(), stream.name()).values().stream()
            .filter(event -> within(given, event))
            .sorted(Comparator.comparingLong(LogEvent::at))
            .toList();
    int limit = Math.clamp(given.path("limit").asInt(MOST_EVENTS), 1, MOST_EVENTS);
    int from;
    int to;
    var token = given.path("nextToken").asString("");
    if (token.startsWith("b/")) {
      to = Math.min(token(given), all.size());
      from = Math.max(0, to - limit);
    } else if (!token.isEmpty() || given.path("startFromHead").asBoolean(false)) {
      from = Math.min(token(given), all.size());
      to = Math.min(all.size(), from + limit);
    } else {
      to = all.size();
      from = Math.max(0, to - limit);
    }
    var answer = JsonTexts.object();
    var list = answer.putArray("events");
    all.subList(from, to)
        .forEach(event ->
            list.addObject()
                .put("timestamp", event.at())
                .put("message", event.message())
                .put("ingestionTime", event.ingested()));
    return answer.put("nextForwardToken", "f/" + to).put("nextBackwardToken", "b/" + from);
  }

  private ObjectNode filterEvents(Scope scope, ObjectNode given) throws AwsError {
    var group = group(scope, given).identifier(GROUP);
    var streams = given.path("logStreamNames").valueStream().map(JsonNode::asString).toList();
    var prefix = given.path("logStreamNamePrefix").asString("");
    var filter = LogFilter.of(given.path("filterPattern").asString(""));
    var all =
        logs.events(scope, group).entrySet().stream()
            .filter(entry -> within(given, entry.getValue()))
            .filter(entry -> streams.isEmpty() || streams.contains(entry.getValue().stream()))
            .filter(entry -> entry.getValue().stream().startsWith(prefix))
            .filter(entry -> filter.matches(entry.getValue().message()))
            .sorted(Comparator.comparingLong(entry -> entry.getValue().at()))
            .toList();
    int limit = Math.clamp(given.path("limit").asInt(MOST_EVENTS), 1, MOST_EVENTS);
    int from = Math.min(token(given), all.size());
    int to = Math.min(all.size(), from + limit);
    var answer = JsonTexts.object();
    var list = answer.putArray("events");
    all.subList(from, to)
        .forEach(entry ->
            list.addObject()
                .put("logStreamName", entry.getValue().stream())
                .put("timestamp", entry.getValue().at())
                .put("message", entry.getValue().message())
                .put("ingestionTime", entry.getValue().ingested())
                .put("eventId", LogStore.id(entry.getKey())));
    if (to < all.size()) {
      answer.put("nextToken", Integer.toString(to));
    }
    answer.putArray("searchedLogStreams");
    return answer;
  }
}
