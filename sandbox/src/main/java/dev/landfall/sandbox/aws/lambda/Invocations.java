package dev.landfall.sandbox.aws.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.iam.RoleTrust;
import dev.landfall.sandbox.aws.lambda.Child.Outcome;
import dev.landfall.sandbox.aws.lambda.Children.Warm;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Calls;
import dev.landfall.sandbox.aws.protocol.Identity;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.store.Journal;
import dev.landfall.sandbox.aws.store.Table;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Invocations of functions. Events that nobody waits for are kept until they are done with, and
/// tried three times, without the pauses that AWS makes. Threads share it.
final class Invocations implements AutoCloseable {
  static final String PRINCIPAL = "lambda.amazonaws.com";

  private static final int ATTEMPTS = 3;
  private static final char MARK = '\u001e';
  private static final String UNHANDLED = "Unhandled";

  private final FunctionStore functions;
  private final Children children;
  private final RoleTrust roles;
  private final Journal journal;
  private final Table<Event> events;
  private final Clock clock;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("lambda-event-", 0).factory());
  private Optional<Calls> calls = Optional.empty();

  /// An event that nobody waits for.
  ///
  /// @param account and region of the function
  record Event(String account, String region, String function, String payload) {
    FunctionName name() {
      return new FunctionName(
          new dev.landfall.sandbox.aws.resource.Scope(account, region), function);
    }
  }

  Invocations(
      FunctionStore functions, Children children, RoleTrust roles, Journal journal, Clock clock) {
    this.functions = functions;
    this.children = children;
    this.roles = roles;
    this.journal = journal;
    this.events = journal.table("lambda-events", Event.class);
    this.clock = clock;
  }

  /// Goes on with the events that were left when the process ended.
  void resume(Calls standIn) {
    calls = Optional.of(standIn);
    List.copyOf(events.rows().keySet()).forEach(this::start);
  }

  /// Who a function acts as.
  ///
  /// @throws AwsError when its role is gone, or does not trust Lambda
  Identity role(Function function) throws AwsError {
    return roles
        .become(function.role(), PRINCIPAL, function.name())
        .orElseThrow(() ->
            new AwsError(
                "AccessDeniedException",
                403,
                "The role defined for the function cannot be assumed by Lambda."));
  }

  /// Invokes a function and waits for it.
  ///
  /// @param payload JSON
  Invoked invoke(Function function, byte[] payload)
      throws AwsError, IOException, InterruptedException {
    var event = json(payload);
    var identity = role(function);
    var language =
        Language.of(function.runtime())
            .orElseThrow(() -> LambdaErrors.notHonoured("the runtime " + function.runtime()));
    Warm warm;
    try {
      warm = children.take(function, language, identity);
    } catch (IOException e) {
      throw new AwsError(
          "InvalidRuntimeException",
          502,
          "The sandbox cannot start "
              + language.program()
              + " for "
              + function.runtime()
              + ": "
              + e.getMessage());
    }
    try {
      var invoked = run(function, warm, event);
      deliverLog(function, identity, warm.stream(), invoked.log());
      return invoked;
    } finally {
      children.release(warm);
    }
  }

  static JsonNode json(byte[] payload) throws AwsError {
    try {
      return payload.length == 0 ? JsonTexts.object() : JsonMapper.shared().readTree(payload);
    } catch (JacksonException e) {
      throw new AwsError(
          "InvalidRequestContentException",
          400,
          "Could not parse request body into json: Could not parse payload into json");
    }
  }

  private Invoked run(Function function, Warm warm, JsonNode event)
      throws IOException, InterruptedException {
    var id = UUID.randomUUID().toString();
    var started = System.nanoTime();
    long limit = TimeUnit.SECONDS.toMillis(function.timeout());
    var invocation =
        JsonTexts.object()
            .put("requestId", id)
            .put("arn", function.arn())
            .put("deadline", System.currentTimeMillis() + limit);
    invocation.set("event", event);
    var outcome = warm.child().invoke(invocation, limit);
    var log = new StringBuilder("START RequestId: " + id + " Version: $LATEST\n");
    log.append(warm.child().logUntil(MARK + id));
    Optional<String> error = Optional.of(UNHANDLED);
    String payload;
    switch (outcome) {
      case Outcome.Answered(var answer) -> {
        if (answer.has("error")) {
          payload = answer.path("error").toString();
        } else {
          payload = answer.path("result").asString("null");
          error = Optional.empty();
        }
      }
      case Outcome.TimedOut _ -> {
        var text = String.format(Locale.ROOT, "Task timed out after %.2f seconds", limit / 1000.0);
        log.append(now()).append(' ').append(id).append(' ').append(text).append("\n\n");
        payload = failure("Sandbox.Timedout", "RequestId: " + id + " Error: " + text);
      }
      case Outcome.Exited(var status) -> {
        var text =
            "RequestId: "
                + id
                + " Error: Runtime exited "
                + (status == 0
                    ? "without providing a reason"
                    : "with error: exit status " + status);
        log.append(text).append("\nRuntime.ExitError\n");
        payload = failure("Runtime.ExitError", text);
      }
    }
    double millis = (System.nanoTime() - started) / 1_000_000.0;
    log.append("END RequestId: ").append(id).append('\n');
    log.append(
        String.format(
            Locale.ROOT,
            "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d ms\tMemory Size: %d MB\t"
                + "Max Memory Used: %d MB\t\n",
            id,
            millis,
            (long) Math.ceil(millis),
            function.memory(),
            Math.min(function.memory(), 64)));
    return new Invoked(id, payload, error, log.toString());
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private static String failure(String type, String message) {
    return JsonTexts.object().put("errorType", type).put("errorMessage", message).toString();
  }

  /// As the function's role: one that may not write logs writes none.
  private void deliverLog(Function function, Identity role, String stream, String text)
      throws IOException, InterruptedException {
    if (calls.isEmpty()) {
      return;
    }
    var region = function.scope().region();
    var group = "/aws/lambda/" + function.name();
    var put = JsonTexts.object().put("logGroupName", group).put("logStreamName", stream);
    var lines = put.putArray("logEvents");
    for (var line : text.split("\n", -1)) {
      if (!line.isBlank()) {
        lines.addObject().put("timestamp", clock.millis()).put("message", line + "\n");
      }
    }
    var call = new LogCall(role, region);
    var named = JsonTexts.object().put("logGroupName", group);
    call.attempt("CreateLogGroup", named);
    call.attempt("CreateLogStream", named.deepCopy().put("logStreamName", stream));
    call.attempt("PutLogEvents", put);
  }

  /// A call whose refusal is the function's loss.
  private final class LogCall {
    private final Identity role;
    private final String region;

    LogCall(Identity role, String region) {
      this.role = role;
      this.region = region;
    }

    void attempt(String action, ObjectNode given) throws IOException, InterruptedException {
      try {
        var _ = calls.orElseThrow().json(role, region, "logs", "Logs_20140328." + action, given);
      } catch (AwsError e) {
        // There already, or not allowed: a function does not fail of its log.
        return;
      }
    }
  }

  /// Takes an event that nobody waits for; it is kept when this returns.
  void later(FunctionName function, byte[] payload) {
    var key = UUID.randomUUID().toString();
    journal.commit(
        events.put(
            key,
            new Event(
                function.scope().account(),
                function.scope().region(),
                function.name(),
                new String(payload, UTF_8))));
    start(key);
  }

  private void start(String key) {
    threads.execute(() -> {
      var event = events.get(key);
      try {
        if (event.isPresent()) {
          work(event.get());
          journal.commit(events.remove(key));
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      } catch (InterruptedException e) {
        // It is kept for when the server starts again.
        Thread.currentThread().interrupt();
      }
    });
  }

  private void work(Event event) throws IOException, InterruptedException {
    var payload = event.payload().getBytes(UTF_8);
    var error = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var function = functions.find(event.name());
      if (function.isEmpty()) {
        return;
      }
      try {
        var invoked = invoke(function.get(), payload);
        if (invoked.error().isEmpty()) {
          return;
        }
        error = invoked.payload();
      } catch (AwsError e) {
        error = failure(e.code(), e.message());
      }
    }
    var function = functions.find(event.name());
    if (function.isPresent()) {
      bury(function.get(), event.payload(), error);
    }
  }

  /// As the function's role: one that may not send loses the event, as on AWS.
  private void bury(Function function, String payload, String error)
      throws IOException, InterruptedException {
    var target = function.deadLetters();
    if (target.isEmpty() || calls.isEmpty()) {
      return;
    }
    var parts = target.get().split(":", -1);
    var message =
        JsonTexts.object()
            .put("QueueUrl", "http://localhost/" + parts[4] + "/" + parts[5])
            .put("MessageBody", payload);
    var attributes = message.putObject("MessageAttributes");
    attributes
        .putObject("ErrorMessage")
        .put("DataType", "String")
        .put("StringValue", error.isEmpty() ? "unknown" : error);
    attributes.putObject("ErrorCode").put("DataType", "Number").put("StringValue", "200");
    attributes
        .putObject("RequestID")
        .put("DataType", "String")
        .put("StringValue", UUID.randomUUID().toString());
    try {
      var _ = calls.get().json(role(function), parts[3], "sqs", "AmazonSQS.SendMessage", message);
    } catch (AwsError e) {
      // Lambda counts it in a metric, and no more.
      return;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    children.close();
  }
}
